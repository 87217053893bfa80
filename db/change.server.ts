import type { Kysely } from "kysely";
import type { EventKind } from "~/domain/event";
import type { Permission } from "~/domain/permissions";
import { conflict } from "~/domain/refusal";
import type { Act } from "./act";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/**
 * Changes what belongs to an engagement, which is held meanwhile, and ends with its events; without any nothing was
 * changed. @throws Refusal `not_found` or `forbidden` to who may not
 */
export async function changeEngagement<T>(
  db: Kysely<DB>,
  act: Act,
  code: string,
  permission: Permission,
  run: (trx: Kysely<DB>, engagement: EngagementRow) => Promise<{ answer: T; events: readonly NewEvent[] }>,
): Promise<T> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, permission);
    const { answer, events } = await run(trx, engagement);
    if (events.length > 0) await finishChange(trx, engagement, act, events);
    return answer;
  });
}

/**
 * Refuses a change that was filled in from an older state than somebody else's change of the same kind; what else
 * happened on the engagement meanwhile does not matter.
 * @throws Refusal `conflict` with what is there now
 */
export async function requireUnchanged(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  seq: number,
  kind: EventKind,
  current: Record<string, string>,
): Promise<void> {
  const newer = await trx
    .selectFrom("event")
    .select("seq")
    .where("engagement_id", "=", engagement.id)
    .where("seq", ">", seq)
    .where("kind", "=", kind)
    .limit(1)
    .executeTakeFirst();
  if (!newer) return;
  throw conflict("Somebody else changed this meanwhile. Compare with theirs, then save again.", current);
}
