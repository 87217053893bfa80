import {
  addDays,
  type CalendarDate,
  daysBetween,
  isCalendarDate,
  shortDate,
  type WorkingCalendar,
  workingDaysFrom,
} from "./calendar";

/** Days from the first to the last, both included. */
export interface Span {
  fromOn: CalendarDate;
  untilOn: CalendarDate;
}

/** A share of somebody's time, in percent of each working day. */
export interface Load extends Span {
  sharePercent: number;
}

/** What is usual where nobody says otherwise. */
export const USUAL_SHARE = { lead: 100, member: 80 } as const;

const DAYS_MOST = 2 * 366;
/** How long somebody is planned for while an engagement has no dates. */
const DAYS_USUAL = 9 * 7 - 1;

export const meets = (one: Span, other: Span): boolean =>
  one.fromOn <= other.untilOn && other.fromOn <= one.untilOn;

/** What is wrong with days that are planned; null when nothing is. */
export function whySpanDoesNotFit(span: Span): { field: string; message: string } | null {
  const wrong = (field: string, message: string) => ({ field, message });
  if (!isCalendarDate(span.fromOn)) return wrong("from_on", "Enter a date that exists, such as 2026-03-02.");
  if (!isCalendarDate(span.untilOn))
    return wrong("until_on", "Enter a date that exists, such as 2026-03-02.");
  if (span.untilOn < span.fromOn) return wrong("until_on", "It ends before it begins.");
  if (daysBetween(span.fromOn, span.untilOn) > DAYS_MOST) {
    return wrong("until_on", "Plan at most two years at a time.");
  }
  return null;
}

/**
 * Why somebody cannot be planned so, with the field it concerns; null when they can. `others` are the same person's
 * other shares of the same engagement, which may not overlap: one of them would be forgotten when the other is changed.
 */
export function whyCannotAllocate(
  load: Load,
  others: readonly Load[],
  name: string,
  today: CalendarDate,
): { field: string; message: string } | null {
  if (!Number.isInteger(load.sharePercent) || load.sharePercent < 1 || load.sharePercent > 100) {
    return { field: "share_percent", message: "Enter a whole number from 1 to 100." };
  }
  const misfit = whySpanDoesNotFit(load);
  if (misfit) return misfit;
  const other = others.find((one) => meets(one, load));
  if (!other) return null;
  const span = `${shortDate(other.fromOn, today)} to ${shortDate(other.untilOn, today)}`;
  return {
    field: "from_on",
    message: `${name} is planned on it at ${other.sharePercent} % from ${span} already. Change that one, or choose other days.`,
  };
}

/**
 * What a form starts from: the days of the engagement that are still to come, after what is planned for the person
 * already, at the usual share.
 */
export function usualAllocation(
  engagement: { startOn: CalendarDate | null; finishOn: CalendarDate | null },
  person: { isLead: boolean; lastOn: CalendarDate | null },
  today: CalendarDate,
): Load {
  const begins = engagement.startOn && engagement.startOn > today ? engagement.startOn : today;
  const fromOn = person.lastOn && person.lastOn >= begins ? addDays(person.lastOn, 1) : begins;
  const untilOn =
    engagement.finishOn && engagement.finishOn >= fromOn ? engagement.finishOn : addDays(fromOn, DAYS_USUAL);
  return { fromOn, untilOn, sharePercent: person.isLead ? USUAL_SHARE.lead : USUAL_SHARE.member };
}

/**
 * How many working days before a date the planning of somebody ends; null when it reaches it, or there is none. Moving
 * the dates of an engagement leaves what people were planned for as it is, so that it can fall short.
 */
export function shortfall(
  spans: readonly Span[],
  neededUntilOn: CalendarDate | null,
  calendar: WorkingCalendar,
): { endsOn: CalendarDate; workingDays: number } | null {
  const endsOn = lastDayOf(spans);
  if (!endsOn || !neededUntilOn || endsOn >= neededUntilOn) return null;
  const workingDays = workingDaysFrom(endsOn, neededUntilOn, calendar);
  return workingDays > 0 ? { endsOn, workingDays } : null;
}

/** The last day of several spans; null without any. */
export function lastDayOf(spans: readonly Span[]): CalendarDate | null {
  return spans.reduce<CalendarDate | null>(
    (last, { untilOn }) => (last === null || untilOn > last ? untilOn : last),
    null,
  );
}
