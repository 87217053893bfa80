import type { Kysely } from "kysely";
import { whyWithClient, whyWithUs } from "~/domain/ask";
import type { Act } from "./act";
import { findBlockingAsk, findRunning, isBecauseOfAsk, switchClock } from "./clock.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** The client gets the ball for an ask, unless they have it already. */
export async function handToClient(trx: Kysely<DB>, act: Act, engagement: EngagementRow, title: string) {
  const running = await findRunning(trx, engagement.id);
  if (running?.holder === "client") return {};
  return switchClock(trx, act, engagement.id, "client", whyWithClient(title));
}

/** The ball comes back to us when they hold it for an ask and not for a gate or a reason of its own. */
export async function handBack(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  title: string,
  end: "answered" | "withdrawn" | "unblocked",
) {
  const running = await findRunning(trx, engagement.id);
  if (running?.holder !== "client") return {};
  const isForThis = running.why === whyWithClient(title);
  if (!isForThis && !(await isBecauseOfAsk(trx, engagement.id, running.why))) return {};
  const other = await findBlockingAsk(trx, engagement.id);
  if (!other) return switchClock(trx, act, engagement.id, "us", whyWithUs(title, end));
  return isForThis ? switchClock(trx, act, engagement.id, "client", whyWithClient(other.title)) : {};
}

/** What becomes of the clock when an ask begins or ceases to hold us up, or gets another title. */
export async function clockAfterEdit(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  row: { title: string; is_blocking: 0 | 1 },
  fields: { title: string; isBlocking: boolean },
) {
  const title = fields.title.trim();
  if (fields.isBlocking && !row.is_blocking) return handToClient(trx, act, engagement, title);
  if (!fields.isBlocking && row.is_blocking) {
    return handBack(trx, act, engagement, row.title, "unblocked");
  }
  if (fields.isBlocking && title !== row.title) {
    // The running stretch says why in the ask's words: it follows them, so that its answer still ends it.
    await trx
      .updateTable("clock_interval")
      .set({ why: whyWithClient(title) })
      .where("engagement_id", "=", engagement.id)
      .where("until_on", "is", null)
      .where("why", "=", whyWithClient(row.title))
      .execute();
  }
  return {};
}
