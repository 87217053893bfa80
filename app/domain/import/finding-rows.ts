import { FINDING_LIMITS, findingFault, type Severity } from "../finding";
import type { FindingColumns } from "./finding-columns";
import type { Note } from "./outcome";
import { cellText, type Table, type TableRow } from "./table";
import { cleanLine, cleanText, cutText, foldText, headingWords, quote } from "./text";

export interface ImportedFinding {
  title: string;
  severity: Severity;
  area: string;
  body: string;
  place: string;
  isVisible: boolean;
  sourceRef: string;
}

/** A row as it was read: the finding that it becomes, or why it becomes none. */
export interface FindingRowRead {
  row: number;
  title: string;
  notes: Note[];
  /** Null when it is refused, and when the point that was checked is met. */
  finding: ImportedFinding | null;
  isMet: boolean;
}

export interface FindingsRead {
  file: string;
  remarks: string[];
  rows: FindingRowRead[];
}

/** Reads a table of findings, of recommendations, or of points that an audit checked. */
export function readFindingRows(table: Table, columns: FindingColumns): FindingsRead {
  const used = new Set(Object.values(columns));
  const extra = table.columns.filter((column) => !used.has(column));
  const remarks = [...table.remarks];
  if (!columns.severity && !columns.result) {
    remarks.push("No column says how severe a finding is: each is read as medium.");
  }
  if (extra.length > 0) {
    remarks.push(`What no field takes stands at the end of the text: ${extra.join(", ")}.`);
  }
  const rows = table.rows.map((row) => readRow(row, columns, extra));
  tellApart(rows);
  return { file: table.file, remarks, rows };
}

function readRow(row: TableRow, columns: FindingColumns, extra: readonly string[]): FindingRowRead {
  const cell = (field: keyof FindingColumns) => {
    const column = columns[field];
    return column === undefined ? "" : cleanText(cellText(row.cells[column]));
  };
  const notes: Note[] = row.notes.map((text) => ({ column: null, text }));
  const note = (field: keyof FindingColumns, text: string) =>
    notes.push({ column: columns[field] ?? null, text });
  const refuse = (title: string): FindingRowRead => ({
    row: row.number,
    title,
    notes,
    finding: null,
    isMet: false,
  });
  if (row.fault) {
    notes.push({ column: null, text: row.fault });
    return refuse("");
  }
  const point = cleanLine(cell("point"));
  const found = cleanLine(cell("title"));
  const audit = cleanLine(cell("audit"));
  const kind = found !== "" ? "finding" : point !== "" ? "point" : audit !== "" ? "audit" : null;
  if (kind === null) {
    note("title", "is empty; a finding needs a line that says what was found");
    return refuse("");
  }
  if (kind === "point") {
    const isMet = yesOrNo(cell("met"));
    if (isMet === null) {
      note("met", `${quote(cell("met"))} says neither yes nor no`);
      return refuse(`Point ${point}`);
    }
    if (isMet) return { ...refuse(`Point ${point}`), isMet: true };
  }
  const ref = cleanLine(cell("ref"));
  const result = foldText(cell("result"));
  const whole =
    kind === "finding"
      ? found
      : kind === "point"
        ? `Point ${point} is not met${audit || ref ? `: ${audit || ref}` : ""}`
        : `${audit}${result ? `: ${result}` : ""}`;
  const title = titleOf(whole);
  const parts = [cell("body")];
  if (title !== whole) {
    parts.unshift(whole);
    if (kind === "finding") note("title", "is longer than a title may be; it stands whole in the text");
  }
  const more = extra.flatMap((column) => {
    const text = cleanLine(cellText(row.cells[column]));
    return text ? [`- ${column}: ${text}`] : [];
  });
  if (kind !== "audit" && audit) more.unshift(`- Audit: ${audit}${result ? ` (${result})` : ""}`);
  let area = cleanLine(cell("area"));
  if (area.length > FINDING_LIMITS.area) {
    note("area", "is longer than an area may be; it stands whole in the text");
    more.push(`- Area: ${area}`);
    area = cutText(area, FINDING_LIMITS.area - 10);
  }
  const finding: ImportedFinding = {
    title,
    severity: severityOf(cell("severity"), columns.severity !== undefined, result, kind, (text) =>
      note("severity", text),
    ),
    area: area || (kind === "finding" && !audit ? "" : "Audit"),
    body: [...parts, more.join("\n")].filter((part) => part !== "").join("\n\n"),
    place: cleanLine(cell("place")),
    isVisible: visibleOf(cell("visible"), (text) => note("visible", text)),
    sourceRef: refOf(kind, {
      ref,
      point,
      number: cleanLine(cell("number")),
      title: found,
      place: cell("place"),
    }),
  };
  const fault = findingFault(finding);
  if (fault) {
    note(fault.field, `${fault.message} It has ${finding[fault.field].length.toLocaleString("en-GB")}.`);
    return refuse(title);
  }
  return { row: row.number, title, notes, finding, isMet: false };
}

/** At most as long as a title may be, ended at a sentence or a word. */
function titleOf(text: string): string {
  if (text.length <= FINDING_LIMITS.title) return text;
  const sentence = /^.{20,160}?[.!?](?=\s)/.exec(text)?.[0];
  if (sentence) return sentence;
  const start = Array.from(text).slice(0, 160).join("");
  return `${start.slice(0, Math.max(start.lastIndexOf(" "), 80)).trimEnd()}…`;
}

const SEVERITY_WORDS: Record<Severity, readonly string[]> = {
  critical: ["critical", "blocker", "blocking", "severe", "urgent", "p0", "p1", "sev1", "1"],
  high: ["high", "major", "important", "p2", "sev2", "2"],
  medium: ["medium", "moderate", "normal", "p3", "sev3", "3"],
  low: ["low", "minor", "trivial", "info", "informational", "p4", "p5", "sev4", "4", "5"],
};

type Kind = "finding" | "point" | "audit";

function severityOf(
  text: string,
  hasColumn: boolean,
  result: string,
  kind: Kind,
  note: (text: string) => void,
): Severity {
  const words = headingWords(text).replace(/^(sev|p) (\d)$/, "$1$2");
  for (const [severity, known] of Object.entries(SEVERITY_WORDS)) {
    if (known.includes(words)) return severity as Severity;
  }
  if (text !== "") note(`${quote(text)} is no severity that we know; it is read as medium`);
  else if (hasColumn) note("is empty; it is read as medium");
  if (hasColumn || result === "") return kind === "audit" ? "low" : "medium";
  return severityByResult(result, kind);
}

/** How severe what an audit says is, by how the audit ended. */
function severityByResult(result: string, kind: Kind): Severity {
  if (/\bnot\b|\bfail/.test(result)) return kind === "finding" ? "medium" : "high";
  if (/condition/.test(result)) return "medium";
  return kind === "point" ? "medium" : "low";
}

const YES = [
  "1",
  "yes",
  "y",
  "true",
  "met",
  "pass",
  "passed",
  "x",
  "ok",
  "client",
  "shared",
  "public",
  "visible",
];
const NO = ["0", "no", "n", "false", "not met", "fail", "failed", "internal", "private", "hidden", "ours"];

function yesOrNo(text: string): boolean | null {
  const words = headingWords(text);
  return YES.includes(words) ? true : NO.includes(words) ? false : null;
}

function visibleOf(text: string, note: (text: string) => void): boolean {
  if (text === "") return false;
  const is = yesOrNo(text);
  if (is === null) note(`${quote(text)} says neither yes nor no; it stays ours alone`);
  return is ?? false;
}

/** Tells a finding from every other of the engagement when the same file comes again. */
function refOf(
  kind: Kind,
  given: { ref: string; point: string; number: string; title: string; place: string },
): string {
  const { ref, point, number } = given;
  if (kind === "audit") return `${ref || given.title}:audit`;
  if (kind === "point") return `${ref}:point:${point}`;
  if (ref && number) return `${ref}:recommendation:${number}`;
  return ref ? `key:${ref}` : `text:${foldText(given.title)}|${foldText(given.place)}`;
}

/** Keys that more than one row has are no keys: those rows are told apart by their words as well. */
function tellApart(rows: readonly FindingRowRead[]): void {
  const count = new Map<string, number>();
  for (const { finding } of rows) {
    if (finding) count.set(finding.sourceRef, (count.get(finding.sourceRef) ?? 0) + 1);
  }
  for (const { finding } of rows) {
    if (finding?.sourceRef.startsWith("key:") && (count.get(finding.sourceRef) ?? 0) > 1) {
      finding.sourceRef += `|${foldText(finding.title)}|${foldText(finding.place)}`;
    }
  }
}
