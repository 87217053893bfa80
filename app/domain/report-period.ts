import { addDays, type CalendarDate, isCalendarDate, shortDate } from "./calendar";

/** What a report looks back on; both dates count. */
export interface ReportPeriod {
  fromOn: CalendarDate;
  toOn: CalendarDate;
}

const YEARS_UNASKED = 3;
export const YEARS_MOST = 10;

/** The same day so many years earlier; 29 February becomes the 28th. */
function yearsBefore(on: CalendarDate, years: number): CalendarDate {
  const year = String(Number(on.slice(0, 4)) - years).padStart(4, "0");
  const same = `${year}${on.slice(4)}`;
  return isCalendarDate(same) ? same : `${year}-02-28`;
}

function dateIn(params: URLSearchParams, name: string): CalendarDate | null {
  const text = params.get(name)?.trim() ?? "";
  return isCalendarDate(text) ? text : null;
}

/** The period that an address asks for: three years unless it says otherwise, ten at most, its dates in order. */
export function parsePeriod(params: URLSearchParams, today: CalendarDate): ReportPeriod {
  const [from, to] = [dateIn(params, "from"), dateIn(params, "to")];
  if (from && to && from > to) return bounded(to, from);
  const toOn = to ?? (from && from > today ? from : today);
  return bounded(from ?? addDays(yearsBefore(toOn, YEARS_UNASKED), 1), toOn);
}

function bounded(fromOn: CalendarDate, toOn: CalendarDate): ReportPeriod {
  const earliest = addDays(yearsBefore(toOn, YEARS_MOST), 1);
  return { fromOn: fromOn < earliest ? earliest : fromOn, toOn };
}

/** `1 Jan 2026 to 22 Nov 2026` */
export function periodText({ fromOn, toOn }: ReportPeriod): string {
  return `${shortDate(fromOn)} to ${shortDate(toOn)}`;
}

/** Periods to choose with one press. */
export function periodChoices(today: CalendarDate): { label: string; period: ReportPeriod }[] {
  const back = (years: number) => ({ fromOn: addDays(yearsBefore(today, years), 1), toOn: today });
  return [
    { label: "This year", period: { fromOn: `${today.slice(0, 4)}-01-01`, toOn: today } },
    { label: "12 months", period: back(1) },
    { label: "3 years", period: back(YEARS_UNASKED) },
    { label: "10 years", period: back(YEARS_MOST) },
  ];
}

/** The query of a report's address; a first page and a first view go without saying. */
export function reportQuery(period: ReportPeriod, more: { by?: string | null; page?: number } = {}): string {
  const params = new URLSearchParams({ from: period.fromOn, to: period.toOn });
  if (more.by) params.set("by", more.by);
  if (more.page && more.page > 1) params.set("page", String(more.page));
  return `?${params}`;
}
