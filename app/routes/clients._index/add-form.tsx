import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = { idempotencyKey: string; errors: Errors | undefined; values: FormValues | undefined };

export function AddForm({ idempotencyKey, errors, values }: Props) {
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} />
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <TextInput
        name="name"
        label="Name of the company"
        required
        maxLength={120}
        autoComplete="off"
        errors={errors}
        values={values}
      />
      <div>
        <Button tone="primary">Add the client</Button>
      </div>
    </Form>
  );
}
