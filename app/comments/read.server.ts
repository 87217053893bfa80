import type { LoaderFunctionArgs } from "@remix-run/node";
import type { CommentSubject } from "db/comment-subjects.server";
import { type Conversation, listConversationsOn, readConversation } from "db/conversations.server";
import { readOrRefuse } from "~/auth/guards.server";
import { type CommentAbout, emphasiseMentions, isCommentAbout } from "~/domain/comment";
import type { Actor } from "~/domain/permissions";
import type { ConversationHtml, TalkPage } from "~/ui/comments";
import type { TalkOnMany } from "~/ui/comments-on";
import { renderMarkdown } from "~/ui/markdown.server";
import type { CommentSide } from "./acts.server";

/** The conversation about what a page is about, for its loader. */
export async function readComments(
  args: LoaderFunctionArgs,
  actor: Actor,
  side: CommentSide,
  subject: CommentSubject,
): Promise<TalkPage> {
  const { db, now } = args.context;
  const code = args.params.code ?? "";
  const { conversation, ...talk } = await readOrRefuse(() =>
    readConversation(db, actor, code, subject, side, now()),
  );
  return { ...talk, conversation: conversationHtml(conversation), key: crypto.randomUUID() };
}

/** The conversations about each of the things that a page shows, all of which the client sees. */
export async function readCommentsOn(
  args: LoaderFunctionArgs,
  actor: Actor,
  side: CommentSide,
  about: CommentAbout,
  subjects: readonly { id: string; title: string }[],
): Promise<TalkOnMany> {
  const { db, now } = args.context;
  const code = args.params.code ?? "";
  const { conversations, ...talk } = await readOrRefuse(() =>
    listConversationsOn(db, actor, code, { about, subjects }, side, now()),
  );
  return { ...talk, conversations: conversations.map(conversationHtml), key: crypto.randomUUID() };
}

/** Renders what was said. */
export function conversationHtml(conversation: Conversation): ConversationHtml {
  return {
    ...conversation,
    comments: conversation.comments.map(({ body, mentioned, ...comment }) => ({
      ...comment,
      html: body === null ? null : emphasiseMentions(renderMarkdown(body), mentioned),
    })),
  };
}

/** What somebody came to talk about, as an address may say: `?about=finding&subject=…`. */
export function wantedSubject(request: Request): CommentSubject | undefined {
  const query = new URL(request.url).searchParams;
  const about = query.get("about") ?? "";
  const id = query.get("subject")?.slice(0, 100);
  return id && isCommentAbout(about) ? { about, id } : undefined;
}
