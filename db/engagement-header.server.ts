import type { Kysely, Selectable } from "kysely";
import { reasonsFor } from "~/domain/attention";
import { addDays, type CalendarDate, type WorkingCalendar } from "~/domain/calendar";
import { type ClockInterval, type ClockPause, currentHolder } from "~/domain/clock";
import type { EngagementHead, HeadRail } from "~/domain/engagement-head";
import { type Criterion, evaluateGate } from "~/domain/gate";
import type { Actor } from "~/domain/permissions";
import { currentPhase } from "~/domain/phase";
import type { RailInterval } from "~/domain/rail-input";
import { workingCalendar } from "./firm.server";
import { expectedOf } from "./forecasts.server";
import { readGateFacts } from "./gate-facts.server";
import { listPhases, type PhaseRow } from "./phases.server";
import { prepared } from "./prepared.server";
import type { ClockIntervalTable, DB, DeliverableTable, PauseTable } from "./schema";
import { type EngagementRow, type Reached, requireEngagement } from "./scope.server";
import { standingOf } from "./standing-row.server";

/**
 * What stands at the head of every screen of an engagement.
 * @throws Refusal `not_found` when it is hidden from the actor
 */
export async function engagementHeader(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
): Promise<EngagementHead> {
  const reached = await requireEngagement(db, actor, code, "see_pipeline");
  return (await readHead(db, reached, today)).head;
}

const DELIVERABLE_COLUMNS = [
  "id",
  "phase_id",
  "title",
  "status",
  "reason",
  "due_on",
  "is_visible",
  "requires_evidence",
  "evidence_count",
  "version",
] as const;

export type DeliverableRow = Pick<Selectable<DeliverableTable>, (typeof DELIVERABLE_COLUMNS)[number]> & {
  owner_name: string | null;
};

/** The deliverables of an engagement, in order, with their owners' names. */
const readDeliverables = prepared<{ engagementId: string }, DeliverableRow>((db, value) =>
  db
    .selectFrom("deliverable")
    .leftJoin("person", "person.id", "deliverable.owner_id")
    .select(DELIVERABLE_COLUMNS.map((column) => `deliverable.${column}` as const))
    .select("person.name as owner_name")
    .where("deliverable.engagement_id", "=", value("engagementId"))
    .orderBy("deliverable.phase_id")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(2000),
);

const readPeople = prepared<{ engagementId: string }, { company_name: string; lead_name: string | null }>(
  (db, value) =>
    db
      .selectFrom("engagement")
      .innerJoin("company", "company.id", "engagement.company_id")
      .leftJoin("person as lead", "lead.id", "engagement.lead_id")
      .select(["company.name as company_name", "lead.name as lead_name"])
      .where("engagement.id", "=", value("engagementId")),
);

/** The head together with the rows that it was made from, for the screen that shows more of them. */
export async function readHead(db: Kysely<DB>, { engagement, relation }: Reached, today: CalendarDate) {
  const calendar = await workingCalendar(db);
  const phases = await listPhases(db, engagement.id);
  const deliverables = await readDeliverables(db, { engagementId: engagement.id });
  const intervals = await listClock(db, engagement.id);
  const pauses = await listPauses(db, engagement.id);
  const [people] = await readPeople(db, { engagementId: engagement.id });

  const current = currentPhase(phases);
  const isLive = engagement.stage === "active";
  const pause = pauses.find((row) => row.resumed_on === null);
  const running = currentHolder(intervals);
  const criteria = current ? await currentCriteria(db, engagement, current, deliverables) : [];
  const head: EngagementHead = {
    code: engagement.code,
    title: engagement.title,
    company: { id: engagement.company_id, name: people?.company_name ?? "" },
    leadName: people?.lead_name ?? null,
    stage: engagement.stage,
    health: engagement.health,
    reasons: reasonsFor(standingOf(engagement), today, calendar).map((reason) => reason.text),
    pause: pause ? { since: pause.paused_on, reason: pause.reason } : null,
    ball:
      isLive && !pause && running
        ? { holder: running.holder, since: running.sinceOn, why: running.why }
        : null,
    phases: phases.map(({ kind, status }) => ({ kind, status })),
    isGateReady: current?.status === "in_progress" && criteria.every((criterion) => criterion.isMet),
    rail: {
      ...railOf(engagement, phases, today, calendar),
      deliverables: deliverables.map((row) => ({
        title: row.title,
        dueOn: row.due_on,
        state: row.status,
      })),
      waiting: waitingDays(intervals, today),
      paused: pauses.map((row) => ({ fromOn: row.paused_on, toOn: row.resumed_on ?? today })),
      expected: expectedOf(engagement, today),
    },
    relation,
  };
  return { head, phases, deliverables, intervals, pauses, calendar, criteria };
}

async function currentCriteria(
  db: Kysely<DB>,
  engagement: EngagementRow,
  phase: PhaseRow,
  deliverables: readonly DeliverableRow[],
): Promise<Criterion[]> {
  const checklist = deliverables
    .filter((row) => row.phase_id === phase.id)
    .map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      requiresEvidence: row.requires_evidence === 1,
      evidenceCount: row.evidence_count,
    }));
  return evaluateGate(await readGateFacts(db, engagement, phase.kind, checklist));
}

/** The phases as the rail draws them. The calendar holds only the holidays that lie within. */
export function railOf(
  engagement: { title: string; promised_finish_on: string | null },
  phases: readonly PhaseRow[],
  today: CalendarDate,
  calendar: WorkingCalendar,
): HeadRail {
  const isPromised = phases.some((phase) => phase.first_finish_on !== null);
  const dates = phases.flatMap((phase) => [
    phase.first_start_on ?? phase.planned_start_on,
    phase.actual_start_on ?? phase.planned_start_on,
    phase.planned_finish_on,
    phase.actual_finish_on ?? phase.planned_finish_on,
  ]);
  const [firstOn, lastOn] = [
    [...dates, today].sort().at(0) ?? today,
    [...dates, today].sort().at(-1) ?? today,
  ];
  return {
    title: engagement.title,
    phases: phases.map((phase) => ({
      kind: phase.kind,
      status: phase.status,
      firstStartOn: phase.first_start_on ?? phase.planned_start_on,
      firstFinishOn: phase.first_finish_on ?? phase.planned_finish_on,
      plannedStartOn: phase.planned_start_on,
      plannedFinishOn: phase.planned_finish_on,
      actualStartOn: phase.actual_start_on,
      actualFinishOn: phase.actual_finish_on,
      gate: phase.gate,
      done: phase.done_count,
      notApplicable: phase.not_applicable_count,
      total: phase.total_count,
    })),
    todayOn: today,
    promisedFinishOn: isPromised ? engagement.promised_finish_on : null,
    calendar: {
      weekend: [...calendar.weekend],
      holidays: new Set([...calendar.holidays].filter((on) => on >= firstOn && on <= lastOn)),
    },
  };
}

/** The days on which the client held the ball; the day on which it passes on belongs to who has it then. */
export function waitingDays(intervals: readonly ClockInterval[], today: CalendarDate): RailInterval[] {
  return intervals
    .filter((interval) => interval.holder === "client")
    .map(({ sinceOn, untilOn }) => ({
      fromOn: sinceOn,
      toOn: untilOn === null ? today : addDays(untilOn, -1),
    }))
    .filter(({ fromOn, toOn }) => fromOn <= toOn);
}

type ClockRow = Pick<Selectable<ClockIntervalTable>, "holder" | "why" | "since_on" | "until_on">;

const readClock = prepared<{ engagementId: string }, ClockRow>((db, value) =>
  db
    .selectFrom("clock_interval")
    .select(["holder", "why", "since_on", "until_on"])
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("since_on")
    .orderBy("set_at")
    .orderBy("id")
    .limit(2000),
);

/** The stretches of the clock of an engagement that was reached with the actor's scope, in order. */
export async function listClock(db: Kysely<DB>, engagementId: string): Promise<ClockInterval[]> {
  const rows = await readClock(db, { engagementId });
  return rows.map((row) => ({
    holder: row.holder,
    why: row.why,
    sinceOn: row.since_on,
    untilOn: row.until_on,
  }));
}

type PauseRow = Pick<Selectable<PauseTable>, "reason" | "paused_on" | "resumed_on">;

const readPauses = prepared<{ engagementId: string }, PauseRow>((db, value) =>
  db
    .selectFrom("pause")
    .select(["reason", "paused_on", "resumed_on"])
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("paused_at")
    .limit(500),
);

/** The pause as the clock's account takes it. */
export function pauseSpan(row: Pick<PauseRow, "paused_on" | "resumed_on">): ClockPause {
  return { pausedOn: row.paused_on, resumedOn: row.resumed_on };
}

/** The pauses of an engagement that was reached with the actor's scope, in order. */
export async function listPauses(db: Kysely<DB>, engagementId: string): Promise<PauseRow[]> {
  return readPauses(db, { engagementId });
}
