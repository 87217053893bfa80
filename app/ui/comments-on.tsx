import { Link } from "@remix-run/react";
import { conversationAnchor } from "~/domain/comment";
import type { Refused } from "./comment-form";
import { type ConversationHtml, refusedIn, Said, type TalkShown, WriteOrWhy } from "./comments";

/** What a page of several things needs to show what is said about each. */
export type TalkOnMany = TalkShown & { conversations: readonly ConversationHtml[]; key: string };

type Props = {
  talk: TalkOnMany;
  /** The id of the thing. */
  on: string;
  refused: Refused | undefined;
  /** Of what is settled nobody expects to talk: a link stands where the form would. */
  isQuiet?: boolean;
};

/** What is said about one of the things on a page, below it, with a folded form to say more. */
export function CommentsOn({ talk, on, refused, isQuiet = false }: Props) {
  const conversation = talk.conversations.find((one) => one.subjectId === on);
  if (!conversation) return null;
  const { about, subjectId, title, comments } = conversation;
  const own = refusedIn(refused, conversation);
  const hasSome = comments.length > 0;
  if (!hasSome && !talk.canWrite) return null;
  const summary = hasSome ? "Answer" : "Comment";
  const place = talk.side === "ours" ? "engagements" : "portal";
  return (
    <div id={conversationAnchor(about, subjectId)} className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-2">
      {hasSome && (
        <section aria-label={`Comments on ${title}`}>
          <Said talk={talk} conversation={conversation} refused={own} />
        </section>
      )}
      {talk.canWrite &&
        (isQuiet && !hasSome ? (
          <p>
            <Link
              to={`/${place}/${talk.code}/comments?about=${about}&subject=${subjectId}`}
              className="inline-flex min-h-6 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11 print:hidden"
            >
              Comment<span className="sr-only"> on {title}</span>
            </Link>
          </p>
        ) : (
          <details open={own ? true : undefined} className="print:hidden">
            <summary className="inline-flex min-h-6 items-center text-sm underline underline-offset-2 pointer-coarse:min-h-11">
              {summary}
              <span className="sr-only"> on {title}</span>
            </summary>
            <WriteOrWhy talk={talk} conversation={conversation} refused={own} formKey={talk.key} />
          </details>
        ))}
    </div>
  );
}
