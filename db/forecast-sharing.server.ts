import type { Kysely } from "kysely";
import { invalid } from "~/domain/refusal";
import { CLIENT_STAGES } from "~/domain/stage";
import type { Act } from "./act";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/**
 * Shows the client when we expect to finish, or keeps it to ourselves again. Doing what is so already changes nothing.
 * @throws Refusal `invalid` while the client does not see the engagement at all
 */
export async function shareForecast(
  db: Kysely<DB>,
  act: Act,
  code: string,
  isShared: boolean,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    if ((engagement.is_forecast_shared === 1) === isShared) return;
    if (isShared && !CLIENT_STAGES.includes(engagement.stage)) {
      throw invalid("", "The client does not see this engagement yet: its work is not agreed.");
    }
    await finishChange(
      trx,
      engagement,
      act,
      [
        isShared
          ? { kind: "forecast.shared", visibility: "client" }
          : { kind: "forecast.hidden", visibility: "internal" },
      ],
      { is_forecast_shared: isShared ? 1 : 0 },
    );
  });
}
