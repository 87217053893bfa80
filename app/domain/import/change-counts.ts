import type { Note } from "./outcome";
import { cellText, type Table } from "./table";
import { cleanLine, headingWords, quote } from "./text";

/** How often a file was changed and fixed: in all, and in the last twelve months that the list knows. */
export interface FileCounts {
  path: string;
  changes: number;
  fixes: number;
  recentChanges: number;
  recentFixes: number;
  score: number;
}

export interface ChangesRead {
  file: string;
  /** `YYYY-MM`; null when the list has no months. */
  firstMonth: string | null;
  lastMonth: string | null;
  /** By score, the highest first. */
  files: FileCounts[];
  /** Rows that were left out, with the reason. */
  refused: { row: number; notes: Note[] }[];
}

/** How files are ranked, in words. */
export const SCORE_WORDS =
  "changes in the last twelve months that the list counts (in all of it where it names no months), plus twice those of them that were fixes. What changes often and breaks often comes first.";

const SYNONYMS = {
  path: ["path", "file", "file name", "filename"],
  month: ["month", "date", "period"],
  changes: ["commits", "changes", "revisions", "revs", "edits"],
  fixes: ["fix commits", "fixes", "bug fixes", "fixed", "bugs"],
} as const;
type Field = keyof typeof SYNONYMS;

export function isChangeHeading(heading: string): boolean {
  const words = headingWords(heading);
  return Object.values(SYNONYMS).some((known) => (known as readonly string[]).includes(words));
}

function columnsOf(columns: readonly string[]): Partial<Record<Field, string>> {
  const found: Partial<Record<Field, string>> = {};
  for (const [field, known] of Object.entries(SYNONYMS)) {
    const column = columns.find((each) => (known as readonly string[]).includes(headingWords(each)));
    if (column !== undefined) found[field as Field] = column;
  }
  return found;
}

/** Whether a table counts changes by file: it has a path and a number of commits. */
export function holdsChanges(table: Pick<Table, "columns">): boolean {
  const { path, changes } = columnsOf(table.columns);
  return path !== undefined && changes !== undefined;
}

/** Reads change counts by file and, where the table has months, by month; later months than `until` are left out. */
export function readChanges(table: Table, until: string | null = null): ChangesRead {
  const columns = columnsOf(table.columns);
  const refused: ChangesRead["refused"] = [];
  const lines: { path: string; month: string | null; changes: number; fixes: number }[] = [];
  for (const row of table.rows) {
    const notes: Note[] = [];
    const cell = (field: Field) => {
      const column = columns[field];
      return column === undefined ? "" : cleanLine(cellText(row.cells[column]));
    };
    const note = (field: Field, text: string) => notes.push({ column: columns[field] ?? null, text });
    if (row.fault) notes.push({ column: null, text: row.fault });
    const path = cell("path");
    if (path === "") note("path", "is empty");
    const month = columns.month === undefined ? null : monthOf(cell("month"));
    if (month === "") note("month", `${quote(cell("month"))} is no month such as 2026-03`);
    const changes = countOf(cell("changes"));
    if (changes === null) note("changes", `${quote(cell("changes"))} is no whole number`);
    const fixes = columns.fixes === undefined ? 0 : countOf(cell("fixes"));
    if (fixes === null) note("fixes", `${quote(cell("fixes"))} is no whole number`);
    if (notes.length > 0 || changes === null || fixes === null) {
      refused.push({ row: row.number, notes });
    } else if (until === null || month === null || month <= until) {
      lines.push({ path, month, changes, fixes });
    }
  }
  const months = lines.flatMap(({ month }) => (month ? [month] : [])).sort();
  const lastMonth = months.at(-1) ?? null;
  const since = lastMonth === null ? "" : yearBefore(lastMonth);
  const files = new Map<string, FileCounts>();
  for (const { path, month, changes, fixes } of lines) {
    const file = files.get(path) ?? {
      path,
      changes: 0,
      fixes: 0,
      recentChanges: 0,
      recentFixes: 0,
      score: 0,
    };
    file.changes += changes;
    file.fixes += fixes;
    if (month === null || month > since) {
      file.recentChanges += changes;
      file.recentFixes += fixes;
    }
    file.score = file.recentChanges + 2 * file.recentFixes;
    files.set(path, file);
  }
  return {
    file: table.file,
    firstMonth: months[0] ?? null,
    lastMonth,
    files: [...files.values()].sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1)),
    refused,
  };
}

function countOf(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** `YYYY-MM` of a month or of a day in it; empty for anything else. */
function monthOf(text: string): string {
  return /^(\d{4}-(?:0[1-9]|1[0-2]))(?:-\d{2})?$/.exec(text)?.[1] ?? "";
}

function yearBefore(month: string): string {
  return `${String(Number(month.slice(0, 4)) - 1).padStart(4, "0")}${month.slice(4)}`;
}

/** What is written down when a file is taken for a finding. */
export function findingOfFile(file: FileCounts, read: Pick<ChangesRead, "firstMonth" | "lastMonth">) {
  const { path, changes, fixes, recentChanges, recentFixes } = file;
  const name = path.split("/").at(-1) ?? path;
  const times = (count: number) => (count === 1 ? "once" : `${count} times`);
  const span = read.lastMonth ? `From ${read.firstMonth} to ${read.lastMonth}` : "In the time counted";
  const recent = read.lastMonth
    ? ` In the last twelve months of it: changed ${times(recentChanges)}, ${recentFixes} of them fixes.`
    : "";
  const title =
    recentFixes > 0 ? `${name} is changed and fixed again and again` : `${name} is changed again and again`;
  return {
    title: title.length <= 200 ? title : "A file is changed again and again",
    body: `${span} this file was changed ${times(changes)}, ${fixes} of them fixes.${recent}\n\nCounted from the history of changes; read it before believing it.`,
    place: path,
    sourceRef: `file:${path}`,
  };
}
