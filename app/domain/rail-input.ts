import { type CalendarDate, dayNumber, type WorkingCalendar } from "./calendar";
import type { DeliverableStatus } from "./deliverable";
import type { GateState } from "./gate";
import type { PhaseKind, PhaseStatus } from "./phase";

/** One phase as the rail draws it. All dates are inclusive. */
export interface RailPhase {
  kind: PhaseKind;
  status: PhaseStatus;
  /** What was promised first: the pale ghost. */
  firstStartOn: CalendarDate;
  firstFinishOn: CalendarDate;
  /** The promise as it stands. */
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  actualStartOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
  gate: GateState;
  done: number;
  notApplicable: number;
  total: number;
}

export interface RailInterval {
  fromOn: CalendarDate;
  toOn: CalendarDate;
}

export interface RailDeliverable {
  title: string;
  dueOn: CalendarDate | null;
  state: DeliverableStatus;
}

export interface RailInput {
  title: string;
  /** In order; empty while nothing is planned. */
  phases: RailPhase[];
  todayOn: CalendarDate;
  /** What the day of the needle is called, where it is not today. */
  dayLabel?: string;
  promisedFinishOn: CalendarDate | null;
  deliverables?: RailDeliverable[];
  /** Days on which the client held the ball. */
  waiting?: RailInterval[];
  paused?: RailInterval[];
  expected?: { p50On: CalendarDate; p80On: CalendarDate; p95On: CalendarDate } | null;
  /** The firm's calendar, for working days in words; Monday to Friday when left out. */
  calendar?: WorkingCalendar;
}

/** Overlapping and touching intervals as one, earliest first. */
export function mergeIntervals(intervals: readonly RailInterval[]): RailInterval[] {
  const merged: RailInterval[] = [];
  for (const { fromOn, toOn } of [...intervals].sort((a, b) => (a.fromOn < b.fromOn ? -1 : 1))) {
    const last = merged.at(-1);
    if (toOn < fromOn) continue;
    if (last && dayNumber(fromOn) <= dayNumber(last.toOn) + 1) {
      if (toOn > last.toOn) last.toOn = toOn;
    } else {
      merged.push({ fromOn, toOn });
    }
  }
  return merged;
}

/** Cuts what lies after today. */
export function untilToday(intervals: readonly RailInterval[], todayOn: CalendarDate): RailInterval[] {
  return intervals.map(({ fromOn, toOn }) => ({ fromOn, toOn: toOn > todayOn ? todayOn : toOn }));
}

/** Whether a phase is open past the finish that was promised for it. */
export function isPhaseLate(phase: RailPhase, todayOn: CalendarDate): boolean {
  const isOpen = phase.status === "in_progress" || phase.status === "in_review";
  return isOpen && phase.actualFinishOn === null && phase.plannedFinishOn < todayOn;
}
