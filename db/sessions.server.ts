import type { Kysely, Selectable } from "kysely";
import type { Actor } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import type { Act } from "./act";
import { forUpdate } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import { prepared } from "./prepared.server";
import type { DB, PersonTable, SessionTable } from "./schema";

/** By what a person proved who they are. */
export type SignInWay = "password" | "link" | "invitation" | "reset" | "setup";

export interface NewSession {
  /** SHA-256 of the id in the cookie; so are all session ids here. */
  id: string;
  personId: string;
  at: number;
  expiresAt: number;
  userAgent: string;
  source: string;
  way: SignInWay;
}

export interface LiveSession {
  id: string;
  expiresAt: number;
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  source: string;
  actor: Actor;
}

/** Starts a session of an enabled person and clears away what has run out. @throws Refusal `not_found` */
export async function startSession(db: Kysely<DB>, session: NewSession): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const query = trx
      .selectFrom("person")
      .select(["person.id", "person.name", "person.email", "person.role"])
      .where("person.id", "=", session.personId)
      .where("person.disabled_at", "is", null);
    const person = await forUpdate(trx, query, "person").executeTakeFirst();
    if (!person) throw notFound("person");
    await trx.deleteFrom("session").where("expires_at", "<=", session.at).execute();
    await trx.deleteFrom("attempt").where("resets_at", "<=", session.at).execute();
    await trx
      .insertInto("session")
      .values({
        id: session.id,
        person_id: session.personId,
        expires_at: session.expiresAt,
        created_at: session.at,
        last_seen_at: session.at,
        user_agent: session.userAgent,
        source: session.source,
      })
      .execute();
    const act = { actor: { ...person, companyIds: [] }, at: session.at, today: "" };
    await recordFirmEvent(trx, act, {
      kind: "person.signed_in",
      subjectId: person.id,
      label: person.name,
      after: { way: session.way, source: session.source },
    });
  });
}

type SessionColumns = "expires_at" | "created_at" | "last_seen_at" | "user_agent" | "source";
type LiveRow = Pick<Selectable<SessionTable>, SessionColumns> &
  Pick<Selectable<PersonTable>, "name" | "email" | "role"> & { person_id: string; company_id: string | null };

const readLiveSession = prepared<{ id: string }, LiveRow>((db, value) =>
  db
    .selectFrom("session")
    .innerJoin("person", "person.id", "session.person_id")
    .leftJoin("contact", "contact.person_id", "person.id")
    .select([
      "session.expires_at",
      "session.created_at",
      "session.last_seen_at",
      "session.user_agent",
      "session.source",
      "person.id as person_id",
      "person.name",
      "person.email",
      "person.role",
      "contact.company_id",
    ])
    .where("session.id", "=", value("id"))
    .where("person.disabled_at", "is", null)
    .limit(500),
);

/** The session and whose it is, in one query; a disabled person has none. */
export async function findLiveSession(db: Kysely<DB>, id: string): Promise<LiveSession | undefined> {
  const rows = await readLiveSession(db, { id });
  const [first] = rows;
  if (!first) return undefined;
  return {
    id,
    expiresAt: first.expires_at,
    createdAt: first.created_at,
    lastSeenAt: first.last_seen_at,
    userAgent: first.user_agent,
    source: first.source,
    actor: {
      id: first.person_id,
      name: first.name,
      email: first.email,
      role: first.role,
      companyIds: first.role === "client" ? rows.flatMap((row) => row.company_id ?? []) : [],
    },
  };
}

export async function touchSession(db: Kysely<DB>, id: string, at: number): Promise<void> {
  await db.updateTable("session").set({ last_seen_at: at }).where("id", "=", id).execute();
}

export async function extendSession(db: Kysely<DB>, id: string, expiresAt: number): Promise<void> {
  await db.updateTable("session").set({ expires_at: expiresAt }).where("id", "=", id).execute();
}

/** Forgets one session by what its own cookie says. */
export async function dropSession(db: Kysely<DB>, id: string): Promise<void> {
  await db.deleteFrom("session").where("id", "=", id).execute();
}

/** Ends every session of a person; call it in the transaction of what makes it necessary. Answers how many. */
export async function dropSessionsOf(trx: Kysely<DB>, personId: string): Promise<number> {
  const result = await trx.deleteFrom("session").where("person_id", "=", personId).executeTakeFirst();
  return Number(result.numDeletedRows);
}

export async function dropExpiredSessions(db: Kysely<DB>, at: number): Promise<void> {
  await db.deleteFrom("session").where("expires_at", "<=", at).execute();
}

/** The sessions of a person that have not run out, the one used last first. */
export async function listSessions(
  db: Kysely<DB>,
  actor: Actor,
  at: number,
): Promise<Omit<LiveSession, "actor">[]> {
  const rows = await db
    .selectFrom("session")
    .selectAll()
    .where("person_id", "=", actor.id)
    .where("expires_at", ">", at)
    .orderBy("last_seen_at", "desc")
    .orderBy("id")
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    userAgent: row.user_agent,
    source: row.source,
  }));
}

/** Ends one of the actor's own sessions. @throws Refusal `not_found` when it is not theirs or has ended */
export async function endSession(db: Kysely<DB>, act: Act, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const ended = await trx
      .deleteFrom("session")
      .where("id", "=", id)
      .where("person_id", "=", act.actor.id)
      .executeTakeFirst();
    if (ended.numDeletedRows === 0n) throw notFound("session");
    await recordFirmEvent(trx, act, {
      kind: "person.session_ended",
      subjectId: act.actor.id,
      label: act.actor.name,
    });
  });
}

/** Ends all of the actor's sessions but one. Answers how many there were. */
export async function endOtherSessions(db: Kysely<DB>, act: Act, keepId: string): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const result = await trx
      .deleteFrom("session")
      .where("person_id", "=", act.actor.id)
      .where("id", "!=", keepId)
      .executeTakeFirst();
    const ended = Number(result.numDeletedRows);
    if (ended > 0) {
      await recordFirmEvent(trx, act, {
        kind: "person.sessions_ended",
        subjectId: act.actor.id,
        label: act.actor.name,
        after: { ended },
      });
    }
    return ended;
  });
}
