import { type Kysely, type Selectable, sql } from "kysely";
import { type CalendarDate, dateInZone, type WorkingCalendar } from "~/domain/calendar";
import { type Answer, pastOf, type TimedPhase, type TimeTold } from "~/domain/expected";
import { learn, type PastPhase, type PastWait } from "~/domain/forecast";
import { firmWithCalendar } from "./firm.server";
import type { DB, PhaseTable } from "./schema";

/** What the firm's own past phases teach on a day. */
export interface Learnt {
  today: CalendarDate;
  calendar: WorkingCalendar;
  timeZone: string;
  /** Oldest first. */
  history: PastPhase[];
  /** Those that have finished, with how long they waited on the client. */
  waits: PastWait[];
  experience: ReturnType<typeof learn>;
  /** What was answered already, by the question: equal questions have equal answers. */
  answers: Map<string, Answer>;
}

/** Of more past phases than this, every so many are learnt from: newest first would be none that has finished. */
const MOST_PHASES = 3000;
/** Up to so many, learning again costs less than waiting for tomorrow. */
const FEW_PHASES = 300;

const learntFor = new WeakMap<object, Learnt>();

/**
 * What the past teaches on a day: learnt once a day for each database. What is read inside a transaction that may still
 * fail is remembered for that transaction alone.
 */
export async function learntOn(db: Kysely<DB>, today: CalendarDate): Promise<Learnt> {
  const { firm, calendar } = await firmWithCalendar(db);
  const { adapter } = db.getExecutor();
  const known = [learntFor.get(db), learntFor.get(adapter)].find(
    (one) => one?.today === today && one.calendar === calendar,
  );
  if (known) return known;
  const timeZone = firm?.timeZone ?? "UTC";
  const { history, waits } = await readPast(db, today, calendar, timeZone);
  const experience = learn(history);
  const learnt = { today, calendar, timeZone, history, waits, experience, answers: new Map() };
  learntFor.set(db.isTransaction ? db : adapter, learnt);
  return learnt;
}

/** A phase has ended: the next question learns anew, where the past is so small that one phase more tells. */
export function learnAnew(db: Kysely<DB>): void {
  for (const key of [db, db.getExecutor().adapter]) {
    if ((learntFor.get(key)?.history.length ?? 0) <= FEW_PHASES) learntFor.delete(key);
  }
}

export const TIMED_COLUMNS = [
  "kind",
  "status",
  "first_start_on",
  "first_finish_on",
  "planned_start_on",
  "planned_finish_on",
  "working_days",
  "actual_start_on",
  "actual_finish_on",
] as const;

/** A phase's row as forecasting asks for it. */
export function timedPhase(row: Pick<Selectable<PhaseTable>, (typeof TIMED_COLUMNS)[number]>): TimedPhase {
  return {
    kind: row.kind,
    status: row.status,
    firstStartOn: row.first_start_on,
    firstFinishOn: row.first_finish_on,
    plannedStartOn: row.planned_start_on,
    plannedFinishOn: row.planned_finish_on,
    workingDays: row.working_days,
    actualStartOn: row.actual_start_on,
    actualFinishOn: row.actual_finish_on,
  };
}

/**
 * The past as it was known on a day, which matters where days are told in hindsight. A phase that has not finished
 * counts up to that day, or to the one on which its engagement was lost or closed around it.
 */
async function readPast(
  db: Kysely<DB>,
  today: CalendarDate,
  calendar: WorkingCalendar,
  timeZone: string,
): Promise<Pick<Learnt, "history" | "waits">> {
  const rows = await listStarted(db, today);
  const ids = [...new Set(rows.map((row) => row.engagement_id))];
  const told = await readTimeTold(db, ids, timeZone);
  const read = rows.flatMap((row) => {
    if (!row.actual_start_on) return [];
    const phase = { ...timedPhase(row), actualStartOn: row.actual_start_on };
    const asOf = row.ended_on && row.ended_on < today ? row.ended_on : today;
    const knownOn = row.actual_finish_on && row.actual_finish_on <= today ? row.actual_finish_on : asOf;
    return [pastOf(phase, told(row.engagement_id), knownOn, calendar)];
  });
  return {
    history: read.map(({ past }) => past),
    waits: read.flatMap(({ wait }) => (wait ? [wait] : [])),
  };
}

async function listStarted(db: Kysely<DB>, today: CalendarDate) {
  const { count } = await db
    .selectFrom("phase")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("actual_start_on", "<=", today)
    .executeTakeFirstOrThrow();
  const every = Math.max(1, Math.ceil(Number(count) / MOST_PHASES));
  const started = db
    .selectFrom("phase")
    .innerJoin("engagement", "engagement.id", "phase.engagement_id")
    .leftJoin("stage_entry as ended", (join) =>
      join
        .onRef("ended.engagement_id", "=", "engagement.id")
        .onRef("ended.stage", "=", "engagement.stage")
        .on("ended.stage", "in", ["lost", "handed_over"]),
    )
    .select(TIMED_COLUMNS.map((column) => `phase.${column}` as const))
    .select(["phase.engagement_id", "ended.entered_on as ended_on"])
    .select(sql<number>`row_number() over (order by phase.actual_start_on, phase.id)`.as("place"))
    .where("phase.actual_start_on", "<=", today);
  return db
    .selectFrom(started.as("started"))
    .selectAll()
    .where(sql<boolean>`place % ${sql.lit(every)} = 0`)
    .orderBy("place")
    .execute();
}

const IDS_AT_ONCE = 500;

/** Clock, pauses and finishes that were moved by hand, of some engagements; each asked for by its id. */
export async function readTimeTold(
  db: Kysely<DB>,
  engagementIds: readonly string[],
  timeZone: string,
): Promise<(engagementId: string) => TimeTold> {
  const byId = new Map<string, TimeTold>();
  const of = (id: string): TimeTold => {
    const told = byId.get(id) ?? { intervals: [], pauses: [], moves: [] };
    byId.set(id, told);
    return told;
  };
  for (let from = 0; from < engagementIds.length; from += IDS_AT_ONCE) {
    const ids = engagementIds.slice(from, from + IDS_AT_ONCE);
    const intervals = await db
      .selectFrom("clock_interval")
      .select(["engagement_id", "holder", "since_on", "until_on"])
      .where("engagement_id", "in", ids)
      .orderBy("since_on")
      .orderBy("set_at")
      .orderBy("id")
      .execute();
    for (const { engagement_id, holder, since_on, until_on } of intervals) {
      of(engagement_id).intervals.push({ holder, sinceOn: since_on, untilOn: until_on, why: "" });
    }
    const pauses = await db
      .selectFrom("pause")
      .select(["engagement_id", "paused_on", "resumed_on"])
      .where("engagement_id", "in", ids)
      .orderBy("paused_at")
      .execute();
    for (const { engagement_id, paused_on, resumed_on } of pauses) {
      of(engagement_id).pauses.push({ pausedOn: paused_on, resumedOn: resumed_on });
    }
    const moves = await db
      .selectFrom("promise")
      .select(["engagement_id", "phase_kind", "working_days", "cause", "made_at"])
      .where("engagement_id", "in", ids)
      .where("position", "=", 0)
      .where("edge", "=", "finish")
      .where("cause", "<>", "first")
      .where("undone_at", "is", null)
      .execute();
    for (const row of moves) {
      of(row.engagement_id).moves.push({
        kind: row.phase_kind,
        workingDays: row.working_days,
        isScope: row.cause === "scope",
        madeOn: dateInZone(row.made_at, timeZone),
      });
    }
  }
  return of;
}
