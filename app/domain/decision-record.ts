import { isCalendarDate, longDate } from "./calendar";
import {
  DECISION_PART_LABEL,
  DECISION_STATUS_LABEL,
  type DecisionPart,
  type DecisionStatus,
  type DecisionText,
  TEXT_MOST,
  TITLE_MOST,
} from "./decision";
import { headingsOf, lowerHeadings, type Section, splitAt, trimBlock } from "./decision-sections";
import { type RecordReference, readStatus } from "./decision-status-words";
import { parseDate } from "./written-date";

/** A decision as a file tells of it. */
export interface DecisionRecord extends DecisionText {
  /** Null when neither the file's name nor its heading has one. */
  number: number | null;
  status: DecisionStatus;
  statusNote: string;
  revisitOn: string | null;
}

export interface ReadRecord {
  record: DecisionRecord;
  supersededBy: RecordReference | null;
  /** What was mended or guessed in reading it. */
  notes: string[];
}

type Known = DecisionPart | "status" | "date";

const EXACT: Readonly<Record<string, Known>> = {
  status: "status",
  date: "date",
  context: "context",
  options: "options",
  decision: "decision",
  consequences: "consequences",
  "who was there": "present",
  "revisit when": "revisitTrigger",
  besides: "more",
};

/** What others call them; read so where the record has no part of the proper name. */
const LIKE: Readonly<Record<string, Known>> = {
  "context and problem statement": "context",
  background: "context",
  problem: "context",
  "problem statement": "context",
  motivation: "context",
  "options considered": "options",
  "considered options": "options",
  alternatives: "options",
  "alternatives considered": "options",
  "proposed decision": "decision",
  proposal: "decision",
  "decision outcome": "decision",
  outcome: "decision",
  "positive and negative consequences": "consequences",
  implications: "consequences",
  deciders: "present",
  "decision makers": "present",
  participants: "present",
  attendees: "present",
  revisit: "revisitTrigger",
  "revisit trigger": "revisitTrigger",
};

const nameOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/^\d+[.)]\s*/, "")
    .replace(/[-_]/g, " ")
    .replace(/[:*`]/g, "")
    .trim();
const knownAs = (heading: string): Known | undefined => EXACT[nameOf(heading)] ?? LIKE[nameOf(heading)];

/** A decision record in the usual Markdown form, or why the file is none. `file` is its name, never a path to open. */
export function parseDecisionRecord(file: string, source: string): ReadRecord | { fault: string } {
  const notes: string[] = [];
  const { text, fields } = frontMatter(source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n"));
  if (text.trim() === "") return { fault: "It is empty." };
  const { heading, rest, aside } = takeTitle(text);
  const level = levelOfParts(rest);
  const { before, sections } = splitAt(level === 1 ? lowerHeadings(rest, 2) : rest, Math.max(level, 2));
  const head = headLines(before, fields);
  const parts = sortOut(sections, notes);
  if (parts.context === "" && parts.decision === "" && parts.consequences === "") {
    return { fault: "It is no decision record: it has no Context, no Decision and no Consequences." };
  }
  const preamble = [aside, head.left].filter((block) => block !== "").join("\n\n");
  if (preamble) {
    parts.context = [preamble, parts.context].filter((block) => block !== "").join("\n\n");
    notes.push("What stood above its first part stands at the head of the context.");
  }
  const numbered = readNumber(file, heading ?? fields.get("title") ?? "", notes);
  const status = readStatus(trimBlock(parts.status || head.status));
  if (status.remark) notes.push(status.remark);
  const date = readDate(trimBlock(parts.date || head.date), notes);
  const revisit = takeRevisitDate(parts.revisitTrigger);
  if (parts.decision === "") notes.push("It has no part that says what was decided.");
  const record: DecisionRecord = {
    number: numbered.number,
    title: numbered.title,
    decidedOn: date.on,
    status: status.status,
    statusNote: [status.note, date.ownWords].filter((line) => line !== "").join("\n"),
    context: parts.context,
    options: parts.options,
    decision: parts.decision,
    consequences: parts.consequences,
    present: [head.present, parts.present].filter((block) => block !== "").join("\n\n"),
    revisitTrigger: revisit.trigger,
    revisitOn: revisit.on,
    more: parts.more,
  };
  const fault = tooLong(record);
  return fault ? { fault } : { record, supersededBy: status.supersededBy, notes };
}

function tooLong(record: DecisionRecord): string | null {
  const say = (what: string, length: number, most: number) =>
    `${what} has ${length.toLocaleString("en-GB")} characters; we keep at most ${most.toLocaleString("en-GB")}.`;
  if (record.title.length > TITLE_MOST) return say("Its title", record.title.length, TITLE_MOST);
  for (const [part, label] of Object.entries(DECISION_PART_LABEL) as [DecisionPart, string][]) {
    if (record[part].length > TEXT_MOST) return say(`Its part “${label}”`, record[part].length, TEXT_MOST);
  }
  return null;
}

/** `key: value` lines between two lines of `---` at the very top. */
function frontMatter(text: string): { text: string; fields: Map<string, string> } {
  const fields = new Map<string, string>();
  const match = /^---[ \t]*\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(text);
  if (!match) return { text, fields };
  for (const line of (match[1] ?? "").split("\n")) {
    const pair = /^([\w -]+):\s*(.*)$/.exec(line);
    if (!pair) return { text, fields: new Map() };
    fields.set(nameOf(pair[1] ?? ""), (pair[2] ?? "").trim().replace(/^(["'])(.*)\1$/, "$2"));
  }
  return { text: text.slice(match[0].length), fields };
}

/** The heading that names the record, with what follows it and what stood above it. */
function takeTitle(text: string): { heading: string | null; rest: string; aside: string } {
  const [first] = headingsOf(text);
  if (!first || knownAs(first.heading)) return { heading: null, rest: text, aside: "" };
  const { before, sections } = splitAt(text, first.level);
  const [title, ...others] = sections;
  const rest = [title?.body ?? "", ...others.map(sectionText)].join("\n\n");
  return { heading: title?.heading ?? null, rest, aside: before };
}

/** On which level the parts of the record stand. */
function levelOfParts(text: string): number {
  const levels = headingsOf(text)
    .filter(({ heading }) => knownAs(heading))
    .map(({ level }) => level);
  return levels.length > 0 ? Math.min(...levels) : 2;
}

function sectionText({ level, heading, body }: Section): string {
  return trimBlock(`${"#".repeat(Math.min(level, 2))} ${heading}\n\n${body}`);
}

/** Each section to the part that it tells of; what has no part of its own is kept as it is, heading and all. */
function sortOut(sections: readonly Section[], notes: string[]): Record<Known, string> {
  const blocks: Partial<Record<Known, string[]>> = {};
  const add = (known: Known, text: string) => {
    if (text !== "") blocks[known] = [...(blocks[known] ?? []), text];
  };
  const isThere = new Set(sections.map(({ heading }) => EXACT[nameOf(heading)]));
  for (const section of sections) {
    const name = nameOf(section.heading);
    const exact = EXACT[name];
    const like = LIKE[name];
    if (exact) add(exact, section.body);
    else if (like && !isThere.has(like)) {
      isThere.add(like);
      add(like, section.body);
      if (like !== "status" && like !== "date") {
        notes.push(
          `Its part “${section.heading}” was read as the ${DECISION_PART_LABEL[like].toLowerCase()}.`,
        );
      }
    } else add("more", sectionText(section));
  }
  const joined = (known: Known) => (blocks[known] ?? []).join("\n\n");
  return {
    status: joined("status"),
    date: joined("date"),
    context: joined("context"),
    options: joined("options"),
    decision: joined("decision"),
    consequences: joined("consequences"),
    present: joined("present"),
    revisitTrigger: joined("revisitTrigger"),
    more: joined("more"),
  };
}

const FIELD_LINE = /^\s*(?:[-*]\s+)?\**(date|status|deciders|decision[- ]makers)\**\s*:\**\s*(.*)$/i;

/** The lines between title and first part: date, status and people are taken, the rest is left. */
function headLines(before: string, fields: ReadonlyMap<string, string>) {
  const found = {
    date: fields.get("date") ?? "",
    status: fields.get("status") ?? "",
    present: fields.get("deciders") ?? fields.get("decision makers") ?? "",
  };
  const others = [...fields].filter(
    ([key]) => !["date", "status", "deciders", "decision makers", "title"].includes(key),
  );
  const left: string[] = others.map(([key, value]) => `${key}: ${value}\n`);
  for (const line of before.split("\n")) {
    const match = FIELD_LINE.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name === "date" || name === "status") found[name] ||= match?.[2]?.trim() ?? "";
    else if (name) found.present ||= match?.[2]?.trim() ?? "";
    else left.push(line);
  }
  return { ...found, left: trimBlock(left.join("\n")) };
}

const NUMBERED = /^(?:adr|decision)?[\s#-]*0*(\d{1,5})\s*(?:[.:)]|[–—-](?=\s))\s*(\S.*)$/i;

/** Number and title. The number in the file's name wins: it is the one that other records refer to. */
function readNumber(
  file: string,
  heading: string,
  notes: string[],
): { number: number | null; title: string } {
  const base = file.split("/").at(-1) ?? file;
  const inFile = /^(?:adr|decision)?[-_ ]?0*(\d{1,5})(?=\D)/i.exec(base)?.[1];
  const match = NUMBERED.exec(heading.trim());
  const inHeading = match?.[1];
  const title = (match?.[2] ?? heading).trim();
  const number = inFile ?? inHeading;
  if (inFile && inHeading && Number(inFile) !== Number(inHeading)) {
    notes.push(
      `Its heading says ${Number(inHeading)}, the file’s name ${Number(inFile)}: it is numbered by its name.`,
    );
  }
  if (title !== "") return { number: number ? Number(number) : null, title };
  notes.push("It has no title; its file’s name serves as one.");
  const words = base
    .replace(/\.\w+$/, "")
    .replace(/^[\d\s._-]+/, "")
    .replace(/[-_]+/g, " ")
    .trim();
  return { number: number ? Number(number) : null, title: words || base };
}

/** The date that stands in a text, with the text itself where it says more. */
function readDate(text: string, notes: string[]): { on: string | null; ownWords: string } {
  if (text === "") {
    notes.push("It gives no date.");
    return { on: null, ownWords: "" };
  }
  const said = text.replace(/\(\s*yyyy-mm-dd\s*\)/i, "").trim();
  const first = said.replace(/\s*\(.*$/s, "");
  const { on } = parseDate(first);
  if (on && first === said) return { on, ownWords: "" };
  notes.push(
    on
      ? `Its date “${said}” was read as ${longDate(on)}; its own words are kept.`
      : `Its date “${said}” could not be read; its own words are kept.`,
  );
  return { on, ownWords: `Date: ${said.replace(/\n/g, " ")}` };
}

const REVISIT_ON = /^Revisit on: (\d{4}-\d{2}-\d{2})$/m;

function takeRevisitDate(text: string): { trigger: string; on: string | null } {
  const on = REVISIT_ON.exec(text)?.[1];
  if (!on || !isCalendarDate(on)) return { trigger: text, on: null };
  return { trigger: trimBlock(text.replace(REVISIT_ON, "")), on };
}

const DATE_LINE = /(?:^|\n)(Date: [^\n]+)$/;

/** A decision as a record in the usual Markdown form; `after` is the one that took its place. */
export function writeDecisionRecord(
  record: DecisionRecord,
  after: { number: number; title: string } | null = null,
): string {
  const dateLine =
    DATE_LINE.exec(record.statusNote)?.[1] ?? (record.decidedOn ? `Date: ${record.decidedOn}` : "");
  const note = trimBlock(record.statusNote.replace(DATE_LINE, ""));
  const revisit = [record.revisitTrigger, record.revisitOn ? `Revisit on: ${record.revisitOn}` : ""]
    .filter((block) => block !== "")
    .join("\n\n");
  const parts: [string, string][] = [
    ["Context", record.context],
    ["Options", record.options],
    ["Decision", record.decision],
    ["Consequences", record.consequences],
    ["Who was there", record.present],
    ["Revisit when", revisit],
  ];
  const { before, sections } = splitAt(record.more, 2);
  const blocks = [
    record.number === null ? `# ${record.title}` : `# ${record.number}. ${record.title}`,
    dateLine,
    `## Status\n\n${statusText(record, note, after)}`,
    ...parts
      .filter(([, body]) => body !== "")
      .map(([name, body]) => `## ${name}\n\n${lowerHeadings(body, 3)}`),
    before === "" ? "" : `## Besides\n\n${before}`,
    ...sections.map((section) => sectionText({ ...section, level: 2 })),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function statusText(
  record: DecisionRecord,
  note: string,
  after: { number: number; title: string } | null,
): string {
  if (record.status === "superseded" && /^(supers[ec]|replaced)/i.test(note)) return note;
  const word = DECISION_STATUS_LABEL[record.status];
  const status = after
    ? `${word} by [${after.number}. ${after.title}](${decisionFileName(after.number, after.title)})`
    : word;
  return note === "" ? status : `${status}\n\n${note}`;
}

/** `0007-cursor-pagination.md` */
export function decisionFileName(number: number, title: string): string {
  const slug = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
  return `${String(number).padStart(4, "0")}-${slug || "decision"}.md`;
}
