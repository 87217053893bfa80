import type { Kysely } from "kysely";
import { addWorkingDays, type CalendarDate, type WorkingCalendar, workingDaysIn } from "~/domain/calendar";
import { type ChecklistRow, lateBy } from "~/domain/checklist";
import { type ClockInterval, type ClockPause, type DaysByHolder, daysByHolder } from "~/domain/clock";
import type { EngagementHead } from "~/domain/engagement-head";
import { type Criterion, type GateState, whyGateCannotBeRequested } from "~/domain/gate";
import type { Actor } from "~/domain/permissions";
import { currentPhase, type PhaseKind, type PhaseStatus, whyPhaseCannotStart } from "~/domain/phase";
import { promiseText, UNDO_WINDOW_MS } from "~/domain/promise";
import { nextStages, type Stage } from "~/domain/stage";
import { personIdOf } from "./act";
import { type DeliverableRow, pauseSpan, readHead } from "./engagement-header.server";
import { type GateAttempt, listGateAttempts } from "./gate-page.server";
import { movedDate } from "./moved-date.server";
import type { PhaseRow } from "./phases.server";
import { prepared } from "./prepared.server";
import { type LedgerMove, listLatestMoves } from "./promises.server";
import type { DB, EvidenceTable } from "./schema";
import { requireEngagement } from "./scope.server";

/** A phase on the plan page. */
export interface PlanPhase {
  kind: PhaseKind;
  status: PhaseStatus;
  isCurrent: boolean;
  /** As they happened, else as planned. */
  startOn: CalendarDate;
  finishOn: CalendarDate;
  workingDays: number;
  done: number;
  notApplicable: number;
  total: number;
  /** Working days until now by who held the ball, and those that it was paused; null before it started. */
  days: DaysByHolder | null;
  gate: GateState;
  rows: ChecklistRow[];
}

/** The gate of the phase that the engagement is in. */
export interface PlanGate {
  kind: PhaseKind;
  status: PhaseStatus;
  state: GateState;
  criteria: Criterion[];
  /** Why it cannot be requested now; null when it can. */
  whyNot: string | null;
  /** Why the phase cannot start now; null when it can, or has. */
  whyNotStart: string | null;
  plannedStartOn: CalendarDate;
  attempts: GateAttempt[];
}

export interface PlanPage {
  head: EngagementHead;
  /** The current phase first, then the others in order. */
  phases: PlanPhase[];
  gate: PlanGate | null;
  /** The last acts of the ledger. */
  moves: LedgerMove[];
  /** What resuming could move the dates by; null while it is not paused or nothing was lost. */
  resumption: { workingDays: number; toOn: CalendarDate; phase: PhaseKind; edge: "start" | "finish" } | null;
  team: { id: string; name: string }[];
  stages: readonly Stage[];
  /** A move of dates that the reader has just made and can still take back. */
  undo: { moveId: string; text: string } | null;
}

const MOVES_SHOWN = 3;

/**
 * Everything of the plan page. `moveId` names a move of dates whose undo is offered while its seconds last; `at` is
 * epoch milliseconds.
 */
export async function readPlanPage(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  now: { today: CalendarDate; at: number; moveId: string | null },
): Promise<PlanPage> {
  const reached = await requireEngagement(db, actor, code, "see_pipeline");
  const { engagement } = reached;
  const { head, phases, deliverables, intervals, pauses, calendar, criteria } = await readHead(
    db,
    reached,
    now.today,
  );
  const latest = await latestEvidence(db, engagement.id);
  const current = currentPhase(phases);
  const toRow = (row: DeliverableRow) => checklistRow(row, latest.get(row.id) ?? null, now.today, calendar);
  const planned = phases.map((phase) => ({
    ...planPhase(phase, intervals, pauses.map(pauseSpan), now.today, calendar),
    isCurrent: phase.id === current?.id,
    rows: deliverables.filter((row) => row.phase_id === phase.id).map(toRow),
  }));
  return {
    head,
    phases: [...planned.filter((phase) => phase.isCurrent), ...planned.filter((phase) => !phase.isCurrent)],
    gate: current ? await planGate(db, phases, current, criteria) : null,
    moves: await listLatestMoves(db, engagement, MOVES_SHOWN),
    resumption: head.pause && current ? resumptionOf(head.pause.since, current, now.today, calendar) : null,
    team: await listTeam(db, engagement),
    stages: nextStages(engagement.stage),
    undo: now.moveId ? await findUndo(db, actor, engagement.id, now.moveId, now) : null,
  };
}

/** A deliverable's row as lists show it. */
export function checklistRow(
  row: Pick<
    DeliverableRow,
    | "id"
    | "title"
    | "status"
    | "reason"
    | "owner_name"
    | "due_on"
    | "is_visible"
    | "requires_evidence"
    | "evidence_count"
    | "version"
  >,
  evidence: ChecklistRow["evidence"],
  today: CalendarDate,
  calendar: WorkingCalendar,
): ChecklistRow {
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    reason: row.reason,
    ownerName: row.owner_name,
    dueOn: row.due_on,
    lateBy: lateBy({ status: row.status, dueOn: row.due_on }, today, calendar),
    isVisible: row.is_visible === 1,
    requiresEvidence: row.requires_evidence === 1,
    evidenceCount: row.evidence_count,
    evidence,
    version: row.version,
  };
}

const readEvidence = prepared<
  { engagementId: string },
  Pick<EvidenceTable, "deliverable_id" | "url" | "note">
>((db, value) =>
  db
    .selectFrom("evidence")
    .select(["deliverable_id", "url", "note"])
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("added_at")
    .orderBy("id")
    .limit(5000),
);

async function latestEvidence(db: Kysely<DB>, engagementId: string) {
  const rows = await readEvidence(db, { engagementId });
  return new Map(rows.map(({ deliverable_id, url, note }) => [deliverable_id, { url, note }]));
}

function planPhase(
  phase: PhaseRow,
  intervals: readonly ClockInterval[],
  pauses: readonly ClockPause[],
  today: CalendarDate,
  calendar: WorkingCalendar,
): Omit<PlanPhase, "rows" | "isCurrent"> {
  const startOn = phase.actual_start_on ?? phase.planned_start_on;
  const untilOn = phase.actual_finish_on ?? today;
  return {
    kind: phase.kind,
    status: phase.status,
    startOn,
    finishOn: phase.actual_finish_on ?? phase.planned_finish_on,
    workingDays: phase.actual_finish_on
      ? workingDaysIn(startOn, phase.actual_finish_on, calendar)
      : phase.working_days,
    done: phase.done_count,
    notApplicable: phase.not_applicable_count,
    total: phase.total_count,
    days: phase.actual_start_on ? daysByHolder(intervals, pauses, startOn, untilOn, calendar) : null,
    gate: phase.gate,
  };
}

async function planGate(
  db: Kysely<DB>,
  phases: readonly PhaseRow[],
  phase: PhaseRow,
  criteria: Criterion[],
): Promise<PlanGate> {
  return {
    kind: phase.kind,
    status: phase.status,
    state: phase.gate,
    criteria,
    whyNot: whyGateCannotBeRequested(phase, criteria),
    whyNotStart: phase.status === "upcoming" ? whyPhaseCannotStart(phases, phase.kind) : null,
    plannedStartOn: phase.planned_start_on,
    attempts: await listGateAttempts(db, phase.id),
  };
}

function resumptionOf(
  pausedOn: CalendarDate,
  phase: PhaseRow,
  today: CalendarDate,
  calendar: WorkingCalendar,
): PlanPage["resumption"] {
  const workingDays = Math.max(0, workingDaysIn(pausedOn, today, calendar) - 1);
  if (workingDays === 0) return null;
  const edge = phase.status === "upcoming" ? "start" : "finish";
  const standingOn = edge === "start" ? phase.planned_start_on : phase.planned_finish_on;
  return { workingDays, toOn: addWorkingDays(standingOn, workingDays, calendar), phase: phase.kind, edge };
}

const readTeam = prepared<
  { engagementId: string; leadId: string; managerId: string },
  { id: string; name: string }
>((db, value) =>
  db
    .selectFrom("person")
    .select(["person.id", "person.name"])
    .where("person.role", "<>", "client")
    .where("person.disabled_at", "is", null)
    .where((eb) =>
      eb.or([
        eb("person.id", "in", [value("leadId"), value("managerId")]),
        eb(
          "person.id",
          "in",
          eb
            .selectFrom("engagement_member")
            .select("engagement_member.person_id")
            .where("engagement_member.engagement_id", "=", value("engagementId")),
        ),
      ]),
    )
    .orderBy("person.name")
    .limit(200),
);

/** Who can own a deliverable of the engagement: its lead, its manager and its members. */
export async function listTeam(
  db: Kysely<DB>,
  engagement: { id: string; lead_id: string | null; manager_id: string | null },
): Promise<{ id: string; name: string }[]> {
  return readTeam(db, {
    engagementId: engagement.id,
    leadId: engagement.lead_id ?? "",
    managerId: engagement.manager_id ?? "",
  });
}

async function findUndo(
  db: Kysely<DB>,
  actor: Actor,
  engagementId: string,
  moveId: string,
  now: { today: CalendarDate; at: number },
): Promise<PlanPage["undo"]> {
  const row = await db
    .selectFrom("promise")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .where("move_id", "=", moveId)
    .where("position", "=", 0)
    .where("cause", "<>", "first")
    .where("undone_at", "is", null)
    .where("made_by", "=", personIdOf(actor))
    .where("made_at", ">", now.at - UNDO_WINDOW_MS)
    .executeTakeFirst();
  if (!row) return null;
  return { moveId, text: promiseText({ ...movedDate(row), cause: row.cause }, now.today) };
}
