import { type CalendarDate, isCalendarDate } from "./calendar";

/** Which number of 05/06/2027 is the day. */
export type DateOrder = "day first" | "month first";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const NUMBERS = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:\D.*)?$/;

/** The order that a column of dates is written in; `assumed` when nothing in it tells, `none` when it does not matter. */
export function dateOrderOf(texts: readonly string[]): DateOrder | "assumed" | "none" {
  const pairs = texts.flatMap((text) => {
    const match = NUMBERS.exec(text.trim());
    return match ? [[Number(match[1]), Number(match[2])] as const] : [];
  });
  if (pairs.length === 0) return "none";
  if (pairs.some(([first]) => first > 12)) return "day first";
  return pairs.some(([, second]) => second > 12) ? "month first" : "assumed";
}

/** A date as people and programs write it: ISO, 25/12/2027, 25 December 2027, Dec 25, 2027. Null when it is none. */
export function readWrittenDate(text: string, order: DateOrder): CalendarDate | null {
  const trimmed = text.trim();
  const iso = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?$/.exec(trimmed);
  if (iso) return toDate(iso[1], iso[2], iso[3]);
  const numbers = NUMBERS.exec(trimmed);
  if (numbers) {
    const [, first, second, year] = numbers;
    return order === "day first" ? toDate(year, second, first) : toDate(year, first, second);
  }
  const words = trimmed.toLowerCase().replace(/^[a-z]+day,?\s+/, "");
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/.exec(words);
  if (dayFirst) return toDate(dayFirst[3], monthOf(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/.exec(words);
  return monthFirst ? toDate(monthFirst[3], monthOf(monthFirst[1]), monthFirst[2]) : null;
}

function monthOf(name = ""): string {
  return String(MONTHS.indexOf(name.slice(0, 3)) + 1);
}

function toDate(year = "", month = "", day = ""): CalendarDate | null {
  const on = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isCalendarDate(on) ? on : null;
}
