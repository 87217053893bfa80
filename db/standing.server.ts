import { type Kysely, type Selectable, sql } from "kysely";
import { healthOf, needOf, reasonsFor, type Standing } from "~/domain/attention";
import type { WorkingCalendar } from "~/domain/calendar";
import { currentPhase } from "~/domain/phase";
import { engagementProgress } from "~/domain/progress";
import type { Act } from "./act";
import { appendEvents, type NewEvent } from "./events.server";
import { workingCalendar } from "./firm.server";
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
] as const;

type StandingRow = Pick<Selectable<EngagementTable>, (typeof STANDING_COLUMNS)[number]>;

/** How an engagement stands, from its row; the same facts that the pipeline reads. */
export function standingOf(row: StandingRow): Standing {
  return {
    stage: row.stage,
    isPaused: row.is_paused === 1,
    hasLead: row.lead_id !== null,
    phase:
      row.phase && row.phase_status && row.phase_finish_on
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
    lateCount: row.late_count,
    blockedCount: row.blocked_count,
    holder: row.holder,
    holderSinceOn: row.holder_since_on,
  };
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
  // The row of one whose phases are all done keeps showing the last of them.
  if (row.phase_status === "done") standing.phase = null;
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
  const kept = await reckon(trx, engagement, act.today, calendar, patch);
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

/**
 * Need and health depend on the day: reckons them anew, once a day, for the live engagements that were last reckoned
 * on another. Nothing that anyone did, so no event.
 */
export async function refreshStandings(db: Kysely<DB>, today: string): Promise<void> {
  const { adapter } = db.getExecutor();
  if (reckonedFor.get(adapter) === today) return;
  const calendar = await workingCalendar(db);
  for (;;) {
    const left = await db.transaction().execute(async (trx) => {
      const stale = await trx
        .selectFrom("engagement")
        .selectAll()
        .where("stage", "=", "active")
        .where((eb) => eb.or([eb("standing_on", "is", null), eb("standing_on", "<>", today)]))
        .limit(200)
        .execute();
      for (const engagement of stale) {
        const kept = await reckon(trx, engagement, today, calendar, {});
        const { id, seq, last_hash } = engagement;
        await writeKept(trx, { ...kept, id, seq, last_hash });
      }
      return stale.length;
    });
    if (left === 0) break;
  }
  reckonedFor.set(adapter, today);
}
