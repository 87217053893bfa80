import { AREAS, SEVERITIES, SEVERITY_LABEL, type Severity } from "~/domain/finding";
import { Checkbox, type FormErrors, type FormValues, Select, TextArea, TextInput } from "./field";

type Props = {
  fields?: {
    title: string;
    severity: Severity;
    area: string;
    body: string;
    place: string;
    isVisible: boolean;
  };
  /** Areas that other findings of the engagement name. */
  areas: readonly string[];
  errors?: FormErrors;
  values?: FormValues;
  idPrefix: string;
};

/** What is asked of a finding, when it is written down and when it is edited. */
export function FindingFields({ fields, areas, errors, values, idPrefix }: Props) {
  const shared = { errors, values, idPrefix };
  const offered = [...new Set([...areas, ...AREAS])].sort((a, b) => a.localeCompare(b, "en"));
  return (
    <>
      <TextInput
        {...shared}
        name="title"
        label="What was found"
        hint="One line that the client understands."
        defaultValue={fields?.title}
        required
        autoComplete="off"
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          {...shared}
          name="severity"
          label="Severity"
          defaultValue={fields?.severity ?? "medium"}
          options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABEL[value] }))}
        />
        <TextInput
          {...shared}
          name="area"
          label="Area"
          defaultValue={fields?.area}
          list={`${idPrefix}-areas`}
          autoComplete="off"
          optional
        />
        <datalist id={`${idPrefix}-areas`}>
          {offered.map((area) => (
            <option key={area} value={area} />
          ))}
        </datalist>
      </div>
      <TextArea
        {...shared}
        name="body"
        label="What there is to say"
        hint="Markdown: what is there, how you saw it, what it costs."
        rows={6}
        defaultValue={fields?.body}
        optional
      />
      <TextInput
        {...shared}
        name="place"
        label="Where"
        hint="A path or an address in the client’s system."
        defaultValue={fields?.place}
        autoComplete="off"
        optional
      />
      <Checkbox {...shared} name="is_visible" label="The client sees it" defaultChecked={fields?.isVisible} />
    </>
  );
}
