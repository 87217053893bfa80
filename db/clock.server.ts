import type { Kysely, Selectable } from "kysely";
import type { Holder } from "~/domain/clock";
import { invalid } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { once } from "./once.server";
import type { DB, EngagementTable } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** Ends the running stretch of the clock and starts another; answers the columns that the engagement's row keeps. */
export async function switchClock(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  holder: Holder,
  why: string,
): Promise<Partial<Selectable<EngagementTable>>> {
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

/** Ends the running stretch, as a pause and a hand-over do. */
export async function stopClock(trx: Kysely<DB>, act: Act, engagementId: string): Promise<void> {
  await trx
    .updateTable("clock_interval")
    .set({ until_on: act.today })
    .where("engagement_id", "=", engagementId)
    .where("until_on", "is", null)
    .execute();
}

/** Hands the ball to someone, with a why that both sides read. */
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
    if (!input.why) throw invalid("why", "Say why; both sides read it.");
    if (engagement.holder === input.holder) return;
    const clock = await switchClock(trx, act, engagement.id, input.holder, input.why);
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "clock.handed",
          before: { holder: engagement.holder },
          after: { holder: input.holder, reason: input.why },
          visibility: "client",
        },
      ],
      clock,
    );
  });
}
