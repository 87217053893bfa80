import Papa from "papaparse";

export type CsvCell = string | number | null;

/**
 * What a spreadsheet would run as a formula, even behind blanks or as a full-width sign. The library's own pattern
 * lets a cell of several lines through.
 */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** Byte-order mark: without it spreadsheets read names outside ASCII wrongly. */
const MARK = "\uFEFF";

/** A table as CSV with a heading row; cells that a spreadsheet could run as a formula get an apostrophe before them. */
export function csvOf(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
  return `${MARK}${Papa.unparse(cells, { escapeFormulae: FORMULA, newline: "\r\n" })}\r\n`;
}

/** The answer that hands a CSV file over for saving. `name` without its ending. */
export function csvResponse(name: string, csv: string): Response {
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name.replace(/[^\w.-]+/g, "-")}.csv"`,
    },
  });
}
