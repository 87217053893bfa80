import type { Kysely, Selectable } from "kysely";
import { whyWithClient } from "~/domain/ask";
import type { Holder } from "~/domain/clock";
import { invalid } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { once } from "./once.server";
import type { DB, EngagementTable } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

type ClockColumns = Partial<Selectable<EngagementTable>>;

/**
 * Ends the running stretch of the clock and starts another; answers the columns that the engagement's row keeps. What
 * would come back to us stays with the client, or goes on to them, while a blocking ask is open; in a pause no clock
 * starts.
 */
export async function switchClock(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  holder: Holder,
  why: string,
): Promise<ClockColumns> {
  const ask = holder === "us" ? await findBlockingAsk(trx, engagementId) : undefined;
  if (!ask) return startStretch(trx, act, engagementId, holder, why);
  const running = await findRunning(trx, engagementId);
  if (running?.holder === "client" && (await isBecauseOfAsk(trx, engagementId, running.why))) return {};
  return startStretch(trx, act, engagementId, "client", whyWithClient(ask.title));
}

async function startStretch(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  holder: Holder,
  why: string,
): Promise<ClockColumns> {
  if (await isPaused(trx, engagementId)) return {};
  await stopClock(trx, act, engagementId);
  await trx
    .insertInto("clock_interval")
    .values({
      id: newId(),
      engagement_id: engagementId,
      holder,
      why,
      since_on: act.today,
      until_on: null,
      set_by: personIdOf(act.actor),
      set_at: act.at,
    })
    .execute();
  return { holder, holder_since_on: act.today };
}

async function isPaused(trx: Kysely<DB>, engagementId: string): Promise<boolean> {
  const pause = await trx
    .selectFrom("pause")
    .select("id")
    .where("engagement_id", "=", engagementId)
    .where("resumed_at", "is", null)
    .executeTakeFirst();
  return pause !== undefined;
}

/** The blocking ask that has been open for longest. */
export async function findBlockingAsk(
  trx: Kysely<DB>,
  engagementId: string,
): Promise<{ title: string } | undefined> {
  return trx
    .selectFrom("ask")
    .select("title")
    .where("engagement_id", "=", engagementId)
    .where("status", "=", "open")
    .where("is_blocking", "=", 1)
    .orderBy("number")
    .limit(1)
    .executeTakeFirst();
}

/** The stretch that runs now; undefined while no clock runs. */
export async function findRunning(
  trx: Kysely<DB>,
  engagementId: string,
): Promise<{ id: string; holder: Holder; why: string } | undefined> {
  return trx
    .selectFrom("clock_interval")
    .select(["id", "holder", "why"])
    .where("engagement_id", "=", engagementId)
    .where("until_on", "is", null)
    .executeTakeFirst();
}

/** Whether a stretch runs because of an ask of the engagement, whatever became of that, and not for a reason of its own. */
export async function isBecauseOfAsk(trx: Kysely<DB>, engagementId: string, why: string): Promise<boolean> {
  const asks = await trx
    .selectFrom("ask")
    .select("title")
    .where("engagement_id", "=", engagementId)
    .where("is_blocking", "=", 1)
    .execute();
  return asks.some((ask) => whyWithClient(ask.title) === why);
}

/** Ends the running stretch, as a pause and a hand-over do. */
export async function stopClock(trx: Kysely<DB>, act: Act, engagementId: string): Promise<void> {
  await trx
    .updateTable("clock_interval")
    .set({ until_on: act.today })
    .where("engagement_id", "=", engagementId)
    .where("until_on", "is", null)
    .execute();
}

/** Hands the ball to someone, with a why that both sides read; taking it back speaks for itself. */
export async function handClock(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { holder: Holder; why: string },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    if (engagement.stage !== "active") throw invalid("holder", "Only a live engagement has a clock.");
    if (engagement.is_paused) throw invalid("holder", "The engagement is paused; its clock stands still.");
    const why = input.why || (input.holder === "us" ? "We go on with the work." : "");
    if (!why) throw invalid("why", "Say why; both sides read it.");
    if (engagement.holder === input.holder) return;
    // Somebody who takes the ball back by hand has it, whatever is still asked.
    const clock = await startStretch(trx, act, engagement.id, input.holder, why);
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "clock.handed",
          before: { holder: engagement.holder },
          after: { holder: input.holder, reason: why },
          visibility: "client",
        },
      ],
      clock,
    );
  });
}
