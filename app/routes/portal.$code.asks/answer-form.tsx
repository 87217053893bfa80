import { Form, useNavigation } from "@remix-run/react";
import type { AskShown } from "db/ask-page.server";
import type { ReactNode } from "react";
import { askAnchor } from "~/domain/ask";
import { workingDaysText } from "~/domain/calendar";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { type FormErrors as Errors, type FormValues, TextArea } from "~/ui/field";
import { FilePicker, useFilePicker } from "~/ui/file-picker";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";

type Props = {
  ask: AskShown & { html: string };
  idempotencyKey: string;
  /** False for one of our people, who may look but not answer. */
  canAnswer: boolean;
  company: string;
  refused: { errors: Errors; values: FormValues } | undefined;
  /** What is said about it. */
  comments: ReactNode;
};

/** One thing that we need from the client, with its two answers: in words, or that it is done. */
export function AnswerForm({ ask, idempotencyKey, canAnswer, company, refused, comments }: Props) {
  const isSending = useNavigation().state === "submitting";
  const prefix = `answer-${ask.id}`;
  const { formProps, picker, isGoing } = useFilePicker();
  return (
    <Card id={askAnchor(ask.id)} title={ask.title} tone={ask.isBlocking ? "waiting" : "plain"}>
      <p className={ask.lateBy === null ? "text-muted" : "font-semibold text-alert-ink"}>
        {ask.lateBy !== null && ask.dueOn ? (
          <>
            We hoped for it by <DateText on={ask.dueOn} />, {workingDaysText(ask.lateBy)} ago.
          </>
        ) : ask.dueOn ? (
          <>
            We need it by <DateText on={ask.dueOn} />.
          </>
        ) : (
          "Whenever you can."
        )}{" "}
        {ask.isBlocking && "We cannot go on without it."}
      </p>
      {ask.html && <Markdown html={ask.html} className="mt-1" />}
      <p className="mt-1 text-muted text-sm">
        Asked by {ask.askedBy}, <DateText on={ask.askedOn} />
      </p>
      <Form
        {...formProps}
        id={`${prefix}-form`}
        method="post"
        action={`#${askAnchor(ask.id)}`}
        className="mt-3"
        noValidate
      >
        <fieldset disabled={!canAnswer} className="grid max-w-xl gap-3">
          <legend className="sr-only">Answer “{ask.title}”</legend>
          <input type="hidden" name="intent" value="answer" />
          <input type="hidden" name="id" value={ask.id} />
          <input type="hidden" name="idempotency_key" value={`${idempotencyKey}.${ask.id}`} />
          <FormErrors errors={refused?.errors} title="It is not sent yet." idPrefix={prefix} />
          <TextArea
            idPrefix={prefix}
            name="answer"
            label="Your answer"
            hint={canAnswer ? undefined : `Only the contacts of ${company} can answer.`}
            errors={refused?.errors}
            values={refused?.values}
            rows={3}
          />
          <FilePicker picker={picker} idPrefix={prefix} errors={refused?.errors} />
          <div className="flex flex-wrap gap-2">
            <Button name="how" value="text" tone="primary" aria-disabled={isSending || isGoing || undefined}>
              Send the answer
            </Button>
            <Button name="how" value="done" aria-disabled={isSending || isGoing || undefined}>
              It is done
            </Button>
          </div>
        </fieldset>
      </Form>
      {comments}
    </Card>
  );
}
