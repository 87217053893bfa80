import type { Artefact } from "~/domain/deliverable";
import type { PhaseKind } from "~/domain/phase";

export interface DecisionTale {
  /** Working day of the phase on which it is decided. */
  on: { phase: PhaseKind; day: number };
  title: string;
  context: string;
  options: string;
  decision: string;
  consequences: string;
  /** What would make everybody look at it again, and after how many days that is done at the latest. */
  revisit?: { when: string; afterDays: number };
  /** Kept between us; the client reads the others. */
  isOurs?: true;
  /** Proposed first and accepted so many working days later. */
  acceptedAfter?: number;
  artefact?: Artefact;
  /** What takes its place later. */
  later?: DecisionTale;
}

/** Two to five of these are told of each engagement. */
export const DECISIONS: readonly DecisionTale[] = [
  {
    on: { phase: "stabilise", day: 4 },
    title: "Problem details for every error",
    context:
      "Callers parse five shapes of error, one of them a page of HTML. Their on-call people read our logs to learn what a 400 meant.",
    options:
      "1. Keep the shapes and document them.\n2. Our own envelope with `ok` and `error`.\n3. RFC 9457, `application/problem+json`.",
    decision:
      "RFC 9457 from every route. One middleware writes it; handlers throw a named problem and never build an answer themselves.",
    consequences:
      "- Two callers change how they read errors; they get 30 days in which both shapes are sent.\n- A new problem needs a page that says what to do about it.",
    artefact: "api_schema",
  },
  {
    on: { phase: "extend", day: 3 },
    title: "Idempotency keys live in PostgreSQL, not in Redis",
    context:
      "A write and the memory of its key have to succeed or fail together. Redis was restarted twice last quarter, and each time some requests were done again.",
    options: "- Redis with a time to live\n- A table beside the rows that are written\n- A hash of the body",
    decision:
      "A table `idempotency_key`, written in the same transaction as the change, partitioned by day. A job drops partitions older than two days.",
    consequences:
      "About 40,000 rows a day and one more insert for each write: 0.3 ms. In exchange a repeated request can never do anything twice.",
    revisit: {
      when: "Writes pass 200 a second, or the table shows up among the slowest ten.",
      afterDays: 120,
    },
  },
  {
    on: { phase: "extend", day: 4 },
    title: "Cursor pagination on every list",
    context:
      "With offsets, rows that arrive while somebody pages are skipped or shown twice, and page 400 takes eleven seconds.",
    options: "Offsets with a snapshot table; cursors over `(created_at, id)`; no pages, but a change feed.",
    decision: "Opaque cursors over `(created_at, id)`, at most 100 rows, index on both columns.",
    consequences:
      "Nobody can jump to a page by its number. The back office asked for that once, and search answers it better.",
  },
  {
    on: { phase: "stabilise", day: 6 },
    title: "Polling the queue table every second",
    context:
      "Jobs are started from a cron entry that nobody owns. Until the outbox is there, something has to carry them that we can watch.",
    options: "- Leave the cron entry\n- A worker that polls the table\n- A broker now",
    decision: "One worker polls the job table each second with `for update skip locked`, twenty at a time.",
    consequences:
      "A second of delay and a steady 1 % of the database. Good enough to be safe, not good enough to stay.",
    later: {
      on: { phase: "extend", day: 6 },
      title: "A transactional outbox feeds the queue",
      context:
        "Polling was meant to last until Extend. Since then the same change sometimes reached the table and not the queue: twice in a fortnight.",
      options: "- Keep on polling\n- Write to both and hope\n- Outbox table, relayed to the queue",
      decision:
        "Every event is written to `outbox` in the transaction that causes it. One relay sends it on and marks it; consumers accept the same event twice.",
      consequences:
        "Events arrive at least once, in order for each key. Each consumer keeps the ids that it has seen for a week.",
      revisit: { when: "The relay is more than 30 seconds behind on two days of a week.", afterDays: 90 },
    },
  },
  {
    on: { phase: "stabilise", day: 8 },
    title: "The largest table is partitioned by month",
    context:
      "One table holds 310 million rows, nine tenths of them older than a year. Its vacuum never finishes and the nightly report reads all of it.",
    options: "- A bigger instance\n- Archive by hand each quarter\n- Declarative partitions by month",
    decision:
      "Range partitions by month in PostgreSQL, moved in batches of 50,000 behind a view. Months older than two years are detached and kept in object storage.",
    consequences:
      "Queries without a date now read every partition: three were found and given one. New months are made by a job, which alerts when it did not run.",
    artefact: "data_model_docs",
  },
  {
    on: { phase: "stabilise", day: 5 },
    title: "Sessions stay where they are until one service owns them",
    context:
      "Sign-in happens in two services that trust each other's cookies. Moving both at once would touch every team in the same week.",
    options: "Move both now; put a gateway in front; leave both and forbid new ones.",
    decision: "No new route checks a cookie by itself. Both old checks stay, each behind the same interface.",
    consequences:
      "One more release with two ways in. The interface is the place where the second one goes away.",
    later: {
      on: { phase: "extend", day: 5 },
      title: "One identity service issues every token",
      context:
        "The interface is in place and both checks sit behind it. The last caller of the old cookie was moved on Monday.",
      options: "- Keep the second check asleep\n- Take it out",
      decision:
        "Tokens come from the identity service alone, valid for fifteen minutes. The second check is taken out.",
      consequences:
        "When the identity service is away nobody new gets in; who is in stays in for up to fifteen minutes. Its health is on the first page of the runbook.",
      artefact: "secrets_access",
    },
  },
  {
    on: { phase: "stabilise", day: 9 },
    title: "Tests run against a real database",
    context:
      "Mocks of the database agreed with the code and not with PostgreSQL: three of the last five faults passed every test.",
    options: "- Better mocks\n- An in-memory database\n- PostgreSQL in a container, one schema a test file",
    decision: "PostgreSQL in a container, one schema for each test file, rolled back after each test.",
    consequences:
      "The suite takes four minutes instead of one, and has found two locks that no mock would have.",
    artefact: "automated_tests",
  },
  {
    on: { phase: "read", day: 3 },
    title: "Nothing is changed before there are tests around it",
    context: "Most of what hurts has no test, and nobody who wrote it is here any more.",
    options: "Fix the worst at once; or hold today's behaviour still first.",
    decision:
      "Each hotspot first gets tests that hold its behaviour still, odd parts included. Only then is it changed.",
    consequences: "The first fix arrives about three days later than it could. No fix has to be taken back.",
  },
  {
    on: { phase: "extend", day: 7 },
    title: "Dead letters have a page and an owner",
    context:
      "Messages that failed five times went to a queue that nobody looked at. It held 4,100 when we did.",
    options:
      "- Retry for ever\n- Drop them after a week\n- A page with retry and discard, each with a reason",
    decision:
      "A page lists them by cause. Retrying and discarding are recorded; the owner of the day gets a message above twenty.",
    consequences:
      "Somebody has to look each morning: two minutes. Nothing disappears any more without a name beside it.",
    acceptedAfter: 2,
  },
  {
    on: { phase: "extend", day: 8 },
    title: "Webhooks are signed and sent at least once",
    context: "Partners asked how they can tell our calls from others', and what happens while they are down.",
    options: "Mutual TLS; a shared token in the address; an HMAC over time and body.",
    decision:
      "HMAC-SHA-256 over the time and the body, five retries over a day, the same id each time. A receiver that answers 410 is switched off.",
    consequences:
      "Receivers have to accept an event twice. The two secrets of a rotation are valid side by side for a week.",
    revisit: { when: "A partner needs an order of events that retries can break.", afterDays: 150 },
  },
  {
    on: { phase: "document", day: 3 },
    title: "The schema is written by the code, never by hand",
    context: "The published description and the service drifted apart within a month, twice.",
    options:
      "- Review both in each change\n- Generate the code from the schema\n- Generate the schema from the code",
    decision: "The schema comes out of the build. A pipeline step fails when the published one differs.",
    consequences:
      "Examples live in the tests, and have to be true. Prose about a route stands beside its handler.",
    artefact: "api_schema",
  },
  {
    on: { phase: "stabilise", day: 7 },
    title: "We carry the pager with them until the third fix is protected",
    context: "Two of their three on-call people are new, and each fix changes what an alert means.",
    options: "Leave the pager with them; take it over; share it.",
    decision: "We are second on the rota on weekdays until the third hotspot has its test.",
    consequences: "About four hours of our time a week that the price does not hold.",
    isOurs: true,
  },
];

/** Told of one engagement alone, by its title as a path. */
export const OWN_DECISIONS: Readonly<Record<string, readonly DecisionTale[]>> = {
  "booking-api": [
    {
      on: { phase: "extend", day: 9 },
      title: "Carriers are told by webhook, and the nightly file stays for the third",
      context:
        "Two of three carriers can receive webhooks now. The third reads a file that we place on their server each night, and has frozen its changes for two months.",
      options:
        "- Wait for all three\n- Webhooks for two, the file for one\n- A file for everybody, every hour",
      decision:
        "Webhooks for the two that are ready. The nightly file is written from the same events, so that both tell the same story.",
      consequences:
        "One more consumer of the outbox to keep for some weeks. It goes when the third carrier switches.",
      revisit: { when: "The third carrier opens its change window.", afterDays: 21 },
    },
    {
      on: { phase: "extend", day: 18 },
      title: "Proof-of-delivery photos move to object storage",
      context: "Photos make up 70 % of the database's size and none of its queries.",
      options: "- Leave them\n- A bucket in your own account, with signed addresses for an hour",
      decision: "A bucket in your account; rows keep the key and the checksum.",
      consequences:
        "Backups shrink from 90 minutes to 25. A photo and its row can be restored apart, which the runbook has to say.",
      acceptedAfter: 30,
    },
  ],
  "search-and-catalogue": [
    {
      on: { phase: "extend", day: 5 },
      title: "Search stays in PostgreSQL until it hurts",
      context:
        "A search cluster was planned before anybody had measured. With the right index, 95 of 100 searches take under 80 ms.",
      options: "- A search cluster now\n- Full-text search in PostgreSQL, measured each week",
      decision: "Full-text search in PostgreSQL with a trigram index for part numbers.",
      consequences:
        "No second store to keep in step. Spelling mistakes are forgiven less than a cluster would.",
      revisit: { when: "The 95th percentile passes 200 ms for a week.", afterDays: 15 },
    },
  ],
};
