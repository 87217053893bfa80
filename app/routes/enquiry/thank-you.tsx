import { EntryShell } from "~/ui/entry-shell";

const STEPS = [
  "One of us reads what you wrote and answers by mail within two working days.",
  "We talk for half an hour, to see whether we are the right people.",
  "If so, two days with your code and your team. You get what we found in writing, with what we would do, how long it takes, and a no where we think so.",
];

/** What happens next, for who has just written to us. */
export function ThankYou({ firm }: { firm: string }) {
  return (
    <EntryShell firm={firm} title="Thank you, it has reached us">
      <div role="status">
        <h2 className="mb-2 font-semibold">What happens next</h2>
        <ol className="grid list-decimal gap-2 pl-5">
          {STEPS.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <p className="mt-4 text-muted text-sm">You can close this page.</p>
    </EntryShell>
  );
}
