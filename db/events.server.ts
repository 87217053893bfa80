import { hash as hashOf } from "node:crypto";
import type { Kysely } from "kysely";
import type { EventKind, Facts, Visibility } from "~/domain/event";
import { type Act, newId, personIdOf } from "./act";
import { prepared } from "./prepared.server";
import type { DB, EventTable } from "./schema";

export interface NewEvent {
  kind: EventKind;
  subjectId?: string | null;
  label?: string | null;
  before?: Facts;
  after?: Facts;
  visibility: Visibility;
}

/** Where the chain of an engagement stands. */
export interface ChainEnd {
  seq: number;
  hash: string;
}

/**
 * The fingerprint of an event: SHA-256 over the one before and everything that it says, so that no event can be
 * changed, left out or put in later without every following fingerprint failing.
 */
export function eventHash(event: Omit<EventTable, "hash" | "id">): string {
  const content = JSON.stringify([
    event.previous_hash,
    event.engagement_id,
    event.seq,
    event.at,
    event.on_date,
    event.actor_id,
    event.actor_name,
    event.kind,
    event.subject_id,
    event.label,
    event.before,
    event.after,
    event.visibility,
  ]);
  return hashOf("sha256", content);
}

const insertEvent = prepared<EventTable, unknown>((db, value) =>
  db.insertInto("event").values({
    id: value("id"),
    engagement_id: value("engagement_id"),
    seq: value("seq"),
    at: value("at"),
    on_date: value("on_date"),
    actor_id: value("actor_id"),
    actor_name: value("actor_name"),
    kind: value("kind"),
    subject_id: value("subject_id"),
    label: value("label"),
    before: value("before"),
    after: value("after"),
    visibility: value("visibility"),
    previous_hash: value("previous_hash"),
    hash: value("hash"),
  }),
);

/** Writes events at the end of an engagement's chain and answers its new end, for the engagement's row. */
export async function appendEvents(
  trx: Kysely<DB>,
  engagementId: string,
  end: ChainEnd,
  act: Act,
  events: readonly NewEvent[],
): Promise<ChainEnd> {
  let { seq, hash } = end;
  const rows: EventTable[] = events.map((event) => {
    seq += 1;
    const row = {
      engagement_id: engagementId,
      seq,
      at: act.at,
      on_date: act.today,
      actor_id: personIdOf(act.actor),
      actor_name: act.actor.name,
      kind: event.kind,
      subject_id: event.subjectId ?? null,
      label: event.label ?? null,
      before: JSON.stringify(event.before ?? {}),
      after: JSON.stringify(event.after ?? {}),
      visibility: event.visibility,
      previous_hash: hash,
    };
    hash = eventHash(row);
    return { id: newId(), ...row, hash };
  });
  for (const row of rows) await insertEvent(trx, row);
  return { seq, hash };
}

/** Where the chain of an engagement breaks: the number of the first event that does not fit, or null when all do. */
export async function findBrokenEvent(db: Kysely<DB>, engagementId: string): Promise<number | null> {
  const rows = await db
    .selectFrom("event")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("seq")
    .execute();
  let previous = "";
  let seq = 0;
  for (const { id: _id, hash, ...event } of rows) {
    seq += 1;
    if (event.seq !== seq || event.previous_hash !== previous || eventHash(event) !== hash) return event.seq;
    previous = hash;
  }
  return null;
}
