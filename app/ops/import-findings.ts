import { readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { type Act, OPERATOR } from "db/act";
import { importFindings, prepareFindings } from "db/finding-imports.server";
import { firmToday } from "db/firm.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { SCORE_WORDS } from "~/domain/import/change-counts";
import { noteLine, totalsLine } from "~/domain/import/outcome";
import { decodeFile } from "~/domain/import/table";
import { invalid, Refusal } from "~/domain/refusal";
import { withDatabase } from "./with-database";

const SUGGESTED = 20;

/** `import findings <code> <file>`: findings of a list or of audits; of change counts it only says what they suggest. */
export function importFindingsCommand(): Command {
  return new Command("findings")
    .description("import findings (CSV), audits (JSON), or show what change counts suggest")
    .argument("<code>", "the engagement")
    .argument("<file>", "the file")
    .action(async (code: string, path: string) => {
      await withDatabase(async ({ database }) => {
        const at = Date.now();
        const act: Act = { actor: OPERATOR, at, today: await firmToday(database.db, at) };
        try {
          await run(database.db, act, code, path);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          console.error(error.message);
          process.exitCode = 1;
        }
      });
    });
}

async function run(db: Kysely<DB>, act: Act, code: string, path: string): Promise<void> {
  // Paths are the caller's: npm runs the command in the project's folder.
  const full = resolve(process.env.INIT_CWD ?? process.cwd(), path);
  if (!statSync(full, { throwIfNoEntry: false })?.isFile())
    throw invalid("file", `There is no file ${path}.`);
  const prepared = prepareFindings(decodeFile(basename(full), new Uint8Array(readFileSync(full))), {});
  if (prepared.kind === "changes") {
    console.log(`These files change and break most. Ranked by ${SCORE_WORDS}`);
    for (const file of prepared.read.files.slice(0, SUGGESTED)) {
      console.log(`${file.score}\t${file.path}\t${file.recentChanges} changes, ${file.recentFixes} fixes`);
    }
    console.log("Nothing was changed: which of them are findings is for a person to say, on the page.");
    return;
  }
  const result = await importFindings(db, act, code, prepared.read);
  for (const remark of result.remarks) console.log(remark);
  for (const row of result.rows) {
    for (const note of row.notes) {
      console.log(`${row.outcome}: ${noteLine({ file: basename(full), row: row.row }, note)}`);
    }
  }
  if (result.met > 0) console.log(`${result.met} points are met and need no finding.`);
  console.log(totalsLine(result.totals));
}
