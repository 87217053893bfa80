import type { Kysely, Selectable } from "kysely";
import type { Actor, Role } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import type { ClientEvent } from "~/domain/portal-changes";
import { prepared } from "./prepared.server";
import type { DB, EventTable, PortalVisitTable } from "./schema";
import type { EngagementRow } from "./scope.server";

const VISIT_MS = 60 * 60 * 1000;
/** A look this soon after the last is not worth a write, unless something happened in between. */
const NOTED_MS = 60 * 1000;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** From where the changes are told. `at` is null on a contact's first visit. */
export interface Since {
  seq: number;
  at: number | null;
  /** `visit`: the reader's own last visit. `week`: seven days ago, for whoever is not a contact of the client. */
  kind: "visit" | "week";
}

const readVisit = prepared<
  Pick<PortalVisitTable, "engagement_id" | "person_id">,
  Selectable<PortalVisitTable>
>((db, value) =>
  db
    .selectFrom("portal_visit")
    .selectAll()
    .where("engagement_id", "=", value("engagement_id"))
    .where("person_id", "=", value("person_id")),
);

/**
 * Up to where a contact had seen the engagement when this visit began, noting that they look now. Looks less than an
 * hour apart are one visit. Our own people and guests leave no trace, nor does a look that `isNoted` is false for (a
 * browser that fetches ahead).
 */
export async function markVisit(
  db: Kysely<DB>,
  actor: Actor,
  engagement: Pick<EngagementRow, "id" | "seq">,
  at: number,
  isNoted: boolean,
): Promise<Since> {
  if (actor.role !== "client" || actor.shareId !== undefined) return sinceAWeek(db, engagement, at);
  const key = { engagement_id: engagement.id, person_id: actor.id };
  const [row] = await readVisit(db, key);
  if (!row) {
    if (isNoted) {
      await db
        .insertInto("portal_visit")
        .values({ ...key, since_seq: 0, since_at: null, seen_seq: engagement.seq, seen_at: at })
        .onConflict((conflicting) => conflicting.columns(["engagement_id", "person_id"]).doNothing())
        .execute();
    }
    return { seq: 0, at: null, kind: "visit" };
  }
  const isNew = at - row.seen_at >= VISIT_MS;
  const since = isNew
    ? { since_seq: row.seen_seq, since_at: row.seen_at }
    : { since_seq: row.since_seq, since_at: row.since_at };
  const isWorthAWrite = isNew || at - row.seen_at > NOTED_MS || engagement.seq > row.seen_seq;
  if (isNoted && isWorthAWrite) {
    // Of two looks at once the second finds the row changed and leaves it: both answer from the same place.
    await db
      .updateTable("portal_visit")
      .set({ ...since, seen_seq: engagement.seq, seen_at: at })
      .where("engagement_id", "=", key.engagement_id)
      .where("person_id", "=", key.person_id)
      .where("seen_seq", "=", row.seen_seq)
      .where("seen_at", "=", row.seen_at)
      .execute();
  }
  return { seq: since.since_seq, at: since.since_at, kind: "visit" };
}

const readLastBefore = prepared<{ engagementId: string; at: number }, { seq: number | null }>((db, value) =>
  db
    .selectFrom("event")
    .select((eb) => eb.fn.max("seq").as("seq"))
    .where("engagement_id", "=", value("engagementId"))
    .where("at", "<", value("at")),
);

async function sinceAWeek(db: Kysely<DB>, engagement: Pick<EngagementRow, "id">, at: number): Promise<Since> {
  const [last] = await readLastBefore(db, { engagementId: engagement.id, at: at - WEEK_MS });
  return { seq: last?.seq ?? 0, at: at - WEEK_MS, kind: "week" };
}

type EventColumns = "kind" | "label" | "before" | "after" | "subject_id" | "actor_id" | "actor_name";
type EventRow = Pick<Selectable<EventTable>, EventColumns> & {
  actor_role: Role | null;
  phase: PhaseKind | null;
};

const readEvents = prepared<{ engagementId: string; after: number; until: number }, EventRow>((db, value) =>
  db
    .selectFrom("event")
    .leftJoin("person", "person.id", "event.actor_id")
    .leftJoin("deliverable", (join) =>
      join
        .onRef("deliverable.id", "=", "event.subject_id")
        .onRef("deliverable.engagement_id", "=", "event.engagement_id"),
    )
    .leftJoin("phase", "phase.id", "deliverable.phase_id")
    .select([
      "event.kind",
      "event.label",
      "event.before",
      "event.after",
      "event.subject_id",
      "event.actor_id",
      "event.actor_name",
      "person.role as actor_role",
      "phase.kind as phase",
    ])
    .where("event.engagement_id", "=", value("engagementId"))
    .where("event.visibility", "=", "client")
    .where("event.seq", ">", value("after"))
    .where("event.seq", "<=", value("until"))
    .orderBy("event.seq")
    .limit(5000),
);

const MOST_STRETCHES = 500;
const stretches = new WeakMap<object, Map<string, readonly EventRow[]>>();

/**
 * The events of a stretch. What has happened never changes, and a deliverable moves or goes by an event of its own, so
 * a stretch is read once. Inside a transaction, which may still fail, it is read each time.
 */
async function stretchOf(
  db: Kysely<DB>,
  stretch: { engagementId: string; after: number; until: number },
): Promise<readonly EventRow[]> {
  const { adapter } = db.getExecutor();
  const known = stretches.get(adapter) ?? new Map<string, readonly EventRow[]>();
  const key = `${stretch.engagementId} ${stretch.after} ${stretch.until}`;
  const before = known.get(key);
  if (before && !db.isTransaction) return before;
  const rows = await readEvents(db, stretch);
  if (db.isTransaction) return rows;
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= MOST_STRETCHES) known.delete(oldest);
  stretches.set(adapter, known.set(key, rows));
  return rows;
}

/** What a client may see of what happened after `sinceSeq`, up to the version of the engagement that was read, in order. */
export async function listClientEvents(
  db: Kysely<DB>,
  actor: Actor,
  engagement: Pick<EngagementRow, "id" | "seq">,
  sinceSeq: number,
): Promise<ClientEvent[]> {
  const rows = await stretchOf(db, {
    engagementId: engagement.id,
    after: sinceSeq,
    until: engagement.seq,
  });
  // A guest was let in to see how the work stands, not what is said about it.
  const told = actor.shareId === undefined ? rows : rows.filter(({ kind }) => !kind.startsWith("comment."));
  return told.map((row) => ({
    kind: row.kind,
    label: row.label,
    before: JSON.parse(row.before) as ClientEvent["before"],
    after: JSON.parse(row.after) as ClientEvent["after"],
    subjectId: row.subject_id,
    actorName: row.actor_name,
    isOwn: row.actor_id === actor.id,
    isOurs: row.actor_role !== "client",
    phase: row.phase,
  }));
}
