import { lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { type Act, OPERATOR } from "db/act";
import { csvOf } from "db/csv.server";
import { firmToday } from "db/firm.server";
import { type ImportAsk, NOTHING_ASKED, requireMapping, runImport, saveMapping } from "db/imports.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { isField } from "~/domain/import/columns";
import { FIELDS, type Field } from "~/domain/import/headings";
import { notesTable } from "~/domain/import/notes-table";
import { type ImportResult, noteLine, totalsLine } from "~/domain/import/outcome";
import { belongsTo, type Prepared, prepareFiles } from "~/domain/import/preparation";
import { decodeFile, FILE_BYTES_MOST, readTable, type SourceFile } from "~/domain/import/table";
import { invalid, Refusal } from "~/domain/refusal";
import { importDecisionsCommand } from "./import-decisions";
import { importFindingsCommand } from "./import-findings";
import { withDatabase } from "./with-database";

interface Options {
  with: string[];
  map: string[];
  mapping?: string;
  saveMapping?: string;
  client?: string;
  currency?: string;
  title?: string;
  source?: string;
  notes?: string;
  dryRun?: boolean;
}

const collect = (value: string, all: string[]): string[] => [...all, value];

/** `import engagements <path>`: a CSV or JSON list, or the folder of one engagement. */
export function importCommand(): Command {
  const engagements = new Command("engagements")
    .description("import a list of engagements (CSV, JSON), or a folder that tells of one engagement")
    .argument("<path>", "the file or the folder")
    .option("--with <file>", "a file that belongs to it, such as its milestones (repeatable)", collect, [])
    .option(
      "--map <field=column>",
      `which column fills a field: ${FIELDS.join(", ")} (repeatable)`,
      collect,
      [],
    )
    .option("--mapping <name>", "use a saved mapping")
    .option("--save-mapping <name>", "save the mapping that was used")
    .option("--client <name>", "the client of rows that name none, or of the folder")
    .option("--currency <code>", "the currency of amounts that name none; the firm's otherwise")
    .option("--title <title>", "the title of the engagement that a folder becomes")
    .option("--source <name>", "tells this list from others; the name of the file otherwise")
    .option("--notes <file>", "write every note as CSV")
    .option("--dry-run", "say what would happen and change nothing")
    .action(async (path: string, options: Options) => {
      await withDatabase(async ({ database }) => {
        const at = Date.now();
        const act: Act = { actor: OPERATOR, at, today: await firmToday(database.db, at) };
        try {
          await run(database.db, act, path, options);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          console.error(error.message);
          console.log(totalsLine({ taken: 0, corrected: 0, refused: 0, unchanged: 0 }));
          process.exitCode = 1;
        }
      });
    });
  return new Command("import")
    .description("bring in what is kept elsewhere")
    .addCommand(engagements)
    .addCommand(importDecisionsCommand())
    .addCommand(importFindingsCommand());
}

async function run(db: Kysely<DB>, act: Act, path: string, options: Options): Promise<void> {
  const ask = await askOf(db, act, options);
  const prepared = prepare(found(path), options.with.map(found));
  const { result, mapping } = await runImport(db, act, prepared, ask, options.dryRun === true);
  if (mapping) {
    const used = FIELDS.flatMap((field) =>
      mapping.columns[field] ? [`${field} from “${mapping.columns[field]}”`] : [],
    );
    console.log(`Read ${used.join(", ")}.`);
    if (options.saveMapping)
      await saveMapping(db, act, options.saveMapping, { ...ask, columns: mapping.columns });
  }
  print(result);
  if (options.notes) {
    const { columns, rows } = notesTable(result);
    writeFileSync(resolve(folderOfCaller(), options.notes), csvOf(columns, rows));
  }
  if (options.dryRun) console.log("Nothing was changed: this was a dry run.");
  console.log(totalsLine(result.totals));
}

function print(result: ImportResult): void {
  for (const remark of result.remarks) console.log(remark);
  for (const row of result.rows) {
    for (const note of row.notes) console.log(`${row.outcome}: ${noteLine(row, note)}`);
  }
}

async function askOf(db: Kysely<DB>, act: Act, options: Options): Promise<ImportAsk> {
  const saved = options.mapping ? await requireMapping(db, act, options.mapping) : NOTHING_ASKED;
  return {
    ...NOTHING_ASKED,
    ...saved,
    columns: { ...saved.columns, ...mapped(options.map) },
    ...(options.client ? { fallbackClient: options.client } : {}),
    ...(options.currency ? { currency: currencyOf(options.currency) } : {}),
    title: options.title ?? null,
    source: options.source ?? null,
  };
}

function currencyOf(text: string): string {
  const code = text.toUpperCase();
  if (!Intl.supportedValuesOf("currency").includes(code))
    throw invalid("currency", `${text} is no currency.`);
  return code;
}

function mapped(pairs: readonly string[]): Partial<Record<Field, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field = "", ...rest] = pair.split("=");
      if (!isField(field.trim())) {
        throw invalid("map", `${field} is no field; they are ${FIELDS.join(", ")}.`);
      }
      return [
        field.trim(),
        rest
          .join("=")
          .trim()
          .replace(/^"(.*)"$/, "$1"),
      ];
    }),
  );
}

/** Paths are the caller's: npm runs the command in the project's folder. */
const folderOfCaller = () => process.env.INIT_CWD ?? process.cwd();

function found(path: string): string {
  for (const folder of [folderOfCaller(), process.cwd()]) {
    const full = resolve(folder, path);
    if (statSync(full, { throwIfNoEntry: false })) return full;
  }
  throw invalid("file", `There is no ${path}.`);
}

function prepare(path: string, others: readonly string[]): Prepared {
  if (statSync(path).isDirectory()) {
    return prepareFiles(basename(path), [...readFolderFiles(path), ...others.map((other) => readOne(other))]);
  }
  const main = readOne(path);
  return prepareFiles(main.name, [
    main,
    ...others.map((other) => readOne(other)),
    ...(others.length > 0 ? [] : beside(path, main)),
  ]);
}

function readOne(path: string, name = basename(path)): SourceFile {
  if (statSync(path).size > FILE_BYTES_MOST)
    throw invalid("file", `${name} is larger than 10 MB. Split it, then try again.`);
  return decodeFile(name, readFileSync(path));
}

/** A CSV in the same folder whose name tells of milestones, when its rows belong to the list. */
function beside(path: string, main: SourceFile): SourceFile[] {
  if (extname(path).toLowerCase() === ".json" || main.text.trim() === "") return [];
  const list = readTable(main);
  return readdirSync(dirname(path))
    .filter((name) => /milestone/i.test(name) && /\.csv$/i.test(name) && name !== basename(path))
    .sort()
    .map((name) => readOne(join(dirname(path), name)))
    .filter((file) => file.text.trim() !== "" && belongsTo(readTable(file), list))
    .slice(0, 1);
}

const TEXT_KINDS = new Set([".csv", ".tsv", ".json", ".md", ".markdown", ".txt"]);
const FILES_MOST = 2000;
const FOLDER_BYTES_MOST = 5 * FILE_BYTES_MOST;

function readFolderFiles(folder: string): SourceFile[] {
  const paths: string[] = [];
  const walk = (current: string, depth: number) => {
    for (const name of readdirSync(current).sort()) {
      const path = join(current, name);
      const stat = lstatSync(path);
      if (name.startsWith(".") || name === "node_modules") continue;
      if (stat.isDirectory() && depth < 5) walk(path, depth + 1);
      else if (stat.isFile() && TEXT_KINDS.has(extname(name).toLowerCase())) paths.push(path);
    }
  };
  walk(folder, 0);
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  if (paths.length > FILES_MOST || bytes > FOLDER_BYTES_MOST) {
    throw invalid(
      "file",
      `${basename(folder)} holds more than ${FILES_MOST} files or 50 MB. Name a part of it.`,
    );
  }
  return paths.map((path) => readOne(path, relative(folder, path).split(sep).join("/")));
}
