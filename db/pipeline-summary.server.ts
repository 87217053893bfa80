import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import { type Actor, reach } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import type { StageSummary } from "~/domain/pipeline";
import { STAGES, type Stage } from "~/domain/stage";
import type { Database } from "./connect.server";
import { keptWhileUnchanged } from "./kept.server";
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

/** The engagements whose value the actor may see, among those that they see at all. */
function withMoneyFor(actor: Actor): Expression<SqlBool> {
  const far = reach(actor.role, "see_money");
  if (far === "all") return sql<SqlBool>`1 = 1`;
  return far === "own" ? sql<SqlBool>`engagement.lead_id = ${actor.id}` : sql<SqlBool>`1 = 0`;
}

async function countStages(db: Kysely<DB>, actor: Actor): Promise<StageSummary[]> {
  const hasMoney = withMoneyFor(actor);
  const rows = await db
    .selectFrom("engagement")
    .select(["engagement.stage", "engagement.phase", "engagement.currency"])
    .select([
      sql<number>`count(*)`.as("count"),
      sql<number>`sum(case when health in ('at_risk', 'off_track') then 1 else 0 end)`.as("needing"),
      sql<number>`sum(case when health = 'off_track' then 1 else 0 end)`.as("off_track"),
      sql<number>`sum(case when ${hasMoney} then coalesce(value_minor, 0) else 0 end)`.as("value"),
      sql<number>`sum(case when ${hasMoney} and win_probability is not null then coalesce(value_minor, 0) else 0 end)`.as(
        "judged",
      ),
      sql<number>`sum(case when ${hasMoney} then coalesce(value_minor * win_probability, 0) else 0 end)`.as(
        "weighed",
      ),
    ])
    .where(visibleTo(actor))
    .groupBy(["engagement.stage", "engagement.phase", "engagement.currency"])
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
  currency: string;
  count: number;
  needing: number;
  off_track: number;
  value: number;
  judged: number;
  weighed: number;
}

function summaryOf(stage: Stage, rows: readonly Counted[]): StageSummary {
  const sum = (key: "count" | "needing" | "off_track", of = rows) =>
    of.reduce((total, row) => total + row[key], 0);
  const byPhase: StageSummary["byPhase"] = {};
  if (stage === "active") {
    for (const row of rows) {
      const phase = row.phase ?? "read";
      byPhase[phase] = (byPhase[phase] ?? 0) + row.count;
    }
  }
  const money = [...new Set(rows.map((row) => row.currency))].flatMap((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const total = (key: "value" | "judged" | "weighed") => own.reduce((all, row) => all + row[key], 0);
    const [value, judged] = [total("value"), total("judged")];
    if (value === 0) return [];
    return [{ currency, value, chance: judged > 0 ? Math.round(total("weighed") / judged) : null }];
  });
  return {
    stage,
    count: sum("count"),
    needing: stage === "active" ? sum("needing") : 0,
    offTrack: stage === "active" ? sum("off_track") : 0,
    byPhase,
    money: money.sort((a, b) => b.value - a.value),
  };
}
