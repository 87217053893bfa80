import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = { email: string; hasPassword: boolean; errors: Errors | undefined };

export function PasswordForm({ email, hasPassword, errors }: Props) {
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} />
      <input type="hidden" name="intent" value="password" />
      <input type="hidden" name="email" value={email} autoComplete="username" />
      {!hasPassword && (
        <p className="text-muted text-sm">
          So far you sign in by a link that we mail you. That goes on working beside a password.
        </p>
      )}
      {hasPassword && (
        <TextInput
          name="current"
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          errors={errors}
        />
      )}
      <TextInput
        name="password"
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 12 characters. A few words in a row do well."
        errors={errors}
      />
      <div>
        <Button>{hasPassword ? "Change the password" : "Set the password"}</Button>
      </div>
    </Form>
  );
}
