import { Refusal } from "../refusal";
import { type ContractDeliverable, readContract } from "./contract";
import { listsExpectations, type ReadExpectations, readExpectations } from "./expectations";
import type { RowReport } from "./outcome";
import { isReport, listsSpans, nounOf, type ReadReports, readReports } from "./reports";
import { readTable, type SourceFile, type Table } from "./table";
import { listsTickets, type ReadTickets, readTickets } from "./tickets";

/** A folder that tells of one engagement: contract, tickets, sprints, reports and expected dates. */
export interface ImportedFolder {
  name: string;
  title: string;
  contract: ContractDeliverable[];
  tickets: (ReadTickets & { file: string })[];
  reports: ReadReports;
  /** Dates that parts of the work were expected by, as they were told over time. */
  expectations: ReadExpectations["expectations"];
  /** Files that hold nothing of these kinds. */
  leftOut: string[];
  /** Rows that are refused, or repeat another, whatever is in the database. */
  settled: RowReport[];
  remarks: string[];
}

/** `engagement-harbour` as a title: `Harbour`. */
export function titleOfFolder(name: string): string {
  const words = name
    .replace(/[-_.]+/g, " ")
    .replace(/^(?:engagement|project|client)\s+(?=\S)/i, "")
    .trim();
  return words.replace(/^./, (letter) => letter.toUpperCase()) || "Imported engagement";
}

/** Sorts the files of a folder by what they hold: by headings and texts, never by their names alone. */
export function readFolder(name: string, files: readonly SourceFile[]): ImportedFolder {
  const tables: Table[] = [];
  const leftOut: string[] = [];
  const settled: RowReport[] = [];
  const remarks = files.flatMap((file) => file.remarks);
  for (const file of files.filter((each) => /\.(csv|tsv|json)$/i.test(each.name))) {
    try {
      tables.push(readTable(file));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      remarks.push(error.message);
    }
  }
  const expectationTables = tables.filter((table) => listsExpectations(table.columns));
  const others = tables.filter((table) => !expectationTables.includes(table));
  const ticketTables = others.filter((table) => listsTickets(table.columns));
  const spanTables = others.filter((table) => !ticketTables.includes(table) && listsSpans(table.columns));
  leftOut.push(
    ...others
      .filter((table) => !ticketTables.includes(table) && !spanTables.includes(table))
      .map((table) => table.file),
    ...spanTables.slice(1).map((table) => table.file),
  );
  const noun = nounOf(spanTables[0]);
  const texts = files.filter((file) => /\.(md|markdown|txt)$/i.test(file.name));
  const reportFiles = texts.filter(isReport);
  const contract: ContractDeliverable[] = [];
  for (const file of texts.filter((each) => !reportFiles.includes(each))) {
    const found = readContract(file.name, file.text);
    if (found.length === 0) leftOut.push(file.name);
    for (const deliverable of found) {
      const known = contract.find((other) => other.ref === deliverable.ref);
      if (known) {
        settled.push({
          file: file.name,
          row: deliverable.row,
          title: deliverable.title,
          outcome: "refused",
          notes: [
            { column: null, text: `${deliverable.ref.replace(":", " ")} stands in ${known.file} already` },
          ],
          code: null,
        });
      } else contract.push(deliverable);
    }
  }
  const tickets = ticketTables.map((table) => ({ ...readTickets(table, noun), file: table.file }));
  for (const list of tickets) settled.push(...settledRows(list.file, list));
  const expectations = expectationTables.map((table) => ({ ...readExpectations(table), file: table.file }));
  for (const list of expectations) settled.push(...settledRows(list.file, list));
  const reports = readReports(spanTables.slice(0, 1), reportFiles);
  for (const source of reports.sources.filter(({ isRefused }) => isRefused)) {
    const notes = [{ column: source.column, text: source.note ?? "" }];
    settled.push({
      file: source.file,
      row: source.row,
      title: source.title,
      outcome: "refused",
      notes,
      code: null,
    });
  }
  if (leftOut.length > 0) {
    remarks.push(
      `Left out, because they hold neither tickets, sprints, reports, expected dates nor a table of deliverables: ${byFolder(leftOut)}.`,
    );
  }
  return {
    name,
    title: titleOfFolder(name),
    contract,
    tickets,
    reports,
    expectations: firstTold(
      expectations.flatMap((list) => list.expectations),
      settled,
    ),
    leftOut,
    settled,
    remarks,
  };
}

/** Of what two files tell of the same on the same day, the first stands. */
function firstTold(
  all: ReadExpectations["expectations"],
  settled: RowReport[],
): ReadExpectations["expectations"] {
  const known = new Map<string, string>();
  return all.filter(({ file, row, title, ref }) => {
    const first = known.get(ref);
    if (first === undefined) {
      known.set(ref, file);
      return true;
    }
    const notes = [{ column: null, text: `stands in ${first} already` }];
    settled.push({ file, row, title, outcome: "refused", notes, code: null });
    return false;
  });
}

/** The rows of a table that are refused, or repeat another. */
function settledRows(
  file: string,
  list: Pick<ReadTickets | ReadExpectations, "refused" | "repeated">,
): RowReport[] {
  return [
    ...list.refused.map(({ row, title, column, why }) => ({
      file,
      row,
      title,
      outcome: "refused" as const,
      notes: [{ column, text: why }],
      code: null,
    })),
    ...list.repeated.map(({ row, title, first }) => ({
      file,
      row,
      title,
      outcome: "unchanged" as const,
      notes: [{ column: null, text: `is the same as row ${first}` }],
      code: null,
    })),
  ];
}

/** Files by their folders: `README.md, decisions (23 files)`. */
function byFolder(paths: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : path;
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .map(([folder, count]) =>
      paths.includes(folder) ? folder : `${folder} (${count} ${count === 1 ? "file" : "files"})`,
    )
    .join(", ");
}
