import { Form } from "@remix-run/react";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  name: string;
  version: number;
  errors: Errors | undefined;
  values: FormValues | undefined;
  /** What somebody else's change made of it. */
  current: Record<string, string> | undefined;
};

export function RenameForm({ name, version, errors, values, current }: Props) {
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} idPrefix="rename" />
      {current && <p>It is now “{current.name}”. Saving again writes yours over it.</p>}
      <input type="hidden" name="intent" value="rename" />
      <input type="hidden" name="version" value={current?.version ?? version} />
      <TextInput
        name="name"
        label="Name of the company"
        defaultValue={name}
        required
        maxLength={120}
        autoComplete="off"
        idPrefix="rename"
        errors={errors}
        values={values}
      />
      <div>
        <Button>Rename</Button>
      </div>
    </Form>
  );
}
