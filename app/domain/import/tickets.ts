import { DELIVERABLE_STATUS_LABEL, type DeliverableStatus } from "../deliverable";
import { guessColumns } from "./columns";
import { cellText, type Table } from "./table";
import { cleanLine, cutText, foldText, headingWords, quote } from "./text";

/** One row of a list of tickets: how a ticket stood in one sprint. */
interface TicketRow {
  row: number;
  span: number | null;
  key: string;
  title: string;
  state: string;
}

/** A ticket as its latest row leaves it. */
export interface ImportedTicket {
  key: string;
  title: string;
  status: DeliverableStatus;
  reason: string | null;
  /** Where it stood when, and what its state was called. */
  notes: string;
  firstSpan: number | null;
  lastSpan: number | null;
  /** The rows that it was read from; the last one decided. */
  rows: { row: number; note: string | null }[];
}

export interface ReadTickets {
  tickets: ImportedTicket[];
  refused: { row: number; title: string; why: string; column: string | null }[];
  repeated: { row: number; title: string; first: number }[];
}

/** How far along a state is, for two states of one ticket in one sprint, and what it means for us. */
const STATES: readonly [RegExp, DeliverableStatus, number][] = [
  [
    /^(?:closed[ -]?)?not[ -]?merged|^closed not|won'?t|^cancel|^duplicate|^abandon|^rejected|^declined|^invalid|^dropped|^obsolete|^removed/,
    "not_applicable",
    8,
  ],
  [/^done|^closed|^merged|^complete|^accepted|^resolved|^released|^deployed|^finished|^delivered/, "done", 9],
  [/^ready to (?:merge|deploy|release)/, "doing", 7],
  [/^submitted|^qasp|^awaiting acceptance|^(?:client|customer|user) (?:review|acceptance)|^uat/, "doing", 6],
  [/^block|^stuck|^waiting|^on hold|^imped/, "blocked", 5],
  [/review|^testing|^in test|^qa\b|^verify/, "doing", 4],
  [/^in[ -]?progress|^doing|^started|^wip|^active|^in development|^current/, "doing", 3],
  [/^carried|^moved|^rolled over|^spill/, "todo", 2],
  [/^backlog|^to ?do|^open|^new|^ready|^planned|^next|^icebox|^refine/, "todo", 1],
];

function stateOf(text: string): { status: DeliverableStatus; rank: number } | null {
  const words = foldText(text).replace(/_/g, " ");
  const found = STATES.find(([pattern]) => pattern.test(words));
  return found ? { status: found[1], rank: found[2] } : null;
}

const COLUMN_NAMES = {
  key: ["ticket", "issue", "key", "id", "number", "ticket id", "issue key", "issue id", "story", "item"],
  title: ["title", "summary", "name", "subject", "description", "task"],
  state: ["state", "status", "stage", "column", "resolution"],
  span: ["sprint", "iteration", "week", "cycle", "milestone"],
} as const;

type TicketColumns = Record<keyof typeof COLUMN_NAMES, string | undefined>;

function columnsOf(columns: readonly string[]): TicketColumns {
  const find = (names: readonly string[]) => {
    for (const name of names) {
      const column = columns.find((each) => headingWords(each) === name);
      if (column) return column;
    }
    return undefined;
  };
  return {
    key: find(COLUMN_NAMES.key),
    title: find(COLUMN_NAMES.title),
    state: find(COLUMN_NAMES.state),
    span: find(COLUMN_NAMES.span),
  };
}

/** Whether a table lists tickets: each has a title and a state, and the headings speak of tickets or of sprints. */
export function listsTickets(columns: readonly string[]): boolean {
  const { key, title, state } = columnsOf(columns);
  const words = columns.map(headingWords);
  const speaksOfTickets = words.some((each) =>
    /\b(?:ticket|issue|story|task|sprint|iteration|cycle)\b/.test(each),
  );
  const isListOfWork = fieldsAmong(columns).includes("client");
  return key !== undefined && title !== undefined && state !== undefined && speaksOfTickets && !isListOfWork;
}

const fieldsAmong = (columns: readonly string[]) => Object.keys(guessColumns(columns));

export function spanNumber(text: string): number | null {
  const match = /\d+(?:\.\d+)?/.exec(text);
  return match ? Number(match[0]) : null;
}

/**
 * Tickets from a list in which one may stand many times: the row of its latest sprint decides, of two states in that
 * sprint the one further along, and what came before is told in the notes. `noun` names a sprint.
 */
export function readTickets(table: Table, noun: string): ReadTickets {
  const columns = columnsOf(table.columns);
  const result: ReadTickets = { tickets: [], refused: [], repeated: [] };
  const byKey = new Map<string, TicketRow[]>();
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    const text = (name: string | undefined) => cleanLine(cellText(row.cells[name ?? ""]));
    const title = text(columns.title)
      .replace(/:[a-z_]+:/g, "")
      .replace(/\\([[\]#_*])/g, "$1")
      .trim();
    const refuse = (column: string | undefined, why: string) =>
      result.refused.push({ row: row.number, title, why, column: column ?? null });
    if (row.fault) {
      refuse(undefined, row.fault);
      continue;
    }
    const key = text(columns.key).replace(/^#/, "");
    if (title === "" && key === "") {
      refuse(columns.title, "names no ticket");
      continue;
    }
    const entry = {
      row: row.number,
      span: spanNumber(text(columns.span)),
      key: key || foldText(title).slice(0, 200),
      title: title || `Ticket ${key}`,
      state: text(columns.state),
    };
    const content = JSON.stringify([entry.span, entry.key, entry.title, entry.state]);
    const first = seen.get(content);
    if (first !== undefined) {
      result.repeated.push({ row: row.number, title: entry.title, first });
      continue;
    }
    seen.set(content, row.number);
    byKey.set(entry.key, [...(byKey.get(entry.key) ?? []), entry]);
  }
  for (const rows of byKey.values()) result.tickets.push(foldTicket(rows, noun));
  return result;
}

function foldTicket(rows: readonly TicketRow[], noun: string): ImportedTicket {
  const read = rows.map((row, at) => ({ ...row, at, known: stateOf(row.state) }));
  const inOrder = [...read].sort(
    (a, b) => (a.span ?? -1) - (b.span ?? -1) || (a.known?.rank ?? 0) - (b.known?.rank ?? 0) || a.at - b.at,
  );
  const last = inOrder.at(-1) ?? read[0];
  if (!last) throw new Error("A ticket has at least one row.");
  const words = (state: string) => foldText(state).replaceAll("_", " ") || "no state";
  const place = (span: number | null) => (span === null ? "" : ` in ${noun} ${span}`);
  const status = last.known?.status ?? "todo";
  const waits = /^submitted|^qasp|acceptance|^uat/.test(words(last.state));
  const notes = [
    waits && status === "doing" ? `Submitted for acceptance${place(last.span)}.` : "",
    inOrder.length > 1
      ? `History: ${inOrder.map((row) => `${noun} ${row.span ?? "?"} ${words(row.state)}`).join(", ")}.`
      : "",
  ];
  const reason =
    status === "blocked"
      ? `Blocked${place(last.span)}.`
      : status === "not_applicable"
        ? `${words(last.state).replace(/^./, (letter) => letter.toUpperCase())}${place(last.span)}.`
        : null;
  const title =
    last.title.includes(last.key) || !/^\d+$/.test(last.key) ? last.title : `#${last.key} ${last.title}`;
  return {
    key: last.key,
    title: cutText(title, 200),
    status,
    reason,
    notes: cutText(notes.filter(Boolean).join(" "), 2000),
    firstSpan: inOrder[0]?.span ?? null,
    lastSpan: last.span,
    rows: inOrder.map((row) => ({ row: row.row, note: noteOn(row, inOrder, words) })),
  };
}

function noteOn(
  row: TicketRow & { known: ReturnType<typeof stateOf> },
  all: readonly (TicketRow & { known: ReturnType<typeof stateOf> })[],
  words: (state: string) => string,
): string | null {
  if (!row.known)
    return `${quote(row.state)} is no state that we know; taken as ${DELIVERABLE_STATUS_LABEL.todo.toLowerCase()}`;
  const beside = all.filter(
    (other) => other.span === row.span && other.row !== row.row && other.state !== row.state,
  );
  const stronger = beside.find((other) => (other.known?.rank ?? 0) > (row.known?.rank ?? 0));
  return stronger
    ? `stands as ${words(stronger.state)} in the same ${row.span === null ? "list" : "stretch"} too (row ${stronger.row}); that counts`
    : null;
}
