import type { Kysely, Selectable } from "kysely";
import type { OpenAsk } from "~/domain/ask";
import type { Health } from "~/domain/attention";
import { type CalendarDate, workingDaysFrom } from "~/domain/calendar";
import type { EngagementHead } from "~/domain/engagement-head";
import type { Facts } from "~/domain/event";
import { describeEvent } from "~/domain/event-sentence";
import type { ExpectedDates } from "~/domain/expected";
import type { Actor } from "~/domain/permissions";
import { beginningOf, countsText, isChange, mostImportant } from "~/domain/review";
import { contradiction } from "~/domain/update-standing";
import { readHead } from "./engagement-header.server";
import { expectedOf } from "./forecasts.server";
import { listOpenAsks } from "./open-asks.server";
import { prepared } from "./prepared.server";
import { firstAnswerTo } from "./review-answers.server";
import type { DB, EventTable, ReviewTable, UpdateTable } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

/** An engagement as a manager looks at it in the review. */
export interface Reviewed {
  head: EngagementHead;
  /** Null before a promise was made; `slip` is in working days since the first one. */
  promise: { finishOn: CalendarDate; firstOn: CalendarDate; slip: number } | null;
  expected: ExpectedDates | null;
  /** Whether they lean on what is usual more than on the firm's own past. */
  isExpectedLittle: boolean;
  update: {
    id: string;
    onDate: CalendarDate;
    health: Health | null;
    sentence: string;
    author: string;
    /** Why its claim does not agree with the dates; null when it does. */
    against: string | null;
  } | null;
  asks: OpenAsk[];
  /** What was asked in the review before this week's; null where it was acknowledged. */
  askedBefore: { by: string; question: string; answer: Answer | null } | null;
  changes: Changes;
}

/** The first answer to a question, or how it begins. */
interface Answer {
  by: string;
  /** Epoch milliseconds. */
  at: number;
  text: string;
}

/** What has happened since the last review. */
interface Changes {
  /** When that was; epoch milliseconds. Null where there was none. */
  sinceAt: number | null;
  /** Where there was none: the day from which they are told. */
  sinceOn: CalendarDate | null;
  count: number;
  /** Whether there are more than were counted. */
  isAtLeast: boolean;
  /** By what they are. */
  text: string;
  lines: { seq: number; on: CalendarDate; by: string; sentence: string }[];
}

type Since = { at: number } | { onDate: CalendarDate };

const MOST_EVENTS = 400;
const LINES_SHOWN = 5;

/** Everything of one live engagement that the review shows. @throws Refusal `not_found` */
export async function readReviewed(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
  since: Since,
): Promise<Reviewed> {
  const reached = await requireEngagement(db, actor, code, "review_engagement");
  const { engagement } = reached;
  const { head, phases, calendar } = await readHead(db, reached, today);
  const { promised_finish_on: finishOn } = engagement;
  const expected = expectedOf(engagement, today);
  const firstOn = phases.at(-1)?.first_finish_on ?? null;
  return {
    head,
    promise:
      finishOn && firstOn ? { finishOn, firstOn, slip: workingDaysFrom(firstOn, finishOn, calendar) } : null,
    expected,
    isExpectedLittle: engagement.is_forecast_little === 1,
    update: await findLastUpdate(db, engagement, (health) =>
      contradiction(
        {
          health,
          isLive: true,
          isPaused: engagement.is_paused === 1,
          phase:
            engagement.phase && engagement.phase_finish_on && engagement.phase_status !== "done"
              ? { kind: engagement.phase, plannedFinishOn: engagement.phase_finish_on }
              : null,
          promisedFinishOn: finishOn,
          // Within what can still be made up, the dates are no contradiction.
          expected:
            expected && head.health !== "on_track" && engagement.is_forecast_little === 0
              ? { fromOn: expected.p50On, toOn: expected.p80On }
              : null,
        },
        today,
        calendar,
      ),
    ),
    asks: await listOpenAsks(db, engagement.id, today, calendar),
    askedBefore: await findAskedBefore(db, engagement, since),
    changes: await listChanges(db, engagement, since, today),
  };
}

type LastUpdateRow = Pick<Selectable<UpdateTable>, "id" | "on_date" | "health" | "sentence" | "author_name">;

const readLastUpdate = prepared<{ engagementId: string }, LastUpdateRow>((db, value) =>
  db
    .selectFrom("update")
    .select(["id", "on_date", "health", "sentence", "author_name"])
    .where("engagement_id", "=", value("engagementId"))
    .where("published_at", "is not", null)
    .orderBy("published_at", "desc")
    .orderBy("id", "desc")
    .limit(1),
);

async function findLastUpdate(
  db: Kysely<DB>,
  engagement: EngagementRow,
  whyAgainst: (health: Health | null) => string | null,
): Promise<Reviewed["update"]> {
  const [row] = await readLastUpdate(db, { engagementId: engagement.id });
  if (!row) return null;
  return {
    id: row.id,
    onDate: row.on_date,
    health: row.health,
    sentence: row.sentence,
    author: row.author_name,
    against: whyAgainst(row.health),
  };
}

type AskedRow = Pick<Selectable<ReviewTable>, "reviewed_by_name" | "question"> & {
  answered_by: string | null;
  answered_at: number | null;
  answer: string | null;
};

const readAsked = prepared<{ engagementId: string; at: number }, AskedRow>((db, value) =>
  db
    .selectFrom("review")
    .leftJoin("comment as first", (join) =>
      join.on((eb) => eb("first.id", "=", firstAnswerTo(eb).select("answer.id"))),
    )
    .select(["review.reviewed_by_name", "review.question"])
    .select([
      "first.written_by_name as answered_by",
      "first.written_at as answered_at",
      "first.body as answer",
    ])
    .where("review.engagement_id", "=", value("engagementId"))
    .where("review.reviewed_at", "=", value("at"))
    .where("review.outcome", "=", "asked"),
);

async function findAskedBefore(
  db: Kysely<DB>,
  engagement: EngagementRow,
  since: Since,
): Promise<Reviewed["askedBefore"]> {
  if (!("at" in since)) return null;
  const [row] = await readAsked(db, { engagementId: engagement.id, at: since.at });
  if (!row) return null;
  const { reviewed_by_name: by, question, answered_by, answered_at, answer } = row;
  return {
    by,
    question,
    answer:
      answered_at === null
        ? null
        : { by: answered_by ?? "", at: answered_at, text: beginningOf(answer ?? "") },
  };
}

type EventRow = Pick<
  Selectable<EventTable>,
  "seq" | "on_date" | "actor_name" | "kind" | "label" | "before" | "after"
>;

const latestEvents = (db: Kysely<DB>, engagementId: string) =>
  db
    .selectFrom("event")
    .select(["seq", "on_date", "actor_name", "kind", "label", "before", "after"])
    .where("engagement_id", "=", engagementId)
    .orderBy("seq", "desc")
    .limit(MOST_EVENTS);

const readSinceInstant = prepared<{ engagementId: string; at: number }, EventRow>((db, value) =>
  latestEvents(db, value("engagementId")).where("at", ">", value("at")),
);

const readSinceDay = prepared<{ engagementId: string; onDate: CalendarDate }, EventRow>((db, value) =>
  latestEvents(db, value("engagementId")).where("on_date", ">=", value("onDate")),
);

async function listChanges(
  db: Kysely<DB>,
  engagement: EngagementRow,
  since: Since,
  today: CalendarDate,
): Promise<Changes> {
  const engagementId = engagement.id;
  const rows =
    "at" in since
      ? await readSinceInstant(db, { engagementId, at: since.at })
      : await readSinceDay(db, { engagementId, onDate: since.onDate });
  const happened = rows
    .map((row) => ({
      ...row,
      before: JSON.parse(row.before) as Facts,
      after: JSON.parse(row.after) as Facts,
    }))
    .filter(isChange);
  return {
    sinceAt: "at" in since ? since.at : null,
    sinceOn: "at" in since ? null : since.onDate,
    count: happened.length,
    isAtLeast: rows.length === MOST_EVENTS,
    text: countsText(happened),
    lines: mostImportant(happened, LINES_SHOWN).map((event) => ({
      seq: event.seq,
      on: event.on_date,
      by: event.actor_name,
      sentence: describeEvent(event, "internal", today),
    })),
  };
}
