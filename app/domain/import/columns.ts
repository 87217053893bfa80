import { FIELDS, type Field, SYNONYMS } from "./headings";
import { headingWords } from "./text";

export const FIELD_LABEL: Record<Field, string> = {
  title: "Title",
  client: "Client",
  key: "Key",
  stage: "Stage or phase",
  status: "Status",
  created_on: "Date it came in",
  deadline: "Offers until",
  starts_on: "Start",
  finishes_on: "Finish",
  length: "Length",
  value: "Value",
  currency: "Currency",
  probability: "Chance in percent",
  lead: "Lead",
  summary: "Description",
  impact: "Impact",
  winner: "Won by",
  link: "Link",
  milestones: "Milestones",
};

export const FIELD_HINT: Partial<Record<Field, string>> = {
  title: "Needed. Rows without one are refused.",
  key: "Tells the rows apart when the file is imported again.",
  deadline: "A date, or a time from the day it came in such as “2 weeks”.",
  length: "Weeks, or words such as “6-8 weeks” or “up to 2 years”.",
};

/** Which column fills which field, and what holds for every row. */
export interface Mapping {
  columns: Partial<Record<Field, string>>;
  /** ISO 4217, for amounts that name none; null for the firm's. */
  currency: string | null;
  /** For rows that name no client. */
  fallbackClient: string | null;
}

export const EMPTY_MAPPING: Mapping = { columns: {}, currency: null, fallbackClient: null };

const UNIT = /(?:^|\s)(?:gbp|eur|usd|£|€|\$|weeks?|months?|days?|years?)$/;

/** The fields that a heading may fill, the surest first. */
export function fieldsNamed(heading: string): Field[] {
  const words = headingWords(heading);
  if (words === "") return [];
  const bare = words.replace(UNIT, "").trim();
  return FIELDS.filter(
    (field) => SYNONYMS[field].includes(words) || (bare !== "" && SYNONYMS[field].includes(bare)),
  )
    .map((field) => ({ field, at: rank(field, words, bare) }))
    .sort((a, b) => a.at - b.at)
    .map(({ field }) => field);
}

function rank(field: Field, words: string, bare: string): number {
  const exact = SYNONYMS[field].indexOf(words);
  return exact >= 0 ? exact : 100 + SYNONYMS[field].indexOf(bare);
}

/**
 * A guess at which column fills which field, by their headings: each column once, the surest pair first. A `name` beside
 * a fuller name is the key.
 */
export function guessColumns(columns: readonly string[]): Partial<Record<Field, string>> {
  const pairs = columns.flatMap((column) => {
    const words = headingWords(column);
    const bare = words.replace(UNIT, "").trim();
    return fieldsNamed(column).map((field) => ({ column, field, at: rank(field, words, bare) }));
  });
  pairs.sort((a, b) => a.at - b.at || FIELDS.indexOf(a.field) - FIELDS.indexOf(b.field));
  const guess: Partial<Record<Field, string>> = {};
  const used = new Set<string>();
  for (const { column, field } of pairs) {
    if (guess[field] !== undefined || used.has(column)) continue;
    guess[field] = column;
    used.add(column);
  }
  const shortName = columns.find(
    (column) => !used.has(column) && ["name", "short name", "project"].includes(headingWords(column)),
  );
  if (guess.key === undefined && guess.title !== undefined && shortName) guess.key = shortName;
  return guess;
}

/** The unit that a heading such as `Duration (months)` names for bare numbers. */
export function unitNamed(heading: string): "day" | "week" | "month" | "year" | null {
  const words = headingWords(heading);
  if (/\bweeks?\b|\bwks?\b/.test(words)) return "week";
  if (/\bmonths?\b/.test(words)) return "month";
  if (/\byears?\b/.test(words)) return "year";
  return /\bdays?\b/.test(words) ? "day" : null;
}

/** The currency that a heading such as `Value (£)` or `Budget USD` names. */
export function currencyNamed(heading: string): string | null {
  const words = headingWords(heading);
  const code = /\b(gbp|eur|usd|chf|aud|cad|nzd|sek|nok|dkk|jpy)\b/.exec(words)?.[1];
  if (code) return code.toUpperCase();
  if (words.includes("£")) return "GBP";
  if (words.includes("€")) return "EUR";
  return words.includes("$") ? "USD" : null;
}

export function isField(text: string): text is Field {
  return (FIELDS as readonly string[]).includes(text);
}

/**
 * What was asked for over what is guessed. A column that the file does not have is left to the guess and answered as
 * missing; an empty name leaves the field out on purpose.
 */
export function mapColumns(
  columns: readonly string[],
  asked: Partial<Record<Field, string>>,
): { columns: Partial<Record<Field, string>>; missing: { field: Field; column: string }[] } {
  const missing: { field: Field; column: string }[] = [];
  const chosen: Partial<Record<Field, string>> = {};
  const left = new Set<Field>();
  for (const field of FIELDS) {
    const name = asked[field];
    if (name === undefined) continue;
    if (name === "") {
      left.add(field);
      continue;
    }
    const column =
      columns.find((each) => each === name) ??
      columns.find((each) => headingWords(each) === headingWords(name));
    if (column === undefined) missing.push({ field, column: name });
    else chosen[field] = column;
  }
  const taken = new Set(Object.values(chosen));
  const guess = guessColumns(columns);
  const result: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const guessed = guess[field];
    if (chosen[field] !== undefined) result[field] = chosen[field];
    else if (!left.has(field) && guessed !== undefined && !taken.has(guessed)) result[field] = guessed;
  }
  return { columns: result, missing };
}
