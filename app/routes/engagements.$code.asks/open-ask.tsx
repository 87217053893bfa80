import { Form } from "@remix-run/react";
import type { AskShown } from "db/ask-page.server";
import type { ReactNode } from "react";
import { askAnchor } from "~/domain/ask";
import { workingDaysText } from "~/domain/calendar";
import { Badge } from "~/ui/badge";
import { Button } from "~/ui/button";
import { DateText } from "~/ui/date";
import { type FormErrors as Errors, type FormValues, TextInput } from "~/ui/field";
import { FormErrors } from "~/ui/form-errors";
import { Markdown } from "~/ui/markdown";
import { AskFields } from "./ask-fields";

type Refused = {
  errors: Errors;
  values: FormValues;
  message: string;
  current?: Record<string, string>;
};

type Props = {
  ask: AskShown & { html: string };
  canRun: boolean;
  /** What was refused of a form of this ask. */
  refused: Refused | undefined;
  /** What is said about it. */
  comments: ReactNode;
};

/** One open ask: by when, whether we wait for it, and what its asker may do with it. */
export function OpenAsk({ ask, canRun, refused, comments }: Props) {
  const asked = refused?.values.intent;
  const of = (intent: string) =>
    asked === intent && refused ? { errors: refused.errors, values: refused.values } : {};
  return (
    <li id={askAnchor(ask.id)} className="px-4 py-3">
      <h3 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold">
        <span className="min-w-0">{ask.title}</span>
        {ask.isBlocking && <Badge tone="waiting">We wait for it</Badge>}
      </h3>
      <p className="text-muted text-sm">
        {ask.lateBy !== null && ask.dueOn ? (
          <span className="font-semibold text-alert-ink">
            Late by {workingDaysText(ask.lateBy)}, was due <DateText on={ask.dueOn} />
          </span>
        ) : ask.dueOn ? (
          <>
            By <DateText on={ask.dueOn} />
          </>
        ) : (
          "No date"
        )}{" "}
        · asked by {ask.askedBy}, <DateText on={ask.askedOn} />
      </p>
      {ask.html && <Markdown html={ask.html} className="mt-1" />}
      {refused && asked !== "withdraw" && !refused.current && (
        <FormErrors errors={refused.errors} idPrefix={`edit-${ask.id}`} />
      )}
      {canRun && (
        <div className="mt-1 flex flex-wrap items-start gap-x-4">
          <details open={asked === "edit" || undefined} className="open:basis-full">
            <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
              Edit<span className="sr-only"> {ask.title}</span>
            </summary>
            <Form method="post" action={`#${askAnchor(ask.id)}`} className="my-2 grid max-w-xl gap-3">
              <input type="hidden" name="intent" value="edit" />
              <input type="hidden" name="id" value={ask.id} />
              <input type="hidden" name="version" value={ask.version} />
              {asked === "edit" && refused?.current && <Theirs current={refused.current} />}
              <AskFields idPrefix={`edit-${ask.id}`} ask={ask} {...of("edit")} />
              <Button className="justify-self-start">
                {asked === "edit" && refused?.current ? "Save mine over theirs" : "Save"}
              </Button>
            </Form>
          </details>
          <details open={asked === "withdraw" || undefined} className="open:basis-full">
            <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2">
              We no longer need it<span className="sr-only">: {ask.title}</span>
            </summary>
            <Form method="post" action={`#${askAnchor(ask.id)}`} className="my-2 grid max-w-xl gap-3">
              <input type="hidden" name="intent" value="withdraw" />
              <input type="hidden" name="id" value={ask.id} />
              <TextInput
                {...of("withdraw")}
                idPrefix={`withdraw-${ask.id}`}
                name="reason"
                label="Why"
                hint="The client reads it, in a mail and on their portal."
                required
                maxLength={1000}
                autoComplete="off"
              />
              <Button className="justify-self-start">Withdraw the ask</Button>
            </Form>
          </details>
        </div>
      )}
      {comments}
    </li>
  );
}

function Theirs({ current }: { current: Record<string, string> }) {
  const rows = [
    { label: "What we need", theirs: current.title },
    { label: "More about it", theirs: current.body || "Nothing" },
    { label: "By", theirs: current.due_on || "No date" },
    { label: "We cannot go on without it", theirs: current.is_blocking === "1" ? "Yes" : "No" },
  ];
  return (
    <div role="alert" className="rounded-control border border-waiting bg-waiting-soft px-3 py-2 text-sm">
      <p className="font-semibold">
        Somebody else edited this meanwhile. Nothing of yours was saved yet. Theirs says:
      </p>
      <dl className="mt-1 grid gap-x-3 sm:grid-cols-[auto_1fr]">
        {rows.map(({ label, theirs }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd>{theirs}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
