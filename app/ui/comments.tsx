import { Form, Link } from "@remix-run/react";
import { Eye, Lock } from "lucide-react";
import type { ReactNode } from "react";
import { type CommentAbout, commentAnchor, conversationAnchor, READER_LABEL } from "~/domain/comment";
import type { Visibility } from "~/domain/event";
import type { PhaseKind } from "~/domain/phase";
import { Badge } from "./badge";
import { Button } from "./button";
import { Card } from "./card";
import { classes } from "./classes";
import { CommentForm, type Refused } from "./comment-form";
import { Instant } from "./date";
import { FormErrors } from "./form-errors";
import { Markdown } from "./markdown";

export interface CommentHtml {
  id: string;
  visibility: Visibility;
  author: string;
  isOurs: boolean;
  at: number;
  /** Null once it was removed. */
  html: string | null;
  mayRemove: boolean;
}

export interface ConversationHtml {
  about: CommentAbout;
  subjectId: string | null;
  title: string | null;
  phase: PhaseKind | null;
  isShared: boolean;
  comments: readonly CommentHtml[];
}

/** Whose page the comments stand on, and what they may do. */
export interface TalkShown {
  code: string;
  company: string;
  firm: string;
  side: "ours" | "client";
  canWrite: boolean;
  mentionable: { ours: readonly string[]; contacts: readonly string[] };
}

/** What a page about one thing needs to show what is said about it. */
export type TalkPage = TalkShown & { conversation: ConversationHtml; key: string };

/** The refusal of a form of the page itself, for its other cards. */
export function withoutComments<Answer extends { values: Refused["values"] }>(
  refused: Answer | undefined,
): Answer | undefined {
  return refused && /^(remove_)?comment$/.test(refused.values.intent ?? "") ? undefined : refused;
}

const isOfComments = (refused: Refused | undefined): Refused | undefined =>
  refused?.values.intent === "comment" || refused?.values.intent === "remove_comment" ? refused : undefined;

/** What is said about the thing that a page is about, with the form to say more. */
export function Comments({ talk, refused }: { talk: TalkPage; refused: Refused | undefined }) {
  const { conversation } = talk;
  const count = conversation.comments.length;
  return (
    <Card
      id="comments"
      title="Comments"
      aside={count > 0 ? String(count) : undefined}
      className={count > 0 ? undefined : "print:hidden"}
    >
      <Said talk={talk} conversation={conversation} refused={isOfComments(refused)} />
      <WriteOrWhy
        talk={talk}
        conversation={conversation}
        refused={isOfComments(refused)}
        formKey={talk.key}
      />
    </Card>
  );
}

type Props = { talk: TalkShown; conversation: ConversationHtml; refused: Refused | undefined };

/** The refusal of a form on a page of many conversations, where it belongs to this one. */
export function refusedIn(
  refused: Refused | undefined,
  { about, subjectId, comments }: ConversationHtml,
): Refused | undefined {
  const own = isOfComments(refused);
  if (own?.values.intent === "remove_comment") {
    return comments.some((comment) => comment.id === own.values.id) ? own : undefined;
  }
  return own?.values.about === about && (own.values.subject_id ?? "") === (subjectId ?? "") ? own : undefined;
}

/** One of several conversations on a page, under the name of what it is about. */
export function ConversationCard({
  talk,
  conversation,
  refused,
  formKey,
  name,
  isOpen,
}: Props & { formKey: string; name: ReactNode; isOpen: boolean }) {
  const anchor = conversationAnchor(conversation.about, conversation.subjectId);
  const own = refusedIn(refused, conversation);
  return (
    <Card id={anchor} title={name} aside={String(conversation.comments.length)}>
      <Said talk={talk} conversation={conversation} refused={own} />
      {conversation.about !== "engagement" && conversation.title !== "" && talk.canWrite && (
        <details open={isOpen || own !== undefined} className="mt-3">
          <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11">
            Answer
          </summary>
          <WriteOrWhy talk={talk} conversation={conversation} refused={own} formKey={formKey} />
        </details>
      )}
    </Card>
  );
}

/** What was said, the oldest first. */
export function Said({ talk, conversation, refused }: Props) {
  const { comments } = conversation;
  return (
    <>
      {refused?.values.intent === "remove_comment" && (
        <FormErrors errors={refused.errors} title="It was not removed." />
      )}
      {comments.length === 0 ? (
        <p className="text-muted">Nobody has said anything yet.</p>
      ) : (
        <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {comments.map((comment) => (
            <Comment key={comment.id} comment={comment} talk={talk} />
          ))}
        </ol>
      )}
    </>
  );
}

/** What only we read stands in a dashed frame on another ground, and says so in words. */
const FRAMES: Record<Visibility, string> = {
  internal: "border-line-strong border-dashed bg-raised",
  client: "border-line bg-surface",
};

function Comment({ comment, talk }: { comment: CommentHtml; talk: TalkShown }) {
  const { visibility, author, isOurs, html, at } = comment;
  const of = isOurs ? talk.firm : talk.company;
  return (
    <li
      id={commentAnchor(comment.id)}
      className={classes("scroll-mt-4 rounded-control border px-3 py-2.5", FRAMES[visibility])}
    >
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="font-semibold">{author}</span>
        {of && <span className="text-muted">{of}</span>}
        <Instant at={at} className="text-muted" />
        {talk.side === "ours" && <Reader visibility={visibility} />}
      </p>
      {html === null ? (
        <p className="mt-1 text-muted">This comment was removed.</p>
      ) : (
        <Markdown html={html} className="mt-1" />
      )}
      {comment.mayRemove && (
        <Form method="post" className="mt-1">
          <input type="hidden" name="intent" value="remove_comment" />
          <input type="hidden" name="id" value={comment.id} />
          <Button tone="quiet" size="small" className="-ml-2">
            Remove<span className="sr-only"> the comment by {author}</span>
          </Button>
        </Form>
      )}
    </li>
  );
}

function Reader({ visibility }: { visibility: Visibility }) {
  const Icon = visibility === "internal" ? Lock : Eye;
  return (
    <Badge
      tone={visibility === "internal" ? "neutral" : "waiting"}
      icon={<Icon aria-hidden="true" className="size-3.5" />}
      className="ml-auto"
    >
      {READER_LABEL[visibility]}
    </Badge>
  );
}

/** The form, or why there is none. */
export function WriteOrWhy({ talk, conversation, refused, formKey }: Props & { formKey: string }) {
  if (talk.canWrite) {
    const last = conversation.comments.at(-1)?.id ?? "none";
    return (
      <CommentForm
        key={`${last} ${conversation.comments.length}`}
        talk={talk}
        about={conversation.about}
        subjectId={conversation.subjectId}
        isShared={conversation.isShared}
        idempotencyKey={`${formKey}.${conversation.subjectId ?? ""}`}
        refused={refused?.values.intent === "comment" ? refused : undefined}
      />
    );
  }
  if (talk.side === "ours") return null;
  return (
    <p className="mt-3 text-muted text-sm">
      Only the contacts of {talk.company} write here. Answer them among{" "}
      <Link to={`/engagements/${talk.code}/comments`} className="underline underline-offset-2">
        the comments of {talk.code}
      </Link>
      .
    </p>
  );
}
