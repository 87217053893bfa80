import type { Kysely } from "kysely";
import { isField } from "~/domain/import/columns";
import type { ImportedEngagement } from "~/domain/import/engagement-row";
import type { ReadRows } from "~/domain/import/engagement-rows";
import { type ImportResult, type Note, type RowReport, totalsOf } from "~/domain/import/outcome";
import { foldText } from "~/domain/import/text";
import { may } from "~/domain/permissions";
import { PHASE_LABEL } from "~/domain/phase";
import { forbidden, Refusal } from "~/domain/refusal";
import { STAGE_LABEL } from "~/domain/stage";
import { BACKEND_TEMPLATE_NAME } from "~/domain/template";
import type { Act } from "./act";
import { isUniqueViolation } from "./dialect";
import { workingCalendar } from "./firm.server";
import { importRows } from "./import-rows.server";
import { type ImportTools, stageFor } from "./imported-engagement.server";
import type { DB } from "./schema";
import { requireTemplateBody } from "./templates.server";

/** Rows that are written in one transaction: few enough that nobody else waits long. */
const ROWS_AT_ONCE = 50;

export interface EngagementsImport {
  /** The file, as it stands in the notes. */
  file: string;
  /** Tells the engagements of one list from those of another; the name of the file without its ending. */
  source: string;
  read: ReadRows;
}

/** @throws Refusal `forbidden` for who may not open engagements */
export function requireImporter(act: Act): void {
  if (!may(act.actor.role, "create_engagement")) throw forbidden("Only managers and administrators import.");
}

/**
 * Imports the rows of a file, some at a time, each group in one transaction: a crash leaves whole rows, and the same
 * file once more finishes the rest. A dry run answers the same and writes nothing.
 */
export async function importEngagements(
  db: Kysely<DB>,
  act: Act,
  input: EngagementsImport,
  isDryRun: boolean,
): Promise<ImportResult> {
  requireImporter(act);
  const tools = await readTools(db, input, isDryRun);
  const rows: RowReport[] = [
    ...input.read.refused.map(
      (row): RowReport => ({ file: input.file, ...row, outcome: "refused", code: null }),
    ),
    ...input.read.repeated.map(
      ({ row, title, first }): RowReport => ({
        file: input.file,
        row,
        title,
        outcome: "unchanged",
        notes: [{ column: null, text: `is the same as row ${first}` }],
        code: null,
      }),
    ),
  ];
  const { engagements } = input.read;
  for (let from = 0; from < engagements.length; from += ROWS_AT_ONCE) {
    rows.push(...(await importGroup(db, act, engagements.slice(from, from + ROWS_AT_ONCE), tools)));
  }
  rows.sort((a, b) => a.row - b.row);
  for (const row of rows) row.notes = row.notes.map((note) => inColumn(note, input.read.columns));
  return {
    totals: totalsOf(rows),
    remarks: [...input.read.remarks, ...stageRemarks(input.read, act.today)],
    rows,
    finishedOn: act.today,
  };
}

/** A note about a field names the column of the file that fills it. */
function inColumn(note: Note, columns: ReadRows["columns"]): Note {
  const field = note.column === "win_probability" ? "probability" : note.column;
  if (field === null || !isField(field)) return note;
  const column = columns[field] ?? (field === "stage" ? columns.status : undefined) ?? note.column;
  return { ...note, column };
}

async function readTools(db: Kysely<DB>, input: EngagementsImport, isDryRun: boolean): Promise<ImportTools> {
  const [companies, people, template] = await Promise.all([
    db.selectFrom("company").select(["id", "name"]).orderBy("created_at", "desc").execute(),
    db
      .selectFrom("person")
      .select(["id", "name", "email"])
      .where("role", "in", ["lead", "manager", "admin"])
      .where("disabled_at", "is", null)
      .execute(),
    requireTemplateBody(db, null, BACKEND_TEMPLATE_NAME),
  ]);
  return {
    source: input.source,
    file: input.file,
    isOfList: input.read.isOfList,
    template,
    calendar: await workingCalendar(db),
    companies: new Map(companies.map(({ id, name }) => [foldText(name), id])),
    leads: new Map(
      people.flatMap(({ id, name, email }) => [
        [foldText(name), id] as const,
        [foldText(email), id] as const,
      ]),
    ),
    isDryRun,
  };
}

async function importGroup(
  db: Kysely<DB>,
  act: Act,
  group: readonly ImportedEngagement[],
  tools: ImportTools,
): Promise<RowReport[]> {
  if (tools.isDryRun) return importRows(db, act, group, tools);
  const known = new Map(tools.companies);
  try {
    return await db.transaction().execute((trx) => importRows(trx, act, group, tools));
  } catch (error) {
    // Nothing of the group was written, its new companies neither.
    tools.companies = known;
    const row = group[0];
    const isForeseen = error instanceof Refusal || isUniqueViolation(error);
    if (!row || !isForeseen) throw error;
    if (group.length === 1) return [refusedBy(error, row, tools)];
    await refreshCompanies(db, tools);
    const rows: RowReport[] = [];
    for (const each of group) rows.push(...(await importGroup(db, act, [each], tools)));
    return rows;
  }
}

function refusedBy(error: unknown, row: ImportedEngagement, tools: ImportTools): RowReport {
  const text =
    error instanceof Refusal ? error.message : "somebody else imported the same row at this moment";
  const notes = [...row.notes, { column: null, text }];
  return { file: tools.file, row: row.row, title: row.title, outcome: "refused", notes, code: null };
}

async function refreshCompanies(db: Kysely<DB>, tools: ImportTools): Promise<void> {
  const companies = await db
    .selectFrom("company")
    .select(["id", "name"])
    .orderBy("created_at", "desc")
    .execute();
  tools.companies = new Map(companies.map(({ id, name }) => [foldText(name), id]));
}

/** How the words of the source came out, one line each: `12 rows became Proposal.` */
function stageRemarks(read: ReadRows, today: string): string[] {
  const counts = new Map<string, number>();
  for (const row of read.engagements) {
    const stage = stageFor(row, read, today);
    const name = row.phase ? `${STAGE_LABEL[stage]}, in ${PHASE_LABEL[row.phase]}` : STAGE_LABEL[stage];
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  return [`By stage: ${[...counts].map(([name, count]) => `${name} ${count}`).join("; ")}.`];
}
