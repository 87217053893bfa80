import { HEALTH_LABEL, type Health } from "../attention";
import type { CalendarDate } from "../calendar";
import { dateOrderOf, parseDate } from "../written-date";
import { cellText, type Table } from "./table";
import { cleanLine, cleanText, cutText, foldText, headingWords, quote } from "./text";

/** When a part of the work was expected to be done, as it was told on a day. */
export interface ImportedExpectation {
  file: string;
  row: number;
  ref: string;
  title: string;
  toldOn: CalendarDate;
  expectedOn: CalendarDate | null;
  health: Health | null;
  progressPercent: number | null;
  /** What was said beside it, kept with it. */
  note: string;
  /** What was noticed in reading it, with the column. */
  noticed: { column: string | null; text: string }[];
}

export interface ReadExpectations {
  expectations: ImportedExpectation[];
  refused: { row: number; title: string; why: string; column: string | null }[];
  repeated: { row: number; title: string; first: number }[];
}

const COLUMN_NAMES = {
  toldOn: [
    "as of",
    "as of date",
    "as at",
    "told on",
    "reported on",
    "report date",
    "reporting date",
    "status date",
    "snapshot",
    "snapshot date",
  ],
  title: ["milestone", "epic", "feature", "workstream", "deliverable", "initiative", "title", "name", "item"],
  expectedOn: [
    "estimated completion",
    "estimated completion date",
    "expected",
    "expected on",
    "expected date",
    "expected completion",
    "expected finish",
    "forecast",
    "forecast date",
    "forecast finish",
    "estimated finish",
    "eta",
  ],
  expectedText: ["estimated completion text", "expected text", "forecast text"],
  health: ["rag", "rag status", "health", "status", "confidence"],
  progress: [
    "progress",
    "progress pct",
    "progress %",
    "progress percent",
    "percent",
    "percent complete",
    "% complete",
    "pct complete",
    "complete",
    "done %",
  ],
  change: ["stated change", "change", "delta", "movement"],
  note: ["note", "notes", "comment", "comments", "remark", "remarks"],
} as const;

type Columns = Partial<Record<keyof typeof COLUMN_NAMES, string>>;

function columnsOf(columns: readonly string[]): Columns {
  const found: Columns = {};
  for (const [field, names] of Object.entries(COLUMN_NAMES)) {
    const column = names
      .map((name) => columns.find((each) => headingWords(each) === name))
      .find((each) => each !== undefined);
    if (column) found[field as keyof Columns] = column;
  }
  return found;
}

/** Whether a table tells dates that are expected, each as it was told on a day. */
export function listsExpectations(columns: readonly string[]): boolean {
  const { toldOn, title, expectedOn } = columnsOf(columns);
  return toldOn !== undefined && title !== undefined && expectedOn !== undefined;
}

const HEALTH_WORDS: readonly [RegExp, Health, boolean][] = [
  [/^(?:on[ -]?track|green|g|good|on[ -]?target|ok)$/, "on_track", true],
  [/^(?:at[ -]?risk|amber|yellow|a)$/, "at_risk", true],
  [/^(?:off[ -]?track|red|r|late|delayed)$/, "off_track", true],
  [/^(?:needs? attention|caution|watch|some concerns?)$/, "at_risk", false],
];

/** A word for how it stands; `isOurs` when ours says the same. */
function healthOf(text: string): { health: Health; isOurs: boolean } | null {
  const words = foldText(text).replace(/_/g, " ");
  const found = HEALTH_WORDS.find(([pattern]) => pattern.test(words));
  return found ? { health: found[1], isOurs: found[2] } : null;
}

const MOST = { title: 200, note: 1000 };

/**
 * The expected dates of a table, in its order. A row without a title or without the day on which it was told is
 * refused; of two rows for one title on one day the first stands.
 */
export function readExpectations(table: Table): ReadExpectations {
  const columns = columnsOf(table.columns);
  const text = (cells: Table["rows"][number]["cells"], field: keyof Columns) =>
    cleanLine(cellText(cells[columns[field] ?? ""]));
  const orderOf = (field: keyof Columns) => dateOrderOf(table.rows.map((row) => text(row.cells, field)));
  const orders = { toldOn: orderOf("toldOn"), expectedOn: orderOf("expectedOn") };
  const dateIn = (field: "toldOn" | "expectedOn", value: string) =>
    parseDate(value, orders[field] ?? "day_first", orders[field] !== null);
  const result: ReadExpectations = { expectations: [], refused: [], repeated: [] };
  const known = new Map<string, ImportedExpectation>();
  for (const { number: row, cells, fault, notes } of table.rows) {
    const title = text(cells, "title");
    const refuse = (field: keyof Columns | null, why: string) =>
      result.refused.push({
        row,
        title: cutText(title, MOST.title),
        why,
        column: (field && columns[field]) ?? null,
      });
    if (fault) {
      refuse(null, fault);
      continue;
    }
    if (title === "") {
      refuse("title", "names nothing that could be expected");
      continue;
    }
    const told = dateIn("toldOn", text(cells, "toldOn"));
    if (told.on === null) {
      refuse("toldOn", "does not say on which day it was told");
      continue;
    }
    const noticed: ImportedExpectation["noticed"] = notes.map((note) => ({ column: null, text: note }));
    const notice = (field: keyof Columns, message: string) =>
      noticed.push({ column: columns[field] ?? null, text: message });
    if (told.note) notice("toldOn", told.note);
    if (title.length > MOST.title) notice("title", `has ${title.length} characters; cut after ${MOST.title}`);
    const said: string[] = [];
    const expectedOn = readExpected(cells);
    const health = readHealth(cells);
    const progressPercent = readProgress(cells);
    const change = text(cells, "change");
    if (change !== "") said.push(`Stated change: ${change}.`);
    const remark = columns.note ? cleanText(cellText(cells[columns.note])) : "";
    if (remark !== "") said.push(remark);
    const expectation: ImportedExpectation = {
      file: table.file,
      row,
      ref: `expectation:${foldText(title)} ${told.on}`,
      title: cutText(title, MOST.title),
      toldOn: told.on,
      expectedOn,
      health,
      progressPercent,
      note: cutText(said.join(" "), MOST.note),
      noticed,
    };
    const first = known.get(expectation.ref);
    if (!first) {
      known.set(expectation.ref, expectation);
      result.expectations.push(expectation);
    } else if (saysTheSame(first, expectation)) {
      result.repeated.push({ row, title: expectation.title, first: first.row });
    } else {
      refuse(null, `says something else than row ${first.row} of the same day`);
    }

    function readExpected(of: typeof cells): CalendarDate | null {
      const value = text(of, "expectedOn") || text(of, "expectedText");
      const read = dateIn("expectedOn", value);
      if (value !== "" && read.on === null) {
        notice("expectedOn", `${quote(value)} is no day that we can read; no date is kept`);
        said.push(`Expected ${value}.`);
      } else if (read.note) notice("expectedOn", read.note);
      return read.on;
    }

    function readHealth(of: typeof cells): Health | null {
      const value = text(of, "health");
      if (value === "") return null;
      const read = healthOf(value);
      if (!read) {
        notice("health", `${quote(value)} is no word for how it stands that we know; left blank`);
        said.push(`Said to be ${quote(value)}.`);
        return null;
      }
      if (!read.isOurs) {
        notice("health", `${quote(value)} counts as “${HEALTH_LABEL[read.health].toLowerCase()}”`);
        said.push(`Said to be ${quote(value)}.`);
      }
      return read.health;
    }

    function readProgress(of: typeof cells): number | null {
      const value = text(of, "progress");
      if (value === "") return null;
      const number = /^(\d{1,3}(?:[.,]\d+)?)\s*%?$/.exec(value)?.[1]?.replace(",", ".");
      const percent = number === undefined ? null : Math.round(Number(number));
      if (percent === null || percent > 100) {
        notice("progress", `${quote(value)} is no share from 0 to 100; left blank`);
        return null;
      }
      return percent;
    }
  }
  return result;
}

function saysTheSame(one: ImportedExpectation, other: ImportedExpectation): boolean {
  return (
    one.expectedOn === other.expectedOn &&
    one.health === other.health &&
    one.progressPercent === other.progressPercent &&
    one.note === other.note
  );
}
