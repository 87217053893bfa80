import { type ImportResult, OUTCOME_LABEL } from "./outcome";

/** Every row with what became of it, a line for each note, for saving as CSV. */
export function notesTable(result: ImportResult): { columns: string[]; rows: (string | number | null)[][] } {
  return {
    columns: ["File", "Row", "Title", "Outcome", "Engagement", "Column", "Note"],
    rows: result.rows.flatMap((row) => {
      const start = [row.file, row.row, row.title, OUTCOME_LABEL[row.outcome], row.code];
      if (row.notes.length === 0) return [[...start, null, null]];
      return row.notes.map((note) => [...start, note.column, note.text]);
    }),
  };
}
