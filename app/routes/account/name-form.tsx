import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = { name: string; errors: Errors | undefined; values: FormValues | undefined };

export function NameForm({ name, errors, values }: Props) {
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} />
      <input type="hidden" name="intent" value="rename" />
      <TextInput
        name="name"
        label="As others read it"
        defaultValue={name}
        autoComplete="name"
        required
        maxLength={120}
        errors={errors}
        values={values}
      />
      <div>
        <Button>Save the name</Button>
      </div>
    </Form>
  );
}
