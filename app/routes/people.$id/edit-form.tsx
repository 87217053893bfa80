import { Form } from "@remix-run/react";
import type { PersonPage } from "db/directory.server";
import { ROLE_LABEL, type Role } from "~/domain/permissions";
import { STAFF_ROLES } from "~/domain/person";
import { Button } from "~/ui/button";
import { type FormErrors as Errors, type FormValues, Select, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

const ROLES = STAFF_ROLES.map((role) => ({ value: role, label: ROLE_LABEL[role] }));

type Props = {
  person: PersonPage;
  errors: Errors | undefined;
  values: FormValues | undefined;
  /** What somebody else's change made of the person. */
  current: Record<string, string> | undefined;
};

export function EditForm({ person, errors, values, current }: Props) {
  const form = { errors, values };
  return (
    <Form method="post" className="grid gap-4">
      <FormErrors errors={errors} />
      {current && (
        <p>
          They are now “{current.name}”, {ROLE_LABEL[current.role as Role].toLowerCase()}. What you typed is
          kept below; saving again writes it over theirs.
        </p>
      )}
      <input type="hidden" name="intent" value="edit" />
      <input type="hidden" name="version" value={current?.version ?? person.version} />
      <TextInput name="name" label="Name" defaultValue={person.name} required maxLength={120} {...form} />
      {person.role === "client" ? (
        <>
          <input type="hidden" name="role" value="client" />
          <p>
            <span className="block font-semibold text-sm">Role</span>
            {ROLE_LABEL.client}
            {person.companies && `, ${person.companies}`}
          </p>
        </>
      ) : (
        <Select name="role" label="Role" defaultValue={person.role} options={ROLES} {...form} />
      )}
      <div>
        <Button>Save</Button>
      </div>
    </Form>
  );
}
