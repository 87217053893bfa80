import type { Selectable } from "kysely";
import { healthOf, needOf, reasonsFor, type Standing } from "~/domain/attention";
import type { WorkingCalendar } from "~/domain/calendar";
import { engagementProgress } from "~/domain/progress";
import type { EngagementTable, PhaseTable } from "./schema";

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
): Pick<Selectable<EngagementTable>, "need" | "health"> {
  const standing = standingOf(row);
  const reasons = reasonsFor(standing, today, calendar);
  return { need: needOf(reasons), health: healthOf(standing, reasons) };
}
