import type { Act } from "db/act";
import { findAskNews, listMailedAbout } from "db/ask-news.server";
import { type MailContext, mailAll } from "./announce.server";
import { answerLetter, askLetter, withdrawnLetter } from "./ask-letters";

/** Tells the client's contacts what we need of them. */
export async function announceAsk(context: MailContext, act: Act, code: string, id: string): Promise<void> {
  const news = await findAskNews(context.db, act.actor, code, id);
  if (news?.status !== "open") return;
  await mailAll(context, act, news.contacts, (head, { name }) =>
    askLetter(head, name, code, news, act.today),
  );
}

/** Tells the contacts who were asked that they need not answer any more. */
export async function announceWithdrawal(
  context: MailContext,
  act: Act,
  code: string,
  id: string,
): Promise<void> {
  const news = await findAskNews(context.db, act.actor, code, id);
  if (news?.status !== "withdrawn") return;
  const mailed = await listMailedAbout(context.db, news);
  await mailAll(context, act, mailed, (head, { name }) => withdrawnLetter(head, name, code, news));
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
