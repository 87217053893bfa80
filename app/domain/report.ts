import {
  type CalendarDate,
  dateOf,
  dayNumber,
  shortDate,
  type WorkingCalendar,
  workingDaysFrom,
} from "./calendar";

/** One cell of a report: the page and the file say the same text. */
export interface ReportCell {
  text: string;
  /** The machine form, where the cell is a date. */
  on?: CalendarDate | undefined;
  /** Where the page leads from here. */
  to?: string | undefined;
}

export interface ReportColumn {
  heading: string;
  kind: "text" | "date" | "number";
}

/** A report's table, row by row; `total` is the last row of all and stands for every row, shown or not. */
export interface ReportTable {
  caption: string;
  columns: readonly ReportColumn[];
  rows: ReportCell[][];
  total: ReportCell[] | null;
}

export const textColumn = (heading: string): ReportColumn => ({ heading, kind: "text" });
export const dateColumn = (heading: string): ReportColumn => ({ heading, kind: "date" });
export const numberColumn = (heading: string): ReportColumn => ({ heading, kind: "number" });

export const textCell = (text: string, to?: string): ReportCell => ({ text, to });
export const numberCell = (value: number | null): ReportCell => ({
  text: value === null ? "" : numberText(value),
});
export const NO_CELL: ReportCell = { text: "" };

/** A date with its year, which a spreadsheet reads as a date too. `missing` stands where there is none. */
export function dateCell(on: CalendarDate | null, to?: string, missing = ""): ReportCell {
  return on === null ? { text: missing } : { text: shortDate(on), on, to };
}

/** One place after the point at most; below zero with a true minus, which no spreadsheet takes for a formula. */
export function numberText(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return rounded < 0 ? `−${-rounded}` : String(Math.abs(rounded));
}

/** The table as a file holds it: the headings, then every row as texts. */
export function cellTexts(table: ReportTable): { columns: string[]; rows: string[][] } {
  const rows = table.total && table.rows.length > 0 ? [...table.rows, table.total] : table.rows;
  return {
    columns: table.columns.map(({ heading }) => heading),
    rows: rows.map((row) => row.map(({ text }) => text)),
  };
}

/** Below so many we name no share. */
export const SHARE_LEAST = 10;
export const TOO_FEW = "too few to tell";

/** `21 %`, or that there are too few for a share to mean anything. */
export function shareText(part: number, count: number, least = SHARE_LEAST): string {
  return count < least ? TOO_FEW : `${Math.round((part / count) * 100)} %`;
}

/** The middle of the values, between the two middle ones where their number is even; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** The least of the values that so large a share of them does not exceed; null of none. */
export function quantileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? null;
}

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** `1 promise`, `3 promises`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** Dates between which thousands of spans are counted; outside of them each is counted day by day. */
const COUNTED_FROM = "1990-01-01";
const COUNTED_DAYS = 25_000;

/** Working days of spans, for thousands of them under one calendar. */
export interface DayCounter {
  /** As `workingDaysFrom`: after the first date up to and with the second, negative when that is earlier. */
  after(from: CalendarDate, to: CalendarDate): number;
  /** As `workingDaysIn`: both dates counted. */
  within(from: CalendarDate, to: CalendarDate): number;
  /** The same of two day numbers. */
  between(first: number, last: number): number;
}

/** Counts every day once, so that each span after that costs no more than a subtraction. */
export function dayCounter(calendar: WorkingCalendar): DayCounter {
  const first = dayNumber(COUNTED_FROM);
  const holidays = new Set([...calendar.holidays].map((on) => dayNumber(on)));
  const sums = new Int32Array(COUNTED_DAYS + 1);
  for (let index = 0; index < COUNTED_DAYS; index += 1) {
    const day = first + index;
    const isOff = calendar.weekend.includes((day + 4) % 7) || holidays.has(day);
    sums[index + 1] = (sums[index] ?? 0) + (isOff ? 0 : 1);
  }
  /** Working days after the first day number up to the second. */
  const past = (from: number, to: number): number => {
    const [start, end] = [sums[from - first + 1], sums[to - first + 1]];
    if (start === undefined || end === undefined) return workingDaysFrom(dateOf(from), dateOf(to), calendar);
    return end - start;
  };
  const between = (start: number, end: number): number => (end < start ? 0 : past(start - 1, end));
  return {
    after: (from, to) => past(dayNumber(from), dayNumber(to)),
    within: (from, to) => between(dayNumber(from), dayNumber(to)),
    between,
  };
}
