import type { Kysely } from "kysely";
import { type CalendarDate, workingDaysFrom } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import type { Stage } from "~/domain/stage";
import { workingCalendar } from "./firm.server";
import { planLine } from "./first-promise.server";
import { listPhases } from "./phases.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

export interface PhaseDates {
  kind: PhaseKind;
  status: PhaseStatus;
  /** What was promised first; null until something was. */
  firstStartOn: CalendarDate | null;
  firstFinishOn: CalendarDate | null;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  actualStartOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
  workingDays: number;
  /** Working days that the planned finish lies after the first promised one; null while nothing is promised. */
  slip: number | null;
  version: number;
}

export interface EngagementDates {
  code: string;
  stage: Stage;
  isPaused: boolean;
  seq: number;
  isPromised: boolean;
  /** The planned dates as `promiseDates` asks for them. */
  plan: string;
  phases: PhaseDates[];
}

/** First, current and actual dates of every phase. @throws Refusal `not_found`, `forbidden` */
export async function readDates(db: Kysely<DB>, actor: Actor, code: string): Promise<EngagementDates> {
  const { engagement } = await requireEngagement(db, actor, code, "run_engagement");
  const calendar = await workingCalendar(db);
  const phases = await listPhases(db, engagement.id);
  return {
    code: engagement.code,
    stage: engagement.stage,
    isPaused: engagement.is_paused === 1,
    seq: engagement.seq,
    isPromised: phases.some((phase) => phase.first_finish_on !== null),
    plan: planLine(phases),
    phases: phases.map((phase) => ({
      kind: phase.kind,
      status: phase.status,
      firstStartOn: phase.first_start_on,
      firstFinishOn: phase.first_finish_on,
      plannedStartOn: phase.planned_start_on,
      plannedFinishOn: phase.planned_finish_on,
      actualStartOn: phase.actual_start_on,
      actualFinishOn: phase.actual_finish_on,
      workingDays: phase.working_days,
      slip: phase.first_finish_on
        ? workingDaysFrom(phase.first_finish_on, phase.planned_finish_on, calendar)
        : null,
      version: phase.version,
    })),
  };
}
