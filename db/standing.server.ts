import { type Kysely, type Selectable, sql } from "kysely";
import type { WorkingCalendar } from "~/domain/calendar";
import { currentPhase } from "~/domain/phase";
import type { Act } from "./act";
import { appendEvents, type NewEvent } from "./events.server";
import { workingCalendar } from "./firm.server";
import { forecastAfter } from "./forecasts.server";
import { prepared } from "./prepared.server";
import type { DB, EngagementTable, PhaseTable } from "./schema";
import type { EngagementRow } from "./scope.server";
import { comeSoFar, needAndHealth } from "./standing-row.server";

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

export const writeKept = prepared<KeptColumns & { id: string; seq: number; last_hash: string }, unknown>(
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

/** Reckons what is kept beside the rows, as the engagement stands with `patch` applied, and writes the counters. */
export async function reckon(
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
