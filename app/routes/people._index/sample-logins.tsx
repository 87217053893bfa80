import { Card } from "~/ui/card";

const LOGINS = [
  ["admin", "an administrator"],
  ["manager", "a manager: the pipeline"],
  ["lead", "a project lead: today’s work"],
  ["member", "a member of a team"],
  ["client", "a client’s contact: the portal"],
  ["client2", "a contact of another client"],
] as const;

/** How to look around as somebody else in the sample firm, right after it was made. */
export function SampleLogins() {
  return (
    <Card id="sample" title="The sample firm is here" className="mb-4" tone="waiting">
      <p>
        You are its administrator. To see it through other eyes, sign in in another browser window as one of
        these, password <code className="rounded-sm bg-raised px-1 font-semibold">phaseline-demo</code>:
      </p>
      <ul className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-2">
        {LOGINS.map(([name, what]) => (
          <li key={name}>
            <strong className="break-all">{name}@demo.phaseline.test</strong>, {what}
          </li>
        ))}
      </ul>
    </Card>
  );
}
