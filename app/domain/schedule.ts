import {
  addWorkingDays,
  type CalendarDate,
  isWorkingDay,
  longDate,
  type WorkingCalendar,
  workingDayOnOrAfter,
  workingDaysFrom,
  workingDaysIn,
  workingDaysPerWeek,
} from "./calendar";
import { PHASE_LABEL, type PhaseKind, type PhaseStatus } from "./phase";

/** The seed's range for a whole engagement, in weeks. */
export const WEEKS_MIN = 6;
export const WEEKS_MAX = 12;

export interface PlannedPhase {
  kind: PhaseKind;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
}

export interface ScheduledPhase extends PlannedPhase {
  status: PhaseStatus;
}

export interface PhaseLength {
  kind: PhaseKind;
  workingDays: number;
  /** A fixed phase keeps its length whatever the whole lasts: Read is always days one to three. */
  isFixed: boolean;
}

/** A plain warning when an engagement is shorter or longer than the usual range; null within it. */
export function lengthWarning(weeks: number): string | null {
  if (weeks >= WEEKS_MIN && weeks <= WEEKS_MAX) return null;
  const side = weeks < WEEKS_MIN ? "shorter" : "longer";
  return `${weeks} weeks is ${side} than our usual ${WEEKS_MIN} to ${WEEKS_MAX}. Say why, so that the next reader knows.`;
}

/**
 * Lengths scaled so that together they last exactly `weeks`: fixed phases keep theirs, the rest share what is left in
 * proportion, each at least one day, rounding by largest remainder. Working days.
 */
export function scaleLengths(
  lengths: readonly PhaseLength[],
  weeks: number,
  calendar: WorkingCalendar,
): { kind: PhaseKind; workingDays: number }[] {
  const total = Math.max(lengths.length, Math.round(weeks * workingDaysPerWeek(calendar)));
  const elastic = lengths.filter((length) => !length.isFixed);
  const fixedDays = lengths.reduce((sum, length) => sum + (length.isFixed ? length.workingDays : 0), 0);
  const toShare = Math.max(elastic.length, total - fixedDays);
  const weight = elastic.reduce((sum, length) => sum + length.workingDays, 0) || 1;
  const shares = elastic.map((length) => {
    const exact = Math.max(1, (length.workingDays / weight) * toShare);
    return { kind: length.kind, days: Math.floor(exact), remainder: exact - Math.floor(exact) };
  });
  let left = toShare - shares.reduce((sum, share) => sum + share.days, 0);
  const byRemainder = [...shares].sort((a, b) => b.remainder - a.remainder);
  for (let turn = 0; left !== 0 && turn < 1000; turn += 1) {
    const share = byRemainder[turn % byRemainder.length];
    if (!share) break;
    const step = Math.sign(left);
    if (share.days + step < 1) continue;
    share.days += step;
    left -= step;
  }
  return lengths.map((length) => ({
    kind: length.kind,
    workingDays: length.isFixed
      ? length.workingDays
      : (shares.find((share) => share.kind === length.kind)?.days ?? length.workingDays),
  }));
}

/** Phases laid end to end from the first working day on or after the start. */
export function layOut(
  startsOn: CalendarDate,
  lengths: readonly { kind: PhaseKind; workingDays: number }[],
  calendar: WorkingCalendar,
): PlannedPhase[] {
  let start = workingDayOnOrAfter(startsOn, calendar);
  return lengths.map(({ kind, workingDays }) => {
    const finish = addWorkingDays(start, workingDays - 1, calendar);
    const phase = { kind, plannedStartOn: start, plannedFinishOn: finish };
    start = addWorkingDays(finish, 1, calendar);
    return phase;
  });
}

/** Length of a planned phase in working days, at least 1. */
export function plannedWorkingDays(phase: PlannedPhase, calendar: WorkingCalendar): number {
  return Math.max(1, workingDaysIn(phase.plannedStartOn, phase.plannedFinishOn, calendar));
}

export interface DateMove {
  kind: PhaseKind;
  edge: "start" | "finish";
  toOn: CalendarDate;
}

export interface DateChange {
  kind: PhaseKind;
  edge: "start" | "finish";
  fromOn: CalendarDate;
  toOn: CalendarDate;
  /** Working days later; negative when earlier. */
  workingDays: number;
}

export type MoveOutcome =
  | { ok: true; phases: PlannedPhase[]; changes: DateChange[] }
  | { ok: false; message: string };

/**
 * What moving one planned date does to the plan: the phases after it follow, each keeping its length and its distance
 * from the one before, in working days. Answers every date that changes, the moved one first, or why it cannot move.
 */
export function moveDate(
  phases: readonly ScheduledPhase[],
  move: DateMove,
  calendar: WorkingCalendar,
): MoveOutcome {
  const index = phases.findIndex((phase) => phase.kind === move.kind);
  const phase = phases[index];
  const name = PHASE_LABEL[move.kind];
  if (!phase) return { ok: false, message: "This engagement has no such phase." };
  if (phase.status === "done") return { ok: false, message: `${name} is done; its dates stay as they were.` };
  if (!isWorkingDay(move.toOn, calendar)) {
    return {
      ok: false,
      message: `${longDate(move.toOn)} is not a working day. Choose a day on which we work.`,
    };
  }
  if (move.edge === "start" && phase.status !== "upcoming") {
    return { ok: false, message: `${name} has started; only its finish can move.` };
  }
  const before = phases[index - 1];
  if (move.edge === "start" && before && move.toOn <= before.plannedFinishOn) {
    return {
      ok: false,
      message: `${name} cannot start before ${PHASE_LABEL[before.kind]} finishes on ${longDate(before.plannedFinishOn)}.`,
    };
  }
  if (move.edge === "finish" && move.toOn < phase.plannedStartOn) {
    return {
      ok: false,
      message: `${name} cannot finish before it starts on ${longDate(phase.plannedStartOn)}.`,
    };
  }

  const moved = phases.map(({ kind, plannedStartOn, plannedFinishOn }) => ({
    kind,
    plannedStartOn,
    plannedFinishOn,
  }));
  const target = moved[index];
  if (!target) return { ok: false, message: "This engagement has no such phase." };
  if (move.edge === "start") {
    const length = plannedWorkingDays(phase, calendar);
    target.plannedStartOn = move.toOn;
    target.plannedFinishOn = addWorkingDays(move.toOn, length - 1, calendar);
  } else {
    target.plannedFinishOn = move.toOn;
  }
  for (let later = index + 1; later < moved.length; later += 1) {
    const previous = moved[later - 1];
    const wasPrevious = phases[later - 1];
    const was = phases[later];
    const now = moved[later];
    if (!previous || !wasPrevious || !was || !now) break;
    const distance = Math.max(1, workingDaysFrom(wasPrevious.plannedFinishOn, was.plannedStartOn, calendar));
    now.plannedStartOn = addWorkingDays(previous.plannedFinishOn, distance, calendar);
    now.plannedFinishOn = addWorkingDays(now.plannedStartOn, plannedWorkingDays(was, calendar) - 1, calendar);
  }
  const changes = changesBetween(phases, moved, calendar);
  if (changes.length === 0) return { ok: false, message: "That is the date it has now." };
  const own = (change: DateChange) => change.kind === move.kind && change.edge === move.edge;
  return { ok: true, phases: moved, changes: [...changes.filter(own), ...changes.filter((c) => !own(c))] };
}

function changesBetween(
  before: readonly PlannedPhase[],
  after: readonly PlannedPhase[],
  calendar: WorkingCalendar,
): DateChange[] {
  const changes: DateChange[] = [];
  before.forEach((was, index) => {
    const now = after[index];
    if (!now) return;
    for (const edge of ["start", "finish"] as const) {
      const fromOn = edge === "start" ? was.plannedStartOn : was.plannedFinishOn;
      const toOn = edge === "start" ? now.plannedStartOn : now.plannedFinishOn;
      if (fromOn === toOn) continue;
      changes.push({
        kind: was.kind,
        edge,
        fromOn,
        toOn,
        workingDays: workingDaysFrom(fromOn, toOn, calendar),
      });
    }
  });
  return changes;
}
