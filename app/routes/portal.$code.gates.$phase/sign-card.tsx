import { Form, useNavigation } from "@remix-run/react";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { Button, buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { type FormErrors as Errors, type FormValues, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  phase: PhaseKind;
  requestId: string;
  idempotencyKey: string;
  /** Null for one of our people, who may look but not sign. */
  signer: { name: string; email: string } | null;
  company: string;
  consequence: string;
  answer?: { errors: Errors; values: FormValues };
};

/** The two answers that a client can give to a gate. */
export function SignCard(props: Props) {
  const { phase, requestId, idempotencyKey, signer, company, consequence, answer } = props;
  const isSending = useNavigation().state === "submitting";
  const asked = answer?.values.intent;
  const errorsOf = (intent: string) => (asked === intent ? answer?.errors : undefined);
  const valuesOf = (intent: string) => (asked === intent ? answer?.values : undefined);
  return (
    <Card id="sign" tone="waiting" title="Your answer">
      <fieldset disabled={signer === null} className="grid gap-4">
        <legend className="sr-only">Sign or decline the {PHASE_LABEL[phase]} gate</legend>
        <Form method="post" action="#sign" className="grid max-w-md gap-3" noValidate>
          <input type="hidden" name="intent" value="sign" />
          <input type="hidden" name="request_id" value={requestId} />
          <input type="hidden" name="idempotency_key" value={`${idempotencyKey}.sign`} />
          <FormErrors errors={errorsOf("sign")} title="It is not signed yet." idPrefix="sign" />
          <TextInput
            name="name"
            label="Type your name to sign"
            hint={
              signer
                ? `You sign as ${signer.name} (${signer.email}), for ${company}. ${consequence}`
                : `Only the contacts of ${company} can sign.`
            }
            idPrefix="sign"
            errors={errorsOf("sign")}
            values={valuesOf("sign")}
            required
            maxLength={120}
            autoComplete="name"
          />
          <Button tone="primary" size="large" aria-disabled={isSending || undefined}>
            Sign the {PHASE_LABEL[phase]} gate
          </Button>
        </Form>
        <details open={asked === "decline"} className="group">
          <summary className={buttonClass("secondary")}>Something is missing</summary>
          <Form method="post" action="#sign" className="mt-3 grid max-w-md gap-3" noValidate>
            <input type="hidden" name="intent" value="decline" />
            <input type="hidden" name="request_id" value={requestId} />
            <input type="hidden" name="idempotency_key" value={`${idempotencyKey}.decline`} />
            <FormErrors errors={errorsOf("decline")} title="It is not declined yet." idPrefix="decline" />
            <TextArea
              name="reason"
              label="What is missing?"
              hint="It reaches us at once. We mend it and ask you again."
              idPrefix="decline"
              errors={errorsOf("decline")}
              values={valuesOf("decline")}
              required
              maxLength={2000}
            />
            <Button aria-disabled={isSending || undefined} className="justify-self-start">
              Decline the {PHASE_LABEL[phase]} gate
            </Button>
          </Form>
        </details>
      </fieldset>
    </Card>
  );
}
