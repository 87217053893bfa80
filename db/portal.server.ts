import type { Kysely, Selectable } from "kysely";
import type { OpenAsk } from "~/domain/ask";
import { type CalendarDate, dateInZone, type WorkingCalendar } from "~/domain/calendar";
import { currentHolder } from "~/domain/clock";
import type { Actor } from "~/domain/permissions";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import { type PortalAnswer, portalAnswer } from "~/domain/portal";
import { agoText, type Change, groupChanges } from "~/domain/portal-changes";
import type { PromiseCause } from "~/domain/promise";
import type { RailInput } from "~/domain/rail-input";
import { Refusal } from "~/domain/refusal";
import { CLIENT_STAGES, type Stage } from "~/domain/stage";
import { listClock, listPauses, railOf, waitingDays } from "./engagement-header.server";
import { firmWithCalendar } from "./firm.server";
import { expectedOf } from "./forecasts.server";
import { type MovedDate, movedDate } from "./moved-date.server";
import { listOpenAsks } from "./open-asks.server";
import { listPhases, type PhaseRow } from "./phases.server";
import { listClientDeliverables, type PortalDeliverable } from "./portal-deliverables.server";
import { listClientEvents, markVisit, type Since } from "./portal-visits.server";
import { prepared } from "./prepared.server";
import type { DB, PromiseTable } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

/** Whose page it is and for whom; what stands in the frame of every page of the portal. */
export interface PortalFrame {
  code: string;
  title: string;
  firm: string;
  company: string;
  /** Whether one of our people looks at it as the client does. */
  isViewedAsClient: boolean;
}

export interface PortalPhase {
  kind: PhaseKind;
  status: PhaseStatus;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  actualFinishOn: CalendarDate | null;
  gate: PhaseRow["gate"];
  /** Counted over all deliverables of the phase, as everywhere. */
  done: number;
  notApplicable: number;
  total: number;
  /** Those that the client may see. */
  deliverables: PortalDeliverable[];
}

export interface PortalMove extends MovedDate {
  moveId: string;
  cause: PromiseCause;
  sentence: string;
}

export interface PortalPage {
  frame: PortalFrame;
  stage: Stage;
  answer: PortalAnswer;
  rail: Omit<RailInput, "calendar">;
  /** The firm's working days within the plan. */
  calendar: { weekend: readonly number[]; holidays: string[] };
  since: {
    kind: Since["kind"];
    /** How long ago that was, in words; null on a first visit. */
    ago: string | null;
    changes: Change[];
  };
  phases: PortalPhase[];
  /** The last moves of promised dates that stand, the newest first. */
  moves: PortalMove[];
  /** What we need of the client, what is due first. */
  asks: OpenAsk[];
}

const SHOWN_MOVES = 3;

const readCompany = prepared<{ id: string }, { name: string }>((db, value) =>
  db.selectFrom("company").select("name").where("id", "=", value("id")),
);

/**
 * An engagement as its client may see it, for whoever may see its portal.
 * @throws Refusal `not_found` when it is unknown, hidden, or not agreed yet
 */
export async function requirePortal(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<{
  engagement: EngagementRow;
  frame: PortalFrame;
  timeZone: string;
  calendar: WorkingCalendar;
}> {
  const { engagement } = await requireEngagement(db, actor, code, "see_portal");
  if (!CLIENT_STAGES.includes(engagement.stage)) {
    throw new Refusal("not_found", "The client does not see this engagement: its work is not agreed.");
  }
  const { firm, calendar } = await firmWithCalendar(db);
  const [company] = await readCompany(db, { id: engagement.company_id });
  return {
    engagement,
    timeZone: firm?.timeZone ?? "UTC",
    calendar,
    frame: {
      code: engagement.code,
      title: engagement.title,
      firm: firm?.name ?? "",
      company: company?.name ?? "",
      isViewedAsClient: actor.role !== "client",
    },
  };
}

/**
 * The client's page of an engagement. Notes that a contact has looked, unless `isNoted` is false.
 * @throws Refusal `not_found`
 */
export async function readPortal(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  look: { at: number; today: CalendarDate; isNoted: boolean },
): Promise<PortalPage> {
  const { engagement, frame, timeZone, calendar } = await requirePortal(db, actor, code);
  const rows = await listPhases(db, engagement.id);
  const deliverables = await listClientDeliverables(db, engagement, look.today, timeZone);
  const intervals = await listClock(db, engagement.id);
  const pauses = await listPauses(db, engagement.id);
  const moves = await listLastMoves(db, engagement.id);
  const asks = await listOpenAsks(db, engagement.id, look.today, calendar);
  const since = await markVisit(db, actor, engagement, look.at, look.isNoted);
  const events = await listClientEvents(db, actor, engagement, since.seq);
  const phases = rows.map((row) => phaseOf(row, deliverables.get(row.id) ?? []));
  const ball = currentHolder(intervals);
  const pause = pauses.find((row) => row.resumed_on === null);
  const { calendar: within, ...rail } = railOf(engagement, rows, look.today, calendar);
  const isShown = engagement.is_forecast_shared === 1;
  const expected = isShown ? expectedOf(engagement, look.today) : null;
  return {
    frame,
    stage: engagement.stage,
    answer: portalAnswer(
      {
        title: engagement.title,
        stage: engagement.stage,
        todayOn: look.today,
        phases: rows.map((row) => ({
          kind: row.kind,
          status: row.status,
          plannedStartOn: row.planned_start_on,
          plannedFinishOn: row.planned_finish_on,
          firstFinishOn: row.first_finish_on,
          actualFinishOn: row.actual_finish_on,
          expected: isShown ? expectedOf(row, look.today) : null,
        })),
        expected,
        pause: pause ? { sinceOn: pause.paused_on, why: pause.reason } : null,
        ball: ball ?? null,
        gateRequestedOn: engagement.gate_requested_on,
        openAsks: asks.length,
      },
      calendar,
    ),
    rail: {
      ...rail,
      deliverables: phases.flatMap((phase) =>
        phase.deliverables.map(({ title, dueOn, status }) => ({ title, dueOn, state: status })),
      ),
      waiting: waitingDays(intervals, look.today),
      paused: pauses.map((row) => ({ fromOn: row.paused_on, toOn: row.resumed_on ?? look.today })),
      expected,
    },
    calendar: { weekend: calendar.weekend, holidays: [...(within?.holidays ?? [])] },
    since: {
      kind: since.kind,
      ago: since.at === null ? null : agoText(dateInZone(since.at, timeZone), look.today),
      changes: groupChanges(events, look.today),
    },
    phases,
    moves,
    asks,
  };
}

function phaseOf(row: PhaseRow, deliverables: PortalDeliverable[]): PortalPhase {
  return {
    kind: row.kind,
    status: row.status,
    plannedStartOn: row.planned_start_on,
    plannedFinishOn: row.planned_finish_on,
    actualFinishOn: row.actual_finish_on,
    gate: row.gate,
    done: row.done_count,
    notApplicable: row.not_applicable_count,
    total: row.total_count,
    deliverables,
  };
}

const MOVE_COLUMNS = [
  "move_id",
  "phase_kind",
  "edge",
  "from_on",
  "to_on",
  "working_days",
  "cause",
  "sentence",
] as const;

const readLastMoves = prepared<
  { engagementId: string },
  Pick<Selectable<PromiseTable>, (typeof MOVE_COLUMNS)[number]>
>((db, value) =>
  db
    .selectFrom("promise")
    .select(MOVE_COLUMNS)
    .where("engagement_id", "=", value("engagementId"))
    .where("position", "=", 0)
    .where("cause", "<>", "first")
    .where("undone_at", "is", null)
    .orderBy("made_at", "desc")
    .orderBy("move_id", "desc")
    .limit(SHOWN_MOVES),
);

async function listLastMoves(db: Kysely<DB>, engagementId: string): Promise<PortalMove[]> {
  const rows = await readLastMoves(db, { engagementId });
  return rows.map((row) => ({
    moveId: row.move_id,
    ...movedDate(row),
    cause: row.cause,
    sentence: row.sentence,
  }));
}
