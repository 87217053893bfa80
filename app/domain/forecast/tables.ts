import Papa from "papaparse";
import { invalid } from "../refusal";
import type { OpenPhase } from "./experience";
import type { PastPhase } from "./history";

interface Line {
  /** As a spreadsheet numbers it, the heading being row 1. */
  number: number;
  cells: Record<string, string>;
}

/** The lines of a CSV file that has at least these columns. Throws a Refusal that names what is missing. */
function linesOf(file: string, text: string, columns: readonly string[]): Line[] {
  const given = text.replace(/^\ufeff/, "");
  if (given.trim() === "") throw invalid("file", `${file} is empty.`);
  const delimitersToGuess = [",", ";", "\t", "|"];
  const { data, errors } = Papa.parse<string[]>(given, { skipEmptyLines: false, delimitersToGuess });
  const broken = errors.find(({ type }) => type === "Quotes");
  if (broken) {
    throw invalid(
      "file",
      `${file}, row ${(broken.row ?? 0) + 1}: a quotation mark is not closed or not doubled.`,
    );
  }
  const filled = data
    .map((cells, index) => ({ number: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const headings = filled[0]?.cells.map((heading) => heading.toLowerCase()) ?? [];
  for (const column of columns) {
    if (!headings.includes(column)) {
      throw invalid("file", `${file} has no column ${column}. It needs ${columns.join(", ")}.`);
    }
  }
  return filled.slice(1).map(({ number, cells }) => {
    if (cells.length > headings.length) {
      throw invalid(
        "file",
        `${file}, row ${number}: ${cells.length} cells, where the heading has ${headings.length}.`,
      );
    }
    return { number, cells: Object.fromEntries(headings.map((heading, at) => [heading, cells[at] ?? ""])) };
  });
}

function amount(file: string, { number, cells }: Line, column: string): number {
  const text = cells[column] ?? "";
  const value = Number(text);
  if (text === "" || !Number.isFinite(value)) {
    const said = text === "" ? "is empty" : `is “${text}”`;
    throw invalid("file", `${file}, row ${number}, column ${column}: ${said}; a number is needed.`);
  }
  if (value < 0) throw invalid("file", `${file}, row ${number}, column ${column}: ${text} is less than 0.`);
  return value;
}

const FINISHED = new Map([
  ["1", true],
  ["true", true],
  ["yes", true],
  ["0", false],
  ["false", false],
  ["no", false],
]);

/** Past phases in the order of the file; those without a plan are left out, with a note. */
export function readHistory(file: string, text: string): { phases: PastPhase[]; notes: string[] } {
  const phases: PastPhase[] = [];
  const unplanned: number[] = [];
  for (const line of linesOf(file, text, ["id", "group", "planned", "actual", "finished"])) {
    const finished = FINISHED.get((line.cells.finished ?? "").toLowerCase().replace(/\.0+$/, ""));
    if (finished === undefined) {
      const said = line.cells.finished ? `is “${line.cells.finished}”` : "is empty";
      throw invalid("file", `${file}, row ${line.number}, column finished: ${said}; 1 or 0 is needed.`);
    }
    const planned = line.cells.planned === "" ? 0 : amount(file, line, "planned");
    const actual = amount(file, line, "actual");
    if (planned === 0) unplanned.push(line.number);
    else phases.push({ group: line.cells.group ?? "", planned, actual, isFinished: finished });
  }
  const notes =
    unplanned.length === 0
      ? []
      : [
          `${file}, column planned: ${unplanned.length} of the rows have no plan or one of 0 and are left out (the first is row ${unplanned[0]}).`,
        ];
  return { phases, notes };
}

/** The phases asked about, each with the id of its row. */
export function readQuestions(file: string, text: string): (OpenPhase & { id: string })[] {
  return linesOf(file, text, ["id", "group", "planned", "elapsed"]).map((line) => {
    const planned = amount(file, line, "planned");
    if (planned === 0) {
      throw invalid("file", `${file}, row ${line.number}, column planned: 0; a plan above 0 is needed.`);
    }
    const elapsed = line.cells.elapsed === "" ? 0 : amount(file, line, "elapsed");
    return { id: line.cells.id ?? "", group: line.cells.group ?? "", planned, elapsed };
  });
}
