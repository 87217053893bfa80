import { Refusal } from "../refusal";
import { guessColumns, type Mapping, mapColumns } from "./columns";
import { type ReadRows, readEngagements } from "./engagement-rows";
import { listsExpectations } from "./expectations";
import { type ImportedFolder, readFolder } from "./folder";
import type { Field } from "./headings";
import { readMilestoneTable } from "./milestone-table";
import type { ReadMilestone } from "./milestones";
import { isReport, listsSpans } from "./reports";
import { readTable, type SourceFile, type Table } from "./table";
import { foldText, quote } from "./text";
import { listsTickets } from "./tickets";

/** Files that were given together, sorted out: a list of engagements, or all about one. */
export type Prepared =
  | { kind: "list"; table: Table; source: string; milestones: MilestonesBeside | null; remarks: string[] }
  | { kind: "folder"; folder: ImportedFolder };

export interface MilestonesBeside {
  file: string;
  byProject: ReadonlyMap<string, ReadMilestone[]>;
  rows: readonly { project: string; number: number; isDated: boolean }[];
}

/** `Projects 2024.csv` as the name of a source: `projects 2024`, the same for its JSON. */
export function sourceOf(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  return foldText(base.replace(/\.[a-z\d]{1,6}$/i, "")).slice(0, 120) || "file";
}

/**
 * What a set of files holds. One table of engagements, perhaps with their milestones beside it, is a list; reports,
 * tickets, sprints or expected dates make it the folder of one engagement.
 * @throws Refusal `invalid` on `file`
 */
export function prepareFiles(name: string, files: readonly SourceFile[]): Prepared {
  const [only] = files;
  if (files.length === 1 && only && !/\.(md|markdown)$/i.test(only.name)) {
    const table = readTable(only);
    return tellsOfOne(table)
      ? { kind: "folder", folder: readFolder(sourceOf(only.name), files) }
      : asList(table, []);
  }
  const tables = files
    .filter((file) => /\.(csv|tsv|json|jsonl|ndjson|txt)$/i.test(file.name))
    .flatMap(tableOf);
  const isFolder =
    files.some((file) => /\.(md|markdown)$/i.test(file.name) && isReport(file)) || tables.some(tellsOfOne);
  if (isFolder) return { kind: "folder", folder: readFolder(name, files) };
  const main =
    tables.find(
      (table) => guessColumns(table.columns).title !== undefined && readMilestoneTable(table) === null,
    ) ?? tables[0];
  if (!main) return { kind: "folder", folder: readFolder(name, files) };
  return asList(
    main,
    tables.filter((table) => table !== main),
  );
}

/** Whether a table holds the work of one engagement: tickets, sprints, or dates that were expected. */
const tellsOfOne = ({ columns }: Table): boolean =>
  listsTickets(columns) || listsSpans(columns) || listsExpectations(columns);

function tableOf(file: SourceFile): Table[] {
  try {
    return [readTable(file)];
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

function asList(table: Table, others: readonly Table[]): Prepared {
  const besides = others.flatMap((other) => {
    const read = readMilestoneTable(other);
    return read ? [{ file: other.file, ...read }] : [];
  });
  const remarks = others
    .filter((other) => !besides.some((beside) => beside.file === other.file))
    .map((other) => `${other.file} holds no milestones that belong to ${table.file}; it was left out.`);
  return { kind: "list", table, source: sourceOf(table.file), milestones: besides[0] ?? null, remarks };
}

/** Whether a table found beside a list holds milestones of its projects. */
export function belongsTo(beside: Table, list: Table): boolean {
  const read = readMilestoneTable(beside);
  const { title, key } = guessColumns(list.columns);
  if (!read || listsTickets(beside.columns)) return false;
  return list.rows.some((row) =>
    [title, key].some((column) => {
      const cell = row.cells[column ?? ""];
      return typeof cell === "string" && cell !== "" && read.byProject.has(foldText(cell));
    }),
  );
}

export interface AskedMapping {
  columns: Partial<Record<Field, string>>;
  currency: string | null;
  fallbackClient: string | null;
}

/** The rows of a list as engagements, with what was asked for over what is guessed. */
export function readList(
  prepared: Extract<Prepared, { kind: "list" }>,
  asked: AskedMapping,
  firmCurrency: string,
): { read: ReadRows; mapping: Mapping } {
  const { table, milestones } = prepared;
  const { columns, missing } = mapColumns(table.columns, asked.columns);
  const mapping = { columns, currency: asked.currency, fallbackClient: asked.fallbackClient };
  const read = readEngagements(table, mapping, {
    currency: firmCurrency,
    milestones: milestones?.byProject ?? null,
  });
  const remarks = [
    ...prepared.remarks,
    ...missing.map(
      ({ field, column }) =>
        `There is no column ${quote(column)} for the ${field}; the mapping was guessed instead.`,
    ),
    ...(milestones
      ? milestoneRemarks(milestones, prepared.table.file, read)
      : countsWithoutTexts(table, mapping)),
    ...read.remarks,
  ];
  return { read: { ...read, remarks }, mapping };
}

function milestoneRemarks(beside: MilestonesBeside, list: string, read: ReadRows): string[] {
  const names = new Set(read.engagements.flatMap((row) => [foldText(row.ref), foldText(row.title)]));
  const joined = beside.rows.filter((row) => names.has(foldText(row.project)));
  const lost = beside.rows.filter((row) => !names.has(foldText(row.project)));
  const summary = `${beside.file}: ${joined.length} of ${beside.rows.length} milestones belong to engagements of ${list}.`;
  return [
    summary,
    ...lost
      .slice(0, 20)
      .map((row) =>
        row.project
          ? `${beside.file}, row ${row.number}: no engagement is called ${quote(row.project)}; left out.`
          : `${beside.file}, row ${row.number}: it names no project or no milestone; left out.`,
      ),
    ...(lost.length > 20 ? [`${beside.file}: ${lost.length - 20} more rows were left out.`] : []),
  ];
}

/** A list may count milestones whose texts stand in a file of their own. */
function countsWithoutTexts(table: Table, mapping: Mapping): string[] {
  if (mapping.columns.milestones) return [];
  const counted = table.columns.find((column) => /milestone/i.test(column));
  return counted
    ? [
        `${quote(counted)} tells of milestones whose texts are not in ${table.file}: give their file along with it.`,
      ]
    : [];
}
