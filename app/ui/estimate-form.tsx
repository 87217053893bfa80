import { Form } from "@remix-run/react";
import { afterPoint, type EstimatePoint } from "~/domain/audit";
import { Button } from "./button";
import { EstimateFields } from "./estimate-fields";
import { FormErrors } from "./form-errors";
import type { RefusedForm } from "./refused.server";

type Props = {
  code: string;
  point: EstimatePoint;
  /** The page that it leads back to. */
  back: "audit" | "ledger";
  isFirst: boolean;
  idempotencyKey: string;
  refused: RefusedForm | undefined;
};

/** Records how long it will take as far as is known now; what was said before stays. */
export function EstimateForm({ code, point, back, isFirst, idempotencyKey, refused }: Props) {
  const label = afterPoint(point);
  return (
    <details open={refused || isFirst ? true : undefined} className="mt-4 border-t pt-3">
      <summary className="inline-flex min-h-8 items-center font-semibold text-sm underline underline-offset-2">
        {isFirst ? `Estimate ${label}` : `Estimate once more ${label}`}
      </summary>
      <Form
        key={idempotencyKey}
        method="post"
        action={`/engagements/${code}/audit`}
        className="mt-2 grid gap-3"
      >
        <input type="hidden" name="intent" value="estimate" />
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        <input type="hidden" name="made_after" value={point} />
        <input type="hidden" name="back" value={back} />
        <FormErrors errors={refused?.errors} idPrefix="estimate" />
        <EstimateFields
          idPrefix="estimate"
          lead="How long the whole takes, from the first day to the last, as far as we know now."
          errors={refused?.errors}
          values={refused?.values}
        />
        <Button className="justify-self-start">Record the estimate</Button>
      </Form>
    </details>
  );
}
