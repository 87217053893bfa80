import type { Kysely, Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { type Audience, type EventIcon, eventIcon, type Facts } from "~/domain/event";
import { describeEvent } from "~/domain/event-sentence";
import type { DB, EventTable } from "./schema";

/** One event as a sentence that may be read out to its audience: `Priya Shah` `marked “Rate limits” done`. */
export interface ActivityEntry {
  seq: number;
  /** Epoch milliseconds. */
  at: number;
  on: CalendarDate;
  by: string;
  sentence: string;
  icon: EventIcon;
  /** The deliverable that it is about; never for a client. */
  deliverableId: string | null;
}

export interface ActivityPage {
  /** Events with a lower number than this one; null for the newest. */
  before: number | null;
  limit: number;
  today: CalendarDate;
}

/**
 * What happened on an engagement that was reached with the actor's scope, newest first. A client gets only what was
 * visible to them when it was written, in words without what is ours. `older` is the number to go on before, or null.
 */
export async function listActivity(
  db: Kysely<DB>,
  engagement: { id: string },
  audience: Audience,
  page: ActivityPage,
): Promise<{ entries: ActivityEntry[]; older: number | null }> {
  let query = eventsOf(db, engagement.id).limit(page.limit + 1);
  if (audience === "client") query = query.where("visibility", "=", "client");
  if (page.before !== null) query = query.where("seq", "<", page.before);
  const rows = await query.execute();
  const shown = rows.slice(0, page.limit);
  return {
    entries: shown.map((row) => toEntry(row, audience, page.today)),
    older: rows.length > page.limit ? (shown.at(-1)?.seq ?? null) : null,
  };
}

/** What happened to one deliverable, for our own people, newest first. */
export async function listDeliverableHistory(
  db: Kysely<DB>,
  engagement: { id: string },
  deliverableId: string,
  page: { limit: number; today: CalendarDate },
): Promise<ActivityEntry[]> {
  const rows = await eventsOf(db, engagement.id)
    .where("subject_id", "=", deliverableId)
    .limit(page.limit)
    .execute();
  return rows.map((row) => toEntry(row, "internal", page.today));
}

/** Who set the status of a deliverable last, and when; undefined while nobody has. */
export async function findLastStatusChange(
  db: Kysely<DB>,
  engagement: { id: string },
  deliverableId: string,
): Promise<{ by: string; at: number } | undefined> {
  const row = await eventsOf(db, engagement.id)
    .where("subject_id", "=", deliverableId)
    .where("kind", "=", "deliverable.status_changed")
    .limit(1)
    .executeTakeFirst();
  return row && { by: row.actor_name, at: row.at };
}

function eventsOf(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("event")
    .select(["seq", "at", "on_date", "actor_name", "kind", "subject_id", "label", "before", "after"])
    .where("engagement_id", "=", engagementId)
    .orderBy("seq", "desc");
}

type EventColumns =
  | "seq"
  | "at"
  | "on_date"
  | "actor_name"
  | "kind"
  | "subject_id"
  | "label"
  | "before"
  | "after";

function toEntry(
  row: Pick<Selectable<EventTable>, EventColumns>,
  audience: Audience,
  today: string,
): ActivityEntry {
  const after = JSON.parse(row.after) as Facts;
  const before = JSON.parse(row.before) as Facts;
  const isAboutDeliverable = row.kind.startsWith("deliverable.") || row.kind.startsWith("evidence.");
  return {
    seq: row.seq,
    at: row.at,
    on: row.on_date,
    by: row.actor_name,
    sentence: describeEvent({ kind: row.kind, label: row.label, before, after }, audience, today),
    icon: eventIcon({ kind: row.kind, after }),
    deliverableId:
      audience === "internal" && isAboutDeliverable && row.kind !== "deliverable.removed"
        ? row.subject_id
        : null,
  };
}
