import { Form } from "@remix-run/react";
import type { MeasureShown } from "db/measures.server";
import type { CalendarDate } from "~/domain/calendar";
import type { MeasureEdge } from "~/domain/measure";
import { Button } from "~/ui/button";
import { DateInput, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";

type Props = {
  measure: MeasureShown;
  edge: MeasureEdge;
  today: CalendarDate;
  refused: RefusedForm | undefined;
};

const SUMMARY: Record<MeasureEdge, { first: string; again: string }> = {
  before: { first: "Measure it before the work", again: "Correct the value before the work" },
  after: { first: "Measure it again after the work", again: "Correct the value after the work" },
};

/** Takes a measure or corrects it; open while it is the next thing to do. */
export function TakeForm({ measure, edge, today, refused }: Props) {
  const taken = measure[edge];
  const prefix = `${edge}-${measure.id}`;
  const shared = { errors: refused?.errors, values: refused?.values, idPrefix: prefix };
  const isNext = edge === "before" && !taken;
  return (
    <details className="open:basis-full" open={refused || isNext ? true : undefined}>
      <summary className="inline-flex min-h-8 items-center text-sm underline underline-offset-2">
        {taken ? SUMMARY[edge].again : SUMMARY[edge].first}
        <span className="sr-only">: {measure.title}</span>
      </summary>
      <Form method="post" className="mt-2 mb-3 grid gap-3">
        <input type="hidden" name="intent" value="take" />
        <input type="hidden" name="id" value={measure.id} />
        <input type="hidden" name="edge" value={edge} />
        <input type="hidden" name="version" value={measure.version} />
        <FormErrors errors={refused?.errors} idPrefix={prefix} />
        <div className="flex flex-wrap gap-3">
          <TextInput
            {...shared}
            name="value"
            label={measure.unit ? `Value in ${measure.unit}` : "Value"}
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={taken ? String(taken.value) : ""}
            className="max-w-40"
          />
          <DateInput
            {...shared}
            name="on"
            label="Measured on"
            max={today}
            required
            defaultValue={taken?.on ?? today}
          />
        </div>
        <TextArea
          {...shared}
          name="how"
          label="How it was measured"
          hint="So that anybody can measure it again the same way; the client reads it."
          rows={2}
          required
          defaultValue={taken?.how ?? (edge === "after" ? measure.before?.how : "")}
        />
        <Button className="justify-self-start">Save the value</Button>
      </Form>
    </details>
  );
}
