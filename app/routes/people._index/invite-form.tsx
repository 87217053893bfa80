import { Form } from "@remix-run/react";
import { ROLE_LABEL } from "~/domain/permissions";
import { STAFF_ROLES } from "~/domain/person";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, Select, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

const ROLES = STAFF_ROLES.map((role) => ({ value: role, label: ROLE_LABEL[role] }));

type Props = { idempotencyKey: string; errors: Errors | undefined; values: FormValues | undefined };

export function InviteForm({ idempotencyKey, errors, values }: Props) {
  const form = { errors, values };
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} />
      <input type="hidden" name="intent" value="invite" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <TextInput name="name" label="Name" required maxLength={120} autoComplete="off" {...form} />
      <TextInput name="email" label="Mail address" type="email" required autoComplete="off" {...form} />
      <Select name="role" label="Role" defaultValue="member" options={ROLES} {...form} />
      <p className="text-muted text-sm">A client’s contact is invited from the page of that client.</p>
      <div>
        <Button tone="primary">Send the invitation</Button>
      </div>
    </Form>
  );
}
