import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import type { FormErrors as Errors, FormValues } from "~/ui/field";
import { FindingFields } from "~/ui/finding-fields";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  areas: readonly string[];
  idempotencyKey: string;
  refused: { errors: Errors; values: FormValues } | undefined;
};

export function AddForm({ areas, idempotencyKey, refused }: Props) {
  return (
    // A new key after each finding empties the fields for the next one.
    <Form key={idempotencyKey} method="post" className="grid gap-3">
      <input type="hidden" name="intent" value="record" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <FormErrors errors={refused?.errors} idPrefix="new" />
      <FindingFields areas={areas} errors={refused?.errors} values={refused?.values} idPrefix="new" />
      <Button tone="primary" className="justify-self-start">
        Write it down
      </Button>
    </Form>
  );
}
