import { type Kysely, sql } from "kysely";
import type { Actor } from "~/domain/permissions";
import { dayCounter } from "~/domain/report";
import type { GivenCount, GivenFact, GivenFor } from "~/domain/report-forecasts";
import type { ReportPeriod } from "~/domain/report-period";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

/**
 * A date given when a phase began, with that phase; or when Read began for the whole, with the last phase of an
 * engagement that is closed. What ended in the period only.
 */
function given(db: Kysely<DB>, actor: Actor, { fromOn, toOn }: ReportPeriod, what: "phase" | "whole") {
  const query = db
    .selectFrom("given_forecast as given")
    .innerJoin("engagement", "engagement.id", "given.engagement_id")
    .innerJoin("phase as ended", (join) => {
      const own = join.onRef("ended.engagement_id", "=", "given.engagement_id");
      return what === "phase"
        ? own.onRef("ended.kind", "=", "given.phase_kind")
        : own.on("ended.kind", "=", "document");
    })
    .where("ended.status", "=", "done")
    .where("ended.actual_finish_on", ">=", fromOn)
    .where("ended.actual_finish_on", "<=", toOn)
    .where(visibleTo(actor));
  if (what === "phase") return query;
  return query.where("given.phase_kind", "=", "read").where("engagement.stage", "=", "handed_over");
}

const dates = (what: "phase" | "whole") => ({
  p50: sql.ref<string>(what === "phase" ? "given.p50_on" : "given.finish_p50_on"),
  p80: sql.ref<string>(what === "phase" ? "given.p80_on" : "given.finish_p80_on"),
  p95: sql.ref<string>(what === "phase" ? "given.p95_on" : "given.finish_p95_on"),
});

/** How many of the dates that came due in the period held, by what they were given for. */
export async function countGiven(db: Kysely<DB>, actor: Actor, period: ReportPeriod): Promise<GivenCount[]> {
  const counts: GivenCount[] = [];
  for (const what of ["phase", "whole"] as const) {
    const { p50, p80, p95 } = dates(what);
    const held = (on: typeof p50) =>
      sql<number | string>`sum(case when ended.actual_finish_on <= ${on} then 1 else 0 end)`;
    const rows = await given(db, actor, period, what)
      .select([
        "given.phase_kind",
        sql<number | string>`count(*)`.as("count"),
        held(p50).as("held_50"),
        held(p80).as("held_80"),
        held(p95).as("held_95"),
      ])
      .groupBy("given.phase_kind")
      .execute();
    for (const row of rows) {
      counts.push({
        givenFor: what === "whole" ? "whole" : row.phase_kind,
        count: Number(row.count),
        held: { 50: Number(row.held_50), 80: Number(row.held_80), 95: Number(row.held_95) },
      });
    }
  }
  return counts;
}

/** Every date given that came due in the period, the latest first: a page of them, or all. */
export async function listGiven(
  db: Kysely<DB>,
  actor: Actor,
  period: ReportPeriod,
  page: { skip: number; rows: number } | null,
): Promise<GivenFact[]> {
  const days = dayCounter(await workingCalendar(db));
  const query = select(db, actor, period, "phase")
    .unionAll(select(db, actor, period, "whole"))
    .orderBy("ended_on", "desc")
    .orderBy("number", "desc")
    .orderBy("place", "desc");
  const rows = await (page ? query.limit(page.rows).offset(page.skip) : query).execute();
  return rows.map((row) => ({
    code: row.code,
    title: row.title,
    client: row.client,
    givenFor: row.given_for,
    givenOn: row.given_on,
    dates: { 50: row.p50, 80: row.p80, 95: row.p95 },
    actualOn: row.ended_on,
    late: days.after(row.p80, row.ended_on),
    pastCount: row.past_count,
  }));
}

function select(db: Kysely<DB>, actor: Actor, period: ReportPeriod, what: "phase" | "whole") {
  const { p50, p80, p95 } = dates(what);
  return given(db, actor, period, what)
    .innerJoin("company", "company.id", "engagement.company_id")
    .select([
      "engagement.code",
      "engagement.number",
      "engagement.title",
      "company.name as client",
      (what === "phase" ? sql.ref<GivenFor>("given.phase_kind") : sql<GivenFor>`'whole'`).as("given_for"),
      "given.given_on",
      "given.past_count",
      p50.as("p50"),
      p80.as("p80"),
      p95.as("p95"),
      sql<string>`ended.actual_finish_on`.as("ended_on"),
      // The whole comes before the phase that it ended with.
      (what === "phase" ? sql<number>`ended.position` : sql<number>`9`).as("place"),
    ]);
}
