import type { Kysely } from "kysely";
import { EMPTY_MAPPING, type Mapping } from "~/domain/import/columns";
import type { ImportedEngagement } from "~/domain/import/engagement-row";
import type { ImportResult } from "~/domain/import/outcome";
import { type AskedMapping, type Prepared, prepareFiles, readList } from "~/domain/import/preparation";
import type { SourceFile } from "~/domain/import/table";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { recordFirmEvent } from "./firm-events.server";
import { importEngagements, requireImporter } from "./import-engagements.server";
import { importFolder } from "./import-folder.server";
import { once } from "./once.server";
import type { DB } from "./schema";

/** What is asked for along with the files. */
export interface ImportAsk extends AskedMapping {
  /** Title of the engagement that a folder becomes. */
  title: string | null;
  /** Tells the rows of one list from those of another; the name of the file when null. */
  source: string | null;
}

export const NOTHING_ASKED: ImportAsk = { ...EMPTY_MAPPING, title: null, source: null };

export interface RunImport {
  result: ImportResult;
  /** The mapping that was used; null for a folder. */
  mapping: Mapping | null;
  /** The rows as they were read; empty for a folder. */
  engagements: ImportedEngagement[];
}

/**
 * Imports files that were sorted out, or, on a dry run, answers what an import would do.
 * @throws Refusal `invalid` on `file`; `forbidden`
 */
export async function runImport(
  db: Kysely<DB>,
  act: Act,
  prepared: Prepared,
  ask: ImportAsk,
  isDryRun: boolean,
): Promise<RunImport> {
  requireImporter(act);
  const firm = await db.selectFrom("firm").select("currency").executeTakeFirst();
  if (!firm) throw invalid("file", "There is no firm yet: set it up first.");
  if (prepared.kind === "folder") {
    const input = { folder: prepared.folder, client: ask.fallbackClient, title: ask.title };
    return { result: await importFolder(db, act, input, isDryRun), mapping: null, engagements: [] };
  }
  const { read, mapping } = readList(prepared, ask, firm.currency);
  const input = { file: prepared.table.file, source: ask.source ?? prepared.source, read };
  const result = await importEngagements(db, act, input, isDryRun);
  if (!isDryRun && result.totals.taken + result.totals.corrected > 0) {
    await recordFirmEvent(db, act, {
      kind: "engagements.imported",
      label: input.file,
      after: { ...result.totals },
    });
  }
  return { result, mapping, engagements: read.engagements };
}

const DAY_MS = 86_400_000;
/** Uploads that nobody confirmed are kept a week. */
const KEPT_MS = 7 * DAY_MS;

/** Keeps files until their import is confirmed, and answers the id. */
export async function keepUpload(db: Kysely<DB>, act: Act, files: readonly SourceFile[]): Promise<string> {
  requireImporter(act);
  const names = files.map(({ name }) => name);
  prepareFiles(names[0] ?? "files", files);
  return once(db, act, async (trx) => {
    const createdBy = requirePerson(act);
    await trx
      .deleteFrom("import")
      .where("created_by", "=", createdBy)
      .where("status", "=", "uploaded")
      .where("created_at", "<", act.at - KEPT_MS)
      .execute();
    const id = newId();
    await trx
      .insertInto("import")
      .values({
        id,
        file_name: names.join(", ").slice(0, 500),
        content: JSON.stringify(files),
        mapping: JSON.stringify(NOTHING_ASKED),
        status: "uploaded",
        result: null,
        created_by: createdBy,
        created_at: act.at,
      })
      .execute();
    return id;
  });
}

function requirePerson(act: Act): string {
  const id = personIdOf(act.actor);
  if (!id) throw invalid("file", "Uploads belong to a person; give the file to the command instead.");
  return id;
}

export interface Upload {
  id: string;
  fileName: string;
  createdAt: number;
  ask: ImportAsk;
  files: SourceFile[];
  /** Null until it is confirmed. */
  result: ImportResult | null;
}

/** An upload of the actor's own. @throws Refusal `not_found` */
export async function requireUpload(db: Kysely<DB>, act: Act, id: string): Promise<Upload> {
  requireImporter(act);
  const row = await db
    .selectFrom("import")
    .selectAll()
    .where("id", "=", id)
    .where("created_by", "=", act.actor.id)
    .where("mapping", "not like", '{"findingsOf":%')
    .executeTakeFirst();
  if (!row) throw notFound("import");
  return {
    id: row.id,
    fileName: row.file_name,
    createdAt: row.created_at,
    ask: { ...NOTHING_ASKED, ...(JSON.parse(row.mapping) as Partial<ImportAsk>) },
    files: row.content === "" ? [] : (JSON.parse(row.content) as SourceFile[]),
    result: row.result === null ? null : (JSON.parse(row.result) as ImportResult),
  };
}

export interface UploadSummary {
  id: string;
  fileName: string;
  createdAt: number;
  totals: ImportResult["totals"] | null;
}

/** The actor's last uploads, the newest first. */
export async function listUploads(db: Kysely<DB>, act: Act): Promise<UploadSummary[]> {
  const rows = await db
    .selectFrom("import")
    .select(["id", "file_name", "created_at", "result"])
    .where("created_by", "=", act.actor.id)
    // Files of findings belong to their engagement's page.
    .where("mapping", "not like", '{"findingsOf":%')
    .orderBy("created_at", "desc")
    .limit(20)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    fileName: row.file_name,
    createdAt: row.created_at,
    totals: row.result === null ? null : (JSON.parse(row.result) as ImportResult).totals,
  }));
}

/** Changes what is asked for with an upload that waits. */
export async function saveAsk(db: Kysely<DB>, act: Act, id: string, ask: ImportAsk): Promise<void> {
  requireImporter(act);
  const { numUpdatedRows } = await db
    .updateTable("import")
    .set({ mapping: JSON.stringify(ask) })
    .where("id", "=", id)
    .where("created_by", "=", act.actor.id)
    .where("status", "=", "uploaded")
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw notFound("import");
}

/** Imports what was uploaded and keeps the result in its place. Confirming twice imports once. */
export async function confirmUpload(db: Kysely<DB>, act: Act, id: string): Promise<ImportResult> {
  const upload = await requireUpload(db, act, id);
  if (upload.result) return upload.result;
  const prepared = prepareFiles(upload.files[0]?.name ?? upload.fileName, upload.files);
  const { result } = await runImport(db, act, prepared, upload.ask, false);
  await db
    .updateTable("import")
    .set({ status: "imported", content: "", result: JSON.stringify(result) })
    .where("id", "=", id)
    .where("created_by", "=", act.actor.id)
    .where("status", "=", "uploaded")
    .execute();
  return (await requireUpload(db, act, id)).result ?? result;
}

/** Throws an upload away that was not confirmed. */
export async function discardUpload(db: Kysely<DB>, act: Act, id: string): Promise<void> {
  requireImporter(act);
  await db
    .deleteFrom("import")
    .where("id", "=", id)
    .where("created_by", "=", act.actor.id)
    .where("status", "=", "uploaded")
    .execute();
}

/** What a saved mapping keeps of what was asked for. */
type SavedMapping = Pick<ImportAsk, "columns" | "currency" | "fallbackClient">;

/** The names of saved mappings, which everybody who imports shares. */
export async function listMappingNames(db: Kysely<DB>, act: Act): Promise<string[]> {
  requireImporter(act);
  const rows = await db.selectFrom("import_mapping").select("name").orderBy("name").limit(200).execute();
  return rows.map(({ name }) => name);
}

/** A saved mapping by its name. @throws Refusal `invalid` on `mapping` when there is none */
export async function requireMapping(db: Kysely<DB>, act: Act, name: string): Promise<SavedMapping> {
  requireImporter(act);
  const row = await db
    .selectFrom("import_mapping")
    .select("mapping")
    .where("name", "=", name)
    .executeTakeFirst();
  if (!row) throw invalid("mapping", `There is no saved mapping called “${name}”.`);
  return { ...EMPTY_MAPPING, ...(JSON.parse(row.mapping) as Partial<SavedMapping>) };
}

/** Saves a mapping by name; one of that name is replaced. */
export async function saveMapping(
  db: Kysely<DB>,
  act: Act,
  name: string,
  mapping: SavedMapping,
): Promise<void> {
  requireImporter(act);
  const text = JSON.stringify({
    columns: mapping.columns,
    currency: mapping.currency,
    fallbackClient: mapping.fallbackClient,
  });
  await db.transaction().execute(async (trx) => {
    const createdBy = personIdOf(act.actor) ?? (await oldestAdministrator(trx));
    await trx
      .insertInto("import_mapping")
      .values({ id: newId(), name, mapping: text, created_by: createdBy, created_at: act.at })
      .onConflict((conflicting) => conflicting.column("name").doUpdateSet({ mapping: text }))
      .execute();
    await recordFirmEvent(trx, act, { kind: "import_mapping.saved", label: name });
  });
}

/** Whom a mapping belongs to that the operator's command saves, who is no person. */
async function oldestAdministrator(trx: Kysely<DB>): Promise<string> {
  const person = await trx
    .selectFrom("person")
    .select("id")
    .where("role", "=", "admin")
    .orderBy("created_at")
    .limit(1)
    .executeTakeFirst();
  if (!person) throw invalid("mapping", "A mapping needs an administrator to belong to: add one first.");
  return person.id;
}
