import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { durationQuantiles, learn } from "~/domain/forecast";
import { readHistory, readQuestions } from "~/domain/forecast/tables";
import { invalid } from "~/domain/refusal";

const SHARES = [0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95] as const;
const BYTES_MOST = 50 * 1024 * 1024;

/** `forecast`: answers with the quantiles of whole durations as CSV on standard output; needs no database. */
export function forecastCommand(): Command {
  return new Command("forecast")
    .description("forecast durations from past ones, both as CSV; the answer is CSV on standard output")
    .requiredOption(
      "--history <file>",
      "id,group,planned,actual,finished; finished is 0 for a duration so far",
    )
    .requiredOption("--questions <file>", "id,group,planned,elapsed")
    .action(({ history, questions }: { history: string; questions: string }) => {
      const past = readHistory(history, textOf(history));
      const asked = readQuestions(questions, textOf(questions));
      for (const note of past.notes) console.error(note);
      const answers = durationQuantiles(learn(past.phases), asked, SHARES);
      const lines = asked.map(({ id, elapsed }, at) =>
        [quoted(id), ...(answers[at] ?? []).map((value) => figure(value, elapsed))].join(","),
      );
      process.stdout.write(`${["id,p05,p10,p20,p50,p80,p90,p95", ...lines].join("\n")}\n`);
    });
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Ten figures are plenty, but rounding must not fall below what has elapsed. */
const figure = (value: number, elapsed: number): string =>
  String(Math.max(elapsed, Number(value.toPrecision(10))));

/** The file's text; npm runs the command in the project's folder, the caller may stand elsewhere. */
function textOf(path: string): string {
  const full = [process.env.INIT_CWD ?? process.cwd(), process.cwd()]
    .map((folder) => resolve(folder, path))
    .find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!full) throw invalid("file", `There is no file ${path}.`);
  if (statSync(full).size > BYTES_MOST) throw invalid("file", `${path} is larger than 50 MB.`);
  return readFileSync(full, "utf8");
}
