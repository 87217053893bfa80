import type { CalendarDate } from "../calendar";
import { type DateOrder, parseDate } from "../written-date";
import { placeSpans } from "./spans";
import { cellText, type Table } from "./table";
import { cleanLine, cutText, headingWords } from "./text";
import { spanNumber } from "./tickets";

/** A status report, dated by the last day that it tells of. */
export interface ImportedUpdate {
  ref: string;
  onDate: CalendarDate;
  sentence: string;
  body: string;
  /** What was noticed about its dates. */
  note: string | null;
}

export interface ReportFile {
  name: string;
  text: string;
}

/** What one row or report became: the update it went into, or why it is refused. */
export interface ReportSource {
  file: string;
  row: number;
  title: string;
  ref: string | null;
  column: string | null;
  note: string | null;
  isRefused: boolean;
}

export interface ReadReports {
  updates: ImportedUpdate[];
  sources: ReportSource[];
  /** First and last day of the stretches whose dates can be believed. */
  from: CalendarDate | null;
  to: CalendarDate | null;
  /** The last day of each stretch by its number. */
  ends: Map<number, CalendarDate>;
  starts: Map<number, CalendarDate>;
  noun: string;
}

const COUNT_COLUMNS = ["sprint", "iteration", "week", "cycle"];
const START = ["start", "start date", "starts", "starts on", "from", "begin", "begins"];
const END = ["end", "end date", "ends", "ends on", "to", "finish", "until"];
const BODY_MOST = 100_000;

function find(columns: readonly string[], names: readonly string[]): string | undefined {
  return columns.find((column) => names.includes(headingWords(column)));
}

/** Whether a table lists sprints or weeks: it counts them and has their dates. */
export function listsSpans(columns: readonly string[]): boolean {
  return (
    find(columns, COUNT_COLUMNS) !== undefined &&
    find(columns, START) !== undefined &&
    find(columns, END) !== undefined
  );
}

/** What the list counts: `sprint`, `week`. */
export function nounOf(table: Table | undefined): string {
  const words = headingWords(find(table?.columns ?? [], COUNT_COLUMNS) ?? "sprint");
  return words || "sprint";
}

const REPORT_NAME = /(?:^|[^a-z])(sprint|week|iteration|status|report|update)[-_ ]*(\d{1,4})?/i;
const HEADING = /^#{1,3}\s+(.+)$/m;
const COUNTED = /\b(sprint|week|iteration|cycle|report|update)[-_ ]*(?:no\.?|#)?\s*(\d{1,4})\b/i;

/** Whether a Markdown file is a status report: its name or its first heading counts a sprint, a week or a report. */
export function isReport(file: ReportFile): boolean {
  const base = file.name.split("/").at(-1) ?? "";
  const heading = HEADING.exec(file.text)?.[1] ?? "";
  return (REPORT_NAME.test(base) && /\d/.test(base)) || COUNTED.test(heading);
}

function numberOfReport(file: ReportFile): number | null {
  const base = file.name.split("/").at(-1) ?? "";
  const heading = HEADING.exec(file.text)?.[1] ?? "";
  const match = COUNTED.exec(heading) ?? REPORT_NAME.exec(base);
  return match?.[2] ? Number(match[2]) : spanNumber(base);
}

const ONE_DATE =
  "(?:\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}|\\d{4}-\\d{1,2}-\\d{1,2}|[A-Za-z]{3,9}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\\.? \\d{4})";
const SPAN_LINE = new RegExp(`(${ONE_DATE})\\s*(?:-|–|—|to|until)\\s*(${ONE_DATE})`);

function spanOfReport(text: string, order: DateOrder): { startOn: CalendarDate; endOn: CalendarDate } | null {
  const head = text.split("\n").slice(0, 15).join("\n").slice(0, 2000);
  const match = SPAN_LINE.exec(head);
  const startOn = match ? parseDate(match[1] ?? "", order, true).on : null;
  const endOn = match ? parseDate(match[2] ?? "", order, true).on : null;
  return startOn && endOn ? { startOn, endOn } : null;
}

/** Day or month first in reports, from those that leave no doubt; a report's span is short, so 3/4 to 3/17 tells. */
function orderOfReports(reports: readonly ReportFile[]): DateOrder {
  let [dayFirst, monthFirst] = [0, 0];
  for (const { text } of reports) {
    const head = text.split("\n").slice(0, 15).join("\n");
    for (const match of head.matchAll(/\b(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b/g)) {
      if (Number(match[1]) > 12) dayFirst += 1;
      if (Number(match[2]) > 12) monthFirst += 1;
    }
  }
  return monthFirst > dayFirst ? "month_first" : "day_first";
}

/** The updates of an engagement from a list of its sprints and from written reports; both of one sprint become one. */
export function readReports(tables: readonly Table[], reports: readonly ReportFile[]): ReadReports {
  const [table] = tables;
  const noun = nounOf(table);
  const order = orderOfReports(reports);
  const written = reports.map((file) => ({
    file,
    number: numberOfReport(file),
    span: spanOfReport(file.text, order),
  }));
  const columns = table?.columns ?? [];
  const count = find(columns, COUNT_COLUMNS);
  const [start, end] = [find(columns, START), find(columns, END)];
  const sources: ReportSource[] = [];
  const listed = (table?.rows ?? []).flatMap((row) => {
    const number = spanNumber(cellText(row.cells[count ?? ""]));
    if (row.fault || number === null) {
      sources.push(
        refusedSource(table?.file ?? "", row.number, count ?? null, row.fault ?? `counts no ${noun}`),
      );
      return [];
    }
    const startText = cellText(row.cells[start ?? ""]);
    const endText = cellText(row.cells[end ?? ""]);
    return [{ row, number, startOn: parseDate(startText).on, endOn: parseDate(endText).on }];
  });
  listed.sort((a, b) => a.number - b.number);
  const known = new Set(listed.map(({ number }) => number));
  const extra = written.filter(({ number }) => number !== null && !known.has(number));
  const spans = [
    ...listed,
    ...extra.map(({ number, span }) => ({
      number: number ?? 0,
      startOn: span?.startOn ?? null,
      endOn: span?.endOn ?? null,
    })),
  ].sort((a, b) => a.number - b.number);
  const once = spans.filter(
    (span, index) => spans.findIndex((other) => other.number === span.number) === index,
  );
  const placed = new Map(placeSpans(once, noun).map((span) => [span.number, span]));
  const updates = new Map<number, ImportedUpdate>();
  for (const { row, number } of listed) {
    const span = placed.get(number);
    const title = `${capital(noun)} ${number}`;
    if (!span || updates.has(number)) {
      sources.push(
        refusedSource(
          table?.file ?? "",
          row.number,
          count ?? null,
          span ? `${title} stands twice` : `${title} has no dates, and nothing beside it has`,
        ),
      );
      continue;
    }
    const sentence = `${title}${countsText(table, row.cells)}`;
    updates.set(number, {
      ref: `${noun}:${number}`,
      onDate: span.endOn,
      sentence,
      body: "",
      note: flag(span.note),
    });
    sources.push({
      file: table?.file ?? "",
      row: row.number,
      title,
      ref: `${noun}:${number}`,
      column: span.note ? `${start}, ${end}` : null,
      note: span.note,
      isRefused: false,
    });
  }
  for (const { file, number, span } of written) {
    const place = number === null ? null : placed.get(number);
    const onDate = place?.endOn ?? span?.endOn ?? null;
    const title = cleanLine(HEADING.exec(file.text)?.[1] ?? file.name).replace(/^[#*_ ]+|[*_ ]+$/g, "");
    if (!onDate) {
      sources.push(
        refusedSource(
          file.name,
          1,
          null,
          "no date could be read in the report, and no list beside it has one",
        ),
      );
      continue;
    }
    const body = cutText(bodyOf(file.text), BODY_MOST);
    const ref = number === null ? `report:${file.name}` : `${noun}:${number}`;
    const own = number === null ? undefined : updates.get(number);
    if (own) own.body = own.body === "" ? body : `${own.body}\n\n${body}`;
    else {
      const update = { ref, onDate, sentence: cutText(title, 200), body, note: flag(place?.note ?? null) };
      updates.set(number ?? -1 - updates.size, update);
    }
    sources.push({
      file: file.name,
      row: 1,
      title,
      ref,
      column: null,
      note: own ? null : (place?.note ?? null),
      isRefused: false,
    });
  }
  const all = [...placed.values()].filter((span) => span.isMended);
  return {
    updates: [...updates.values()].sort((a, b) => (a.onDate < b.onDate ? -1 : a.onDate > b.onDate ? 1 : 0)),
    sources,
    from: all.map(({ startOn }) => startOn).sort()[0] ?? null,
    to:
      all
        .map(({ endOn }) => endOn)
        .sort()
        .at(-1) ?? null,
    ends: new Map([...placed].map(([number, span]) => [number, span.endOn])),
    starts: new Map([...placed].map(([number, span]) => [number, span.startOn])),
    noun,
  };
}

/** The text of a report without what only its publishing tool reads, and without the heading that repeats its name. */
function bodyOf(text: string): string {
  return text
    .replace(/^\ufeff?---\n[\s\S]{0,4000}?\n---\n/, "")
    .replace(/\{%[^%\n]{0,200}%\}/g, "")
    .replace(/<\/?(?:mark|span|font|u|div|p|br|sup|sub)\b[^>\n]{0,200}>/gi, "")
    .replace(/^\s*#{1,3} [^\n]*\n/, "")
    .trim();
}

const flag = (note: string | null): string | null => (note ? `${capital(note)}.` : null);

const capital = (text: string): string => text.replace(/^./, (letter) => letter.toUpperCase());

function refusedSource(file: string, row: number, column: string | null, note: string): ReportSource {
  return { file, row, title: "", ref: null, column, note, isRefused: true };
}

/** `: 11 of 16 tickets done, 2 submitted, 1 blocked. Velocity 37.` from the counts that a list has. */
function countsText(table: Table | undefined, cells: Table["rows"][number]["cells"]): string {
  const number = (name: string): number | null => {
    const column = (table?.columns ?? []).find((each) => headingWords(each) === name);
    const text = column ? cellText(cells[column]).trim() : "";
    return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
  };
  const [done, all] = [number("done"), number("tickets") ?? number("total")];
  const parts = [
    done !== null && all !== null && all > 0 ? `${done} of ${all} tickets done` : done ? `${done} done` : "",
    number("submitted") ? `${number("submitted")} submitted for acceptance` : "",
    number("blocked") ? `${number("blocked")} blocked` : "",
  ].filter(Boolean);
  const velocity = number("velocity");
  return `${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.${velocity === null ? "" : ` Velocity ${velocity}.`}`;
}
