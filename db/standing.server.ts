import { type Kysely, type Selectable, sql } from "kysely";
import { healthOf, needOf, reasonsFor, type Standing } from "~/domain/attention";
import type { WorkingCalendar } from "~/domain/calendar";
import { currentPhase } from "~/domain/phase";
import { engagementProgress } from "~/domain/progress";
import type { Act } from "./act";
import { forUpdate } from "./dialect";
import { appendEvents, type NewEvent } from "./events.server";
import { workingCalendar } from "./firm.server";
import { forecastAfter, writeForecasts } from "./forecasts.server";
import { learntOn } from "./past-phases.server";
import { prepared } from "./prepared.server";
import type { DB, EngagementTable, PhaseTable } from "./schema";
import type { EngagementRow } from "./scope.server";

type EngagementPatch = Partial<Selectable<EngagementTable>>;

const PHASE_COLUMNS = [
  "id",
  "kind",
  "status",
  "planned_start_on",
  "planned_finish_on",
  "first_finish_on",
  "actual_start_on",
  "working_days",
  "gate",
  "total_count",
  "done_count",
  "not_applicable_count",
] as const;

const readPhases = prepared<
  { engagementId: string },
  Pick<Selectable<PhaseTable>, (typeof PHASE_COLUMNS)[number]>
>((db, value) =>
  db
    .selectFrom("phase")
    .select(PHASE_COLUMNS)
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("position"),
);

/** What asks for someone and lies in rows of other tables. */
const readAround = prepared<
  { engagementId: string },
  { resumed_on: string | null; ask_due_on: string | null; is_lead_disabled: 0 | 1 }
>((db, value) =>
  db
    .selectFrom("engagement")
    .select((eb) => [
      eb
        .selectFrom("pause")
        .select((of) => of.fn.max("pause.resumed_on").as("on"))
        .whereRef("pause.engagement_id", "=", "engagement.id")
        .as("resumed_on"),
      eb
        .selectFrom("ask")
        .select((of) => of.fn.min("ask.due_on").as("on"))
        .whereRef("ask.engagement_id", "=", "engagement.id")
        .where("ask.status", "=", "open")
        .as("ask_due_on"),
      sql<0 | 1>`case when exists (
        select 1 from person where person.id = engagement.lead_id and person.disabled_at is not null
      ) then 1 else 0 end`.as("is_lead_disabled"),
    ])
    .where("engagement.id", "=", value("engagementId")),
);

interface DeliverableCounts {
  phase_id: string;
  total: number;
  done: number;
  not_applicable: number;
  blocked: number;
  late: number;
  next_due_on: string | null;
}

const countDeliverables = prepared<{ engagementId: string; today: string }, DeliverableCounts>(
  (db, value) => {
    const open = sql`status in ('todo', 'doing', 'blocked')`;
    return db
      .selectFrom("deliverable")
      .select([
        "phase_id",
        sql<number>`count(*)`.as("total"),
        sql<number>`sum(case when status = 'done' then 1 else 0 end)`.as("done"),
        sql<number>`sum(case when status = 'not_applicable' then 1 else 0 end)`.as("not_applicable"),
        sql<number>`sum(case when status = 'blocked' then 1 else 0 end)`.as("blocked"),
        sql<number>`sum(case when ${open} and due_on < ${value("today")} then 1 else 0 end)`.as("late"),
        sql<string | null>`min(case when ${open} then due_on end)`.as("next_due_on"),
      ])
      .where("engagement_id", "=", value("engagementId"))
      .groupBy("phase_id");
  },
);

const writeCounters = prepared<{ id: string; total: number; done: number; notApplicable: number }, unknown>(
  (db, value) =>
    db
      .updateTable("phase")
      .set({
        total_count: value("total"),
        done_count: value("done"),
        not_applicable_count: value("notApplicable"),
      })
      .where("id", "=", value("id")),
);

/** What every change of an engagement writes into its row. */
interface KeptColumns
  extends Pick<
    Selectable<EngagementTable>,
    | "phase"
    | "phase_status"
    | "phase_start_on"
    | "phase_finish_on"
    | "promised_finish_on"
    | "gate"
    | "progress_bp"
    | "open_count"
    | "blocked_count"
    | "late_count"
    | "next_due_on"
    | "updates_from_on"
    | "ask_due_on"
    | "is_lead_disabled"
    | "need"
    | "health"
    | "standing_on"
  > {}

const writeKept = prepared<KeptColumns & { id: string; seq: number; last_hash: string }, unknown>(
  (db, value) =>
    db
      .updateTable("engagement")
      .set({
        phase: value("phase"),
        phase_status: value("phase_status"),
        phase_start_on: value("phase_start_on"),
        phase_finish_on: value("phase_finish_on"),
        promised_finish_on: value("promised_finish_on"),
        gate: value("gate"),
        progress_bp: value("progress_bp"),
        open_count: value("open_count"),
        blocked_count: value("blocked_count"),
        late_count: value("late_count"),
        next_due_on: value("next_due_on"),
        updates_from_on: value("updates_from_on"),
        ask_due_on: value("ask_due_on"),
        is_lead_disabled: value("is_lead_disabled"),
        need: value("need"),
        health: value("health"),
        standing_on: value("standing_on"),
        seq: value("seq"),
        last_hash: value("last_hash"),
      })
      .where("id", "=", value("id")),
);

export const STANDING_COLUMNS = [
  "stage",
  "lead_id",
  "phase",
  "phase_status",
  "phase_start_on",
  "phase_finish_on",
  "promised_finish_on",
  "gate",
  "gate_requested_on",
  "declines",
  "late_count",
  "blocked_count",
  "holder",
  "holder_since_on",
  "is_paused",
  "p50_on",
  "p80_on",
  "is_forecast_little",
  "ask_due_on",
  "updates_from_on",
  "last_update_on",
  "is_lead_disabled",
] as const;

type StandingRow = Pick<Selectable<EngagementTable>, (typeof STANDING_COLUMNS)[number]>;

/** How an engagement stands, from its row; the same facts that the pipeline reads. */
export function standingOf(row: StandingRow): Standing {
  return {
    stage: row.stage,
    isPaused: row.is_paused === 1,
    lead: row.lead_id === null ? "none" : row.is_lead_disabled === 1 ? "disabled" : "there",
    // The row of one whose phases are all done keeps showing the last of them.
    phase:
      row.phase && row.phase_status && row.phase_status !== "done" && row.phase_finish_on
        ? {
            kind: row.phase,
            status: row.phase_status,
            plannedStartOn: row.phase_start_on ?? row.phase_finish_on,
            plannedFinishOn: row.phase_finish_on,
            isPromised: row.promised_finish_on !== null,
            gate: row.gate,
            gateRequestedOn: row.gate_requested_on,
            declines: row.declines,
          }
        : null,
    promisedFinishOn: row.promised_finish_on,
    expected:
      row.p50_on && row.p80_on
        ? { p50On: row.p50_on, p80On: row.p80_on, isLittle: row.is_forecast_little === 1 }
        : null,
    lateCount: row.late_count,
    blockedCount: row.blocked_count,
    holder: row.holder,
    holderSinceOn: row.holder_since_on,
    askDueOn: row.ask_due_on,
    updatesFromOn: row.updates_from_on,
    lastUpdateOn: row.last_update_on,
  };
}

/** From when updates are expected: since the work began, anew since it was last resumed. */
function updatesFrom(
  phases: readonly Pick<Selectable<PhaseTable>, "actual_start_on">[],
  resumedOn: string | null,
): string | null {
  const [startedOn] = phases.flatMap((phase) => phase.actual_start_on ?? []).sort();
  if (!startedOn) return null;
  return resumedOn !== null && resumedOn > startedOn ? resumedOn : startedOn;
}

/** The finish as it is promised now; a plan that nobody promised has none. */
function promisedFinish(
  last: Pick<Selectable<PhaseTable>, "first_finish_on" | "planned_finish_on"> | undefined,
): string | null {
  return last?.first_finish_on ? last.planned_finish_on : null;
}

type PhaseCounters = Pick<
  Selectable<PhaseTable>,
  "status" | "working_days" | "total_count" | "done_count" | "not_applicable_count"
>;

/** How far an engagement has come and what is left of it, from the counters of its phases. */
export function comeSoFar(phases: readonly PhaseCounters[]): { progress_bp: number; open_count: number } {
  const progress = engagementProgress(
    phases.map((phase) => ({
      total: phase.total_count,
      done: phase.done_count,
      notApplicable: phase.not_applicable_count,
      workingDays: phase.working_days,
      isDone: phase.status === "done",
    })),
  );
  let open = 0;
  for (const phase of phases) open += phase.total_count - phase.done_count - phase.not_applicable_count;
  return { progress_bp: Math.floor(progress * 10_000 + 1e-6), open_count: open };
}

/** Need and health of an engagement on a day, from its row. */
export function needAndHealth(
  row: StandingRow,
  today: string,
  calendar: WorkingCalendar,
): Pick<KeptColumns, "need" | "health"> {
  const standing = standingOf(row);
  const reasons = reasonsFor(standing, today, calendar);
  return { need: needOf(reasons), health: healthOf(standing, reasons) };
}

/** Reckons what is kept beside the rows, as the engagement stands with `patch` applied, and writes the counters. */
async function reckon(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  today: string,
  calendar: WorkingCalendar,
  patch: EngagementPatch,
): Promise<KeptColumns> {
  const phases = await readPhases(trx, { engagementId: engagement.id });
  const counts = await countDeliverables(trx, { engagementId: engagement.id, today });
  for (const phase of phases) {
    const count = counts.find((row) => row.phase_id === phase.id);
    const [total, done, notApplicable] = [count?.total ?? 0, count?.done ?? 0, count?.not_applicable ?? 0];
    if (
      total !== phase.total_count ||
      done !== phase.done_count ||
      notApplicable !== phase.not_applicable_count
    ) {
      await writeCounters(trx, { id: phase.id, total, done, notApplicable });
      Object.assign(phase, { total_count: total, done_count: done, not_applicable_count: notApplicable });
    }
  }
  const sum = (key: "blocked" | "late") => counts.reduce((total, row) => total + row[key], 0);
  const dueDates = counts.flatMap((row) => (row.next_due_on ? [row.next_due_on] : [])).sort();
  const [around] = await readAround(trx, { engagementId: engagement.id });
  const shown = currentPhase(phases) ?? phases.at(-1);
  const facts = {
    // An imported engagement may be known to be in a phase without any dates.
    phase: shown?.kind ?? engagement.phase,
    phase_status: shown?.status ?? engagement.phase_status,
    phase_start_on: shown?.planned_start_on ?? null,
    phase_finish_on: shown?.planned_finish_on ?? null,
    promised_finish_on: promisedFinish(phases.at(-1)),
    gate: shown?.gate ?? "none",
    ...comeSoFar(phases),
    blocked_count: sum("blocked"),
    late_count: sum("late"),
    next_due_on: dueDates[0] ?? null,
    updates_from_on: updatesFrom(phases, around?.resumed_on ?? null),
    ask_due_on: around?.ask_due_on ?? null,
    is_lead_disabled: around?.is_lead_disabled ?? 0,
  };
  const { need, health } = needAndHealth({ ...engagement, ...facts, ...patch }, today, calendar);
  return { ...facts, need, health, standing_on: today };
}

/**
 * Ends a change of an engagement: writes its events, and its row's new version with everything that is kept beside
 * the rows (counters, progress, need, health). `patch` holds columns that the change itself sets.
 */
export async function finishChange(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  act: Act,
  events: readonly NewEvent[],
  patch: EngagementPatch = {},
): Promise<number> {
  if (Object.keys(patch).length > 0) {
    await trx.updateTable("engagement").set(patch).where("id", "=", engagement.id).execute();
  }
  const calendar = await workingCalendar(trx);
  const changed = { ...engagement, ...patch };
  const expected = await forecastAfter(trx, changed, act.today, events, "holder" in patch);
  const kept = await reckon(trx, engagement, act.today, calendar, { ...patch, ...expected });
  const { seq, hash } = await appendEvents(
    trx,
    engagement.id,
    { seq: engagement.seq, hash: engagement.last_hash },
    act,
    events,
  );
  await writeKept(trx, { ...kept, id: engagement.id, seq, last_hash: hash });
  return seq;
}

const reckonedFor = new WeakMap<object, string>();
/** Databases that a worker of this process keeps to the day, so that no visitor has to wait for all of it. */
const tended = new WeakSet<object>();

const SLICE_ROWS = 100;

/** Says that a worker calls `refreshSome` for this database from now on. */
export function tendStandings(db: Kysely<DB>): void {
  tended.add(db.getExecutor().adapter);
}

/**
 * Need, health and expected dates depend on the day: reckons them anew, once a day, for the live engagements that were
 * last reckoned on another. Nothing that anyone did, so no event. Where a worker is at it, a reader does one slice of
 * it and reads on.
 */
export async function refreshStandings(db: Kysely<DB>, today: string): Promise<void> {
  while (await refreshSome(db, today)) {
    if (tended.has(db.getExecutor().adapter)) return;
  }
}

/** One slice of the day's reckoning, in one transaction; answers whether there may be more to do. */
export async function refreshSome(db: Kysely<DB>, today: string): Promise<boolean> {
  const { adapter } = db.getExecutor();
  if (reckonedFor.get(adapter) === today) return false;
  // Learning takes longest of all, and outside the transaction it is remembered for the day.
  await learntOn(db, today);
  const count = await db.transaction().execute((trx) => refreshSlice(trx, today));
  if (count < SLICE_ROWS) reckonedFor.set(adapter, today);
  return count === SLICE_ROWS;
}

async function refreshSlice(trx: Kysely<DB>, today: string): Promise<number> {
  const calendar = await workingCalendar(trx);
  const query = trx
    .selectFrom("engagement")
    .selectAll("engagement")
    .where("stage", "=", "active")
    .where((eb) =>
      eb.or(
        (["standing_on", "forecast_on"] as const).flatMap((column) => [
          eb(column, "is", null),
          eb(column, "<>", today),
        ]),
      ),
    )
    .limit(SLICE_ROWS);
  // Held, so that no change in between is undone by what was read before it.
  const stale = await forUpdate(trx, query, "engagement").execute();
  const outdated = stale.filter((engagement) => engagement.forecast_on !== today);
  const expected = await writeForecasts(trx, outdated, today);
  for (const engagement of stale) {
    const { id, seq, last_hash } = engagement;
    const kept = await reckon(trx, engagement, today, calendar, expected.get(id) ?? {});
    await writeKept(trx, { ...kept, id, seq, last_hash });
  }
  return stale.length;
}

/** Reckons the live engagements anew that somebody leads, when they can no longer sign in, or can again. */
export async function reckonLedBy(trx: Kysely<DB>, leadId: string, today: string): Promise<void> {
  const calendar = await workingCalendar(trx);
  const led = trx
    .selectFrom("engagement")
    .selectAll("engagement")
    .where("stage", "=", "active")
    .where("lead_id", "=", leadId);
  for (const engagement of await forUpdate(trx, led, "engagement").execute()) {
    const { id, seq, last_hash } = engagement;
    await writeKept(trx, { ...(await reckon(trx, engagement, today, calendar, {})), id, seq, last_hash });
  }
}
