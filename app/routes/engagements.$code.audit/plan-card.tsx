import { Form } from "@remix-run/react";
import type { Audit } from "db/audits.server";
import type { CalendarDate } from "~/domain/calendar";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DateInput, Select } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";
import { Theirs } from "~/ui/theirs";

type Props = {
  audit: Audit | null;
  people: readonly { id: string; name: string }[];
  /** Who is offered first: the lead. */
  leadId: string | null;
  /** The day that is offered first. */
  firstDay: CalendarDate;
  canPlan: boolean;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
};

/** When the two days are, and who looks. */
export function PlanCard({ audit, people, leadId, firstDay, canPlan, idempotencyKey, refused }: Props) {
  const nameOf = (id: string | undefined) => people.find((person) => person.id === id)?.name ?? "";
  const form = canPlan && (
    <Form key={audit?.version} method="post" className="grid gap-3">
      <input type="hidden" name="intent" value="plan" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <input type="hidden" name="version" value={audit?.version ?? 0} />
      {refused?.current && audit ? (
        <Theirs
          keepHref="?"
          rows={[
            { label: "Begins", theirs: audit.startsOn, mine: refused.values.starts_on ?? "" },
            {
              label: "Who looks",
              theirs: audit.auditorName ?? "",
              mine: nameOf(refused.values.auditor_id),
            },
          ]}
        />
      ) : (
        <FormErrors errors={refused?.errors} idPrefix="plan" />
      )}
      <DateInput
        idPrefix="plan"
        name="starts_on"
        label="Begins on"
        hint="It takes that working day and the next one."
        defaultValue={audit?.startsOn ?? firstDay}
        required
        errors={refused?.errors}
        values={refused?.values}
      />
      <Select
        idPrefix="plan"
        name="auditor_id"
        label="Who looks"
        emptyLabel="Choose somebody"
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={audit?.auditorId ?? leadId ?? ""}
        errors={refused?.errors}
        values={refused?.values}
      />
      <Button tone={audit ? "secondary" : "primary"} className="justify-self-start">
        {audit ? "Plan it anew" : "Plan the audit"}
      </Button>
    </Form>
  );
  return (
    <Card id="plan" title="The two days">
      {audit ? (
        <>
          <p className="font-semibold text-lg">
            <DateText on={audit.startsOn} /> and <DateText on={audit.finishesOn} />
          </p>
          <p className="mt-1 text-muted">{audit.auditorName ?? "Somebody who has left"} looks.</p>
          {form && (
            <details className="mt-3" open={refused ? true : undefined}>
              <summary className="inline-flex min-h-8 items-center text-sm underline underline-offset-2">
                Other days, or somebody else
              </summary>
              <div className="mt-2">{form}</div>
            </details>
          )}
        </>
      ) : (
        (form ?? <p className="text-muted">No audit is planned.</p>)
      )}
    </Card>
  );
}
