import { type Kysely, sql } from "kysely";
import { type Actor, reach } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import type { StageSummary } from "~/domain/pipeline";
import { type LostAs, STAGES, type Stage } from "~/domain/stage";
import type { Database } from "./connect.server";
import { keptWhileUnchanged } from "./kept.server";
import { withMoneyFor } from "./money-scope.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

/**
 * Every stage in figures, as the actor sees them. Who sees all engagements shares one answer, which is kept until
 * anything was written; the others have few and are counted each time.
 */
export async function summariseStages(database: Database, actor: Actor): Promise<StageSummary[]> {
  const seesAll = reach(actor.role, "see_pipeline") === "all" && reach(actor.role, "see_money") === "all";
  const count = () => countStages(database.db, actor);
  return seesAll ? keptWhileUnchanged(database, "stages", count) : count();
}

async function countStages(db: Kysely<DB>, actor: Actor): Promise<StageSummary[]> {
  const hasMoney = withMoneyFor(actor);
  const isJudged = sql`${hasMoney} and win_probability is not null and value_minor is not null`;
  const rows = await db
    .selectFrom("engagement")
    .select(["engagement.stage", "engagement.phase", "engagement.currency", "engagement.lost_as"])
    .select([
      sql<number>`count(*)`.as("count"),
      sql<number>`sum(case when health in ('at_risk', 'off_track') then 1 else 0 end)`.as("needing"),
      sql<number>`sum(case when health = 'off_track' then 1 else 0 end)`.as("off_track"),
      sql<number>`sum(is_undecided)`.as("undecided"),
      sql<number>`sum(case when ${hasMoney} then coalesce(value_minor, 0) else 0 end)`.as("value"),
      sql<number>`sum(case when ${isJudged} then 1 else 0 end)`.as("judged_count"),
      sql<number>`sum(case when ${isJudged} then value_minor else 0 end)`.as("judged"),
      sql<number>`sum(case when ${isJudged} then value_minor * win_probability else 0 end)`.as("weighed"),
    ])
    .where(visibleTo(actor))
    .groupBy(["engagement.stage", "engagement.phase", "engagement.currency", "engagement.lost_as"])
    .execute();
  return STAGES.map((stage) =>
    summaryOf(
      stage,
      rows.filter((row) => row.stage === stage),
    ),
  );
}

interface Counted {
  phase: PhaseKind | null;
  lost_as: LostAs | null;
  currency: string;
  count: number;
  needing: number;
  off_track: number;
  undecided: number;
  value: number;
  judged_count: number;
  judged: number;
  weighed: number;
}

function summaryOf(stage: Stage, rows: readonly Counted[]): StageSummary {
  const sum = (key: "count" | "needing" | "off_track" | "undecided") =>
    rows.reduce((total, row) => total + row[key], 0);
  const byPhase: StageSummary["byPhase"] = {};
  const byLostAs: StageSummary["byLostAs"] = {};
  for (const { phase, lost_as, count } of rows) {
    const [inPhase, lostAs] = [phase ?? "read", lost_as ?? "lost"];
    if (stage === "active") byPhase[inPhase] = (byPhase[inPhase] ?? 0) + count;
    if (stage === "lost") byLostAs[lostAs] = (byLostAs[lostAs] ?? 0) + count;
  }
  const money = [...new Set(rows.map((row) => row.currency))].flatMap((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const total = (key: "value" | "judged_count" | "judged" | "weighed") =>
      own.reduce((all, row) => all + row[key], 0);
    const [value, count] = [total("value"), total("judged_count")];
    if (value === 0) return [];
    const judged =
      count > 0 ? { count, value: total("judged"), weighted: Math.round(total("weighed") / 100) } : null;
    return [{ currency, value, judged }];
  });
  return {
    stage,
    count: sum("count"),
    needing: stage === "active" ? sum("needing") : 0,
    offTrack: stage === "active" ? sum("off_track") : 0,
    byPhase,
    byLostAs,
    undecided: stage === "proposal" ? sum("undecided") : 0,
    money: money.sort((a, b) => b.value - a.value),
  };
}
