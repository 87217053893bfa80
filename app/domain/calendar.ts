/**
 * Calendar dates and working days. A date is the text `YYYY-MM-DD`, never an instant, so that it is the same day in
 * Honolulu, London and Auckland; all arithmetic is on day numbers in UTC, where no day is 23 hours long.
 */
export type CalendarDate = string;

export interface WorkingCalendar {
  /** Days of the week off, 0 = Sunday to 6 = Saturday. Never all seven. */
  weekend: readonly number[];
  holidays: ReadonlySet<CalendarDate>;
}

export const STANDARD_CALENDAR: WorkingCalendar = { weekend: [0, 6], holidays: new Set() };

const DAY_MS = 86_400_000;

/** Whether the text is a date that exists, in the form YYYY-MM-DD, in the years 1900 to 2199. */
export function isCalendarDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const year = Number(match[1]);
  if (year < 1900 || year > 2199) return false;
  return dateOf(dayNumber(text)) === text;
}

/** Days since 1 January 1970. After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
export function dayNumber(on: CalendarDate): number {
  const month = digits(on, 5, 7);
  const year = digits(on, 0, 4) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + digits(on, 8, 10) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index += 1) number = number * 10 + text.charCodeAt(index) - 48;
  return number;
}

export function dateOf(day: number): CalendarDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function addDays(on: CalendarDate, days: number): CalendarDate {
  return dateOf(dayNumber(on) + days);
}

/** Calendar days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 0 = Sunday to 6 = Saturday. */
export function weekday(on: CalendarDate): number {
  return weekdayOf(dayNumber(on));
}

function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWorkingDay(on: CalendarDate, calendar: WorkingCalendar): boolean {
  return worksOn(dayNumber(on), calendar);
}

function worksOn(day: number, { weekend, holidays }: WorkingCalendar): boolean {
  return !weekend.includes(weekdayOf(day)) && !(holidays.size > 0 && holidays.has(dateOf(day)));
}

/** The date itself if it is a working day, else the next one. */
export function workingDayOnOrAfter(on: CalendarDate, calendar: WorkingCalendar): CalendarDate {
  let day = dayNumber(on);
  while (!worksOn(day, calendar)) day += 1;
  return dateOf(day);
}

/** The date itself if it is a working day, else the one before. */
export function workingDayOnOrBefore(on: CalendarDate, calendar: WorkingCalendar): CalendarDate {
  let day = dayNumber(on);
  while (!worksOn(day, calendar)) day -= 1;
  return dateOf(day);
}

/**
 * The date that lies so many working days later (earlier when negative). From a day off, counting starts at the
 * working day that follows it, so that zero always answers a working day.
 */
export function addWorkingDays(on: CalendarDate, days: number, calendar: WorkingCalendar): CalendarDate {
  let day = dayNumber(on);
  while (!worksOn(day, calendar)) day += 1;
  const step = days < 0 ? -1 : 1;
  let left = Math.abs(days);
  while (left > 0) {
    day += step;
    if (worksOn(day, calendar)) left -= 1;
  }
  return dateOf(day);
}

/** Working days from one day number to another, both counted. */
function countWorking(first: number, last: number, calendar: WorkingCalendar): number {
  let count = 0;
  for (let day = first; day <= last; day += 1) {
    if (worksOn(day, calendar)) count += 1;
  }
  return count;
}

/** Working days in the span, both ends counted; 0 when it ends before it begins. */
export function workingDaysIn(from: CalendarDate, to: CalendarDate, calendar: WorkingCalendar): number {
  return countWorking(dayNumber(from), dayNumber(to), calendar);
}

/** Working days after the first date up to and with the second; negative when the second is earlier. */
export function workingDaysFrom(from: CalendarDate, to: CalendarDate, calendar: WorkingCalendar): number {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  if (last >= first) return countWorking(first + 1, last, calendar);
  const back = countWorking(last + 1, first, calendar);
  return back === 0 ? 0 : -back;
}

/** The firm's working days in one week, 1 to 7. */
export function workingDaysPerWeek(calendar: WorkingCalendar): number {
  return 7 - new Set(calendar.weekend).size;
}

// Making a format takes a hundred times as long as using it, and every request asks for today.
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  const kept = dateFormats.get(timeZone);
  if (kept) return kept;
  const made = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  dateFormats.set(timeZone, made);
  return made;
}

/** The calendar date of an instant in a time zone such as `Europe/London`. */
export function dateInZone(at: number, timeZone: string): CalendarDate {
  return dateFormat(timeZone).format(at);
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** As people write it: `18 Dec`, with the year where it is not that of `today`. */
export function shortDate(on: CalendarDate, today?: CalendarDate): string {
  const year = on.slice(0, 4);
  const text = `${Number(on.slice(8, 10))} ${MONTHS[Number(on.slice(5, 7)) - 1]}`;
  return today?.slice(0, 4) === year ? text : `${text} ${year}`;
}

/** `Fri 18 Dec`, with the year where it is not that of `today`. */
export function longDate(on: CalendarDate, today?: CalendarDate): string {
  return `${WEEKDAYS[weekday(on)]} ${shortDate(on, today)}`;
}

/** `1 working day`, `3 working days`. */
export function workingDaysText(days: number): string {
  return `${days} working day${days === 1 ? "" : "s"}`;
}
