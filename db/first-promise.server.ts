import type { Kysely } from "kysely";
import { conflict, invalid } from "~/domain/refusal";
import type { Act } from "./act";
import { once } from "./once.server";
import { listPhases, type PhaseRow, requireUnderWay } from "./phases.server";
import { makeFirstPromises } from "./plan.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** The planned dates as one line of text, by which a form says what it was looking at. */
export function planLine(
  phases: readonly Pick<PhaseRow, "planned_start_on" | "planned_finish_on">[],
): string {
  return phases.map((phase) => `${phase.planned_start_on}/${phase.planned_finish_on}`).join(" ");
}

/**
 * Promises the dates of an engagement that came with a plan but without a promise, such as one that was imported. Does
 * nothing where they are promised already.
 * @throws Refusal `invalid` where there is nothing to promise, `conflict` when the dates are not those of `seen`
 */
export async function promiseDates(db: Kysely<DB>, act: Act, code: string, seen: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    requireUnderWay(engagement);
    const phases = await listPhases(trx, engagement.id);
    if (phases.length === 0) {
      throw invalid("engagement", "There are no dates to promise yet. Set a start date and a length first.");
    }
    if (phases.some((phase) => phase.first_finish_on !== null)) return;
    if (planLine(phases) !== seen) {
      throw conflict("The dates changed while you were looking. Here they are as they stand now.");
    }
    const finishOn = await makeFirstPromises(
      trx,
      act,
      engagement.id,
      "Promised when the plan was confirmed.",
    );
    await finishChange(trx, engagement, act, [
      { kind: "promise.made", after: { finish_on: finishOn }, visibility: "client" },
    ]);
  });
}
