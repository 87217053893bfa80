import type { Act } from "db/act";
import { type CommentNews, findCommentNews } from "db/comment-news.server";
import type { Letter } from "db/mails.server";
import { commentAnchor } from "~/domain/comment";
import { type MailContext, mailAll } from "./announce.server";
import { compose, type LetterHead, oneLine } from "./letters";

/** A mail says what was written; the whole of a long text is on the page. */
const MOST_CHARACTERS = 1500;

/** Tells those who are mentioned in a comment, and our lead when the client wrote it. */
export async function announceComment(
  context: MailContext,
  act: Act,
  code: string,
  id: string,
): Promise<void> {
  const news = await findCommentNews(context.db, act.actor, code, id);
  if (!news) return;
  await mailAll(context, act, news.ours, (head, { name }) =>
    commentLetter(head, name, news, { code, place: "engagements" }),
  );
  await mailAll(context, act, news.contacts, (head, { name }) =>
    commentLetter(head, name, news, { code, place: "portal" }),
  );
}

function commentLetter(
  head: LetterHead,
  name: string,
  news: CommentNews,
  { code, place }: { code: string; place: "engagements" | "portal" },
): Letter {
  const author = oneLine(news.author);
  const on = news.about ? ` on “${oneLine(news.about)}”` : "";
  const { body } = news;
  return compose(head, {
    subject: `${news.engagement}: ${author} commented${on}`,
    greeting: name,
    before: [
      `${author} wrote${on || " about the work"}, ${news.engagement} (${code}):`,
      body.length > MOST_CHARACTERS ? `${body.slice(0, MOST_CHARACTERS)} …` : body,
    ],
    link: {
      label: "Read it and answer",
      url: `${head.baseUrl}/${place}/${encodeURIComponent(code)}/comments#${commentAnchor(news.id)}`,
    },
    after: [],
  });
}
