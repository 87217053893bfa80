import { Form } from "@remix-run/react";
import type { TeamPerson, TeamShare } from "db/team-plan.server";
import { workingDaysText } from "~/domain/calendar";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";
import { Theirs } from "~/ui/theirs";
import { ShareFields } from "./share-fields";

type Props = {
  person: TeamPerson;
  mayRun: boolean;
  mayAdd: boolean;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
};

const PART = { lead: "Lead", member: "Member", gone: "No longer on the team" } as const;

/** One person of the team with their shares, and the forms that plan them. */
export function PersonCard({ person, mayRun, mayAdd, idempotencyKey, refused }: Props) {
  const { id, name, part, shares } = person;
  return (
    <Card id={`p-${id}`} level={3} title={name} aside={PART[part]}>
      {shares.length === 0 && (
        <p className="text-muted">
          {part === "lead" ? "Leads it without a planned share." : "Works on it without a planned share."}
        </p>
      )}
      <ul className="grid gap-2">
        {shares.map((share) => (
          <li key={share.id}>
            <ShareLine
              share={share}
              name={name}
              mayRun={mayRun}
              mayChange={mayRun && part !== "gone"}
              refused={refused?.values.id === share.id ? refused : undefined}
            />
          </li>
        ))}
      </ul>
      <Shortfalls person={person} />
      {mayAdd && (
        <AddForm
          person={person}
          idempotencyKey={idempotencyKey}
          refused={refused?.values.intent === "allocate" ? refused : undefined}
        />
      )}
    </Card>
  );
}

/** Where the planning of somebody ends while the work is planned, or expected, to go on. */
function Shortfalls({ person: { beforePlan, beforeExpected } }: { person: TeamPerson }) {
  const short = beforePlan ?? beforeExpected;
  if (!short) return null;
  return (
    <p className="mt-2 text-sm text-waiting-ink">
      ◷ Ends on <DateText on={short.endsOn} short />
      {beforePlan && `, ${workingDaysText(beforePlan.workingDays)} before the planned finish`}
      {beforeExpected &&
        `${beforePlan ? " and" : ","} ${workingDaysText(beforeExpected.workingDays)} before the 80 % date`}
      .
    </p>
  );
}

type LineProps = {
  share: TeamShare;
  name: string;
  mayRun: boolean;
  mayChange: boolean;
  refused: RefusedForm | undefined;
};

function ShareLine({ share, name, mayRun, mayChange, refused }: LineProps) {
  const { id, fromOn, untilOn, sharePercent, version } = share;
  const prefix = `share-${id}`;
  const mine = refused?.values ?? {};
  const line = (
    <>
      <span className="font-semibold">{sharePercent} %</span> from <DateText on={fromOn} short /> to{" "}
      <DateText on={untilOn} short />
    </>
  );
  if (!mayRun) return <p>{line}</p>;
  return (
    <details open={refused ? true : undefined}>
      <summary className="flex min-h-8 flex-wrap items-center justify-between gap-x-3 pointer-coarse:min-h-11">
        <span>{line}</span>
        <span className="text-sm underline underline-offset-2">
          Change<span className="sr-only"> the share of {name}</span>
        </span>
      </summary>
      {mayChange && (
        <Form key={`${version}`} method="post" className="mt-2 grid gap-3" preventScrollReset>
          <input type="hidden" name="intent" value="change" />
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="version" value={version} />
          {refused?.current ? (
            <Theirs
              keepHref="?"
              rows={[
                { label: "Share", theirs: String(sharePercent), mine: mine.share_percent ?? "" },
                { label: "From", theirs: fromOn, mine: mine.from_on ?? "" },
                { label: "Until", theirs: untilOn, mine: mine.until_on ?? "" },
              ]}
            />
          ) : (
            <FormErrors errors={refused?.errors} idPrefix={prefix} />
          )}
          <ShareFields load={share} idPrefix={prefix} errors={refused?.errors} values={refused?.values} />
          <Button className="justify-self-start">
            {refused?.current ? "Save mine over theirs" : "Save"}
          </Button>
        </Form>
      )}
      <Form method="post" className="mt-2 mb-1" preventScrollReset>
        <input type="hidden" name="intent" value="remove" />
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="version" value={version} />
        <Button tone="quiet" size="small">
          Take it off the plan<span className="sr-only">: {name}</span>
        </Button>
      </Form>
    </details>
  );
}

type AddProps = { person: TeamPerson; idempotencyKey: string; refused: RefusedForm | undefined };

/** Open while nothing is planned. */
function AddForm({ person: { id, name, usual, shares }, idempotencyKey, refused }: AddProps) {
  const prefix = `new-${id}`;
  return (
    <details className="mt-3 border-t pt-2" open={refused || shares.length === 0 ? true : undefined}>
      <summary className="inline-flex min-h-8 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11">
        {shares.length === 0 ? "Plan a share" : "Plan another share"}
        <span className="sr-only"> of {name}</span>
      </summary>
      <Form key={shares.length} method="post" className="mt-2 grid gap-3" preventScrollReset>
        <input type="hidden" name="intent" value="allocate" />
        <input type="hidden" name="person_id" value={id} />
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        <FormErrors errors={refused?.errors} idPrefix={prefix} />
        <ShareFields load={usual} idPrefix={prefix} errors={refused?.errors} values={refused?.values} />
        <Button className="justify-self-start">
          Plan it<span className="sr-only"> for {name}</span>
        </Button>
      </Form>
    </details>
  );
}
