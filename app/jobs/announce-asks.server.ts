import type { Act } from "db/act";
import { findAskNews } from "db/ask-news.server";
import { type MailContext, mailAll } from "./announce.server";
import { answerLetter, askLetter } from "./ask-letters";

/** Tells the client's contacts what we need of them. */
export async function announceAsk(context: MailContext, act: Act, code: string, id: string): Promise<void> {
  const news = await findAskNews(context.db, act.actor, code, id);
  if (news?.status !== "open") return;
  await mailAll(context, act, news.contacts, (head, { name }) =>
    askLetter(head, name, code, news, act.today),
  );
}

/** Tells the lead that an ask is answered. */
export async function announceAnswer(
  context: MailContext,
  act: Act,
  code: string,
  id: string,
): Promise<void> {
  const news = await findAskNews(context.db, act.actor, code, id);
  if (news?.status !== "answered") return;
  await mailAll(context, act, news.lead, (head, { name }) => answerLetter(head, name, code, news));
}
