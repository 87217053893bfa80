import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { type ClockInterval, HOLDERS, type Holder } from "~/domain/clock";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import { SLIP_CAUSES, type SlipCause } from "~/domain/promise";
import { type DayCounter, dayCounter, sumOf } from "~/domain/report";
import type { ReportPeriod } from "~/domain/report-period";
import type { PromiseFact, PromiseMoves, PromiseView } from "~/domain/report-promises";
import { heldDays } from "~/domain/report-waits";
import { workingCalendar } from "./firm.server";
import { closedIn } from "./reports.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

export interface PromiseReport {
  /** The latest first. */
  facts: PromiseFact[];
  /** Closed engagements of any time that came without promised dates; nobody can tell whether they were kept. */
  unpromised: number;
}

type ClosedPhase = Awaited<ReturnType<typeof readPhases>>[number];

/** What became of every promise of the engagements closed in the period, as a whole or phase by phase. */
export async function readPromiseReport(
  db: Kysely<DB>,
  actor: Actor,
  period: ReportPeriod,
  view: PromiseView,
): Promise<PromiseReport> {
  const days = dayCounter(await workingCalendar(db));
  const closed = await closedIn(db, actor, period)
    .innerJoin("company", "company.id", "engagement.company_id")
    .select(["engagement.id", "engagement.code", "engagement.title", "company.name as client"])
    .orderBy("last.actual_finish_on", "desc")
    .orderBy("engagement.number", "desc")
    .execute();
  const phases = groupById(await readPhases(db, actor, period));
  const moved = await readMoved(db, actor, period, view);
  const stretches = await readStretches(db, actor, period);
  const facts = closed.flatMap(({ id, code, title, client }): PromiseFact[] => {
    const own = phases.get(id) ?? [];
    const spent = spentOf(own, stretches.get(id) ?? [], days);
    const about = { code, title, client };
    const factOf = (row: ClosedPhase, phase: PhaseKind | null, forecastOn: CalendarDate | null) =>
      promiseFact(
        { ...about, phase, forecastOn },
        row,
        moved.get(`${id} ${row.kind}`),
        spent.get(phase),
        days,
      );
    if (view === "phase") return own.flatMap((row) => factOf(row, row.kind, row.p80_on)).reverse();
    const last = own.find(({ kind }) => kind === "document");
    const given = own.find(({ kind }) => kind === "read")?.finish_p80_on ?? null;
    return last ? factOf(last, null, given) : [];
  });
  return { facts, unpromised: await countUnpromised(db, actor) };
}

function promiseFact(
  about: Pick<PromiseFact, "code" | "title" | "client" | "phase" | "forecastOn">,
  row: ClosedPhase,
  byCause: Record<SlipCause, number> | undefined,
  spent: Spent | undefined,
  days: DayCounter,
): PromiseFact[] {
  const { first_finish_on: firstOn, planned_finish_on: lastOn, actual_finish_on: actualOn } = row;
  if (!firstOn || !actualOn) return [];
  const slip = days.after(firstOn, actualOn);
  const causes = byCause ?? noCauses();
  return [
    {
      ...about,
      firstOn,
      lastOn,
      actualOn,
      slip,
      byCause: causes,
      untold: slip - sumOf(Object.values(causes)),
      spent: spent?.total ?? 0,
      waited: { client: spent?.client ?? 0, thirdParty: spent?.third_party ?? 0 },
    },
  ];
}

const noCauses = () =>
  Object.fromEntries(SLIP_CAUSES.map((cause) => [cause, 0])) as Record<SlipCause, number>;

function groupById<Row extends { engagement_id: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.engagement_id);
    if (group) group.push(row);
    else groups.set(row.engagement_id, [row]);
  }
  return groups;
}

function readPhases(db: Kysely<DB>, actor: Actor, period: ReportPeriod) {
  return db
    .selectFrom("phase")
    .leftJoin("given_forecast as given", (join) =>
      join
        .onRef("given.engagement_id", "=", "phase.engagement_id")
        .onRef("given.phase_kind", "=", "phase.kind"),
    )
    .select([
      "phase.engagement_id",
      "phase.kind",
      "phase.first_finish_on",
      "phase.planned_finish_on",
      "phase.actual_start_on",
      "phase.actual_finish_on",
      "given.p80_on",
      "given.finish_p80_on",
    ])
    .where("phase.engagement_id", "in", closedIn(db, actor, period).select("engagement.id"))
    .orderBy("phase.engagement_id")
    .orderBy("phase.position")
    .execute();
}

/** Working days by which standing moves shifted each finish, by cause. */
async function readMoved(db: Kysely<DB>, actor: Actor, period: ReportPeriod, view: PromiseView) {
  const rows = await db
    .selectFrom("promise")
    .select(["engagement_id", "phase_kind", "cause"])
    .select((eb) => eb.fn.sum<number | string>("working_days").as("days"))
    .where("edge", "=", "finish")
    .where("cause", "<>", "first")
    .where("undone_at", "is", null)
    .where("phase_kind", "in", view === "phase" ? PHASE_KINDS : (["document"] as const))
    .where("engagement_id", "in", closedIn(db, actor, period).select("engagement.id"))
    .groupBy(["engagement_id", "phase_kind", "cause"])
    .execute();
  const moved = new Map<string, Record<SlipCause, number>>();
  for (const { engagement_id, phase_kind, cause, days } of rows) {
    const key = `${engagement_id} ${phase_kind}`;
    const causes = moved.get(key) ?? noCauses();
    if (cause !== "first") causes[cause] += Number(days);
    moved.set(key, causes);
  }
  return moved;
}

type Stretch = Pick<ClockInterval, "holder" | "sinceOn" | "untilOn">;

/** Who held the ball when, by engagement; those whose ball never left us are left out. */
async function readStretches(db: Kysely<DB>, actor: Actor, period: ReportPeriod) {
  const rows = await db
    .selectFrom("clock_interval")
    .select(["engagement_id", "holder", "since_on", "until_on"])
    .where("engagement_id", "in", closedIn(db, actor, period).select("engagement.id"))
    .orderBy("engagement_id")
    .orderBy("since_on")
    .orderBy("set_at")
    .orderBy("id")
    .execute();
  const stretches = new Map<string, Stretch[]>();
  for (const [id, own] of groupById(rows)) {
    if (own.every(({ holder }) => holder === "us")) continue;
    stretches.set(
      id,
      own.map((row) => ({ holder: row.holder, sinceOn: row.since_on, untilOn: row.until_on })),
    );
  }
  return stretches;
}

/** Working days by holder, as far as one is recorded, and all of them. */
type Spent = Record<Holder, number> & { total: number };

/** Whose the days of each phase were, and under null those of all. */
function spentOf(
  phases: readonly ClosedPhase[],
  stretches: readonly Stretch[],
  days: DayCounter,
): Map<PhaseKind | null, Spent> {
  const spent = new Map<PhaseKind | null, Spent>();
  const sum: Spent = { us: 0, client: 0, third_party: 0, total: 0 };
  for (const { kind, actual_start_on: startOn, actual_finish_on: finishOn } of phases) {
    if (!startOn || !finishOn) continue;
    const held = {
      ...heldDays(stretches, startOn, finishOn, days),
      total: days.within(startOn, finishOn),
    };
    spent.set(kind, held);
    for (const key of [...HOLDERS, "total"] as const) sum[key] += held[key];
  }
  return spent.set(null, sum);
}

async function countUnpromised(db: Kysely<DB>, actor: Actor): Promise<number> {
  const { count } = await db
    .selectFrom("engagement")
    .leftJoin("phase as last", (join) =>
      join.onRef("last.engagement_id", "=", "engagement.id").on("last.kind", "=", "document"),
    )
    .select((eb) => eb.fn.countAll<number | string>().as("count"))
    .where("engagement.stage", "=", "handed_over")
    .where((eb) => eb.or([eb("last.first_finish_on", "is", null), eb("last.actual_finish_on", "is", null)]))
    .where(visibleTo(actor))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The acts of the ledger behind the finish dates of so many engagements, by `code phase`. */
export async function readPromiseMoves(
  db: Kysely<DB>,
  actor: Actor,
  codes: readonly string[],
): Promise<Map<string, PromiseMoves>> {
  if (codes.length === 0) return new Map();
  const rows = await db
    .selectFrom("promise")
    .innerJoin("engagement", "engagement.id", "promise.engagement_id")
    .select(["engagement.code", "promise.phase_kind", "promise.move_id", "promise.cause"])
    .where("engagement.code", "in", [...new Set(codes)])
    .where(visibleTo(actor))
    .where("promise.edge", "=", "finish")
    .where("promise.undone_at", "is", null)
    .orderBy("promise.made_at")
    .orderBy("promise.id")
    .execute();
  const moves = new Map<string, PromiseMoves>();
  for (const { code, phase_kind, move_id } of rows) {
    const key = `${code} ${phase_kind}`;
    moves.set(key, { firstId: moves.get(key)?.firstId ?? move_id, lastId: move_id });
  }
  return moves;
}
