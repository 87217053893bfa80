import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = { idempotencyKey: string; errors: Errors | undefined; values: FormValues | undefined };

export function InviteForm({ idempotencyKey, errors, values }: Props) {
  const form = { errors, values, idPrefix: "invite" };
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} idPrefix="invite" />
      <input type="hidden" name="intent" value="invite" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <TextInput name="person" label="Name" required maxLength={120} autoComplete="off" {...form} />
      <TextInput name="email" label="Mail address" type="email" required autoComplete="off" {...form} />
      <p className="text-muted text-sm">
        They get a mail, need no password, and see what is shared with this client and nothing else.
      </p>
      <div>
        <Button>Send the invitation</Button>
      </div>
    </Form>
  );
}
