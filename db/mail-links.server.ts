import { createHash, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { LINK_MINUTES, type LinkPurpose } from "~/domain/mail-link";
import type { Role } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import { OPERATOR } from "./act";
import { forUpdate } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import { type Letter, queueMail } from "./mails.server";
import type { DB } from "./schema";

/** Whom a letter goes to and the secret of the link in it. */
export interface Addressee {
  name: string;
  email: string;
  token: string;
}

/** Writes the letter around a link; the texts live with the mail worker. */
export type WriteLetter = (to: Addressee) => Letter;

/** Somebody who has not shown who they are. */
const VISITOR = { ...OPERATOR, name: "A visitor" };

/** A person who asks again within this time (milliseconds) gets no second mail. */
const ASKED_JUST_NOW = 60_000;

function storedToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Makes a single-use link for a person and answers its secret, which is stored nowhere. */
export async function createLink(
  trx: Kysely<DB>,
  link: { personId: string; purpose: LinkPurpose; at: number },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await trx
    .insertInto("mail_link")
    .values({
      id: storedToken(token),
      person_id: link.personId,
      purpose: link.purpose,
      created_at: link.at,
      expires_at: link.at + LINK_MINUTES[link.purpose] * 60_000,
      used_at: null,
    })
    .execute();
  return token;
}

export interface LinkHolder {
  personId: string;
  name: string;
  email: string;
  role: Role;
}

export interface FoundLink extends LinkHolder {
  state: "usable" | "used" | "expired";
}

/** What a link would do, without using it up; undefined when there is no such link or its person is disabled. */
export async function findLink(
  db: Kysely<DB>,
  token: string,
  purpose: LinkPurpose,
  at: number,
): Promise<FoundLink | undefined> {
  const row = await db
    .selectFrom("mail_link")
    .innerJoin("person", "person.id", "mail_link.person_id")
    .select(["mail_link.used_at", "mail_link.expires_at"])
    .select(["person.id as personId", "person.name", "person.email", "person.role"])
    .where("mail_link.id", "=", storedToken(token))
    .where("mail_link.purpose", "=", purpose)
    .where("person.disabled_at", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { used_at, expires_at, ...holder } = row;
  const state = used_at !== null ? "used" : expires_at <= at ? "expired" : "usable";
  return { ...holder, state };
}

/**
 * Uses a link up; of any number of tries at once, one succeeds.
 * @throws Refusal `not_found` when it is unknown, used, expired, or its person is disabled
 */
export async function redeemLink(
  trx: Kysely<DB>,
  token: string,
  purpose: LinkPurpose,
  at: number,
): Promise<LinkHolder> {
  const used = await trx
    .updateTable("mail_link")
    .set({ used_at: at })
    .where("id", "=", storedToken(token))
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("expires_at", ">", at)
    .returning("person_id")
    .executeTakeFirst();
  if (!used) throw notFound("link");
  const query = trx
    .selectFrom("person")
    .select(["person.id as personId", "person.name", "person.email", "person.role"])
    .where("person.id", "=", used.person_id)
    .where("person.disabled_at", "is", null);
  const holder = await forUpdate(trx, query, "person").executeTakeFirst();
  if (!holder) throw notFound("link");
  return holder;
}

/** Uses a sign-in link up in a transaction of its own. @throws Refusal `not_found` */
export async function redeemSignInLink(db: Kysely<DB>, token: string, at: number): Promise<LinkHolder> {
  return db.transaction().execute((trx) => redeemLink(trx, token, "sign_in", at));
}

/** Takes away every link of a person that was not used; a used one stays as the mark that they were here. */
export async function dropOpenLinks(trx: Kysely<DB>, personId: string): Promise<void> {
  await trx.deleteFrom("mail_link").where("person_id", "=", personId).where("used_at", "is", null).execute();
}

/**
 * Mails a link to an address, if an enabled person has it. Asking again within a minute changes nothing. The answer is
 * the same in every case, so that nobody learns which addresses are known.
 */
export async function mailLink(
  db: Kysely<DB>,
  ask: { email: string; purpose: "sign_in" | "reset"; at: number; source: string },
  write: WriteLetter,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const query = trx
      .selectFrom("person")
      .select(["person.id", "person.name", "person.email"])
      .where("person.email", "=", ask.email)
      .where("person.disabled_at", "is", null);
    const person = await forUpdate(trx, query, "person").executeTakeFirst();
    if (!person || (await hasAskedJustNow(trx, person.id, ask.purpose, ask.at))) return;
    const token = await createLink(trx, { personId: person.id, purpose: ask.purpose, at: ask.at });
    await queueMail(trx, ask.at, person.email, write({ name: person.name, email: person.email, token }));
    await recordFirmEvent(
      trx,
      { actor: VISITOR, at: ask.at, today: "" },
      {
        kind: "person.link_requested",
        subjectId: person.id,
        label: person.name,
        after: { purpose: ask.purpose, source: ask.source },
      },
    );
  });
}

async function hasAskedJustNow(
  trx: Kysely<DB>,
  personId: string,
  purpose: LinkPurpose,
  at: number,
): Promise<boolean> {
  const recent = await trx
    .selectFrom("mail_link")
    .select("id")
    .where("person_id", "=", personId)
    .where("purpose", "=", purpose)
    .where("used_at", "is", null)
    .where("created_at", ">", at - ASKED_JUST_NOW)
    .limit(1)
    .executeTakeFirst();
  return recent !== undefined;
}

/**
 * Mails a new invitation to the address that an expired one was for. Does nothing when that one was used, is unknown,
 * or a newer one was just sent.
 */
export async function renewInvitation(
  db: Kysely<DB>,
  ask: { token: string; at: number; source: string },
  write: WriteLetter,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const query = trx
      .selectFrom("mail_link")
      .innerJoin("person", "person.id", "mail_link.person_id")
      .select(["person.id", "person.name", "person.email"])
      .where("mail_link.id", "=", storedToken(ask.token))
      .where("mail_link.purpose", "=", "invite")
      .where("mail_link.used_at", "is", null)
      .where("mail_link.expires_at", "<=", ask.at)
      .where("person.disabled_at", "is", null);
    const person = await forUpdate(trx, query, "mail_link").executeTakeFirst();
    if (!person || (await hasAskedJustNow(trx, person.id, "invite", ask.at))) return;
    const token = await createLink(trx, { personId: person.id, purpose: "invite", at: ask.at });
    await queueMail(trx, ask.at, person.email, write({ name: person.name, email: person.email, token }));
    await recordFirmEvent(
      trx,
      { actor: VISITOR, at: ask.at, today: "" },
      {
        kind: "person.link_requested",
        subjectId: person.id,
        label: person.name,
        after: { purpose: "invite", source: ask.source },
      },
    );
  });
}
