import { headingWords } from "./text";

/** What a list of findings may say of each. */
export const FINDING_FIELDS = [
  "title",
  "severity",
  "area",
  "body",
  "place",
  "visible",
  "audit",
  "result",
  "point",
  "met",
  "ref",
  "number",
] as const;
export type FindingField = (typeof FINDING_FIELDS)[number];

export type FindingColumns = Partial<Record<FindingField, string>>;

export const FINDING_FIELD_LABEL: Record<FindingField, string> = {
  title: "What was found",
  severity: "Severity",
  area: "Area",
  body: "Text",
  place: "Where",
  visible: "Whether the client sees it",
  audit: "Title of the audit",
  result: "Result of the audit",
  point: "Point that was checked",
  met: "Whether the point is met",
  ref: "Key",
  number: "Number within the key",
};

// The surest first.
const SYNONYMS: Record<FindingField, readonly string[]> = {
  title: [
    "finding",
    "recommendation",
    "title",
    "what was found",
    "issue",
    "observation",
    "problem",
    "summary",
    "name",
  ],
  severity: ["severity", "priority", "risk", "impact", "level", "criticality"],
  area: ["area", "category", "component", "theme", "topic", "section"],
  body: ["body", "text", "description", "details", "detail", "notes", "comment", "comments", "markdown"],
  place: ["place", "where", "path", "file", "location", "url", "link", "source url", "address"],
  visible: [
    "visible",
    "client visible",
    "visible to client",
    "is visible",
    "shared",
    "client sees it",
    "public",
  ],
  audit: ["audit", "assessment", "report", "title"],
  result: ["result norm", "result", "outcome", "verdict"],
  point: ["point", "criterion", "check", "standard", "requirement"],
  met: ["met", "is met", "passed", "fulfilled", "compliant", "ok"],
  ref: ["ref", "id", "key", "reference", "source ref", "finding id"],
  number: ["n", "no", "nr", "number"],
};

/** Fields that only mean something together: an audit checks points, or its findings have numbers. */
const COMPANY: Partial<Record<FindingField, (columns: FindingColumns) => boolean>> = {
  audit: ({ ref, title, point }) => ref !== undefined && (title !== undefined || point !== undefined),
  result: ({ audit }) => audit !== undefined,
  point: ({ met }) => met !== undefined,
};

export function isFindingHeading(heading: string): boolean {
  const words = headingWords(heading);
  return FINDING_FIELDS.some((field) => SYNONYMS[field].includes(words));
}

/** A guess at which column fills which field, by their headings: each column once, the surest first. */
export function guessFindingColumns(columns: readonly string[]): FindingColumns {
  const pairs = columns.flatMap((column) =>
    FINDING_FIELDS.map((field) => ({ column, field, at: SYNONYMS[field].indexOf(headingWords(column)) })),
  );
  pairs.sort((a, b) => a.at - b.at || FINDING_FIELDS.indexOf(a.field) - FINDING_FIELDS.indexOf(b.field));
  const guess: FindingColumns = {};
  const used = new Set<string>();
  for (const { column, field, at } of pairs) {
    if (at < 0 || guess[field] !== undefined || used.has(column)) continue;
    guess[field] = column;
    used.add(column);
  }
  for (const field of FINDING_FIELDS) {
    const isWelcome = COMPANY[field];
    if (isWelcome && !isWelcome(guess)) delete guess[field];
  }
  return guess;
}

/** What was chosen over what is guessed; an empty name leaves a field out on purpose. */
export function mapFindingColumns(columns: readonly string[], chosen: FindingColumns): FindingColumns {
  const result: FindingColumns = {};
  const guess = guessFindingColumns(columns);
  for (const field of FINDING_FIELDS) {
    const name = chosen[field] ?? guess[field];
    if (name && columns.includes(name)) result[field] = name;
  }
  return result;
}
