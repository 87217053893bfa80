import type { AppLoadContext } from "@remix-run/node";
import type { Act } from "db/act";
import { findFirm } from "db/firm.server";
import { findGateNews, type GateNewsRead, type Recipient } from "db/gate-news.server";
import { type Letter, queueMail } from "db/mails.server";
import { once } from "db/once.server";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { type GateNews, gateDecidedLetter, gateRequestedLetter, type LetterHead } from "./letters";

type Context = Pick<AppLoadContext, "db" | "config">;

/** Tells the client's contacts that a gate waits for them; once per request, however often it is called. */
export async function announceGateRequested(
  context: Context,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  const news = await findGateNews(context.db, act.actor, code, kind);
  if (news?.outcome !== null) return;
  await mailOnce(context, act, `requested:${news.requestId}`, news.contacts, (head, recipient) =>
    gateRequestedLetter(head, gateNews(news, recipient, code, kind)),
  );
}

/** Tells the lead and the manager what became of a gate that was signed, declined or waived; once per decision. */
export async function announceGateDecided(
  context: Context,
  act: Act,
  code: string,
  kind: PhaseKind,
): Promise<void> {
  const news = await findGateNews(context.db, act.actor, code, kind);
  if (!news?.outcome || news.outcome === "withdrawn") return;
  const { outcome, decidedBy, reason } = news;
  await mailOnce(context, act, `decided:${news.requestId}`, news.ours, (head, recipient) =>
    gateDecidedLetter(head, {
      ...gateNews(news, recipient, code, kind),
      outcome,
      by: decidedBy ?? act.actor.name,
      reason,
    }),
  );
}

function gateNews(news: GateNewsRead, recipient: Recipient, code: string, kind: PhaseKind): GateNews {
  return { name: recipient.name, title: news.title, code, phase: PHASE_LABEL[kind], phasePath: kind };
}

async function mailOnce(
  { db, config }: Context,
  act: Act,
  key: string,
  recipients: readonly Recipient[],
  write: (head: LetterHead, recipient: Recipient) => Letter,
): Promise<void> {
  const head = { baseUrl: config.baseUrl, firm: (await findFirm(db))?.name ?? "Phaseline" };
  await once(db, { ...act, idempotencyKey: `mail:${key}` }, async (trx) => {
    for (const recipient of recipients) await queueMail(trx, act.at, recipient.email, write(head, recipient));
  });
}
