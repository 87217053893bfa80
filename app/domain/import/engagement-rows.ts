import { dateOrderOf } from "../written-date";
import { currencyNamed, type Mapping, unitNamed } from "./columns";
import { type Columns, type ImportedEngagement, type RowsContext, readRow } from "./engagement-row";
import type { Field } from "./headings";
import type { Note } from "./outcome";
import { readStageWord } from "./stage-words";
import { cellText, type Table, type TableRow } from "./table";
import { cleanLine, foldText, quote } from "./text";

export interface RefusedRow {
  row: number;
  title: string;
  notes: Note[];
}

export interface ReadRows {
  engagements: ImportedEngagement[];
  refused: RefusedRow[];
  /** Rows that repeat an earlier one word for word. */
  repeated: { row: number; title: string; first: number }[];
  isOfList: "offers" | "projects";
  /** Which column fills which field. */
  columns: Partial<Record<Field, string>>;
  remarks: string[];
}

/** Reads the rows of a table as engagements: each becomes one, is refused with a reason, or repeats another. */
export function readEngagements(table: Table, mapping: Mapping, context: RowsContext): ReadRows {
  const of = mapping.columns;
  const dateColumns = [of.created_on, of.deadline, of.starts_on, of.finishes_on].filter(
    (name) => name !== undefined,
  );
  const known = dateOrderOf(
    dateColumns.flatMap((name) => table.rows.map((row) => cellText(row.cells[name]))),
  );
  const columns: Columns = {
    of,
    order: known ?? "day_first",
    isOrderKnown: known !== null,
    unit: of.length ? unitNamed(of.length) : null,
    currency: mapping.currency ?? (of.value ? currencyNamed(of.value) : null) ?? context.currency,
    mapping,
    context,
  };
  const result: ReadRows = {
    engagements: [],
    refused: [],
    repeated: [],
    isOfList: isListOfOffers(table, of) ? "offers" : "projects",
    columns: of,
    remarks: remarksOn(table, of),
  };
  const seen = new Map<string, { row: number; content: string }>();
  for (const row of table.rows) takeRow(row, columns, seen, result);
  return result;
}

function takeRow(
  row: TableRow,
  columns: Columns,
  seen: Map<string, { row: number; content: string }>,
  result: ReadRows,
): void {
  const text = (field: Field) => cellText(row.cells[columns.of[field] ?? ""]);
  const title = cleanLine(text("title"));
  const refuse = (column: Field | null, why: string) =>
    result.refused.push({
      row: row.number,
      title,
      notes: [{ column: column ? (columns.of[column] ?? column) : null, text: why }],
    });
  if (row.fault) return void refuse(null, row.fault);
  if (!columns.of.title) return void refuse("title", "no column is mapped to the title");
  if (title === "") return void refuse("title", "is empty, and an engagement needs a title");
  const engagement = readRow(row, columns, title);
  const content = JSON.stringify(row.cells);
  const first = seen.get(foldText(engagement.ref));
  if (first) {
    if (first.content === content) result.repeated.push({ row: row.number, title, first: first.row });
    else if (columns.of.key)
      refuse("key", `${quote(engagement.ref)} stands in row ${first.row} already, with other content`);
    else refuse("title", `row ${first.row} has the same title and client; map a key to tell them apart`);
    return;
  }
  seen.set(foldText(engagement.ref), { row: row.number, content });
  result.engagements.push(engagement);
}

function isListOfOffers(table: Table, of: Partial<Record<Field, string>>): boolean {
  if (of.deadline !== undefined || of.winner !== undefined) return true;
  return (["stage", "status"] as const).some((field) => {
    const column = of[field];
    return (
      column !== undefined &&
      table.rows.some((row) => {
        const read = readStageWord(cellText(row.cells[column]));
        return read?.standing === "won" || read?.standing === "lost" || read?.standing === "proposal";
      })
    );
  });
}

function remarksOn(table: Table, of: Partial<Record<Field, string>>): string[] {
  const used = new Set(Object.values(of));
  const left = table.columns.filter((column) => !used.has(column));
  const remarks = [...table.remarks];
  if (left.length > 0) {
    const shown = left.slice(0, 30).map(quote).join(", ");
    remarks.push(`Left out: ${shown}${left.length > 30 ? ` and ${left.length - 30} more columns` : ""}.`);
  }
  if (!of.stage && !of.status) remarks.push("No column says the stage: every row is taken as a lead.");
  return remarks;
}
