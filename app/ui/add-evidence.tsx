import { Form } from "@remix-run/react";
import { EVIDENCE_LIMITS } from "~/domain/evidence";
import { Button } from "./button";
import { Checkbox, type FormErrors, type FormValues, TextInput } from "./field";
import { FilePicker, useFilePicker } from "./file-picker";

type Props = {
  idempotencyKey: string;
  /** Whether the client sees what it is evidence of, so that they can see the evidence too. */
  isShared: boolean;
  /** Tells two such forms of a page apart. */
  idPrefix?: string;
  /** More hidden fields. */
  fields?: Readonly<Record<string, string>>;
  refused: { errors: FormErrors; values: FormValues } | undefined;
};

/** The form that adds evidence: a link, a note, or files. */
export function AddEvidence({
  idempotencyKey,
  isShared,
  idPrefix = "evidence",
  fields = {},
  refused,
}: Props) {
  const { formProps, picker, isGoing } = useFilePicker({ takesPaste: idPrefix === "evidence" });
  const state = { idPrefix, ...(refused && { errors: refused.errors, values: refused.values }) };
  return (
    <Form
      {...formProps}
      id={`${idPrefix}-form`}
      method="post"
      className="grid gap-3 border-t px-4 py-3"
      preventScrollReset
    >
      <input type="hidden" name="intent" value="add_evidence" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <FilePicker picker={picker} idPrefix={idPrefix} errors={refused?.errors} />
      <TextInput
        {...state}
        name="url"
        type="url"
        label="Link"
        hint="To a pull request, a dashboard, a document."
        maxLength={EVIDENCE_LIMITS.url}
        autoComplete="off"
      />
      <TextInput {...state} name="note" label="Note" maxLength={EVIDENCE_LIMITS.note} autoComplete="off" />
      {isShared && (
        <Checkbox values={refused?.values} idPrefix={idPrefix} name="is_visible" label="The client sees it" />
      )}
      <Button className="justify-self-start" disabled={isGoing}>
        Add evidence
      </Button>
    </Form>
  );
}
