import { Form, useNavigation } from "@remix-run/react";
import { Eye, Lock } from "lucide-react";
import type { CommentAbout } from "~/domain/comment";
import { Button } from "./button";
import type { TalkShown } from "./comments";
import { type FormErrors as Errors, type FormValues, TextArea } from "./field";
import { FormErrors } from "./form-errors";

export type Refused = { errors: Errors; values: FormValues };

type Props = {
  talk: TalkShown;
  about: CommentAbout;
  subjectId: string | null;
  /** Whether the client sees what it is about, so that they can be written to. */
  isShared: boolean;
  idempotencyKey: string;
  refused: Refused | undefined;
};

/** Writes a comment. Each button says who will read what it sends. */
export function CommentForm({ talk, about, subjectId, isShared, idempotencyKey, refused }: Props) {
  const isSending = useNavigation().state === "submitting";
  const prefix = `comment-${about}-${subjectId ?? "whole"}`;
  const isOurs = talk.side === "ours";
  // Beside something else, what is done with that is the main act.
  const tone = subjectId === null ? "primary" : "secondary";
  return (
    <Form method="post" className="mt-4 grid max-w-xl gap-3 print:hidden" noValidate>
      <input type="hidden" name="intent" value="comment" />
      <input type="hidden" name="about" value={about} />
      <input type="hidden" name="subject_id" value={subjectId ?? ""} />
      <input type="hidden" name="idempotency_key" value={idempotencyKey.slice(0, 100)} />
      <FormErrors errors={refused?.errors} title="Your comment is not sent yet." idPrefix={prefix} />
      <TextArea
        idPrefix={prefix}
        name="body"
        label="Your comment"
        hint="Write @ and a name to mention somebody: they get a mail."
        errors={refused?.errors}
        values={refused?.values}
        rows={3}
      />
      <Names talk={talk} isShared={isShared} />
      {isOurs ? (
        <>
          <div className="flex flex-wrap gap-2">
            <Button name="visibility" value="internal" tone={tone} aria-disabled={isSending || undefined}>
              <Lock aria-hidden="true" className="size-4" />
              Comment for us only
            </Button>
            {isShared && (
              <Button name="visibility" value="client" aria-disabled={isSending || undefined}>
                <Eye aria-hidden="true" className="size-4" />
                Comment, client sees it
              </Button>
            )}
          </div>
          <p className="text-muted text-sm">
            {isShared
              ? `“For us only” stays with our team. What the client sees is read by every contact of ${talk.company}.`
              : "The client does not see what this is about, so only we can comment on it."}
          </p>
        </>
      ) : (
        <>
          <Button tone={tone} className="justify-self-start" aria-disabled={isSending || undefined}>
            Send the comment
          </Button>
          <p className="text-muted text-sm">
            {talk.firm} and your colleagues at {talk.company} read it.
          </p>
        </>
      )}
    </Form>
  );
}

/** Who can be mentioned; contacts of the client only where they can be written to. */
function Names({ talk, isShared }: { talk: TalkShown; isShared: boolean }) {
  const { ours, contacts } = talk.mentionable;
  const isClient = talk.side === "client";
  const groups = [
    { label: isClient ? talk.firm : "Us", names: ours },
    {
      label: isClient ? "Your colleagues" : `${talk.company}, where the client sees it`,
      names: isShared ? contacts : [],
    },
  ].filter(({ names }) => names.length > 0);
  if (groups.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2 pointer-coarse:min-h-11">
        Who can be mentioned
      </summary>
      <dl className="mt-1 grid gap-1">
        {groups.map(({ label, names }) => (
          <div key={label}>
            <dt className="font-semibold">{label}</dt>
            <dd>{names.map((name) => `@${name}`).join(", ")}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
