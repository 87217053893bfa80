import type { AskShown } from "db/ask-page.server";
import { Checkbox, DateInput, type FormErrors, type FormValues, TextArea, TextInput } from "~/ui/field";

type Props = {
  idPrefix: string;
  ask?: AskShown;
  errors?: FormErrors;
  values?: FormValues;
};

/** What an ask says; the same fields for a new one and for an edited one. */
export function AskFields({ idPrefix, ask, ...state }: Props) {
  return (
    <>
      <TextInput
        {...state}
        idPrefix={idPrefix}
        name="title"
        label="What we need"
        defaultValue={ask?.title}
        required
        maxLength={200}
        autoComplete="off"
      />
      <TextArea
        {...state}
        idPrefix={idPrefix}
        name="body"
        label="More about it"
        hint="Markdown. The client reads it."
        defaultValue={ask?.body}
        optional
        rows={3}
      />
      <DateInput
        {...state}
        idPrefix={idPrefix}
        name="due_on"
        label="By"
        defaultValue={ask?.dueOn ?? ""}
        optional
      />
      <Checkbox
        {...state}
        idPrefix={idPrefix}
        name="is_blocking"
        label="We cannot go on without it"
        hint="The ball goes to the client until they answer."
        defaultChecked={ask?.isBlocking}
      />
    </>
  );
}
