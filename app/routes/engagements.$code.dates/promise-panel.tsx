import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import type { FormErrors as Errors } from "~/ui/field";
import { useFirmClock } from "~/ui/firm-clock";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  client: string;
  phases: readonly { plannedStartOn: string; plannedFinishOn: string }[];
  /** The dates that are shown, as the form sends them back. */
  plan: string;
  isPaused: boolean;
  idempotencyKey: string;
  errors: Errors | undefined;
};

/** In place of moving a date where none is promised: what the act would promise, and the act. */
export function PromisePanel({ client, phases, plan, isPaused, idempotencyKey, errors }: Props) {
  const today = useFirmClock()?.today;
  const [first, last] = [phases[0], phases.at(-1)];
  if (!first || !last) return null;
  return (
    <Card id="promise" title="These dates are not promised yet" tone="waiting">
      <FormErrors errors={errors} title="They are not promised." />
      <p>
        They came with the engagement: from <DateText on={first.plannedStartOn} /> to{" "}
        <DateText on={last.plannedFinishOn} />, phase by phase as below. Once they are promised, {client}{" "}
        reads them as our word, and each date that moves needs a reason that both sides read in the ledger.
      </p>
      {today && last.plannedFinishOn < today && (
        <p className="mt-2 font-semibold text-alert-ink">
          The finish has passed already: promised as it is, the engagement is late from the first day.
        </p>
      )}
      {isPaused ? (
        <p className="mt-3 text-muted">It is paused. Resume it, then promise its dates.</p>
      ) : (
        <Form method="post" className="mt-4" preventScrollReset>
          <input type="hidden" name="intent" value="promise" />
          <input type="hidden" name="plan" value={plan} />
          <input type="hidden" name="idempotency_key" value={idempotencyKey} />
          <Button tone="primary">Promise these dates</Button>
        </Form>
      )}
    </Card>
  );
}
