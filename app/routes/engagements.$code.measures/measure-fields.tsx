import { BETTER, BETTER_LABEL, type Better } from "~/domain/measure";
import { Checkbox, type FormErrors, type FormValues, Select, TextInput } from "~/ui/field";

type Props = {
  fields?: { title: string; unit: string; better: Better; isVisible: boolean };
  errors?: FormErrors;
  values?: FormValues;
  idPrefix: string;
};

/** What is measured, in which unit, and which way is better. */
export function MeasureFields({ fields, errors, values, idPrefix }: Props) {
  const shared = { errors, values, idPrefix };
  return (
    <>
      <TextInput
        {...shared}
        name="title"
        label="What is measured"
        hint="In the client’s words: days to add an endpoint."
        defaultValue={fields?.title}
        required
        autoComplete="off"
      />
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3">
        <TextInput
          {...shared}
          name="unit"
          label="Unit"
          defaultValue={fields?.unit}
          autoComplete="off"
          optional
        />
        <Select
          {...shared}
          name="better"
          label="Better is"
          defaultValue={fields?.better ?? "lower"}
          options={BETTER.map((value) => ({ value, label: BETTER_LABEL[value] }))}
        />
      </div>
      <Checkbox
        {...shared}
        name="is_visible"
        label="The client sees it"
        defaultChecked={fields?.isVisible ?? true}
      />
    </>
  );
}
