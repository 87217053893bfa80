import { addDays, type CalendarDate, type WorkingCalendar, workingDaysIn } from "./calendar";

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

/** The stretch that runs now. */
export function currentHolder<I extends ClockInterval>(intervals: readonly I[]): I | undefined {
  return intervals.findLast((interval) => interval.untilOn === null);
}

/**
 * Working days of a span by holder. Each day belongs to who held the ball last on it; days that nobody is recorded
 * for, before the first stretch, are ours. Adds up exactly to the working days of the span.
 */
export function daysByHolder(
  intervals: readonly ClockInterval[],
  fromOn: CalendarDate,
  toOn: CalendarDate,
  calendar: WorkingCalendar,
): Record<Holder, number> {
  const days: Record<Holder, number> = { us: 0, client: 0, third_party: 0 };
  const inOrder = [...intervals].sort((a, b) => (a.sinceOn < b.sinceOn ? -1 : a.sinceOn > b.sinceOn ? 1 : 0));
  for (let on = fromOn; on <= toOn; on = addDays(on, 1)) {
    if (workingDaysIn(on, on, calendar) === 0) continue;
    const holding = inOrder.findLast(
      (interval) => interval.sinceOn <= on && (interval.untilOn === null || interval.untilOn >= on),
    );
    days[holding?.holder ?? "us"] += 1;
  }
  return days;
}
