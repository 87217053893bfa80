import { Form } from "@remix-run/react";
import { ARTEFACT_LABEL, type Artefact } from "~/domain/deliverable";
import { type CheckResult, OWNER_ANSWER_LABEL, OWNER_ANSWERS } from "~/domain/handover-check";
import { Button } from "~/ui/button";
import { Select } from "~/ui/field";

type Props = {
  owned: readonly { kind: Artefact; owner: string }[];
  /** What was found the last time. */
  result: CheckResult | null;
  idempotencyKey: string;
};

/** What only people know is asked; the addresses are looked at when it is sent. */
export function CheckForm({ owned, result, idempotencyKey }: Props) {
  return (
    <Form method="post" className="grid max-w-xl gap-3">
      <input type="hidden" name="intent" value="check" />
      <input type="hidden" name="idempotency_key" value={idempotencyKey} />
      <p className="text-muted text-sm">
        We ask every address of the register whether it still answers, and read the API schema. Whether the
        owners are still there, only you can find out.
      </p>
      {owned.map(({ kind, owner }) => (
        <Select
          key={kind}
          idPrefix="check"
          name={`owner_${kind}`}
          label={`${ARTEFACT_LABEL[kind]}: ${owner}`}
          defaultValue={result?.owners.find((look) => look.artefact === kind)?.answer ?? "unknown"}
          options={OWNER_ANSWERS.map((answer) => ({ value: answer, label: OWNER_ANSWER_LABEL[answer] }))}
        />
      ))}
      <Button tone="primary" className="justify-self-start">
        {result ? "Look again" : "Look back"}
      </Button>
    </Form>
  );
}
