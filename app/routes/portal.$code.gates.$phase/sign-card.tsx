import { Form, useNavigation } from "@remix-run/react";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { CODE_MINUTES } from "~/domain/sign-proof";
import { Button, buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { type FormErrors as Errors, type FormValues, TextArea, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";

type Props = {
  phase: PhaseKind;
  requestId: string;
  /** Of the page that is shown; what is signed is this and nothing else. */
  fingerprint: string | null;
  /** Whether the reader signed in so long ago that they need a code from their mail. */
  needsCode: boolean;
  idempotencyKey: string;
  /** Null for one of our people, who may look but not sign. */
  signer: { name: string; email: string } | null;
  company: string;
  consequence: string;
  answer?: { errors: Errors; values: FormValues };
};

/** The two answers that a client can give to a gate. */
export function SignCard(props: Props) {
  const { phase, requestId, fingerprint, needsCode, idempotencyKey, signer, company, consequence, answer } =
    props;
  const isSending = useNavigation().state === "submitting";
  const asked = answer?.values.intent;
  const errorsOf = (intent: string) => (asked === intent ? answer?.errors : undefined);
  const valuesOf = (intent: string) => (asked === intent ? answer?.values : undefined);
  const isCodeAsked = needsCode && asked === "sign";
  return (
    <Card id="sign" tone="waiting" title="Your answer">
      <fieldset disabled={signer === null} className="grid gap-4">
        <legend className="sr-only">Sign or decline the {PHASE_LABEL[phase]} gate</legend>
        <Form method="post" action="#sign" className="grid max-w-md gap-3" noValidate>
          <input type="hidden" name="intent" value="sign" />
          <input type="hidden" name="request_id" value={requestId} />
          <input type="hidden" name="fingerprint" value={fingerprint ?? ""} />
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
          {needsCode && !isCodeAsked && (
            <p className="text-muted text-sm">
              You signed in more than an hour ago. When you press the button, we mail you a code, so that
              nobody else can sign in your name.
            </p>
          )}
          {isCodeAsked && (
            <TextInput
              name="code"
              label="The code that we mailed to you"
              hint={`Six digits. It can be used for ${CODE_MINUTES} minutes.`}
              idPrefix="sign"
              errors={errorsOf("sign")}
              values={valuesOf("sign")}
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={20}
            />
          )}
          <Button tone="primary" size="large" aria-disabled={isSending || undefined}>
            Sign the {PHASE_LABEL[phase]} gate
          </Button>
          {isCodeAsked && (
            <button
              type="submit"
              name="again"
              value="1"
              className="justify-self-start text-muted text-sm underline underline-offset-2"
            >
              Mail me another code
            </button>
          )}
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
