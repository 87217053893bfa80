import { type Kysely, type SqlBool, sql } from "kysely";
import { type Health, nextStepText, reasonsFor } from "~/domain/attention";
import { addDays, type CalendarDate, dateInZone, type WorkingCalendar } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { mondayOf, type ReviewOutcome, unseenSince } from "~/domain/review";
import type { Database } from "./connect.server";
import { findFirm, workingCalendar } from "./firm.server";
import { keptWhileUnchanged } from "./kept.server";
import { firstAnswerTo } from "./review-answers.server";
import { type Reviewed, readReviewed } from "./reviewed.server";
import { behind, findNextUnseen, liveFor, type Place } from "./reviews.server";
import type { DB } from "./schema";
import { preparedFor } from "./scope.server";
import { refreshStandings } from "./standing-refresh.server";
import { STANDING_COLUMNS, standingOf } from "./standing-row.server";

/** Who looked at it this week. */
interface Seen {
  by: string;
  outcome: ReviewOutcome;
  question: string;
  /** Epoch milliseconds. */
  at: number;
  /** Who was the first to answer what was asked; null while nobody has. */
  answeredBy: string | null;
}

/** One live engagement in the list beside the one that is looked at. */
export interface ReviewRow {
  code: string;
  title: string;
  client: string;
  lead: string | null;
  health: Health | null;
  isPaused: boolean;
  /** The strongest reason for which it needs someone, or what comes next. */
  words: string;
  isNeeding: boolean;
  seen: Seen | null;
  /** Since when nobody has looked at it in a review; null where somebody did last week. */
  unseenSince: CalendarDate | "never" | null;
}

export interface ReviewPage {
  weekOn: CalendarDate;
  /** Live engagements, and how many of them somebody has looked at this week. */
  total: number;
  seen: number;
  /** What is looked at: the one that was asked for, else the first that nobody has seen; null when all are seen. */
  current: (ReviewRow & Reviewed) | null;
  /** The live ones around it in the order of need. */
  rows: ReviewRow[];
  /** How many stand before and behind these. */
  above: number;
  below: number;
  /** The neighbours of the current one, seen or not. */
  previous: string | null;
  next: string | null;
  /** What was just done, as it stands now. */
  done: { code: string; title: string; seen: Seen } | null;
  /** What was asked this week, the latest first. */
  asked: { code: string; title: string; lead: string | null; seen: Seen }[];
}

/** Rows shown before the current one and behind it. */
const ROWS_BEFORE = 15;
const ROWS_BEHIND = 35;
const MOST_ASKED = 30;

/**
 * The review of the week as a manager walks it. `at` names the engagement to look at, `done` the one before it.
 * At most a page of rows, whatever there is.
 */
export async function readReviewPage(
  db: Kysely<DB>,
  actor: Actor,
  today: CalendarDate,
  { at, done }: { at: string | null; done: string | null },
): Promise<ReviewPage> {
  await refreshStandings(db, today);
  const week: Week = {
    weekOn: mondayOf(today),
    today,
    calendar: await workingCalendar(db),
    zone: (await findFirm(db))?.timeZone ?? "UTC",
  };
  const counts = await countLive(db, actor, week.weekOn);
  const code = at ?? (await findNextUnseen(db, actor, week.weekOn, null));
  const { weekOn } = week;
  const found = code ? await readOne(db, actor, { weekOn, code }) : [];
  // One that has ended, or never was, leads to the first that is left.
  const fallback = at && found.length === 0 ? await findNextUnseen(db, actor, week.weekOn, null) : null;
  const [place] = fallback ? await readOne(db, actor, { weekOn, code: fallback }) : found;
  const before = place ? (await readBefore(db, actor, { weekOn, ...placeOf(place) })).reverse() : [];
  const behindIt = place
    ? await readBehind(db, actor, { weekOn, ...placeOf(place) })
    : await readFirst(db, actor, { weekOn });
  const around = [...before, ...(place ? [place] : []), ...behindIt];
  const above = place && before.length === ROWS_BEFORE ? await countAbove(db, actor, before[0] ?? place) : 0;
  const current = place ? toRow(place, week) : null;
  const index = before.length;
  return {
    weekOn: week.weekOn,
    ...counts,
    current:
      place && current
        ? { ...current, ...(await readReviewed(db, actor, place.code, today, sinceOf(place, week))) }
        : null,
    rows: around.map((row) => toRow(row, week)),
    above,
    below: Math.max(0, counts.total - above - around.length),
    previous: place ? (around[index - 1]?.code ?? null) : null,
    next: place ? (around[index + 1]?.code ?? null) : null,
    done: done ? await findDone(db, actor, weekOn, done) : null,
    asked: current ? [] : await listAsked(db, actor, weekOn),
  };
}

interface Week {
  weekOn: CalendarDate;
  today: CalendarDate;
  calendar: WorkingCalendar;
  zone: string;
}

/** From when on what happened is told: the last review before this week's, else the Monday of last week. */
function sinceOf(row: Row, { weekOn }: Week) {
  return row.last_seen_at === null
    ? ({ onDate: addDays(weekOn, -7) } as const)
    : ({ at: Number(row.last_seen_at) } as const);
}

/** How many of the live engagements somebody has looked at this week; for those who review, who see them all. */
export async function reviewProgress(
  database: Database,
  actor: Actor,
  today: CalendarDate,
): Promise<{ total: number; seen: number }> {
  const weekOn = mondayOf(today);
  return keptWhileUnchanged(database, `review ${weekOn}`, () => countLive(database.db, actor, weekOn));
}

/** What was seen is counted from the reviews of the week, of which there are few for most of it. */
const readCounts = preparedFor<{ weekOn: string }, { live: number; seen: number }>((db, actor, value) =>
  db.selectNoFrom((eb) => [
    liveFor(db, actor).select(eb.fn.countAll<number>().as("count")).as("live"),
    eb
      .selectFrom("review")
      .where("review.week_on", "=", value("weekOn"))
      .where((of) =>
        of.exists(
          liveFor(db, actor)
            .select("engagement.id")
            .whereRef("engagement.id", "=", sql.ref("review.engagement_id")),
        ),
      )
      .select(eb.fn.countAll<number>().as("count"))
      .as("seen"),
  ]),
);

async function countLive(db: Kysely<DB>, actor: Actor, weekOn: string) {
  const [row] = await readCounts(db, actor, { weekOn });
  return { total: Number(row?.live ?? 0), seen: Number(row?.seen ?? 0) };
}

const readAbove = preparedFor<Place, { count: number }>((db, actor, value) =>
  liveFor(db, actor)
    .where(ahead({ need: value("need"), number: value("number") }))
    .select((eb) => eb.fn.countAll<number>().as("count")),
);

async function countAbove(db: Kysely<DB>, actor: Actor, place: Place): Promise<number> {
  const [row] = await readAbove(db, actor, placeOf(place));
  return Number(row?.count ?? 0);
}

const placeOf = ({ need, number }: Place): Place => ({ need, number });

const ahead = ({ need, number }: Place) =>
  sql<SqlBool>`(engagement.need, engagement.number) > (${need}, ${number})`;

function rowsFor(db: Kysely<DB>, actor: Actor, weekOn: string) {
  return liveFor(db, actor)
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id")
    .leftJoin("review", (join) =>
      join.onRef("review.engagement_id", "=", "engagement.id").on("review.week_on", "=", weekOn),
    )
    .select(STANDING_COLUMNS.map((column) => `engagement.${column}` as const))
    .select([
      "engagement.code",
      "engagement.title",
      "engagement.health",
      "engagement.need",
      "engagement.number",
      "company.name as company_name",
      "lead.name as lead_name",
      "review.outcome",
      "review.question",
      "review.reviewed_by_name",
      "review.reviewed_at",
    ])
    .select((eb) => [
      firstAnswerTo(eb)
        .select("answer.written_by_name")
        .where("review.outcome", "=", "asked")
        .as("answered_by"),
      eb
        .selectFrom("review as earlier")
        .select((of) => of.fn.max("earlier.reviewed_at").as("at"))
        .whereRef("earlier.engagement_id", "=", "engagement.id")
        .where("earlier.week_on", "<", weekOn)
        .as("last_seen_at"),
      eb
        .selectFrom("stage_entry")
        .select("stage_entry.entered_on")
        .whereRef("stage_entry.engagement_id", "=", "engagement.id")
        .where("stage_entry.stage", "=", "active")
        .as("live_since_on"),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof rowsFor>["execute"]>>[number];

const readOne = preparedFor<{ weekOn: string; code: string }, Row>((db, actor, value) =>
  rowsFor(db, actor, value("weekOn")).where("engagement.code", "=", value("code")),
);

const readBefore = preparedFor<Place & { weekOn: string }, Row>((db, actor, value) =>
  rowsFor(db, actor, value("weekOn"))
    .where(ahead({ need: value("need"), number: value("number") }))
    .orderBy("engagement.need", "asc")
    .orderBy("engagement.number", "asc")
    .limit(ROWS_BEFORE),
);

const downwards = (db: Kysely<DB>, actor: Actor, weekOn: string) =>
  rowsFor(db, actor, weekOn)
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number", "desc")
    .limit(ROWS_BEHIND);

const readFirst = preparedFor<{ weekOn: string }, Row>((db, actor, value) =>
  downwards(db, actor, value("weekOn")),
);

const readBehind = preparedFor<Place & { weekOn: string }, Row>((db, actor, value) =>
  downwards(db, actor, value("weekOn")).where(behind({ need: value("need"), number: value("number") })),
);

const readAsked = preparedFor<{ weekOn: string }, Row>((db, actor, value) =>
  rowsFor(db, actor, value("weekOn"))
    .where("review.outcome", "=", "asked")
    .orderBy("review.reviewed_at", "desc")
    .orderBy("engagement.number", "desc")
    .limit(MOST_ASKED),
);

function toRow(row: Row, { today, calendar, weekOn, zone }: Week): ReviewRow {
  const standing = standingOf(row);
  const [strongest] = reasonsFor(standing, today, calendar);
  const lastSeenOn = row.last_seen_at === null ? null : dateInZone(Number(row.last_seen_at), zone);
  return {
    code: row.code,
    title: row.title,
    client: row.company_name,
    lead: row.lead_name,
    health: row.health,
    isPaused: row.is_paused === 1,
    words: strongest?.text ?? nextStepText(standing, today),
    isNeeding: strongest !== undefined,
    seen: seenOf(row),
    unseenSince: unseenSince(lastSeenOn, row.live_since_on, weekOn),
  };
}

function seenOf(
  row: Pick<Row, "outcome" | "question" | "reviewed_by_name" | "reviewed_at" | "answered_by">,
): Seen | null {
  if (row.outcome === null || row.reviewed_at === null) return null;
  return {
    by: row.reviewed_by_name ?? "",
    outcome: row.outcome,
    question: row.question ?? "",
    at: row.reviewed_at,
    answeredBy: row.answered_by,
  };
}

async function findDone(
  db: Kysely<DB>,
  actor: Actor,
  weekOn: string,
  code: string,
): Promise<ReviewPage["done"]> {
  const [row] = await readOne(db, actor, { weekOn, code });
  const seen = row ? seenOf(row) : null;
  return row && seen ? { code: row.code, title: row.title, seen } : null;
}

async function listAsked(db: Kysely<DB>, actor: Actor, weekOn: string): Promise<ReviewPage["asked"]> {
  const rows = await readAsked(db, actor, { weekOn });
  return rows.flatMap((row) => {
    const seen = seenOf(row);
    return seen ? [{ code: row.code, title: row.title, lead: row.lead_name, seen }] : [];
  });
}
