import ICAL from "ical.js";
import Papa from "papaparse";
import { addDays, type CalendarDate, daysBetween, isCalendarDate, longDate } from "./calendar";
import { type DateOrder, dateOrderOf, parseDate } from "./written-date";

export interface HolidayEntry {
  onDate: CalendarDate;
  name: string;
}

/** What a calendar file says. */
export interface HolidayFile {
  /** In the order of time, one a day. */
  holidays: HolidayEntry[];
  /** Regions that the file lists apart from each other; empty when it has one list only. */
  divisions: string[];
  /** The region that was read; null while one has to be chosen, and where there is none. */
  division: string | null;
  /** What was left out or understood in a way worth knowing, in sentences. */
  notes: string[];
}

export interface HolidayReading {
  /** Which of the file's regions to read. */
  division?: string | null;
  /** Entries that repeat are written out from three years before this day to five years after it. */
  today: CalendarDate;
}

/** Longer than that it is no holiday but a season. Calendar days. */
const LONGEST = 31;
const MOST_NOTES = 20;

/** Reads the holidays of an iCalendar or CSV file. Nothing that cannot be read is taken silently. */
export function readHolidays(text: string, reading: HolidayReading): HolidayFile {
  const clean = text.replace(/^\uFEFF/, "");
  const file = /^\s*BEGIN:VCALENDAR/i.test(clean) ? readIcs(clean, reading) : readCsv(clean, reading);
  return { ...file, ...oneADay(file) };
}

function oneADay(file: Pick<HolidayFile, "holidays" | "notes">): Pick<HolidayFile, "holidays" | "notes"> {
  const byDate = new Map<CalendarDate, HolidayEntry>();
  const notes = [...file.notes];
  for (const holiday of file.holidays) {
    const first = byDate.get(holiday.onDate);
    if (!first) byDate.set(holiday.onDate, holiday);
    else if (first.name !== holiday.name) {
      notes.push(
        `${longDate(holiday.onDate)} is both “${first.name}” and “${holiday.name}”; the first name was kept.`,
      );
    }
  }
  const holidays = [...byDate.values()].sort((a, b) => (a.onDate < b.onDate ? -1 : 1));
  const more = notes.length - MOST_NOTES;
  return {
    holidays,
    notes: more > 0 ? [...notes.slice(0, MOST_NOTES), `And ${more} more like these.`] : notes,
  };
}

function spread(name: string, fromOn: CalendarDate, toOn: CalendarDate): HolidayEntry[] {
  return Array.from({ length: daysBetween(fromOn, toOn) + 1 }, (_, day) => ({
    onDate: addDays(fromOn, day),
    name,
  }));
}

/** Why a span of days cannot be taken; null when it can. */
function whyNotSpread(fromOn: CalendarDate, toOn: CalendarDate): string | null {
  if (!isCalendarDate(fromOn) || !isCalendarDate(toOn)) return "its date does not exist";
  if (toOn < fromOn) return "it ends before it begins";
  if (daysBetween(fromOn, toOn) >= LONGEST) return `it lasts longer than ${LONGEST} days`;
  return null;
}

function readIcs(text: string, { today }: HolidayReading): HolidayFile {
  const nothing = { holidays: [], divisions: [], division: null };
  let events: ICAL.Component[];
  try {
    const parsed: unknown[] = ICAL.parse(text);
    // A file may hold several calendars; one alone begins with its name.
    const calendars = typeof parsed[0] === "string" ? [parsed] : parsed;
    events = calendars.flatMap((calendar) =>
      new ICAL.Component(calendar as [string, never[], never[]]).getAllSubcomponents("vevent"),
    );
  } catch {
    return { ...nothing, notes: ["This calendar file is damaged; nothing could be read from it."] };
  }
  const holidays: HolidayEntry[] = [];
  const notes: string[] = [];
  for (const component of events) {
    const name = String(component.getFirstPropertyValue("summary") ?? "").trim() || "Holiday";
    try {
      const outcome = readEvent(component, name, today);
      holidays.push(...outcome.holidays);
      if (outcome.note) notes.push(outcome.note);
    } catch {
      notes.push(`“${name}” was left out: its date cannot be read.`);
    }
  }
  if (events.length === 0) notes.push("This calendar file has no entries.");
  return { ...nothing, holidays, notes };
}

const isMidnight = (time: ICAL.Time) => time.isDate || (time.hour === 0 && time.minute === 0);

function readEvent(
  component: ICAL.Component,
  name: string,
  today: CalendarDate,
): { holidays: HolidayEntry[]; note?: string } {
  const leftOut = (why: string) => ({ holidays: [], note: `“${name}” was left out: ${why}.` });
  if (component.getFirstPropertyValue("status") === "CANCELLED") return leftOut("it is cancelled");
  const event = new ICAL.Event(component);
  const start = event.startDate;
  if (!start) return leftOut("it has no date");
  const dayOf = (time: ICAL.Time) => time.toString().slice(0, 10);
  // An all-day entry ends on the day after its last; without an end it is one day long.
  const end = event.endDate;
  const isWholeDays = isMidnight(start) && isMidnight(end) && (start.isDate || dayOf(end) > dayOf(start));
  if (!isWholeDays) return leftOut("it does not last whole days");
  const days = Math.max(1, daysBetween(dayOf(start), dayOf(end)));
  const read = (fromOn: CalendarDate) => {
    const toOn = addDays(fromOn, days - 1);
    return whyNotSpread(fromOn, toOn) ?? spread(name, fromOn, toOn);
  };
  if (!event.isRecurring()) {
    const one = read(dayOf(start));
    return typeof one === "string" ? leftOut(one) : { holidays: one };
  }
  const year = Number(today.slice(0, 4));
  const [firstOn, lastOn] = [`${year - 3}-01-01`, `${year + 5}-12-31`];
  const holidays: HolidayEntry[] = [];
  const repeats = event.iterator();
  // A rule may repeat daily for ever; nothing that is a holiday does.
  for (let turn = 0; turn < 3000; turn += 1) {
    const next = repeats.next();
    if (!next || dayOf(next) > lastOn) break;
    if (dayOf(next) < firstOn) continue;
    const one = read(dayOf(next));
    if (typeof one === "string") return leftOut(one);
    holidays.push(...one);
  }
  const note = `“${name}” repeats; it was written out for ${year - 3} to ${year + 5}.`;
  return { holidays, note };
}

const HEADINGS = {
  date: ["date", "day", "on", "start date", "start", "from", "holiday date", "on date", "bank holiday date"],
  end: ["end date", "end", "to", "until", "last day"],
  name: [
    "name",
    "title",
    "holiday",
    "summary",
    "subject",
    "event",
    "description",
    "occasion",
    "bank holiday",
  ],
  division: ["division", "region", "country", "nation", "state", "area", "jurisdiction", "calendar"],
  substitute: ["substitute", "substitute day", "observed", "in lieu"],
} as const;

type Column = keyof typeof HEADINGS;

function columnsOf(header: readonly string[]): Partial<Record<Column, number>> {
  const names = header.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replace(/[_\-\s]+/g, " "),
  );
  const found: Partial<Record<Column, number>> = {};
  for (const column of Object.keys(HEADINGS) as Column[]) {
    for (const heading of HEADINGS[column]) {
      const index = names.indexOf(heading);
      if (index < 0) continue;
      found[column] = index;
      break;
    }
  }
  return found;
}

const isYes = (text: string) => ["1", "yes", "y", "true"].includes(text.trim().toLowerCase());

/** A key such as `early_may` as words: `Early may`. */
function asWords(text: string): string {
  const trimmed = text.trim();
  if (!/^[a-z0-9]+([_-][a-z0-9]+)*$/.test(trimmed)) return trimmed;
  const words = trimmed.replace(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A region as people write it: `England and Wales` from `england-and-wales`. */
export function divisionLabel(division: string): string {
  if (!/^[a-z0-9]+([_-][a-z0-9]+)*$/.test(division)) return division;
  return division
    .split(/[_-]+/)
    .map((word) =>
      ["and", "of", "the"].includes(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(" ");
}

interface CsvTable {
  rows: string[][];
  columns: Partial<Record<Column, number>>;
  /** Number of the file's row that comes first in `rows`, counted from 1. */
  firstRow: number;
}

function tableOf(text: string): CsvTable {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: "greedy" });
  const [header = []] = data;
  const columns = columnsOf(header);
  if (columns.date === undefined && parseDate(header[0] ?? "").on) {
    return { rows: data, columns: { date: 0, name: 1 }, firstRow: 1 };
  }
  return { rows: data.slice(1), columns, firstRow: 2 };
}

function readCsv(text: string, { division: wanted }: HolidayReading): HolidayFile {
  const { rows, columns, firstRow } = tableOf(text);
  const cell = (row: string[], column: Column) => {
    const index = columns[column];
    return index === undefined ? "" : (row[index] ?? "").trim();
  };
  if (columns.date === undefined) {
    const note =
      "No column of dates was found. The first row has to name the columns, such as “date” and “name”.";
    return { holidays: [], divisions: [], division: null, notes: [note] };
  }
  const divisions = [...new Set(rows.map((row) => cell(row, "division")).filter(Boolean))].sort();
  const division = divisions.length === 1 ? (divisions[0] ?? null) : (wanted ?? null);
  if (divisions.length > 1 && !divisions.includes(division ?? "")) {
    return { holidays: [], divisions, division: null, notes: [] };
  }
  const mine = rows
    .map((row, index) => ({ row, number: firstRow + index }))
    .filter(({ row }) => divisions.length < 2 || cell(row, "division") === division);
  const dates = rows.map((row) => cell(row, "date"));
  const order = dateOrderOf(dates);
  const notes =
    order === null && dates.some(isEitherWay)
      ? ["Dates such as 05/06/2027 were read with the day first: 5 June."]
      : [];
  const holidays: HolidayEntry[] = [];
  for (const { row, number } of mine) {
    const outcome = readRow(
      { date: cell(row, "date"), end: cell(row, "end"), name: cell(row, "name") },
      order ?? "day_first",
      isYes(cell(row, "substitute")),
    );
    if (typeof outcome === "string") notes.push(`Row ${number} was left out: ${outcome}.`);
    else holidays.push(...outcome);
  }
  if (mine.length === 0) notes.push("The file has no rows below its header.");
  return { holidays, divisions: divisions.length > 1 ? divisions : [], division, notes };
}

function isEitherWay(date: string): boolean {
  return parseDate(date, "day_first").on !== parseDate(date, "month_first").on;
}

function readRow(
  cells: { date: string; end: string; name: string },
  order: DateOrder,
  isSubstitute: boolean,
): HolidayEntry[] | string {
  const fromOn = parseDate(cells.date, order, true).on;
  if (!fromOn) return cells.date ? `“${cells.date}” is not a date` : "it has no date";
  const toOn = cells.end ? parseDate(cells.end, order, true).on : fromOn;
  if (!toOn) return `“${cells.end}” is not a date`;
  const name = asWords(cells.name) || "Holiday";
  return whyNotSpread(fromOn, toOn) ?? spread(isSubstitute ? `${name} (substitute day)` : name, fromOn, toOn);
}
