import type { Kysely } from "kysely";
import { type CalendarDate, workingDaysIn } from "~/domain/calendar";
import { whyGateWaits } from "~/domain/clock";
import { currentPhase, PHASE_KINDS } from "~/domain/phase";
import type { SlipCause } from "~/domain/promise";
import { invalid } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { isBecauseOfAsk, stopClock, switchClock } from "./clock.server";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import { listPhases } from "./phases.server";
import { moveWithin } from "./promises.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** Pauses a live engagement: its clock stands still and nobody is reminded of anything. */
export async function pauseEngagement(db: Kysely<DB>, act: Act, code: string, reason: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    if (engagement.stage !== "active") throw invalid("reason", "Only a live engagement can be paused.");
    if (engagement.is_paused) throw invalid("reason", "It is paused already.");
    if (!reason) throw invalid("reason", "Say why it is paused; the client reads it.");
    await trx
      .insertInto("pause")
      .values({
        id: newId(),
        engagement_id: engagement.id,
        reason,
        paused_by: personIdOf(act.actor),
        paused_at: act.at,
        paused_on: act.today,
        resumed_by: null,
        resumed_at: null,
        resumed_on: null,
      })
      .execute();
    await stopClock(trx, act, engagement.id);
    await finishChange(
      trx,
      engagement,
      act,
      [{ kind: "engagement.paused", after: { reason }, visibility: "client" }],
      { is_paused: 1, holder_since_on: null },
    );
  });
}

export interface Resumption {
  /** Where given, the remaining dates move later by the length of the pause, through the ledger. */
  shift: { toOn: CalendarDate; cause: SlipCause; sentence: string } | null;
}

/** Resumes a paused engagement, the ball with whom it belongs now. Answers the move of the dates, if they were moved. */
export async function resumeEngagement(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: Resumption,
): Promise<string | null> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    if (!engagement.is_paused) throw invalid("resume", "It is not paused.");
    const pause = await trx
      .updateTable("pause")
      .set({ resumed_by: personIdOf(act.actor), resumed_at: act.at, resumed_on: act.today })
      .where("engagement_id", "=", engagement.id)
      .where("resumed_at", "is", null)
      .returningAll()
      .executeTakeFirstOrThrow();
    const clock = await restartClock(trx, act, engagement);
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "engagement.resumed",
          before: { paused_on: pause.paused_on },
          after: { on: act.today },
          visibility: "client",
        },
      ],
      { is_paused: 0, ...clock },
    );
    if (!input.shift) return null;
    const { engagement: resumed } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const phase = currentPhase(await listPhases(trx, engagement.id));
    if (!phase) return null;
    return moveWithin(trx, act, resumed, {
      kind: phase.kind,
      edge: phase.status === "upcoming" ? "start" : "finish",
      seq: null,
      ...input.shift,
    });
  });
}

/**
 * Starts the clock again: with the client while a gate waits for them or a blocking ask is open, else with whom it was
 * before the pause, unless that was for an ask or a gate that has been answered since.
 */
async function restartClock(trx: Kysely<DB>, act: Act, engagement: EngagementRow) {
  if (engagement.phase && engagement.gate_requested_on) {
    return switchClock(trx, act, engagement.id, "client", whyGateWaits(engagement.phase));
  }
  const before = await trx
    .selectFrom("clock_interval")
    .select(["holder", "why"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("until_on", "desc")
    .orderBy("set_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  const isForOwnReason =
    before &&
    before.holder !== "us" &&
    !PHASE_KINDS.some((kind) => whyGateWaits(kind) === before.why) &&
    !(await isBecauseOfAsk(trx, engagement.id, before.why));
  return isForOwnReason
    ? switchClock(trx, act, engagement.id, before.holder, before.why)
    : switchClock(trx, act, engagement.id, "us", "Work goes on after the pause.");
}

/** The pause that lasts now, with its length so far in working days; undefined when there is none. */
export async function findPause(
  db: Kysely<DB>,
  engagementId: string,
  today: CalendarDate,
): Promise<{ reason: string; pausedOn: CalendarDate; workingDays: number } | undefined> {
  const row = await db
    .selectFrom("pause")
    .select(["reason", "paused_on"])
    .where("engagement_id", "=", engagementId)
    .where("resumed_at", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const calendar = await workingCalendar(db);
  return {
    reason: row.reason,
    pausedOn: row.paused_on,
    workingDays: Math.max(0, workingDaysIn(row.paused_on, today, calendar) - 1),
  };
}
