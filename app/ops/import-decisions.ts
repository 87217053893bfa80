import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { type Act, OPERATOR } from "db/act";
import { importDecisions } from "db/decision-import.server";
import { firmToday } from "db/firm.server";
import type { UnpackedFile } from "~/domain/import/archive";
import { readDecisionFiles, textsOf } from "~/domain/import/decision-files";
import { totalsLine, totalsOf } from "~/domain/import/outcome";
import { invalid, Refusal } from "~/domain/refusal";
import { withDatabase } from "./with-database";

interface Options {
  visible?: boolean;
  dryRun?: boolean;
}

/** `import decisions <code> <path>`: a folder or a zip archive of decision records, or one of them. */
export function importDecisionsCommand(): Command {
  return new Command("decisions")
    .description("import decision records (Markdown) into an engagement")
    .argument("<code>", "the engagement, such as ENG-0042")
    .argument("<path>", "a folder, a zip archive or a Markdown file")
    .option("--visible", "let the client read them")
    .option("--dry-run", "say what would happen and change nothing")
    .action((code: string, path: string, options: Options) =>
      withDatabase(async ({ database: { db } }) => {
        const at = Date.now();
        const act: Act = { actor: OPERATOR, at, today: await firmToday(db, at) };
        try {
          const files = readDecisionFiles(textsOf(givenAt(path)));
          const { files: reports, totals } = await importDecisions(db, act, code, files, {
            isVisible: options.visible === true,
            isDryRun: options.dryRun === true,
          });
          for (const { file, outcome, notes } of reports) {
            for (const note of notes) console.log(`${outcome}: ${file}: ${note}`);
          }
          if (options.dryRun) console.log("Nothing was changed: this was a dry run.");
          console.log(totalsLine(totals));
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          console.error(error.message);
          console.log(totalsLine(totalsOf([])));
          process.exitCode = 1;
        }
      }),
    );
}

const BYTES_MOST = 20 * 1024 * 1024;
const DEPTH_MOST = 5;

/** The files at a path, which is the caller's: npm runs the command in the project's folder. */
function givenAt(path: string): UnpackedFile[] {
  const full = [process.env.INIT_CWD ?? process.cwd(), process.cwd()]
    .map((folder) => resolve(folder, path))
    .find((candidate) => statSync(candidate, { throwIfNoEntry: false }));
  if (!full) throw invalid("file", `There is no ${path}.`);
  if (!statSync(full).isDirectory()) return [readOne(full, basename(full))];
  const paths: string[] = [];
  const walk = (folder: string, depth: number) => {
    for (const name of readdirSync(folder).sort()) {
      const inner = join(folder, name);
      const stat = lstatSync(inner);
      if (name.startsWith(".") || name === "node_modules") continue;
      if (stat.isDirectory() && depth < DEPTH_MOST) walk(inner, depth + 1);
      else if (stat.isFile()) paths.push(inner);
    }
  };
  walk(full, 0);
  return paths.map((inner) => readOne(inner, relative(full, inner).split(sep).join("/")));
}

function readOne(path: string, name: string): UnpackedFile {
  if (statSync(path).size > BYTES_MOST) throw invalid("file", `${name} is larger than 20 MB.`);
  return { name, bytes: new Uint8Array(readFileSync(path)) };
}
