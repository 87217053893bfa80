import { Form, useNavigation } from "@remix-run/react";
import type { KeyboardEvent } from "react";
import { LONGEST_QUESTION } from "~/domain/review";
import { Button } from "~/ui/button";
import { Field } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import type { RefusedForm } from "~/ui/refused.server";
import type { Subject } from "./reviewed-card";

type Props = { subject: Subject; formKey: string; refused: RefusedForm | undefined };

/** Acknowledge or ask: one form each, so that both work without script. */
export function ReviewActs({ subject, formKey, refused }: Props) {
  const { head, seen } = subject;
  const { formData } = useNavigation();
  const isSending = formData?.get("code") === head.code;
  const address = `/review?at=${head.code}`;
  return (
    <div className="grid gap-3 rounded-b-card border-t bg-surface px-4 py-3 sm:px-5 md:sticky md:bottom-0 md:grid-cols-[auto_minmax(0,1fr)] md:items-end md:gap-6">
      <h3 className="sr-only">What you do with it</h3>
      {!seen && (
        <Form method="post" action={address}>
          <input type="hidden" name="intent" value="acknowledge" />
          <input type="hidden" name="code" value={head.code} />
          <Button
            tone="primary"
            disabled={isSending}
            data-key="a"
            data-key-focus=""
            data-key-label="then Enter: acknowledge"
          >
            Acknowledge
          </Button>
        </Form>
      )}
      <Form method="post" action={address} className="grid min-w-0 gap-2 md:col-start-2">
        <FormErrors errors={refused?.errors} title="That was not asked." idPrefix="ask" />
        <input type="hidden" name="intent" value="ask" />
        <input type="hidden" name="code" value={head.code} />
        <input type="hidden" name="idempotency_key" value={formKey} />
        <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
          <Field
            name="question"
            idPrefix="ask"
            errors={refused?.errors}
            label={
              head.leadName
                ? `A question to ${head.leadName}`
                : "A question; nobody leads it, so nobody is told"
            }
          >
            {(wiring) => (
              <textarea
                {...wiring}
                rows={1}
                maxLength={LONGEST_QUESTION}
                defaultValue={refused?.values.question}
                data-key="q"
                data-key-label="write a question, Enter asks"
                onKeyDown={sendOnEnter}
                className="control field-sizing-content max-h-40"
              />
            )}
          </Field>
          <Button disabled={isSending}>Ask</Button>
        </div>
      </Form>
    </div>
  );
}

/** Enter asks, Shift and Enter begin a line, Escape leaves the field so that single keys work again. */
function sendOnEnter(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const field = event.currentTarget;
  if (event.key === "Escape") field.blur();
  // While a character is being composed, Enter chooses it.
  if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
  event.preventDefault();
  field.form?.requestSubmit();
}
