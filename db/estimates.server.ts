import type { Kysely, Selectable } from "kysely";
import type { EstimatePoint } from "~/domain/audit";
import {
  type Cone,
  coneOf,
  type Estimate,
  estimateFault,
  openEstimatePoint,
  type Variance,
  varianceByCause,
} from "~/domain/estimate";
import type { Visibility } from "~/domain/event";
import type { Actor } from "~/domain/permissions";
import { conflict, invalid } from "~/domain/refusal";
import { CLIENT_STAGES } from "~/domain/stage";
import { type Act, newId, personIdOf } from "./act";
import { listClock, listPauses, pauseSpan } from "./engagement-header.server";
import type { NewEvent } from "./events.server";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import { listPhases } from "./phases.server";
import type { DB, EstimateTable } from "./schema";
import { type EngagementRow, lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

type EstimateRow = Selectable<EstimateTable>;

/** An estimate as it was typed; null where the weeks were left out or are no whole number. */
export interface EstimateInput {
  weeksLow: number | null;
  weeksHigh: number | null;
  sentence: string;
}

export interface MadeEstimate extends Estimate {
  id: string;
  madeBy: string;
}

/** The point at which an estimate may be recorded now. */
export async function openPoint(db: Kysely<DB>, engagement: EngagementRow): Promise<EstimatePoint | null> {
  const concluded = await db
    .selectFrom("audit")
    .select("id")
    .where("engagement_id", "=", engagement.id)
    .where("concluded_on", "is not", null)
    .executeTakeFirst();
  const phases = await listPhases(db, engagement.id);
  return openEstimatePoint({ stage: engagement.stage, isAuditConcluded: concluded !== undefined, phases });
}

/** Writes an estimate down beside the finish as it is promised. The caller ends with `finishChange`. */
export async function insertEstimate(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  madeAfter: EstimatePoint,
  input: EstimateInput,
): Promise<EstimateRow> {
  const fault = estimateFault(input);
  if (fault) throw invalid(fault.field, fault.message);
  const { weeksLow, weeksHigh, sentence } = input as {
    weeksLow: number;
    weeksHigh: number;
    sentence: string;
  };
  return trx
    .insertInto("estimate")
    .values({
      id: newId(),
      engagement_id: engagement.id,
      made_after: madeAfter,
      made_on: act.today,
      weeks_low: weeksLow,
      weeks_high: weeksHigh,
      sentence,
      promised_finish_on: engagement.promised_finish_on,
      made_by: personIdOf(act.actor),
      made_by_name: act.actor.name,
      made_at: act.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function estimateEvent(row: EstimateRow, visibility: Visibility): NewEvent {
  return {
    kind: "estimate.recorded",
    subjectId: row.id,
    after: { made_after: row.made_after, weeks_low: row.weeks_low, weeks_high: row.weeks_high },
    visibility,
  };
}

/**
 * Records an estimate at the point that the engagement has reached; earlier ones stay. Once the work is agreed the
 * client reads it too.
 * @throws Refusal `invalid` on a field; `conflict` when the engagement has moved past the point meanwhile
 */
export async function recordEstimate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: EstimateInput & { madeAfter: EstimatePoint },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const open = await openPoint(trx, engagement);
    if (open !== input.madeAfter) {
      throw conflict(
        "The engagement stands elsewhere by now. Look at its estimates, then record yours again.",
      );
    }
    const row = await insertEstimate(trx, act, engagement, input.madeAfter, input);
    const visibility = CLIENT_STAGES.includes(engagement.stage) ? "client" : "internal";
    await finishChange(trx, engagement, act, [estimateEvent(row, visibility)]);
  });
}

const ESTIMATES_MOST = 200;

/** The estimates of an engagement that was reached with the actor's scope, in the order in which they were made. */
export async function listEstimates(db: Kysely<DB>, engagementId: string): Promise<MadeEstimate[]> {
  const rows = await db
    .selectFrom("estimate")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("made_at")
    .orderBy("id")
    .limit(ESTIMATES_MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    madeAfter: row.made_after,
    madeOn: row.made_on,
    weeksLow: row.weeks_low,
    weeksHigh: row.weeks_high,
    sentence: row.sentence,
    promisedFinishOn: row.promised_finish_on,
    madeBy: row.made_by_name,
  }));
}

export interface EstimateRecord {
  estimates: MadeEstimate[];
  cone: Cone | null;
  variance: Variance | null;
  openPoint: EstimatePoint | null;
}

/** The estimates with what came of them, for the same readers as the ledger. @throws Refusal `not_found` */
export async function readEstimates(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: "see_pipeline" | "see_portal",
): Promise<EstimateRecord> {
  const { engagement } = await requireEngagement(db, actor, code, permission);
  const calendar = await workingCalendar(db);
  const estimates = await listEstimates(db, engagement.id);
  const phases = await listPhases(db, engagement.id);
  const [first, last] = [phases[0], phases.at(-1)];
  const actualFinishOn = last?.status === "done" ? last.actual_finish_on : null;
  const promises = await db
    .selectFrom("promise")
    .select(["cause", "to_on", "undone_at"])
    .where("engagement_id", "=", engagement.id)
    .where("phase_kind", "=", "document")
    .where("edge", "=", "finish")
    .orderBy("made_at")
    .orderBy("move_id")
    .orderBy("position")
    .limit(5000)
    .execute();
  const dates = {
    startOn: first?.actual_start_on ?? first?.planned_start_on ?? null,
    promisedFinishOn: engagement.promised_finish_on,
    actualFinishOn,
  };
  const clock = actualFinishOn
    ? {
        intervals: await listClock(db, engagement.id),
        pauses: (await listPauses(db, engagement.id)).map(pauseSpan),
      }
    : { intervals: [], pauses: [] };
  return {
    estimates,
    cone: coneOf(estimates, dates, calendar),
    variance: varianceByCause(
      promises.map((row) => ({ cause: row.cause, toOn: row.to_on, isUndone: row.undone_at !== null })),
      actualFinishOn,
      clock,
      calendar,
    ),
    openPoint: await openPoint(db, engagement),
  };
}
