import { Form } from "@remix-run/react";
import type { ChainRow } from "db/chain.server";
import type { CalendarDate } from "~/domain/calendar";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DateInput, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  hotspot: ChainRow;
  today: CalendarDate;
  canRun: boolean;
  refused: RefusedForm | undefined;
};

/** The client's written word that it stays as it is, which stands for the fix and its tests. */
export function AcceptCard({ hotspot, today, canRun, refused }: Props) {
  const { accepted, gap } = hotspot;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: "accept" };
  if (accepted) {
    return (
      <Card id="accept" title="Accepted as it is" aside={<DateText on={accepted.on} short />}>
        <p className="whitespace-pre-wrap">{accepted.reason}</p>
        <p className="mt-1 text-muted text-sm">By {accepted.by}, in writing.</p>
        {canRun && (
          <Form method="post" preventScrollReset className="mt-3">
            <input type="hidden" name="intent" value="withdraw_acceptance" />
            <Button>Take the acceptance back</Button>
          </Form>
        )}
      </Card>
    );
  }
  if (!canRun || (gap !== "unfixed" && gap !== "unprotected")) return null;
  return (
    <Card id="accept" title="Accept it in writing instead">
      <p className="mb-3 text-muted text-sm">
        When the client prefers it to stay as it is. Their written word takes the place of the fix and its
        tests at the Stabilise gate.
      </p>
      <Form method="post" preventScrollReset className="grid gap-3">
        <input type="hidden" name="intent" value="accept" />
        <input type="hidden" name="version" value={hotspot.version} />
        <FormErrors errors={refused?.errors} idPrefix="accept" />
        <TextArea
          {...shared}
          name="accepted_reason"
          label="Why it stays as it is"
          hint="In the client’s words; they read it."
          rows={3}
          required
        />
        <div className="flex flex-wrap gap-3">
          <TextInput {...shared} name="accepted_by" label="Who accepted it" autoComplete="off" required />
          <DateInput
            {...shared}
            name="accepted_on"
            label="Written on"
            max={today}
            required
            defaultValue={today}
          />
        </div>
        <Button className="justify-self-start">Record the acceptance</Button>
      </Form>
    </Card>
  );
}
