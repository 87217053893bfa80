import { type Kysely, sql } from "kysely";
import { type Actor, reach } from "~/domain/permissions";
import type { Stage } from "~/domain/stage";
import { OPEN_STAGES, type OpenStage, type StageChance, stageChance } from "~/domain/stage-chance";
import type { Act } from "./act";
import type { Database } from "./connect.server";
import { keptWhileUnchanged } from "./kept.server";
import type { DB } from "./schema";

/** Keeps the day, by default today, on which an engagement first stood in a stage. */
export async function enterStage(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  stage: Stage,
  on = act.today,
): Promise<void> {
  await trx
    .insertInto("stage_entry")
    .values({ engagement_id: engagementId, stage, entered_on: on })
    .onConflict((conflicting) => conflicting.columns(["engagement_id", "stage"]).doNothing())
    .execute();
}

/**
 * What our own outcomes teach of each stage before the work, kept until anything was written. Null for whoever does
 * not see all engagements: the figures are of all of them.
 */
export async function stageChances(database: Database, actor: Actor): Promise<StageChance[] | null> {
  if (reach(actor.role, "see_pipeline") !== "all") return null;
  return keptWhileUnchanged(database, "stage chances", () => learnChances(database.db));
}

/** An outcome is known once work began, whatever came of that, or once it is lost. */
async function learnChances(db: Kysely<DB>): Promise<StageChance[]> {
  const begun = db
    .selectFrom("stage_entry")
    .select("engagement_id")
    .distinct()
    .where("stage", "in", ["active", "handed_over"])
    .as("begun");
  const rows = await db
    .selectFrom("stage_entry")
    .innerJoin("engagement", "engagement.id", "stage_entry.engagement_id")
    .leftJoin(begun, "begun.engagement_id", "stage_entry.engagement_id")
    .select(["stage_entry.stage", sql<number>`count(*)`.as("known")])
    .select(sql<number>`count(begun.engagement_id)`.as("won"))
    .where("stage_entry.stage", "in", OPEN_STAGES)
    .where((eb) => eb.or([eb("begun.engagement_id", "is not", null), eb("engagement.stage", "=", "lost")]))
    .groupBy("stage_entry.stage")
    .execute();
  return OPEN_STAGES.map((stage: OpenStage) => {
    const own = rows.find((row) => row.stage === stage);
    return stageChance({ stage, known: own?.known ?? 0, won: own?.won ?? 0 });
  });
}
