import { headingWords } from "./text";

/** What an import can fill of an engagement, in the order in which a person is asked about it. */
export const FIELDS = [
  "title",
  "client",
  "key",
  "stage",
  "status",
  "created_on",
  "deadline",
  "starts_on",
  "finishes_on",
  "length",
  "value",
  "currency",
  "probability",
  "lead",
  "summary",
  "impact",
  "winner",
  "link",
  "milestones",
] as const;
export type Field = (typeof FIELDS)[number];

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

/** Headings by field, the surest first; `headingWords` is applied to both sides. */
const SYNONYMS: Record<Field, readonly string[]> = {
  title: [
    "title",
    "full name",
    "opportunity",
    "opportunity title",
    "opportunity name",
    "project title",
    "project name",
    "engagement",
    "engagement title",
    "engagement name",
    "deal name",
    "deal",
    "contract title",
    "tender title",
    "initiative",
    "investment title",
    "display name",
    "project",
    "name",
    "subject",
    "work",
  ],
  client: [
    "client",
    "client name",
    "customer",
    "customer name",
    "buyer",
    "buyer name",
    "organisation name",
    "organization name",
    "organisation",
    "organization",
    "partners",
    "partner",
    "agency",
    "agency name",
    "department",
    "account",
    "account name",
    "company",
    "company name",
    "authority",
    "contracting authority",
    "sponsor",
  ],
  key: [
    "id",
    "key",
    "ref",
    "reference",
    "reference number",
    "opportunity id",
    "project id",
    "engagement id",
    "deal id",
    "notice id",
    "external id",
    "unique id",
    "identifier",
    "code",
    "project code",
    "slug",
    "number",
    "no",
  ],
  stage: [
    "stage",
    "phase",
    "pipeline stage",
    "deal stage",
    "project stage",
    "project phase",
    "current phase",
    "lifecycle",
  ],
  status: ["status", "state", "outcome", "result", "project status", "opportunity status"],
  created_on: [
    "published at",
    "published",
    "published on",
    "publication date",
    "date published",
    "created",
    "created at",
    "created on",
    "date created",
    "date added",
    "received",
    "received on",
    "posted",
    "posted on",
    "lead date",
    "opened",
    "first contact",
  ],
  deadline: [
    "open for",
    "deadline",
    "closing date",
    "closes",
    "closes on",
    "closes at",
    "response due",
    "proposal due",
    "proposals due",
    "proposal deadline",
    "applications close",
    "due date",
    "due",
  ],
  starts_on: [
    "start",
    "start date",
    "starts",
    "starts on",
    "contract start date",
    "contract start",
    "planned start",
    "planned start date",
    "project start",
    "project start date",
    "latest start date",
    "kick off",
    "kickoff",
    "begins",
    "begin",
    "from",
  ],
  finishes_on: [
    "finish",
    "end",
    "end date",
    "ends",
    "ends on",
    "contract end date",
    "contract end",
    "planned end",
    "planned finish",
    "finish date",
    "completion date",
    "project end",
    "until",
  ],
  length: [
    "weeks",
    "length",
    "length weeks",
    "duration",
    "duration weeks",
    "duration in weeks",
    "expected contract length",
    "contract length",
    "contract duration",
    "expected duration",
    "estimated duration",
    "duration months",
    "duration in months",
    "duration days",
    "term",
    "contract term",
    "months",
    "period",
    "timeline",
  ],
  value: [
    "value",
    "amount",
    "contract value",
    "contract amount",
    "deal value",
    "budget",
    "budget range",
    "total value",
    "estimated value",
    "price",
    "fee",
    "cost",
    "total cost",
    "total contract value",
  ],
  currency: ["currency", "ccy", "currency code"],
  probability: [
    "probability",
    "chance",
    "win probability",
    "win chance",
    "likelihood",
    "confidence",
    "win %",
    "probability %",
  ],
  lead: ["lead", "project lead", "owner", "lead email", "engagement lead", "account manager", "responsible"],
  summary: [
    "summary",
    "description",
    "about",
    "overview",
    "details",
    "abstract",
    "scope",
    "synopsis",
    "brief",
  ],
  impact: ["impact", "benefit", "benefits", "payoff", "why"],
  winner: ["winning supplier", "winner", "won by", "awarded to", "supplier"],
  link: ["link", "url", "web page", "website"],
  milestones: ["milestones", "timeline entries", "history"],
};

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
