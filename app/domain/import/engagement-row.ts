import type { CalendarDate } from "../calendar";
import type { PhaseKind } from "../phase";
import type { LostAs } from "../stage";
import { type DateOrder, datesIn, parseDate, weeksBetween } from "../written-date";
import type { Mapping, unitNamed } from "./columns";
import { parseDuration, type ReadDuration } from "./duration";
import type { Field } from "./headings";
import { type ReadMilestone, readMilestone, splitMilestones } from "./milestones";
import { parseMoney } from "./money";
import type { Note } from "./outcome";
import { combineWords, readStageWord, type Standing } from "./stage-words";
import { SUMMARY_MOST, summaryOf } from "./summary";
import { cellText, type TableRow } from "./table";
import { cleanLine, cutText, foldText, quote } from "./text";

/** One engagement as a file tells it. What the file has no column for is undefined; what it leaves blank is null. */
export interface ImportedEngagement {
  row: number;
  /** Tells the engagement apart within its source. */
  ref: string;
  title: string;
  client: string;
  standing: Standing | undefined;
  phase: PhaseKind | null | undefined;
  lostReason: string | null | undefined;
  /** Told apart by the same word as its standing, so it is no fact of its own. */
  lostAs: LostAs | null;
  createdOn: CalendarDate | null | undefined;
  startsOn: CalendarDate | null | undefined;
  weeks: number | null | undefined;
  /** The words that the weeks were read from. */
  lengthText: string;
  valueMinor: number | null | undefined;
  currency: string;
  winProbability: number | null | undefined;
  /** A name or an address, to be found among our people. */
  lead: string | null | undefined;
  summary: string | undefined;
  milestones: ReadMilestone[] | undefined;
  notes: Note[];
}

export interface RowsContext {
  /** The firm's currency, for amounts that name none. */
  currency: string;
  /** Milestones from a file beside, by the folded name of the project that they belong to. */
  milestones: ReadonlyMap<string, ReadMilestone[]> | null;
}

/** How the rows of one table are to be read. */
export interface Columns {
  of: Partial<Record<Field, string>>;
  order: DateOrder;
  isOrderKnown: boolean;
  unit: ReturnType<typeof unitNamed>;
  currency: string;
  mapping: Mapping;
  context: RowsContext;
}

export const CLIENT_NOT_NAMED = "Client not named";
const TITLE_MOST = 200;
const CLIENT_MOST = 120;

/** Reads one row: what it says as an engagement, and a note on whatever was corrected or left out. */
export function readRow(row: TableRow, columns: Columns, fullTitle: string): ImportedEngagement {
  const { of, mapping } = columns;
  const notes: Note[] = row.notes.map((text) => ({ column: null, text }));
  const text = (field: Field) => cellText(row.cells[of[field] ?? ""]);
  const has = (field: Field) => of[field] !== undefined;
  const note = (field: Field, about: string | null) => {
    if (about) notes.push({ column: of[field] ?? null, text: about });
  };
  const title = cutText(fullTitle, TITLE_MOST);
  if (title !== fullTitle) note("title", `was cut to ${TITLE_MOST} characters`);
  const clients = namesIn(row.cells[of.client ?? ""] ?? "", of.client);
  const client = cutText(clients[0] ?? mapping.fallbackClient ?? CLIENT_NOT_NAMED, CLIENT_MOST);
  if (clients.length === 0) note("client", `names no client; put under ${quote(client)}`);
  if (clients.length > 1)
    note("client", `names ${clients.length} clients; the first is taken, the rest are in the summary`);
  const date = (field: Field) => {
    const given = text(field);
    const read = parseDate(given, columns.order, columns.isOrderKnown);
    if (read.note) note(field, `${quote(given)} ${read.note}`);
    return read;
  };
  const toDay = (field: Field): CalendarDate | null => {
    const read = date(field);
    if (read.month) note(field, `${quote(text(field))} has no day; the first of the month is taken`);
    return read.on ?? (read.month ? `${read.month}-01` : null);
  };
  const createdOn = has("created_on") ? toDay("created_on") : undefined;
  const startsOn = has("starts_on") ? toDay("starts_on") : undefined;
  const length = readLength(
    columns,
    text,
    startsOn ?? null,
    has("finishes_on") ? toDay("finishes_on") : null,
  );
  if (length?.note) note(length.field, length.note);
  const stage = readStage(columns, text, note);
  const money = has("value") ? parseMoney(text("value"), columns.currency) : null;
  if (money?.note) note("value", `${quote(text("value"))} ${money.note}`);
  const named = has("currency") ? currencyIn(text("currency")) : null;
  if (has("currency") && named === null && text("currency").trim() !== "") {
    note("currency", `${quote(text("currency"))} is no currency that we know; ${columns.currency} is taken`);
  }
  const summary = summaryOf(columns, row, clients, createdOn ?? null);
  if (summary.isCut) note("summary", `was cut to ${SUMMARY_MOST} characters`);
  const key = cleanLine(text("key")).slice(0, 200);
  if (has("key") && key === "") note("key", "is empty; the title and the client tell it apart");
  const milestones = readMilestonesOf(row, columns, [key, fullTitle], note);
  return {
    row: row.number,
    ref: key === "" ? `${foldText(fullTitle)} · ${foldText(client)}`.slice(0, 400) : key,
    title,
    client,
    ...stage,
    createdOn,
    startsOn,
    weeks: length === null ? undefined : length.weeks,
    lengthText: cleanLine(text("length")),
    valueMinor: money ? money.minor : undefined,
    currency: named ?? money?.currency ?? columns.currency,
    winProbability: has("probability")
      ? readPercent(text("probability"), (about) => note("probability", about))
      : undefined,
    lead: has("lead") ? cleanLine(text("lead")) || null : undefined,
    summary: summary.text,
    milestones,
    notes,
  };
}

/** The names in a cell of clients: a list, or a text with semicolons where the heading is in the plural. */
function namesIn(cell: string | readonly string[], heading = ""): string[] {
  const parts =
    typeof cell === "string"
      ? /s\b/i.test(heading) || cell.includes(";")
        ? cell.split(/\s*[;|\n]\s*/)
        : [cell]
      : cell;
  const names = parts
    .map(cleanLine)
    .filter((name) => name !== "" && !/^(?:n\/?a|none|unknown|tbc|tbd|-|null)$/i.test(name));
  return [...new Set(names)];
}

function readLength(
  columns: Columns,
  text: (field: Field) => string,
  startsOn: CalendarDate | null,
  finishesOn: CalendarDate | null,
): (ReadDuration & { field: Field }) | null {
  const { of } = columns;
  if (!of.length && !of.finishes_on) return null;
  const words = text("length");
  if (words.trim() !== "") {
    const read = parseDuration(words, columns.unit);
    const days = read.weeks === null ? datesIn(words, columns.order) : [];
    const [from, to] = days.length > 1 ? days : [startsOn, days[0]];
    const weeks = from && to ? weeksBetween(from, to) : null;
    if (weeks !== null) {
      return {
        field: "length",
        weeks,
        note: `${quote(words)} read as ${weeks} weeks, from ${from} to ${to}`,
      };
    }
    return { field: "length", weeks: read.weeks, note: read.note ? `${quote(words)} ${read.note}` : null };
  }
  if (startsOn && finishesOn) {
    const weeks = weeksBetween(startsOn, finishesOn);
    const note =
      weeks === null
        ? `${finishesOn} is before the start or ten years after it; the length is left blank`
        : null;
    return { field: "finishes_on", weeks, note };
  }
  return { field: "length", weeks: null, note: null };
}

function readStage(
  columns: Columns,
  text: (field: Field) => string,
  note: (field: Field, about: string | null) => void,
): Pick<ImportedEngagement, "standing" | "phase" | "lostReason" | "lostAs"> {
  const fields = (["stage", "status"] as const).filter((field) => columns.of[field] !== undefined);
  if (fields.length === 0)
    return { standing: undefined, phase: undefined, lostReason: undefined, lostAs: null };
  const words = fields.flatMap((field) => {
    const given = text(field);
    const read = readStageWord(given);
    if (!read && given.trim() !== "")
      note(field, `${quote(given)} is no stage that we know; it stays in the summary`);
    return read ? [read] : [];
  });
  const read = combineWords(words);
  if (!read) {
    if (fields.every((field) => text(field).trim() === ""))
      note(fields[0] ?? "stage", "is empty; taken as a lead");
    else note(fields[0] ?? "stage", "taken as a lead");
    return { standing: "lead", phase: null, lostReason: null, lostAs: null };
  }
  if (read.isPaused) note("status", "says that it rests; pause it on its page, with the reason");
  const said = fields
    .map((field) => cleanLine(text(field)))
    .filter(Boolean)
    .join(", ");
  const lostReason =
    read.standing === "lost" ? `Said to be ${said.toLowerCase()} in the file it came from.` : null;
  return { standing: read.standing, phase: read.phase, lostReason, lostAs: read.lostAs };
}

function currencyIn(text: string): string | null {
  const code = cleanLine(text).toUpperCase();
  const sign = { "£": "GBP", "€": "EUR", $: "USD" }[code];
  if (sign) return sign;
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code) ? code : null;
}

function readPercent(text: string, note: (about: string) => void): number | null {
  const line = cleanLine(text);
  if (line === "") return null;
  const match = /^(\d+(?:[.,]\d+)?)\s*%?$/.exec(line);
  const number = match ? Number((match[1] ?? "").replace(",", ".")) : Number.NaN;
  const percent = !line.includes("%") && number > 0 && number < 1 ? number * 100 : number;
  if (percent >= 0 && percent <= 100) return Math.round(percent);
  note(`${quote(line)} is no chance from 0 to 100 percent; left blank`);
  return null;
}

function readMilestonesOf(
  row: TableRow,
  columns: Columns,
  names: readonly string[],
  note: (field: Field, about: string | null) => void,
): ReadMilestone[] | undefined {
  const { of, context } = columns;
  if (!of.milestones && !context.milestones) return undefined;
  const cell = row.cells[of.milestones ?? ""] ?? "";
  const texts = typeof cell === "string" ? splitMilestones(cell) : cell;
  const own = texts.flatMap((text) => readMilestone(text) ?? []);
  const beside = names.flatMap((name) => (name ? (context.milestones?.get(foldText(name)) ?? []) : []));
  const all = own.length > 0 ? own : [...new Set(beside)];
  const undated = all.filter((milestone) => milestone.happenedOn === null);
  for (const milestone of undated.slice(0, 3)) {
    note("milestones", `no date could be read in ${quote(milestone.title)}; it is kept without one`);
  }
  if (undated.length > 3) note("milestones", `${undated.length - 3} more are kept without a date`);
  return all.slice(0, 500);
}
