import { parseDate } from "../written-date";
import { cleanLine, cutText, foldText } from "./text";

/** A deliverable that a contract or a proposal names in a table of its text. */
export interface ContractDeliverable {
  file: string;
  /** The line of the file on which its table or its row begins, from 1. */
  row: number;
  ref: string;
  title: string;
  /** Standard, quality, method and due date as the table has them, a line each. */
  notes: string;
  dueOn: string | null;
}

interface TextTable {
  line: number;
  rows: string[][];
}

/** A cell of Markdown or HTML as plain words. */
function plain(cell: string): string {
  const text = cell
    .replace(/<[^>]*>/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*\*|__|`|\\(?=[^\w\s])/g, "")
    .replace(/&amp;/g, "&")
    .replace(/&nbsp;|&#x20;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&#39;|&rsquo;/g, "’")
    .replace(/&quot;/g, "“");
  return cleanLine(text);
}

function pipeTables(text: string): TextTable[] {
  const tables: TextTable[] = [];
  let current: TextTable | null = null;
  text.split("\n").forEach((line, index) => {
    if (!/^\s*\|.*\|\s*$/.test(line)) {
      current = null;
      return;
    }
    const cells = line
      .trim()
      .replace(/^\||\|$/g, "")
      .split(/(?<!\\)\|/)
      .map(plain);
    if (cells.every((cell) => /^:?-+:?$/.test(cell))) return;
    if (!current) {
      current = { line: index + 1, rows: [] };
      tables.push(current);
    }
    current.rows.push(cells);
  });
  return tables;
}

/** The insides of an HTML element each time it stands in a text, with the place where it begins. */
function insides(text: string, open: RegExp, close: RegExp): { at: number; inside: string }[] {
  const starts = [...text.matchAll(open)].map((match) => match.index);
  return starts.flatMap((at, index) => {
    const piece = text.slice(at, starts[index + 1] ?? text.length);
    const inside = piece.slice(piece.indexOf(">") + 1).split(close, 1)[0];
    return inside === undefined ? [] : [{ at, inside }];
  });
}

function htmlTables(text: string): TextTable[] {
  return insides(text, /<table\b/gi, /<\/table\s*>/i).map((table) => ({
    line: text.slice(0, table.at).split("\n").length,
    rows: insides(table.inside, /<tr\b/gi, /<\/tr\s*>/i).map((row) =>
      insides(row.inside, /<t[hd]\b/gi, /<\/t[hd]\s*>/i).map((cell) => plain(cell.inside)),
    ),
  }));
}

const ONE = /^deliverable\s*(?:no\.?\s*|#\s*)?(\d+(?:\.\d+)*)\s*[:.]?$/i;
const MANY = /^(?:deliverables?|deliverable (?:name|title)|contract deliverables?)$/i;

/** Deliverables named in the tables of a text: a table each (`Deliverable 1 | Title`), or a row each. */
export function readContract(file: string, text: string): ContractDeliverable[] {
  const tables = [...pipeTables(text), ...htmlTables(text)].sort((a, b) => a.line - b.line);
  return tables.flatMap((table) => oneOf(file, table) ?? manyOf(file, table));
}

function oneOf(file: string, { line, rows }: TextTable): ContractDeliverable[] | null {
  const [head, ...rest] = rows;
  const match = ONE.exec(head?.[0] ?? "");
  const title = head?.[1] ?? "";
  if (!match || title === "") return null;
  const pairs = rest.filter((row) => (row[0] ?? "") !== "" && (row[1] ?? "") !== "");
  const due = pairs.find((row) => /\bdue\b|\bwhen\b|deadline/i.test(row[0] ?? ""))?.[1] ?? "";
  return [
    {
      file,
      row: line,
      ref: `deliverable:${match[1]}`,
      title: cutText(title, 200),
      notes: cutText(pairs.map((row) => `${row[0]}: ${row[1]}`).join("\n"), 5000),
      dueOn: parseDate(due).on,
    },
  ];
}

function manyOf(file: string, { line, rows }: TextTable): ContractDeliverable[] {
  const [head, ...rest] = rows;
  const at = head?.findIndex((cell) => MANY.test(cell)) ?? -1;
  if (!head || at < 0) return [];
  const dueAt = head.findIndex((cell) => /\bdue\b|deadline/i.test(cell));
  return rest.flatMap((row, index) => {
    const title = row[at] ?? "";
    if (title === "") return [];
    const notes = head.flatMap((name, column) =>
      column === at || !row[column] ? [] : [`${name}: ${row[column]}`],
    );
    return [
      {
        file,
        row: line + index + 2,
        ref: `deliverable:${foldText(title).slice(0, 150)}`,
        title: cutText(title, 200),
        notes: cutText(notes.join("\n"), 5000),
        dueOn: dueAt >= 0 ? parseDate(row[dueAt] ?? "").on : null,
      },
    ];
  });
}
