import { STANDARD_AREA_LABEL, STANDARD_AREAS } from "~/domain/standard";
import { DateInput, type FormErrors, type FormValues, Select, TextArea, TextInput } from "~/ui/field";

type Props = {
  /** What the fields start with. */
  fields: { title: string; area: string; rule: string; agreedOn: string; agreedBy: string };
  errors: FormErrors | undefined;
  values: FormValues | undefined;
  idPrefix: string;
};

/** The fields of a standard, to agree it and to edit it. */
export function StandardFields({ fields, errors, values, idPrefix }: Props) {
  const shared = { errors, values, idPrefix };
  return (
    <>
      <TextInput
        {...shared}
        name="title"
        label="Title"
        hint="As it will stand on the checklist: “One error shape”."
        defaultValue={fields.title}
        required
        maxLength={200}
        autoComplete="off"
      />
      <Select
        {...shared}
        name="area"
        label="About"
        emptyLabel="Choose"
        defaultValue={fields.area}
        required
        className="max-w-72"
        options={STANDARD_AREAS.map((area) => ({ value: area, label: STANDARD_AREA_LABEL[area] }))}
      />
      <TextArea
        {...shared}
        name="rule"
        label="The rule"
        hint="So that anybody can check it. Markdown; the client reads it."
        defaultValue={fields.rule}
        rows={6}
        required
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateInput {...shared} name="agreed_on" label="Agreed on" defaultValue={fields.agreedOn} required />
        <TextInput
          {...shared}
          name="agreed_by"
          label="Agreed by"
          hint="Ours and theirs, by name."
          defaultValue={fields.agreedBy}
          required
          maxLength={200}
          autoComplete="off"
        />
      </div>
    </>
  );
}
