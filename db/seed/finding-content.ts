import type { Severity, TestKind } from "~/domain/finding";

export interface HotspotText {
  /** Hours a week when it was found, and after the fix. */
  before: string;
  after: string;
  fix: string;
  test: { name: string; kind: TestKind; place: string };
}

/** `{ext}` in a place or a text stands for the ending of the code base's language. */
export interface FindingText {
  title: string;
  severity: Severity;
  area: string;
  body: string;
  place: string;
  isVisible: boolean;
  /** How it was settled where it is no hotspot. */
  resolution: string;
  isAccepted?: true;
}

export interface HotspotFindingText extends Omit<FindingText, "resolution"> {
  hotspot: HotspotText;
}

export const HOTSPOTS: readonly HotspotFindingText[] = [
  {
    title: "Every release is watched by two people for an hour",
    severity: "high",
    area: "Delivery pipeline",
    body: "Nothing tells whether a release is healthy, so two people read logs until they believe it.\n\nSeen on the last four releases; one of them was rolled back by hand after 50 minutes.",
    place: "deploy/release.sh",
    isVisible: true,
    hotspot: {
      before: "6",
      after: "0.5",
      fix: "A health check per instance and a rollback that starts by itself when the error rate doubles.",
      test: {
        name: "a release with a failing health check rolls itself back",
        kind: "integration",
        place: "tests/deploy/rollback_test.{ext}",
      },
    },
  },
  {
    title: "Imports run twice when the worker restarts",
    severity: "critical",
    area: "Background jobs",
    body: "A job is taken off the queue only after it has finished. When the worker restarts in between, the file is imported again and **rows are doubled**.\n\nSomebody deletes the copies by hand, most days.",
    place: "src/jobs/import.{ext}",
    isVisible: true,
    hotspot: {
      before: "8.5",
      after: "0",
      fix: "Each file has a key that is stored with its first row; a second run finds it and stops.",
      test: {
        name: "an import that is interrupted and run again adds no row twice",
        kind: "integration",
        place: "tests/jobs/import_test.{ext}",
      },
    },
  },
  {
    title: "The search page reads every row of the catalogue",
    severity: "high",
    area: "Performance",
    body: "`lower(name) like '%…%'` cannot use the index that is there. With last month's rows it takes **4.2 s**; support answers the complaints.",
    place: "src/search/query.{ext}",
    isVisible: true,
    hotspot: {
      before: "5",
      after: "0.5",
      fix: "A trigram index and a limit; the slowest search of the last month takes 90 ms.",
      test: {
        name: "search stays under 300 ms with a million rows",
        kind: "load",
        place: "tests/load/search.js",
      },
    },
  },
  {
    title: "Three ways to check who may do what",
    severity: "high",
    area: "Authentication",
    body: "Middleware, a decorator and checks inside handlers answer the same question differently. Each new endpoint begins with an hour of reading which one applies.\n\n- 41 routes use the middleware\n- 17 the decorator\n- 9 check by themselves, two of them wrongly",
    place: "src/auth/",
    isVisible: true,
    hotspot: {
      before: "4.5",
      after: "1",
      fix: "One table of routes and roles, read by one middleware; the other two are gone.",
      test: {
        name: "every route answers every role as the table says",
        kind: "integration",
        place: "tests/auth/routes_test.{ext}",
      },
    },
  },
  {
    title: "Webhooks of the payment provider are lost on errors",
    severity: "critical",
    area: "API",
    body: "The handler answers 200 before it has stored anything. When storing fails, the provider never sends it again, and finance compares two lists every Friday.",
    place: "src/payments/webhook.{ext}",
    isVisible: true,
    hotspot: {
      before: "7",
      after: "0.5",
      fix: "The event is stored first and answered after; what cannot be handled stays in a table with its reason.",
      test: {
        name: "a webhook that cannot be handled is kept and retried",
        kind: "integration",
        place: "tests/payments/webhook_test.{ext}",
      },
    },
  },
  {
    title: "Test data is made by hand before each demonstration",
    severity: "medium",
    area: "Tests",
    body: "There is no way to fill a fresh database. Before each demonstration somebody clicks through the product for half a day.",
    place: "scripts/",
    isVisible: true,
    hotspot: {
      before: "3.5",
      after: "0.5",
      fix: "A command that fills an empty database through the same functions as the product.",
      test: {
        name: "the sample data loads into an empty database",
        kind: "integration",
        place: "tests/sample_test.{ext}",
      },
    },
  },
  {
    title: "A flaky test run is started again until it is green",
    severity: "high",
    area: "Tests",
    body: "Eleven of the last 60 runs failed for no reason of the change. The tests share one database and depend on their order.",
    place: ".github/workflows/test.yml",
    isVisible: true,
    hotspot: {
      before: "6.5",
      after: "1",
      fix: "Each test has a database of its own, copied from a template in 20 ms; the order is shuffled.",
      test: {
        name: "the whole suite passes twenty times in random order",
        kind: "other",
        place: ".github/workflows/nightly.yml",
      },
    },
  },
  {
    title: "Time zones shift bookings around the clock change",
    severity: "high",
    area: "Data model",
    body: "Local times are stored without their zone. Twice a year, and for every customer abroad, bookings stand an hour off and are moved by hand.",
    place: "src/bookings/times.{ext}",
    isVisible: true,
    hotspot: {
      before: "3",
      after: "0",
      fix: "Instants are stored in UTC with the zone beside them; old rows were converted with the zone of their branch.",
      test: {
        name: "bookings keep their hour across both clock changes",
        kind: "unit",
        place: "tests/bookings/times_test.{ext}",
      },
    },
  },
  {
    title: "Reports lock the orders table every morning",
    severity: "high",
    area: "Performance",
    body: "The nightly report runs until nine and holds orders back. The warehouse waits, on most days for 20 minutes.",
    place: "src/reports/daily.{ext}",
    isVisible: true,
    hotspot: {
      before: "5.5",
      after: "0.5",
      fix: "Reports read from a replica and in pages; the longest lock is 40 ms.",
      test: {
        name: "a report over a year holds no lock for longer than 200 ms",
        kind: "load",
        place: "tests/load/report.js",
      },
    },
  },
  {
    title: "Nobody can tell which request an error belongs to",
    severity: "medium",
    area: "Observability",
    body: "Log lines have no request id, and two services log in two formats. Finding the cause of one error takes about 40 minutes.",
    place: "src/log.{ext}",
    isVisible: true,
    hotspot: {
      before: "4",
      after: "1",
      fix: "One structured log with the request's id, passed on to every service and shown in the error message.",
      test: {
        name: "every log line of a request carries its id",
        kind: "integration",
        place: "tests/log_test.{ext}",
      },
    },
  },
  {
    title: "Partner accounts are set up with a script on a laptop",
    severity: "medium",
    area: "API",
    body: "Onboarding a partner means eleven steps on one person's laptop. When she is away, partners wait.",
    place: "scripts/onboard_partner.{ext}",
    isVisible: true,
    hotspot: {
      before: "2.5",
      after: "0.5",
      fix: "An endpoint for administrators that does the eleven steps in one transaction.",
      test: {
        name: "onboarding that fails half-way leaves nothing behind",
        kind: "integration",
        place: "tests/partners/onboard_test.{ext}",
      },
    },
  },
];

export const FINDINGS: readonly FindingText[] = [
  {
    title: "Sessions never expire",
    severity: "high",
    area: "Security",
    body: "A token issued two years ago still works. There is no list of sessions and no way to end one.",
    place: "src/auth/session.{ext}",
    isVisible: true,
    resolution: "Sessions end after eight hours without use; people see theirs and can end them.",
  },
  {
    title: "Production credentials are in the repository's history",
    severity: "critical",
    area: "Secrets",
    body: "Two passwords and one API key are in commits that everyone can read. The files are gone, the history is not.\n\n1. Change them first.\n2. Then look who used them.",
    place: "config/production.env",
    isVisible: true,
    resolution:
      "All three were changed on the same day; secrets come from the vault and a check refuses new ones.",
  },
  {
    title: "The API answers errors in five shapes",
    severity: "medium",
    area: "API",
    body: "Text, `{error}`, `{message}`, `{errors: []}` and an HTML page. Every caller has a case for each.",
    place: "src/http/",
    isVisible: true,
    resolution: "One error shape, checked against the specification on every build.",
  },
  {
    title: "Backups are made but were never restored",
    severity: "high",
    area: "Data model",
    body: "Nightly dumps exist since the start. Nobody has tried one, and the place they lie in is in the same account.",
    place: "infra/backup.tf",
    isVisible: true,
    resolution: "A restore was rehearsed and is repeated each month; copies lie in a second account.",
  },
  {
    title: "Lists come back whole, without pages",
    severity: "medium",
    area: "API",
    body: "The largest answer is 38 MB. It works because the office line is quick; from a phone it does not.",
    place: "src/http/lists.{ext}",
    isVisible: true,
    resolution: "Lists have pages of at most 100; old callers had a month to follow.",
  },
  {
    title: "Migrations are run by hand from a wiki page",
    severity: "high",
    area: "Delivery pipeline",
    body: "Staging and production differ in two columns and one index. Nobody knows since when.",
    place: "db/migrations/",
    isVisible: true,
    resolution: "Migrations run with the release; a nightly comparison of both schemas is green.",
  },
  {
    title: "Eleven dependencies are no longer maintained",
    severity: "medium",
    area: "Dependencies",
    body: "Three of them have known weaknesses. None is deep in the code: the longest replacement is about a day.",
    place: "",
    isVisible: true,
    resolution: "Nine were replaced and two taken out; updates come as small changes every week.",
  },
  {
    title: "Administrators share one account",
    severity: "high",
    area: "Security",
    body: "Six people sign in as the same user, so the audit trail says nothing about who did what.",
    place: "",
    isVisible: true,
    resolution: "Six accounts with a second factor each; the shared one is closed.",
  },
  {
    title: "Queues have no limit and no dead letters",
    severity: "medium",
    area: "Background jobs",
    body: "A job that always fails is tried for ever. On the day we looked, 3,112 of them were going round.",
    place: "src/jobs/queue.{ext}",
    isVisible: true,
    resolution: "Five tries with growing gaps, then a page of dead letters with their reason.",
  },
  {
    title: "Money is kept as floating-point numbers",
    severity: "high",
    area: "Data model",
    body: "Sums differ by a penny in about one invoice of four hundred. Finance corrects them by hand.",
    place: "src/billing/amount.{ext}",
    isVisible: true,
    resolution: "Amounts are whole pennies everywhere; the old rows were rounded as finance asked.",
  },
  {
    title: "The staging system has a tenth of the data",
    severity: "low",
    area: "Delivery pipeline",
    body: "Slow queries show only in production. A full copy would need the personal data masked first.",
    place: "infra/staging.tf",
    isVisible: true,
    resolution: "A masked copy would cost more than it saves at this size; we look again in a year.",
    isAccepted: true,
  },
  {
    title: "An old mobile app still calls version 1 of the API",
    severity: "low",
    area: "API",
    body: "About 40 users. Version 1 holds two endpoints back that nobody else needs.",
    place: "src/http/v1/",
    isVisible: true,
    resolution: "Kept until the app is withdrawn; the two endpoints are frozen and tested as they are.",
    isAccepted: true,
  },
  {
    title: "Only one developer dares to change the pricing rules",
    severity: "medium",
    area: "Architecture",
    body: "1,900 lines without a test. He leaves in the summer and nobody has asked him yet; we should be the ones who say it kindly.",
    place: "src/pricing/rules.{ext}",
    isVisible: false,
    resolution:
      "Written out with him as 61 examples that run as tests; two colleagues have changed rules since.",
  },
  {
    title: "The team lead doubts that tests are worth their time",
    severity: "low",
    area: "Tests",
    body: "Said so twice on day one. We show it on their own bug of last week before we talk about standards.",
    place: "",
    isVisible: false,
    resolution: "Changed his mind when a test caught his own change in the second week.",
  },
];

export const FRESH_FINDINGS: readonly FindingText[] = [
  {
    title: "The old spreadsheet holds the only record of past prices",
    severity: "medium",
    area: "Data model",
    body: "It has to be read once and checked by somebody who knows it, before the new system goes live.",
    place: "",
    isVisible: true,
    resolution: "Read in, checked by finance line by line, and kept beside the new table for a year.",
  },
  {
    title: "No account of the client's own to deploy into",
    severity: "high",
    area: "Delivery pipeline",
    body: "What exists belongs to a former supplier. Everything we build should stand in the client's own name from the first day.",
    place: "",
    isVisible: true,
    resolution: "Accounts opened in the client's name; the supplier's access ended.",
  },
  {
    title: "Two departments mean different things by “order”",
    severity: "medium",
    area: "Architecture",
    body: "Sales counts an order when it is promised, the warehouse when it is packed. The data model has to say both.",
    place: "",
    isVisible: true,
    resolution:
      "Two words in the model, agreed in a meeting of an hour and written on the first page of its docs.",
  },
  {
    title: "The partner's test system is down on most mornings",
    severity: "low",
    area: "API",
    body: "We should not build against it directly.",
    place: "",
    isVisible: true,
    resolution: "We built against a recorded copy; their system is only asked before a release.",
    isAccepted: true,
  },
];

export interface MeasureText {
  title: string;
  unit: string;
  better: "lower" | "higher";
  before: string;
  after: string;
  how: string;
}

export const MEASURES: readonly MeasureText[] = [
  {
    title: "Days to add an endpoint",
    unit: "days",
    better: "lower",
    before: "5",
    after: "1",
    how: "From the first commit to production, the middle one of the last five.",
  },
  {
    title: "Minutes to find the cause of a slow request",
    unit: "minutes",
    better: "lower",
    before: "45",
    after: "6",
    how: "Timed with one of your developers, for a fault that she did not know.",
  },
  {
    title: "Ways in which the API checks who is asking",
    unit: "",
    better: "lower",
    before: "3",
    after: "1",
    how: "Counted in the code, route by route.",
  },
  {
    title: "Slowest page of the week, 95 of 100 visits",
    unit: "ms",
    better: "lower",
    before: "4200",
    after: "380",
    how: "From the load balancer's log of seven days.",
  },
  {
    title: "Releases a week without a hand on them",
    unit: "releases",
    better: "higher",
    before: "0.5",
    after: "6",
    how: "Counted over four weeks in the pipeline's history.",
  },
  {
    title: "Test runs that fail for no reason",
    unit: "of 100",
    better: "lower",
    before: "18",
    after: "1",
    how: "The last hundred runs on the main branch.",
  },
  {
    title: "Routes that a test covers",
    unit: "%",
    better: "higher",
    before: "22",
    after: "100",
    how: "Routes in the specification that at least one test calls.",
  },
];

export const FRESH_MEASURES: readonly MeasureText[] = [
  {
    title: "Hours from an order to its confirmation",
    unit: "hours",
    better: "lower",
    before: "26",
    after: "0.2",
    how: "The middle one of fifty orders, from the time stamps of your mails.",
  },
  {
    title: "Lines typed twice in a week",
    unit: "lines",
    better: "lower",
    before: "340",
    after: "0",
    how: "Counted at two desks for a week, with the people who type them.",
  },
  {
    title: "Orders that need a call to be understood",
    unit: "of 100",
    better: "lower",
    before: "14",
    after: "3",
    how: "A tally by the phone, for two weeks.",
  },
];
