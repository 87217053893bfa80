import type { Kysely } from "kysely";
import { readAssessments } from "~/domain/import/assessments";
import {
  type ChangesRead,
  findingOfFile,
  holdsChanges,
  isChangeHeading,
  readChanges,
} from "~/domain/import/change-counts";
import { type FindingColumns, isFindingHeading, mapFindingColumns } from "~/domain/import/finding-columns";
import { type FindingsRead, readFindingRows } from "~/domain/import/finding-rows";
import { type Note, type Outcome, type Totals, totalsOf } from "~/domain/import/outcome";
import { readTable, type SourceFile } from "~/domain/import/table";
import type { Actor } from "~/domain/permissions";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import type { NewEvent } from "./events.server";
import { insertFinding, openFindingBook } from "./findings.server";
import { insertHotspot } from "./hotspots.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** A file about findings, sorted out: a list of them, or counts of changes that suggest some. */
export type PreparedFindings =
  | { kind: "findings"; columns: string[]; chosen: FindingColumns; read: FindingsRead }
  | { kind: "changes"; read: ChangesRead };

/** Sorts a file out. @throws Refusal `invalid` on `file` when it holds neither findings nor change counts */
export function prepareFindings(file: SourceFile, chosen: FindingColumns): PreparedFindings {
  const table =
    readAssessments(file) ?? readTable(file, (words) => isFindingHeading(words) || isChangeHeading(words));
  if (holdsChanges(table)) return { kind: "changes", read: readChanges(table) };
  const columns = mapFindingColumns(table.columns, chosen);
  return { kind: "findings", columns: table.columns, chosen: columns, read: readFindingRows(table, columns) };
}

export interface FindingRowReport {
  row: number;
  title: string;
  outcome: Outcome;
  notes: Note[];
}

export interface FindingsResult {
  totals: Totals;
  /** Points that were checked and are met, which need no finding. */
  met: number;
  remarks: string[];
  rows: FindingRowReport[];
}

/** What became, or would become, of every row, given the keys that the engagement has already. */
function reportOf(read: FindingsRead, known: ReadonlySet<string>): FindingsResult {
  const seen = new Set<string>();
  const rows: FindingRowReport[] = [];
  let met = 0;
  for (const { row, title, notes, finding, isMet } of read.rows) {
    if (isMet) {
      met += 1;
      continue;
    }
    if (!finding) {
      rows.push({ row, title, notes, outcome: "refused" });
      continue;
    }
    const { sourceRef } = finding;
    const isKnown = known.has(sourceRef) || seen.has(sourceRef);
    const again = seen.has(sourceRef) ? [{ column: null, text: "says the same as an earlier row" }] : [];
    seen.add(sourceRef);
    const outcome = isKnown ? "unchanged" : notes.length > 0 ? "corrected" : "taken";
    rows.push({ row, title: finding.title, notes: [...again, ...notes], outcome });
  }
  return { totals: totalsOf(rows), met, remarks: read.remarks, rows };
}

async function knownRefs(db: Kysely<DB>, engagementId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom("finding")
    .select("source_ref")
    .where("engagement_id", "=", engagementId)
    .where("source_ref", "is not", null)
    .execute();
  return new Set(rows.flatMap(({ source_ref: ref }) => (ref === null ? [] : [ref])));
}

/** What an import of findings would make of every row. */
export async function previewFindings(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  read: FindingsRead,
): Promise<FindingsResult> {
  const { engagement } = await requireEngagement(db, actor, code, "work_checklist");
  return reportOf(read, await knownRefs(db, engagement.id));
}

/** Writes down every finding of a file that the engagement does not have yet. The same file again changes nothing. */
export async function importFindings(
  db: Kysely<DB>,
  act: Act,
  code: string,
  read: FindingsRead,
): Promise<FindingsResult> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const known = await knownRefs(trx, engagement.id);
    const result = reportOf(read, known);
    const book = await openFindingBook(trx, engagement);
    const events = [];
    for (const { finding } of read.rows) {
      if (!finding || known.has(finding.sourceRef)) continue;
      known.add(finding.sourceRef);
      events.push((await insertFinding(trx, act, book, finding)).event);
    }
    if (events.length > 0) await finishChange(trx, engagement, act, events);
    return result;
  });
}

export interface Suggestion {
  /** Where it stands in the form, from 0, for naming its fields. */
  at: number;
  path: string;
  /** Hours a week as typed; empty when it is written down without being marked a hotspot. */
  hours: string;
}

/** Writes down the files that were picked from change counts, those with hours as hotspots; answers how many are new. */
export async function recordSuggestions(
  db: Kysely<DB>,
  act: Act,
  code: string,
  read: ChangesRead,
  picks: readonly Suggestion[],
): Promise<number> {
  if (picks.length === 0) throw invalid("pick", "Tick at least one file.");
  return once(db, act, async (trx) => {
    const needs = picks.some(({ hours }) => hours.trim() !== "") ? "run_engagement" : "work_checklist";
    const { engagement } = await lockEngagement(trx, act.actor, code, needs);
    const known = await knownRefs(trx, engagement.id);
    const book = await openFindingBook(trx, engagement);
    const events: NewEvent[] = [];
    let count = 0;
    for (const pick of picks) {
      const file = read.files.find(({ path }) => path === pick.path);
      if (!file) throw invalid("pick", `The list has no file ${pick.path}.`);
      const finding = findingOfFile(file, read);
      if (known.has(finding.sourceRef)) continue;
      known.add(finding.sourceRef);
      const fields = { ...finding, severity: "medium" as const, area: "Changes", isVisible: false };
      const { id, event } = await insertFinding(trx, act, book, fields);
      events.push(event);
      count += 1;
      if (pick.hours.trim() === "") continue;
      const of = { id, engagementId: engagement.id };
      const marked = await insertHotspot(trx, act, of, { text: pick.hours, field: `hours-${pick.at}` });
      events.push({ ...marked, subjectId: id, label: finding.title, visibility: "internal" as const });
    }
    if (events.length > 0) await finishChange(trx, engagement, act, events);
    return count;
  });
}

const DAY_MS = 86_400_000;
/** Uploads that nobody confirmed are kept a week. */
const KEPT_MS = 7 * DAY_MS;

/** What is kept with an upload of findings; tells it from uploads of engagements. */
interface KeptWith {
  findingsOf: string;
  columns: FindingColumns;
}

/** Keeps a file until its import is confirmed, and answers the id. @throws Refusal `invalid` on `file` */
export async function keepFindingFile(
  db: Kysely<DB>,
  act: Act,
  code: string,
  file: SourceFile,
): Promise<string> {
  const { engagement } = await requireEngagement(db, act.actor, code, "work_checklist");
  prepareFindings(file, {});
  const createdBy = personIdOf(act.actor);
  if (!createdBy) throw invalid("file", "Uploads belong to a person; give the file to the command instead.");
  return once(db, act, async (trx) => {
    await trx
      .deleteFrom("import")
      .where("created_by", "=", createdBy)
      .where("status", "=", "uploaded")
      .where("created_at", "<", act.at - KEPT_MS)
      .execute();
    const id = newId();
    const kept: KeptWith = { findingsOf: engagement.id, columns: {} };
    await trx
      .insertInto("import")
      .values({
        id,
        file_name: file.name.slice(0, 500),
        content: JSON.stringify(file),
        mapping: JSON.stringify(kept),
        status: "uploaded",
        result: null,
        created_by: createdBy,
        created_at: act.at,
      })
      .execute();
    return id;
  });
}

export interface FindingFile {
  id: string;
  name: string;
  /** Null once it is imported. */
  file: SourceFile | null;
  columns: FindingColumns;
  result: FindingsResult | null;
}

/** A file that the actor put up for this engagement. @throws Refusal `not_found` */
export async function requireFindingFile(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<FindingFile> {
  const { engagement } = await requireEngagement(db, actor, code, "work_checklist");
  const row = await db
    .selectFrom("import")
    .select(["id", "file_name", "content", "mapping", "result"])
    .where("id", "=", id)
    .where("created_by", "=", actor.id)
    .executeTakeFirst();
  const kept = row ? (JSON.parse(row.mapping) as Partial<KeptWith>) : null;
  if (!row || kept?.findingsOf !== engagement.id) throw notFound("file");
  return {
    id: row.id,
    name: row.file_name,
    file: row.content === "" ? null : (JSON.parse(row.content) as SourceFile),
    columns: kept.columns ?? {},
    result: row.result === null ? null : (JSON.parse(row.result) as FindingsResult),
  };
}

/** Imports a file of findings that waits and keeps the result in its place. Confirming twice imports once. */
export async function confirmFindingFile(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
): Promise<FindingsResult> {
  const { file, columns, result: before } = await requireFindingFile(db, act.actor, code, id);
  if (before || !file) return before ?? { totals: totalsOf([]), met: 0, remarks: [], rows: [] };
  const prepared = prepareFindings(file, columns);
  if (prepared.kind !== "findings") throw invalid("file", "Tick the files that are worth a finding.");
  const result = await importFindings(db, act, code, prepared.read);
  await db
    .updateTable("import")
    .set({ status: "imported", content: "", result: JSON.stringify(result) })
    .where("id", "=", id)
    .where("created_by", "=", act.actor.id)
    .where("status", "=", "uploaded")
    .execute();
  return (await requireFindingFile(db, act.actor, code, id)).result ?? result;
}

/** Changes which column fills which field of a file that waits. */
export async function saveFindingColumns(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  columns: FindingColumns,
): Promise<void> {
  await requireFindingFile(db, act.actor, code, id);
  const { engagement } = await requireEngagement(db, act.actor, code, "work_checklist");
  const kept: KeptWith = { findingsOf: engagement.id, columns };
  await db
    .updateTable("import")
    .set({ mapping: JSON.stringify(kept) })
    .where("id", "=", id)
    .where("created_by", "=", act.actor.id)
    .execute();
}

/** Lets a file go that was imported or is not wanted. */
export async function dropFindingFile(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  const found = await requireFindingFile(db, act.actor, code, id);
  await db.deleteFrom("import").where("id", "=", found.id).where("created_by", "=", act.actor.id).execute();
}
