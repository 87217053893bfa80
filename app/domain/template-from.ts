import { type CalendarDate, type WorkingCalendar, workingDaysIn } from "./calendar";
import type { Artefact } from "./deliverable";
import type { PhaseKind } from "./phase";
import type { TemplateBody, TemplateDeliverable } from "./template";

/** A phase of a finished engagement as far as a template can learn from it. */
export interface FinishedPhase {
  kind: PhaseKind;
  plannedStartOn: CalendarDate;
  workingDays: number;
  deliverables: readonly {
    title: string;
    dueOn: CalendarDate | null;
    isVisible: boolean;
    requiresEvidence: boolean;
    artefact: Artefact | null;
  }[];
}

const DAYS_A_WEEK = 5;

/**
 * A template of what an engagement was: its phases with their planned working days, its deliverables with the working
 * day of the phase on which they were due. What had no date is due at the end; an artefact is carried once.
 */
export function templateFrom(
  phases: readonly FinishedPhase[],
  weeks: number | null,
  calendar: WorkingCalendar,
): TemplateBody {
  const carried = new Set<Artefact>();
  const once = (artefact: Artefact | null): Artefact | null => {
    if (!artefact || carried.has(artefact)) return null;
    carried.add(artefact);
    return artefact;
  };
  const days = phases.reduce((sum, phase) => sum + phase.workingDays, 0);
  return {
    weeks: weeks ?? Math.max(1, Math.round(days / DAYS_A_WEEK)),
    phases: phases.map((phase) => ({
      kind: phase.kind,
      workingDays: phase.workingDays,
      isFixed: phase.kind === "read",
      deliverables: phase.deliverables.map(
        (row): TemplateDeliverable => ({
          title: row.title,
          dueDay: dueDayOf(phase, row.dueOn, calendar),
          isVisible: row.isVisible,
          requiresEvidence: row.requiresEvidence,
          artefact: once(row.artefact),
        }),
      ),
    })),
  };
}

function dueDayOf(
  { plannedStartOn, workingDays }: FinishedPhase,
  dueOn: CalendarDate | null,
  calendar: WorkingCalendar,
): number {
  if (!dueOn) return workingDays;
  const day = dueOn < plannedStartOn ? 1 : workingDaysIn(plannedStartOn, dueOn, calendar);
  return Math.min(workingDays, Math.max(1, day));
}
