import type { StandardArea } from "~/domain/standard";

export interface StandardText {
  title: string;
  area: StandardArea;
  /** Markdown. */
  rule: string;
  /** Why a deliverable may do without it; none for what nothing is excepted from. */
  exception?: string;
}

/** Agreed on every engagement. */
export const ERROR_SHAPE: StandardText = {
  title: "One error shape",
  area: "errors",
  rule: "Every error is `application/problem+json` as in RFC 9457: `type`, `title`, `status`, `detail` and the id of the request.\n\n- What the caller got wrong stands in `errors`, one entry a field.\n- A stack trace never leaves the service.",
};

export const STANDARDS: readonly StandardText[] = [
  {
    title: "Lists answer cursors",
    area: "pagination",
    rule: "A list answers at most 100 rows and a `next` cursor; the cursor is opaque and holds the last key that was seen.\n\nNo `offset`, no total count unless somebody pays for it with an index.",
    exception: "It brings no list of its own; those that it adds to answer cursors already.",
  },
  {
    title: "Writes can be repeated",
    area: "idempotency",
    rule: "Every `POST` that changes something takes an `Idempotency-Key`. The same key with the same body gets the first answer again, within two days; with another body it gets a 422.",
    exception: "Its writes go through routes that take the key already.",
  },
  {
    title: "Authorisation in one place",
    area: "auth",
    rule: "Who may do what is one table, read by one middleware. A route that is not in the table does not answer.\n\nA test walks every route as every role.",
  },
  {
    title: "Tests that would have failed before",
    area: "tests",
    rule: "A change comes with a test that is red without it. A route has one test for its answer, one for each error that it names, and one for who may not call it.",
  },
  {
    title: "Names as the domain says them",
    area: "naming",
    rule: "Paths are plural nouns, fields are `snake_case`, instants end in `_at`, dates in `_on`, money is minor units with a currency beside it. A word means one thing, in code, tables and answers alike.",
  },
  {
    title: "Breaking changes have a date",
    area: "versioning",
    rule: "A field is added, never renamed. What has to break gets a new path, a `Sunset` header on the old one, and at least 90 days between the two.",
    exception: "Nobody outside the team calls it; both sides are deployed together.",
  },
  {
    title: "One line and one trace for each request",
    area: "observability",
    rule: "Each request writes one structured line with its id, route, status, duration and caller, and carries its trace into queues and jobs. No personal data in either.",
  },
  {
    title: "Migrations run while people work",
    area: "data",
    rule: "Expand, move, contract: a migration never rewrites a table under a lock, has a way back, and was timed on a copy of production. Anything over a minute runs in batches.",
    exception: "It brings no migration of its own.",
  },
];
