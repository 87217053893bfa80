import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { type FormErrors, Select } from "~/ui/field";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

type Props = { weekday: number; weekend: readonly number[]; errors: FormErrors | undefined };

/** The weekday on which the update is due. */
export function WeekdayForm({ weekday, weekend, errors }: Props) {
  return (
    <Card id="weekday">
      <details open={errors ? true : undefined}>
        <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
          Due on {WEEKDAYS[weekday]}s: choose another day
        </summary>
        <Form method="post" action="#weekday" className="mt-2 flex flex-wrap items-end gap-2">
          <input type="hidden" name="intent" value="weekday" />
          <Select
            errors={errors}
            idPrefix="weekday"
            name="weekday"
            label="Due every"
            defaultValue={String(weekday)}
            options={WEEKDAYS.map((label, day) => ({ value: String(day), label })).filter(
              ({ value }) => !weekend.includes(Number(value)),
            )}
          />
          <Button>Choose</Button>
        </Form>
      </details>
    </Card>
  );
}
