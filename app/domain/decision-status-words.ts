import { DECISION_STATUS_LABEL, DECISION_STATUSES, type DecisionStatus } from "./decision";

/** What others call the five, nearest first; the longer ones come before those that they contain. */
const WORDS: readonly (readonly [RegExp, DecisionStatus])[] = [
  [/^part(ly|ially) (supers|replac)/, "accepted"],
  [/^not (accepted|approved|adopted)/, "rejected"],
  [/^(supers[ec]|replaced)/, "superseded"],
  [/^(accept|approved|adopted|agreed|decided|implemented|done|active|in force|amended)/, "accepted"],
  [/^(proposed|proposal|pending|draft|open|in review|under|rfc|wip|tbd|to be|not yet)/, "proposed"],
  [/^(reject|declined|withdrawn|abandoned|dropped)/, "rejected"],
  [/^(deprecat|obsolete|retired|no longer)/, "deprecated"],
];

export interface ReadStatus {
  status: DecisionStatus;
  /** The source's own words where they say more than ours do. */
  note: string;
  /** What was made of them, when it was not plain. */
  remark: string | null;
  /** The record that took its place, as far as the words tell. */
  supersededBy: RecordReference | null;
}

/** Another record as a text names it: by number, by file, or both. */
export interface RecordReference {
  number: number | null;
  file: string | null;
}

/** Reads a status as people write it: the nearest of ours, with their own words kept beside it. */
export function readStatus(text: string): ReadStatus {
  const [first = "", ...rest] = text.split("\n");
  const words = plainWords(first);
  const own = DECISION_STATUSES.find((status) => DECISION_STATUS_LABEL[status].toLowerCase() === words);
  if (own)
    return { status: own, note: rest.join("\n").trim(), remark: null, supersededBy: referenceIn(text) };
  if (words === "") {
    return {
      status: "proposed",
      note: "",
      remark: "It gives no status; it was taken as proposed.",
      supersededBy: null,
    };
  }
  const known = WORDS.find(([pattern]) => pattern.test(words));
  const status = known?.[1] ?? "proposed";
  const label = DECISION_STATUS_LABEL[status];
  const isPlain = words.startsWith("superseded by ");
  return {
    status,
    note: text,
    remark: isPlain ? null : `Its status “${plainText(first)}” was read as ${label}; its own words are kept.`,
    supersededBy: status === "superseded" ? referenceIn(text) : null,
  };
}

const plainText = (text: string): string => text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").trim();

function plainWords(text: string): string {
  return plainText(text)
    .toLowerCase()
    .replace(/[*_`]/g, "")
    .replace(/^[^\p{L}]+|[.!\s]+$/gu, "");
}

/** The record that `Superseded by [DNS](0015-dns.md)` or `Replaced by ADR 15` speaks of. */
function referenceIn(text: string): RecordReference | null {
  const named = /(?:supers[ec]\w*|replaced)\s+by:?\s+(.+)/i.exec(text)?.[1];
  if (!named) return null;
  const target = /\]\(([^)\s]+)/.exec(named)?.[1];
  const file = target?.split(/[?#]/, 1)[0]?.split("/").at(-1) ?? null;
  const number = /(?:^|\D)0*(\d{1,5})(?=\D|$)/.exec(file ?? named)?.[1];
  return file || number ? { number: number ? Number(number) : null, file } : null;
}
