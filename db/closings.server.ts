import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { conflict, invalid } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export interface Closing {
  /** Markdown; the client reads it. */
  outcome: string;
  /** Markdown; ours alone. */
  retrospective: string;
  closedOn: CalendarDate;
  closedBy: string;
  version: number;
}

/** How an engagement that was reached with the actor's scope ended; undefined until somebody wrote it down. */
export async function findClosing(db: Kysely<DB>, engagementId: string): Promise<Closing | null> {
  const row = await db
    .selectFrom("closing")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    outcome: row.outcome,
    retrospective: row.retrospective,
    closedOn: row.closed_on,
    closedBy: row.closed_by_name,
    version: row.version,
  };
}

/**
 * Writes down how an engagement ended: the outcome for both sides, the retrospective for ours.
 * @throws Refusal `invalid` while it runs or without an outcome; `conflict` when somebody else wrote it meanwhile
 */
export async function saveClosing(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { outcome: string; retrospective: string; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    if (engagement.stage !== "handed_over" && engagement.stage !== "lost") {
      throw invalid("outcome", "It can be closed once it is handed over or lost.");
    }
    if (!input.outcome) throw invalid("outcome", "Say in a few sentences how it ended.");
    const before = await findClosing(trx, engagement.id);
    if ((before?.version ?? 0) !== input.version) {
      throw conflict("Somebody else wrote how it ended meanwhile. This is how it stands now.", {
        outcome: before?.outcome ?? "",
        retrospective: before?.retrospective ?? "",
      });
    }
    const isToldToClient = before?.outcome !== input.outcome;
    if (before && !isToldToClient && before.retrospective === input.retrospective) return;
    const columns = { outcome: input.outcome, retrospective: input.retrospective };
    if (before) {
      await trx
        .updateTable("closing")
        .set({ ...columns, version: before.version + 1 })
        .where("engagement_id", "=", engagement.id)
        .execute();
    } else {
      await trx
        .insertInto("closing")
        .values({
          id: newId(),
          engagement_id: engagement.id,
          ...columns,
          closed_on: act.today,
          closed_by: personIdOf(act.actor),
          closed_by_name: act.actor.name,
          closed_at: act.at,
        })
        .execute();
    }
    await finishChange(trx, engagement, act, [
      {
        kind: "engagement.closed",
        before: { outcome: before?.outcome ?? null },
        after: { outcome: input.outcome },
        visibility: isToldToClient ? "client" : "internal",
      },
    ]);
  });
}
