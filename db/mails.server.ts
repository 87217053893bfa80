import type { Kysely } from "kysely";
import type { MailState } from "~/domain/mail";
import { withoutTokens } from "~/domain/mail-link";
import { type Actor, may } from "~/domain/permissions";
import { newId } from "./act";
import type { DB } from "./schema";

/** What a mail says. */
export interface Letter {
  subject: string;
  text: string;
  html: string;
}

/** Puts a letter to one address in the queue; call it in the transaction of what it tells about. */
export async function queueMail(trx: Kysely<DB>, at: number, to: string, letter: Letter): Promise<string> {
  const id = newId();
  await trx
    .insertInto("mail")
    .values({
      id,
      to_address: to,
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
      created_at: at,
      sent_at: null,
      next_attempt_at: at,
      last_error: null,
    })
    .execute();
  return id;
}

export interface DueMail extends Letter {
  id: string;
  to: string;
  /** How often it was tried before. */
  attempts: number;
}

/**
 * Takes the mails whose time has come, for as long as the lease, so that no second process takes them too; one whose
 * process ends meanwhile comes round again when the lease has run out. `leaseMs` in milliseconds.
 */
export async function takeDueMails(db: Kysely<DB>, at: number, leaseMs: number): Promise<DueMail[]> {
  const due = await db
    .selectFrom("mail")
    .selectAll()
    .where("next_attempt_at", "<=", at)
    .orderBy("next_attempt_at")
    .orderBy("id")
    .limit(20)
    .execute();
  const taken: DueMail[] = [];
  for (const mail of due) {
    const { numUpdatedRows } = await db
      .updateTable("mail")
      .set({ attempts: mail.attempts + 1, next_attempt_at: at + leaseMs })
      .where("id", "=", mail.id)
      .where("attempts", "=", mail.attempts)
      .where("next_attempt_at", "<=", at)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) continue;
    const { id, to_address, subject, text, html, attempts } = mail;
    taken.push({ id, to: to_address, subject, text, html, attempts });
  }
  return taken;
}

/** The mail left: it stays in the outbox without the secrets of its links. */
export async function markSent(db: Kysely<DB>, mail: DueMail, at: number): Promise<void> {
  await db
    .updateTable("mail")
    .set({
      sent_at: at,
      next_attempt_at: null,
      last_error: null,
      text: withoutTokens(mail.text),
      html: withoutTokens(mail.html),
    })
    .where("id", "=", mail.id)
    .execute();
}

/** The mail could not be sent: it is tried again at `retryAt`, or given up when that is null. */
export async function markFailed(
  db: Kysely<DB>,
  id: string,
  reason: string,
  retryAt: number | null,
): Promise<void> {
  await db
    .updateTable("mail")
    .set({ next_attempt_at: retryAt, last_error: reason.slice(0, 500) })
    .where("id", "=", id)
    .execute();
}

/** Nothing can send it: it is kept for the outbox page. */
export async function markKept(db: Kysely<DB>, id: string): Promise<void> {
  await db.updateTable("mail").set({ next_attempt_at: null }).where("id", "=", id).execute();
}

export interface MailSummary {
  id: string;
  to: string;
  subject: string;
  createdAt: number;
  sentAt: number | null;
  state: MailState;
}

interface Progress {
  sent_at: number | null;
  next_attempt_at: number | null;
  last_error: string | null;
}

function stateOf(mail: Progress): MailState {
  if (mail.sent_at !== null) return "sent";
  if (mail.next_attempt_at !== null) return mail.last_error ? "retrying" : "waiting";
  return mail.last_error ? "given_up" : "kept";
}

/** Mails, newest first; `before` is the id of the last one of the page before. None for who may not administer. */
export async function listMails(
  db: Kysely<DB>,
  actor: Actor,
  page: { before?: string | undefined; limit: number },
): Promise<MailSummary[]> {
  if (!may(actor.role, "administer")) return [];
  let query = db
    .selectFrom("mail")
    .select(["id", "to_address", "subject", "created_at", "sent_at", "next_attempt_at", "last_error"])
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(page.limit);
  const { before } = page;
  if (before) {
    const edge = db.selectFrom("mail").select("created_at").where("id", "=", before);
    query = query.where((eb) =>
      eb.or([eb("created_at", "<", edge), eb.and([eb("created_at", "=", edge), eb("id", "<", before)])]),
    );
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    to: row.to_address,
    subject: row.subject,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    state: stateOf(row),
  }));
}

export interface MailPage extends MailSummary {
  text: string;
  attempts: number;
  lastError: string | null;
  nextAttemptAt: number | null;
}

export async function findMail(db: Kysely<DB>, actor: Actor, id: string): Promise<MailPage | undefined> {
  if (!may(actor.role, "administer")) return undefined;
  const row = await db.selectFrom("mail").selectAll().where("id", "=", id).executeTakeFirst();
  return (
    row && {
      id: row.id,
      to: row.to_address,
      subject: row.subject,
      text: row.text,
      createdAt: row.created_at,
      sentAt: row.sent_at,
      state: stateOf(row),
      attempts: row.attempts,
      lastError: row.last_error,
      nextAttemptAt: row.next_attempt_at,
    }
  );
}
