import { type Kysely, type Selectable, sql } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { EventKind } from "~/domain/event";
import {
  type Answer,
  answerTo,
  type ExpectedDates,
  expectedDates,
  type Question,
  questionOf,
} from "~/domain/expected";
import { basisOf, hitRate } from "~/domain/forecast";
import { type Actor, may } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import {
  type Learnt,
  learnAnew,
  learntOn,
  readTimeTold,
  TIMED_COLUMNS,
  timedPhase,
} from "./past-phases.server";
import type { DB, EngagementTable } from "./schema";

type Expectable = Pick<Selectable<EngagementTable>, "id" | "stage" | "is_paused">;
type ExpectedColumns = Pick<Selectable<EngagementTable>, "p50_on" | "p80_on" | "p95_on">;
type ForecastColumns = ExpectedColumns &
  Pick<Selectable<EngagementTable>, "forecast_on" | "is_forecast_little">;

const MOST_ANSWERS = 20_000;
/** Older ones than so many tell of a firm that has changed since. */
const MOST_GIVEN = 5000;

/** What the past answers to a question; the same question is answered once a day. */
export function answerOf(learnt: Learnt, question: Question): Answer {
  const key = JSON.stringify([question.gateWaited, ...question.phases.map((phase) => Object.values(phase))]);
  const known = learnt.answers.get(key);
  if (known) return known;
  if (learnt.answers.size >= MOST_ANSWERS) learnt.answers.clear();
  const answer = answerTo(question, learnt);
  learnt.answers.set(key, answer);
  return answer;
}

/** The dates that are kept in a row, none before today though they may be yesterday's; null where there are none. */
export function expectedOf(row: ExpectedColumns, today: CalendarDate): ExpectedDates | null {
  const { p50_on: p50On, p80_on: p80On, p95_on: p95On } = row;
  if (!p50On || !p80On || !p95On) return null;
  const from = (on: CalendarDate) => (on < today ? today : on);
  return { p50On: from(p50On), p80On: from(p80On), p95On: from(p95On) };
}

interface Reckoned {
  /** Null while nothing can be expected: not under way, paused, without a plan, or all done. */
  finish: ExpectedDates | null;
  phases: { id: string; kind: PhaseKind; expected: ExpectedDates | null; before: ExpectedColumns }[];
}

/** The dates that are expected of some engagements on a day, by their ids. */
async function reckonForecasts(
  db: Kysely<DB>,
  engagements: readonly Expectable[],
  learnt: Learnt,
): Promise<Map<string, Reckoned>> {
  const ids = engagements.map(({ id }) => id);
  const rows = await db
    .selectFrom("phase")
    .select(["id", "engagement_id", "p50_on", "p80_on", "p95_on", ...TIMED_COLUMNS])
    .where("engagement_id", "in", ids)
    .orderBy("position")
    .execute();
  const expectable = engagements.filter((row) => row.stage === "active" && row.is_paused === 0);
  const told = await readTimeTold(
    db,
    expectable.map(({ id }) => id),
    learnt.timeZone,
  );
  const byEngagement = new Map<string, typeof rows>();
  for (const row of rows) {
    const own = byEngagement.get(row.engagement_id) ?? [];
    byEngagement.set(row.engagement_id, own);
    own.push(row);
  }
  const reckoned = new Map<string, Reckoned>();
  for (const engagement of engagements) {
    const own = byEngagement.get(engagement.id) ?? [];
    const question = expectable.includes(engagement)
      ? questionOf(own.map(timedPhase), told(engagement.id), learnt.today, learnt.calendar)
      : null;
    const dates = question
      ? expectedDates(question, answerOf(learnt, question).ends, learnt.today, learnt.calendar)
      : [];
    const done = own.length - dates.length;
    reckoned.set(engagement.id, {
      finish: dates.at(-1) ?? null,
      phases: own.map((row, at) => ({
        id: row.id,
        kind: row.kind,
        expected: dates[at - done] ?? null,
        before: { p50_on: row.p50_on, p80_on: row.p80_on, p95_on: row.p95_on },
      })),
    });
  }
  return reckoned;
}

const columnsOf = (dates: ExpectedDates | null): ExpectedColumns => ({
  p50_on: dates?.p50On ?? null,
  p80_on: dates?.p80On ?? null,
  p95_on: dates?.p95On ?? null,
});

async function writeDates(
  db: Kysely<DB>,
  table: "phase" | "engagement",
  rows: readonly (ExpectedColumns & { id: string })[],
  beside: Omit<ForecastColumns, keyof ExpectedColumns>,
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => sql`(${row.id}, ${row.p50_on}, ${row.p80_on}, ${row.p95_on})`);
  const { forecast_on, is_forecast_little } = beside;
  const own =
    table === "engagement"
      ? sql`, forecast_on = ${forecast_on}, is_forecast_little = ${sql.lit(is_forecast_little)}`
      : sql``;
  await sql`with fresh (id, p50_on, p80_on, p95_on) as (values ${sql.join(values)})
    update ${sql.table(table)} set p50_on = fresh.p50_on, p80_on = fresh.p80_on, p95_on = fresh.p95_on${own}
    from fresh where ${sql.ref(`${table}.id`)} = fresh.id`.execute(db);
}

/**
 * Reckons anew when some engagements and their phases are expected to end and keeps it beside the rows. Answers the
 * columns of each engagement by its id. The caller holds the engagements.
 */
export async function writeForecasts(
  trx: Kysely<DB>,
  engagements: readonly Expectable[],
  today: CalendarDate,
): Promise<Map<string, ForecastColumns>> {
  if (engagements.length === 0) return new Map();
  const learnt = await learntOn(trx, today);
  const reckoned = await reckonForecasts(trx, engagements, learnt);
  const isLittle = basisOf(learnt.history, "").isLittle;
  const beside = { forecast_on: today, is_forecast_little: isLittle ? 1 : 0 } as const;
  const phases = [...reckoned.values()].flatMap((one) =>
    one.phases.flatMap(({ id, expected, before }) => {
      const now = columnsOf(expected);
      const isSame =
        now.p50_on === before.p50_on && now.p80_on === before.p80_on && now.p95_on === before.p95_on;
      return isSame ? [] : [{ id, ...now }];
    }),
  );
  const finishes = [...reckoned].map(([id, { finish }]) => ({ id, ...columnsOf(finish) }));
  await writeDates(trx, "phase", phases, beside);
  await writeDates(trx, "engagement", finishes, beside);
  return new Map(finishes.map(({ id, ...dates }) => [id, { ...dates, ...beside }]));
}

const MOVING_NOUNS: ReadonlySet<string> = new Set(["phase", "promise", "gate", "clock"]);
const MOVING_KINDS: ReadonlySet<EventKind> = new Set([
  "engagement.created",
  "engagement.imported",
  "engagement.stage_moved",
  "engagement.paused",
  "engagement.resumed",
]);
const ENDING_KINDS: ReadonlySet<EventKind> = new Set([
  "gate.signed",
  "gate.waived",
  "phase.dates_confirmed",
  "engagement.imported",
]);

const later = new WeakSet<object>();

/** Runs what tells many days at once; what is expected is reckoned when all is told, by whoever refreshes the day. */
export async function forecastingLater<T>(db: Kysely<DB>, run: () => Promise<T>): Promise<T> {
  const { adapter } = db.getExecutor();
  later.add(adapter);
  try {
    return await run();
  } finally {
    later.delete(adapter);
  }
}

/**
 * What a change makes of the expected dates; nothing where it does not touch them, as a tick never does.
 * `engagement` is as the change leaves it.
 */
export async function forecastAfter(
  trx: Kysely<DB>,
  engagement: Expectable,
  today: CalendarDate,
  events: readonly { kind: EventKind }[],
  isClockMoved: boolean,
): Promise<ForecastColumns | undefined> {
  if (events.some(({ kind }) => ENDING_KINDS.has(kind))) learnAnew(trx);
  const isMoved =
    isClockMoved ||
    events.some(({ kind }) => MOVING_KINDS.has(kind) || MOVING_NOUNS.has(kind.split(".")[0] ?? ""));
  if (!isMoved || later.has(trx.getExecutor().adapter)) return undefined;
  return (await writeForecasts(trx, [engagement], today)).get(engagement.id);
}

/** Keeps the dates that are expected of a phase, and of the whole, on the day on which it starts; once for each. */
export async function keepGivenForecast(
  trx: Kysely<DB>,
  act: Act,
  engagement: Expectable,
  kind: PhaseKind,
): Promise<void> {
  const learnt = await learntOn(trx, act.today);
  const reckoned = (await reckonForecasts(trx, [engagement], learnt)).get(engagement.id);
  const phase = reckoned?.phases.find((one) => one.kind === kind)?.expected;
  const finish = reckoned?.finish;
  if (!phase || !finish) return;
  await trx
    .insertInto("given_forecast")
    .values({
      id: newId(),
      engagement_id: engagement.id,
      phase_kind: kind,
      given_on: act.today,
      p50_on: phase.p50On,
      p80_on: phase.p80On,
      p95_on: phase.p95On,
      finish_p50_on: finish.p50On,
      finish_p80_on: finish.p80On,
      finish_p95_on: finish.p95On,
      past_count: learnt.waits.length,
    })
    .onConflict((conflicting) => conflicting.columns(["engagement_id", "phase_kind"]).doNothing())
    .execute();
}

/**
 * Of the 80 % dates that the firm gave at the start of phases, how many held: counts alone, of all engagements, for any
 * of our people. A pause is not taken off: the date held, or it did not.
 * @throws Refusal `not_found` to a client
 */
export async function readHitRate(db: Kysely<DB>, actor: Actor): Promise<ReturnType<typeof hitRate>> {
  if (!may(actor.role, "see_pipeline")) throw notFound("forecasts");
  const rows = await db
    .selectFrom("given_forecast")
    .innerJoin("phase", (join) =>
      join
        .onRef("phase.engagement_id", "=", "given_forecast.engagement_id")
        .onRef("phase.kind", "=", "given_forecast.phase_kind"),
    )
    .select(["given_forecast.p80_on as given", "phase.actual_finish_on as actual"])
    .where("phase.status", "=", "done")
    .orderBy("given_forecast.given_on", "desc")
    .orderBy("given_forecast.id")
    .limit(MOST_GIVEN)
    .execute();
  return hitRate(rows.flatMap(({ given, actual }) => (actual ? [{ given, actual }] : [])));
}
