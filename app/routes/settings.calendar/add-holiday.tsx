import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { DateInput, type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

export function AddHoliday(form: { errors?: Errors; values?: FormValues }) {
  return (
    <Form method="post" className="grid gap-3">
      <FormErrors errors={form.errors} idPrefix="add" title="That could not be added." />
      <input type="hidden" name="intent" value="add" />
      <div className="grid items-start gap-3 sm:grid-cols-[12rem_1fr_auto]">
        <DateInput name="on_date" label="Date" idPrefix="add" required {...form} />
        <TextInput name="name" label="Name" idPrefix="add" required maxLength={120} {...form} />
        <Button className="sm:mt-6.5 sm:min-h-10">Add</Button>
      </div>
    </Form>
  );
}
