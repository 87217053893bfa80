import type { CalendarDate } from "../calendar";

/** What became of one row: taken as it is, taken with a note, left out for a reason, or known already. */
export const OUTCOMES = ["taken", "corrected", "refused", "unchanged"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_LABEL: Record<Outcome, string> = {
  taken: "Taken",
  corrected: "Corrected",
  refused: "Refused",
  unchanged: "Unchanged",
};

/** What was noticed about a row, with the column it stands in; null when it concerns the row as a whole. */
export interface Note {
  column: string | null;
  text: string;
}

export interface RowReport {
  file: string;
  /** As a spreadsheet numbers it, the heading being row 1; for a list in JSON its place, from 1. */
  row: number;
  title: string;
  outcome: Outcome;
  notes: Note[];
  /** The engagement that it became or belongs to. */
  code: string | null;
}

export type Totals = Record<Outcome, number>;

export interface ImportResult {
  totals: Totals;
  /** What concerns the file as a whole: columns left out, how words were read. */
  remarks: string[];
  rows: RowReport[];
  finishedOn: CalendarDate;
}

export function totalsOf(rows: readonly Pick<RowReport, "outcome">[]): Totals {
  const totals: Totals = { taken: 0, corrected: 0, refused: 0, unchanged: 0 };
  for (const row of rows) totals[row.outcome] += 1;
  return totals;
}

/** `taken 20, corrected 3, refused 1, unchanged 0` */
export function totalsLine(totals: Totals): string {
  return OUTCOMES.map((outcome) => `${outcome} ${totals[outcome]}`).join(", ");
}

/** `projects.csv, row 12, column “Weeks”: …` */
export function noteLine(report: Pick<RowReport, "file" | "row">, note: Note): string {
  const column = note.column ? `, column “${note.column}”` : "";
  return `${report.file}, row ${report.row}${column}: ${note.text}`;
}
