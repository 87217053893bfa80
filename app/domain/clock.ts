import { type CalendarDate, dateOf, dayNumber, isWorkingDay, type WorkingCalendar } from "./calendar";
import { PHASE_LABEL, type PhaseKind } from "./phase";

/** Who holds the ball. */
export const HOLDERS = ["us", "client", "third_party"] as const;
export type Holder = (typeof HOLDERS)[number];

export const HOLDER_LABEL: Record<Holder, string> = {
  us: "Us",
  client: "Client",
  third_party: "Third party",
};

/** One stretch of time with one holder; `untilOn` is null while it lasts. Both dates count. */
export interface ClockInterval {
  holder: Holder;
  sinceOn: CalendarDate;
  untilOn: CalendarDate | null;
  why: string;
}

/** A stretch in which no clock runs, from within its first day to within its last; null while it lasts. */
export interface ClockPause {
  pausedOn: CalendarDate;
  resumedOn: CalendarDate | null;
}

/** Working days by who held the ball, and those on which nobody did. */
export type DaysByHolder = Record<Holder, number> & { paused: number };

/** Why the clock is the client's while a gate is with them; both sides read it. */
export function whyGateWaits(phase: PhaseKind): string {
  return `The ${PHASE_LABEL[phase]} gate waits to be signed.`;
}

/** The stretch that runs now. */
export function currentHolder<I extends ClockInterval>(intervals: readonly I[]): I | undefined {
  return intervals.findLast((interval) => interval.untilOn === null);
}

/**
 * Working days of a span by holder. Each day belongs to who held the ball last on it; one on which no clock ran at all
 * because of a pause is paused; days that nobody is recorded for, before the first stretch, are ours. Adds up exactly
 * to the working days of the span. Stretches come in the order in which they began.
 */
export function daysByHolder(
  intervals: readonly ClockInterval[],
  pauses: readonly ClockPause[],
  fromOn: CalendarDate,
  toOn: CalendarDate,
  calendar: WorkingCalendar,
): DaysByHolder {
  const days: DaysByHolder = { us: 0, client: 0, third_party: 0, paused: 0 };
  const last = dayNumber(toOn);
  for (let day = dayNumber(fromOn); day <= last; day += 1) {
    const on = dateOf(day);
    if (isWorkingDay(on, calendar)) days[whoseDay(intervals, pauses, on)] += 1;
  }
  return days;
}

/** How many working days of a span each stretch held the ball last on; only those with any, in their order. */
export function workingDaysByStretch<I extends ClockInterval>(
  intervals: readonly I[],
  fromOn: CalendarDate,
  toOn: CalendarDate,
  calendar: WorkingCalendar,
): { stretch: I; index: number; workingDays: number }[] {
  const counts = new Map<number, number>();
  const last = dayNumber(toOn);
  for (let day = dayNumber(fromOn); day <= last; day += 1) {
    const on = dateOf(day);
    const index = intervals.findLastIndex((interval) => holdsOn(interval, on));
    if (index >= 0 && isWorkingDay(on, calendar)) counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return intervals.flatMap((stretch, index) => {
    const workingDays = counts.get(index);
    return workingDays ? [{ stretch, index, workingDays }] : [];
  });
}

const holdsOn = ({ sinceOn, untilOn }: ClockInterval, on: CalendarDate): boolean =>
  sinceOn <= on && (untilOn === null || untilOn >= on);

function whoseDay(
  intervals: readonly ClockInterval[],
  pauses: readonly ClockPause[],
  on: CalendarDate,
): keyof DaysByHolder {
  const holding = intervals.findLast((interval) => holdsOn(interval, on));
  if (holding) return holding.holder;
  const isPaused = pauses.some(
    ({ pausedOn, resumedOn }) => pausedOn < on && (resumedOn === null || resumedOn > on),
  );
  return isPaused ? "paused" : "us";
}

/** What became of the working days of one phase, or of all. */
export interface ClockLine {
  /** Null for the sum of all phases. */
  phase: PhaseKind | null;
  /** Working days from the actual start to the actual finish, or until today. */
  total: number;
  days: DaysByHolder;
}

/** The days of every phase that has started, accounted for, with their sum last; empty before the first one. */
export function clockAccount(
  phases: readonly {
    kind: PhaseKind;
    actualStartOn: CalendarDate | null;
    actualFinishOn: CalendarDate | null;
  }[],
  intervals: readonly ClockInterval[],
  pauses: readonly ClockPause[],
  today: CalendarDate,
  calendar: WorkingCalendar,
): ClockLine[] {
  const lines = phases.flatMap((phase): ClockLine[] => {
    if (!phase.actualStartOn) return [];
    const toOn = phase.actualFinishOn ?? today;
    const days = daysByHolder(intervals, pauses, phase.actualStartOn, toOn, calendar);
    return [{ phase: phase.kind, days, total: totalOf(days) }];
  });
  if (lines.length === 0) return [];
  const sum: DaysByHolder = { us: 0, client: 0, third_party: 0, paused: 0 };
  for (const { days } of lines) {
    for (const key of Object.keys(sum) as (keyof DaysByHolder)[]) sum[key] += days[key];
  }
  return [...lines, { phase: null, days: sum, total: totalOf(sum) }];
}

function totalOf({ us, client, third_party, paused }: DaysByHolder): number {
  return us + client + third_party + paused;
}

/** `Of 15 working days, 9 were with us, 4 with you and 2 with a third party.` `client` is what the client is called. */
export function accountText({ total, days }: Pick<ClockLine, "total" | "days">, client: string): string {
  if (total === 0) return "No working day has been spent yet.";
  const parts = [`${days.us} with us`, `${days.client} with ${client}`];
  if (days.third_party > 0) parts.push(`${days.third_party} with a third party`);
  if (days.paused > 0) parts.push(`${days.paused} paused`);
  const [first, ...rest] = parts;
  const verb = days.us === 1 ? "was" : "were";
  const all = [first?.replace(" with", ` ${verb} with`), ...rest];
  const whole = total === 1 ? "Of 1 working day" : `Of ${total} working days`;
  return `${whole}, ${all.slice(0, -1).join(", ")} and ${all.at(-1)}.`;
}
