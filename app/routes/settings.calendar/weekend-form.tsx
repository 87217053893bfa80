import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { Checkbox, type FormErrors as Errors } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

const DAYS = [
  [1, "Monday"],
  [2, "Tuesday"],
  [3, "Wednesday"],
  [4, "Thursday"],
  [5, "Friday"],
  [6, "Saturday"],
  [0, "Sunday"],
] as const;

export function WeekendForm({ weekend, errors }: { weekend: readonly number[]; errors: Errors | undefined }) {
  return (
    <Form method="post" className="grid gap-3">
      <FormErrors errors={errors} idPrefix="off" />
      <input type="hidden" name="intent" value="weekend" />
      <fieldset id="off-weekend" tabIndex={-1}>
        <legend className="sr-only">Days on which the firm does not work</legend>
        <div className="grid grid-cols-2 gap-x-4 gap-y-2">
          {DAYS.map(([day, label]) => (
            <Checkbox
              key={day}
              name="weekend"
              value={day}
              label={label}
              idPrefix="day"
              defaultChecked={weekend.includes(day)}
            />
          ))}
        </div>
      </fieldset>
      <div>
        <Button>Save the days off</Button>
      </div>
    </Form>
  );
}
