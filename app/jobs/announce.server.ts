import type { AppLoadContext } from "@remix-run/node";
import type { Act } from "db/act";
import { countAttempt } from "db/attempts.server";
import { findFirm } from "db/firm.server";
import { findGateNews, type GateNewsRead, type Recipient } from "db/gate-news.server";
import { type Letter, queueMail } from "db/mails.server";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { conflict } from "~/domain/refusal";
import {
  type GateNews,
  gateDecidedLetter,
  gateReceiptLetter,
  gateRequestedLetter,
  type LetterHead,
} from "./letters";

/** `db` is the transaction of the change that is told of, so that a letter is queued exactly when it happened. */
export type MailContext = Pick<AppLoadContext, "db" | "config">;

type Context = MailContext;

/** The firm's name and the configured origin, for the head of a letter. */
export async function letterHead({ db, config }: Context): Promise<LetterHead> {
  return { baseUrl: config.baseUrl, firm: (await findFirm(db))?.name ?? "Phaseline" };
}

/** Tells the client's contacts that a gate waits for them. */
export async function announceGateRequested(
  context: Context,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  const news = await findGateNews(context.db, act.actor, code, kind);
  if (news?.outcome !== null) return;
  await mailAll(context, act, news.contacts, (head, recipient) =>
    gateRequestedLetter(head, gateNews(news, recipient, code, kind)),
  );
}

/** Tells the lead and the manager what became of a gate that was signed, declined or waived. */
export async function announceGateDecided(
  context: Context,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  const news = await findGateNews(context.db, act.actor, code, kind);
  if (!news?.outcome || news.outcome === "withdrawn") return;
  const { outcome, decidedBy, reason } = news;
  await mailAll(context, act, news.ours, (head, recipient) =>
    gateDecidedLetter(head, {
      ...gateNews(news, recipient, code, kind),
      outcome,
      by: decidedBy ?? act.actor.name,
      reason,
    }),
  );
}

/**
 * Sends the receipt of a passed gate to the client contact who acts.
 * @throws Refusal `conflict` while there is nothing to give a receipt for
 */
export async function announceReceipt(
  context: Context,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  const news = await findGateNews(context.db, act.actor, code, kind);
  if (news?.outcome !== "signed" || !news.fingerprint || news.decidedAt === null) {
    throw conflict("There is no signature to give a receipt for.");
  }
  const { fingerprint, decidedAt } = news;
  await mailAll(context, act, [act.actor], (head, recipient) =>
    gateReceiptLetter(head, {
      ...gateNews(news, recipient, code, kind),
      by: news.decidedBy ?? "",
      at: decidedAt,
      fingerprint,
    }),
  );
}

const MINUTE = 60_000;

/** The same, asked for on the page; asked again within a minute it is the mail that is on its way already. */
export async function mailReceipt(
  context: MailContext,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  await context.db.transaction().execute(async (trx) => {
    const key = `receipt:${act.actor.id}:${code}:${kind}`;
    if (await countAttempt(trx, key, act.at, 1, MINUTE)) {
      await announceReceipt({ ...context, db: trx }, act, code, kind);
    }
  });
}

function gateNews(news: GateNewsRead, recipient: Recipient, code: string, kind: PhaseKind): GateNews {
  return { name: recipient.name, title: news.title, code, phase: PHASE_LABEL[kind], phasePath: kind };
}

/** Queues the same news for several people. */
export async function mailAll(
  context: Context,
  act: Act,
  recipients: readonly Recipient[],
  write: (head: LetterHead, recipient: Recipient) => Letter,
): Promise<void> {
  const head = await letterHead(context);
  for (const recipient of recipients) {
    await queueMail(context.db, act.at, recipient.email, write(head, recipient));
  }
}
