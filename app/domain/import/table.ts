import Papa from "papaparse";
import { invalid } from "../refusal";
import { fieldsNamed } from "./columns";
import { cleanLine, headingWords } from "./text";

/** A cell: text, or the texts of a list where the file has lists. */
export type Cell = string | readonly string[];

export interface TableRow {
  /** As a spreadsheet numbers it, the heading being row 1; for a list in JSON its place, from 1. */
  number: number;
  cells: Readonly<Record<string, Cell>>;
  /** What was mended while reading it. */
  notes: string[];
  /** Why it cannot be read at all. */
  fault: string | null;
}

export interface Table {
  file: string;
  columns: string[];
  rows: TableRow[];
  remarks: string[];
}

/** One file as text; `remarks` say what was decided in decoding it. */
export interface SourceFile {
  name: string;
  text: string;
  remarks: string[];
}

export const FILE_BYTES_MOST = 10 * 1024 * 1024;
const ROWS_MOST = 50_000;

/** Bytes as text: UTF-8, UTF-16 where its mark says so, else Windows-1252. Throws a Refusal for what is no text. */
export function decodeFile(name: string, bytes: Uint8Array): SourceFile {
  if (bytes.length > FILE_BYTES_MOST)
    throw invalid("file", `${name} is larger than 10 MB. Split it, then try again.`);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3) {
    throw invalid("file", `${name} is a spreadsheet or an archive. Save it as CSV, then try again.`);
  }
  if (/^%PDF/.test(String.fromCharCode(...bytes.subarray(0, 4)))) {
    throw invalid("file", `${name} is a PDF. We read CSV and JSON.`);
  }
  const remarks: string[] = [];
  let text = decodeText(bytes, name, remarks).replace(/^\ufeff/, "");
  if (text.includes("\0")) {
    text = text.replaceAll("\0", "");
    remarks.push(`${name}: NUL characters were left out.`);
  }
  return { name, text, remarks };
}

function decodeText(bytes: Uint8Array, name: string, remarks: string[]): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    remarks.push(`${name} is not UTF-8; it was read as Windows-1252 (Latin-1).`);
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const isOurs = (heading: string): boolean => fieldsNamed(heading).length > 0;

/**
 * A file as a table, by its ending and by how it begins; `isKnown` tells headings from values.
 * @throws Refusal `invalid` on `file` when it is no table
 */
export function readTable(
  { name, text, remarks }: SourceFile,
  isKnown: (heading: string) => boolean = isOurs,
): Table {
  if (text.trim() === "") throw invalid("file", `${name} is empty.`);
  const looksLikeJson = /\.(json|jsonl|ndjson)$/i.test(name) || /^\s*(\{\s*"|\[\s*[{\]])/.test(text);
  const table = looksLikeJson ? fromJson(name, text) : fromCsv(name, text, isKnown);
  if (table.rows.length > ROWS_MOST) {
    throw invalid(
      "file",
      `${name} has more than ${ROWS_MOST.toLocaleString("en-GB")} rows. Split it, then try again.`,
    );
  }
  return { ...table, remarks: [...remarks, ...table.remarks] };
}

function fromCsv(file: string, text: string, isKnown: (heading: string) => boolean): Table {
  // Empty lines would mislead the guess at what parts the cells, and count when the rows are numbered.
  const delimitersToGuess = [",", ";", "\t", "|"];
  const { meta } = Papa.parse<string[]>(text, { skipEmptyLines: "greedy", delimitersToGuess, preview: 50 });
  const parsed = Papa.parse<string[]>(text, { skipEmptyLines: false, delimiter: meta.delimiter });
  const faults = new Map<number, string>();
  for (const error of parsed.errors) {
    if (error.type === "Quotes" && error.row !== undefined) {
      faults.set(
        error.row,
        "a quotation mark is opened and not closed, or stands inside a cell without being doubled",
      );
    }
  }
  const lines = parsed.data.map((cells, index) => ({ cells, index }));
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  const [first, ...rest] = filled;
  if (!first) throw invalid("file", `${file} is empty.`);
  const hasHeading = isHeading(first.cells, isKnown);
  const width = Math.max(...filled.slice(0, 200).map(({ cells }) => cells.length));
  const columns = hasHeading
    ? headings(first.cells)
    : Array.from({ length: width }, (_, at) => `Column ${at + 1}`);
  const remarks = hasHeading
    ? []
    : [`${file} has no heading row that we know: its columns are called Column 1 to Column ${width}.`];
  const rows = (hasHeading ? rest : filled).map(({ cells, index }) =>
    csvRow(columns, cells, index + 1, faults.get(index) ?? null),
  );
  return { file, columns, rows, remarks };
}

function csvRow(columns: readonly string[], given: string[], number: number, fault: string | null): TableRow {
  const cells = Object.fromEntries(columns.map((column, at) => [column, (given[at] ?? "").trim()]));
  const notes: string[] = [];
  if (given.length < columns.length) {
    notes.push(`has ${given.length} of ${columns.length} cells; the rest are read as empty`);
  }
  const beyond = given.slice(columns.length).filter((cell) => cell.trim() !== "");
  const isTooLong = beyond.length > 0;
  return {
    number,
    cells,
    notes,
    fault:
      fault ??
      (isTooLong
        ? `has ${given.length} cells where the heading has ${columns.length}; is a comma not in quotation marks?`
        : null),
  };
}

/** Whether a row holds headings: one that we know, or short words only, each once and none of them a number. */
function isHeading(cells: readonly string[], isKnown: (heading: string) => boolean): boolean {
  const words = cells.map(headingWords);
  if (words.some(isKnown)) return true;
  const given = words.filter((each) => each !== "");
  const areNames = given.every((each) => each.length <= 40 && !/^\W*\d/.test(each));
  return (
    areNames &&
    new Set(given).size === given.length &&
    given.every((each) => !/\d{4}/.test(each)) &&
    given.length > 2
  );
}

function headings(cells: readonly string[]): string[] {
  const used = new Map<string, number>();
  return cells.map((cell, at) => {
    const name = cleanLine(cell).slice(0, 100) || `Column ${at + 1}`;
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function fromJson(file: string, text: string): Table {
  const items = itemsOf(parseJson(file, text), file);
  const columns: string[] = [];
  const seen = new Set<string>();
  for (const { item } of items) {
    if (!isObject(item)) continue;
    for (const key of Object.keys(item)) {
      if (!seen.has(key) && columns.length < 500) {
        seen.add(key);
        columns.push(key);
      }
    }
  }
  const hasKeys = items.some(({ key }) => key !== null);
  if (hasKeys && !columns.some((column) => headingWords(column) === "key" || headingWords(column) === "id")) {
    const repeats = columns.some((column) =>
      items.every(({ key, item }) => isObject(item) && item[column] === key),
    );
    if (!repeats) columns.unshift("key");
  }
  const rows = items.map(({ key, item }, at): TableRow => {
    if (!isObject(item)) {
      return { number: at + 1, cells: {}, notes: [], fault: "is not an object with named values" };
    }
    const cells = Object.fromEntries(
      columns.map((column) => [column, cellOf(column === "key" && !(column in item) ? key : item[column])]),
    );
    return { number: at + 1, cells, notes: [], fault: null };
  });
  return mergePlurals({ file, columns, rows, remarks: [] });
}

function parseJson(file: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as Json);
    } catch {
      // Neither one value nor a value a line: the first message says where it breaks.
    }
    const where = error instanceof Error ? error.message.split("\n", 1)[0] : "";
    throw invalid("file", `${file} is no valid JSON: ${where}`);
  }
}

/** The rows of a JSON file: a list, an object of objects, or a list inside an object. */
function itemsOf(value: Json, file: string): { key: string | null; item: Json }[] {
  if (Array.isArray(value)) return value.map((item) => ({ key: null, item }));
  if (!isObject(value)) throw invalid("file", `${file} holds no list of engagements.`);
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, item]) => isObject(item))) {
    const [only] = entries;
    if (
      entries.length === 1 &&
      only &&
      Object.values(only[1] as object).every((inner: Json) => isObject(inner))
    ) {
      return itemsOf(only[1], file);
    }
    return entries.map(([key, item]) => ({ key, item }));
  }
  const lists = entries.filter(([, item]) => Array.isArray(item) && item.some(isObject));
  const [list] = lists;
  if (lists.length === 1 && list) return itemsOf(list[1], file);
  if (entries.some(([key]) => fieldsNamed(headingWords(key)).includes("title")))
    return [{ key: null, item: value }];
  throw invalid("file", `${file} holds no list of engagements.`);
}

function cellOf(value: Json | undefined): Cell {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((inner) => textOf(inner)).filter((text) => text !== "");
  if (isObject(value)) {
    const entries = Object.entries(value);
    const isHistory =
      entries.length > 0 &&
      entries.every(([key, inner]) => /\b\d{4}\b/.test(key) && typeof inner === "string");
    if (isHistory) return entries.map(([key, inner]) => `${key}: ${textOf(inner)}`);
  }
  return textOf(value);
}

/** What is nested deeper is no text for a reader. */
const DEPTH_MOST = 5;

const NAME_KEYS = ["name", "title", "label", "text", "value", "full_name"];
const DATE_KEYS = ["date", "month", "when", "on", "at", "happened_on"];

/** A value as text: an object by its name, or, where it holds a date and a text, `date: text`. */
function textOf(value: Json, depth = 0): string {
  if (value === null || depth > DEPTH_MOST) return "";
  if (Array.isArray(value)) return value.map((inner) => textOf(inner, depth + 1)).join("; ");
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  const name = NAME_KEYS.map((key) => value[key]).find((inner) => typeof inner === "string");
  const date = DATE_KEYS.map((key) => value[key]).find((inner) => typeof inner === "string");
  const words =
    name ??
    ["milestone", "event", "description"].map((key) => value[key]).find((inner) => typeof inner === "string");
  if (date !== undefined && words !== undefined) return `${String(date)}: ${String(words)}`;
  if (name !== undefined) return String(name);
  const [only] = entries;
  if (entries.length === 1 && only) return `${only[0]}: ${textOf(only[1], depth + 1)}`;
  return entries.map(([key, inner]) => `${key}: ${textOf(inner, depth + 1)}`).join(", ");
}

/** `partner` and `partners` are one column: the plural, filled from the singular where it is empty. */
function mergePlurals(table: Table): Table {
  const singular = table.columns.filter((column) => table.columns.includes(`${column}s`));
  if (singular.length === 0) return table;
  const rows = table.rows.map((row) => {
    const cells: Record<string, Cell> = { ...row.cells };
    for (const column of singular) {
      if ((cells[`${column}s`] ?? "").length === 0) cells[`${column}s`] = cells[column] ?? "";
      delete cells[column];
    }
    return { ...row, cells };
  });
  return { ...table, columns: table.columns.filter((column) => !singular.includes(column)), rows };
}

/** A cell as one text. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  return typeof cell === "string" ? cell : cell.join("; ");
}
