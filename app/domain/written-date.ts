import { addDays, type CalendarDate, daysBetween, isCalendarDate } from "./calendar";
import { cleanLine } from "./import/text";

/** Which of day and month comes first in dates such as 03/04/2024. */
export type DateOrder = "day_first" | "month_first";

/** A date as far as it could be read: to the day, or to the month (`YYYY-MM`). Null for both when it could not. */
export interface ReadDate {
  on: CalendarDate | null;
  month: string | null;
  note: string | null;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAME =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const YEAR = "\\d{4}|['’]?\\d{2}(?!\\d)";

const NUMERIC = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[T ,].*)?$/;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/;
const YEAR_MONTH = /^(\d{4})[-/.](\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DAY_NAME = new RegExp(
  `^(?:\\w{2,9},?\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?[\\s-]+(${MONTH_NAME})\\.?,?[\\s-]+(${YEAR})(?:[T ,].*)?$`,
  "i",
);
const NAME_DAY = new RegExp(
  `^(?:\\w{2,9},?\\s+)?(${MONTH_NAME})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(${YEAR})(?:[T ,].*)?$`,
  "i",
);
const NAME_YEAR = new RegExp(`^(${MONTH_NAME})\\.?,?[\\s-]+(${YEAR})$`, "i");

const MOST_SIGNS = 80;

/** Day 1 of spreadsheets is 1 January 1900, and they count a 29 February 1900 that never was. */
const SERIAL_ZERO = "1899-12-30";
const SERIAL = /^(\d{5})(?:\.0+)?$/;

function fullYear(text: string): number {
  const year = Number(text.replace(/\D/g, ""));
  if (text.replace(/\D/g, "").length === 4) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

function monthNumber(name: string): number {
  return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

const pad = (number: number) => String(number).padStart(2, "0");
const nothing = (note: string | null): ReadDate => ({ on: null, month: null, note });

function day(year: number, month: number, date: number, note: string | null = null): ReadDate {
  const on = `${String(year).padStart(4, "0")}-${pad(month)}-${pad(date)}`;
  return isCalendarDate(on) ? { on, month: null, note } : nothing("is no date of the calendar; left blank");
}

function toMonth(year: number, month: number): ReadDate {
  return year >= 1900 && year < 2200 && month >= 1 && month <= 12
    ? { on: null, month: `${year}-${pad(month)}`, note: null }
    : nothing("is no month of the calendar; left blank");
}

/**
 * A date from the many ways to write one. Where day and month cannot be told apart by themselves, `order` decides, and
 * the note says so unless the order is known from the rest of the column.
 */
export function parseDate(text: string, order: DateOrder = "day_first", isOrderKnown = false): ReadDate {
  const line = cleanLine(text);
  if (line === "") return nothing(null);
  if (line.length > MOST_SIGNS) return nothing("is no date that we can read; left blank");
  const iso = YEAR_FIRST.exec(line) ?? COMPACT.exec(line);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const month = YEAR_MONTH.exec(line);
  if (month) return toMonth(Number(month[1]), Number(month[2]));
  const numeric = NUMERIC.exec(line);
  if (numeric) return numericDate(numeric, order, isOrderKnown);
  const dayName = DAY_NAME.exec(line);
  if (dayName) return day(fullYear(dayName[3] ?? ""), monthNumber(dayName[2] ?? ""), Number(dayName[1]));
  const nameDay = NAME_DAY.exec(line);
  if (nameDay) return day(fullYear(nameDay[3] ?? ""), monthNumber(nameDay[1] ?? ""), Number(nameDay[2]));
  const nameYear = NAME_YEAR.exec(line);
  if (nameYear) return toMonth(fullYear(nameYear[2] ?? ""), monthNumber(nameYear[1] ?? ""));
  const serial = SERIAL.exec(line);
  if (serial && Number(serial[1]) >= 20_000 && Number(serial[1]) <= 80_000) {
    const on = addDays(SERIAL_ZERO, Number(serial[1]));
    return { on, month: null, note: `read as ${on}, the day that a spreadsheet means by this number` };
  }
  return nothing("is no date that we can read; left blank");
}

function numericDate(match: RegExpExecArray, order: DateOrder, isOrderKnown: boolean): ReadDate {
  const [first, second] = [Number(match[1]), Number(match[2])];
  const year = fullYear(match[3] ?? "");
  if (first > 12 || second > 12) {
    return first > 12 ? day(year, second, first) : day(year, first, second);
  }
  const dayFirst = order === "day_first";
  const note =
    isOrderKnown || first === second
      ? null
      : `could be two dates; read with the ${dayFirst ? "day" : "month"} first`;
  return dayFirst ? day(year, second, first, note) : day(year, first, second, note);
}

/** Which way a column of dates is written, from the values that leave no doubt; null when none of them does. */
export function dateOrderOf(texts: readonly string[]): DateOrder | null {
  let [dayFirst, monthFirst] = [0, 0];
  for (const text of texts) {
    const match = NUMERIC.exec(cleanLine(text));
    if (!match) continue;
    if (Number(match[1]) > 12) dayFirst += 1;
    else if (Number(match[2]) > 12) monthFirst += 1;
  }
  if (dayFirst === monthFirst) return null;
  return dayFirst > monthFirst ? "day_first" : "month_first";
}

const ANY_DATE = new RegExp(
  [
    "\\b\\d{4}-\\d{1,2}-\\d{1,2}\\b",
    "\\b\\d{1,2}[/.-]\\d{1,2}[/.-](?:\\d{4}|\\d{2})\\b",
    `\\b\\d{1,2}(?:st|nd|rd|th)?(?:\\s+of)?\\s+(?:${MONTH_NAME})\\.?,?\\s+(?:${YEAR})`,
    `\\b(?:${MONTH_NAME})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}`,
  ].join("|"),
  "gi",
);

/** The dates that stand in a text, in their order; what is no date of the calendar is passed over. */
export function datesIn(text: string, order: DateOrder = "day_first"): CalendarDate[] {
  const found = [...text.matchAll(ANY_DATE)].map((match) => match[0]);
  const known = dateOrderOf(found) ?? order;
  return found.flatMap((date) => parseDate(date, known, true).on ?? []);
}

/** Whole weeks from one date to another, both counted, rounded to the nearest and at least one. */
export function weeksBetween(from: CalendarDate, to: CalendarDate): number | null {
  const days = daysBetween(from, to) + 1;
  return days < 1 || days > 3650 ? null : Math.max(1, Math.round(days / 7));
}
