import type { Kysely } from "kysely";
import type { Actor } from "~/domain/permissions";
import type { TodayStep } from "~/domain/today";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { listDueUpdates } from "./update-board.server";

const DAY_MS = 86_400_000;

/** What the asks and the weekly update of each engagement put on Today, by its id. `at` is epoch milliseconds. */
export async function listAskSteps(
  db: Kysely<DB>,
  actor: Actor,
  engagements: readonly { id: string; code: string }[],
  now: { today: string; at: number },
): Promise<Map<string, TodayStep[]>> {
  const asks = await db
    .selectFrom("ask")
    .innerJoin("engagement", "engagement.id", "ask.engagement_id")
    .select(["ask.engagement_id", "ask.id", "ask.title", "ask.status", "ask.due_on", "ask.answered_by_name"])
    .where(visibleTo(actor))
    .where(
      "ask.engagement_id",
      "in",
      engagements.map((engagement) => engagement.id),
    )
    .where((eb) =>
      eb.or([
        eb.and([eb("ask.status", "=", "open"), eb("ask.due_on", "<", now.today)]),
        eb.and([eb("ask.status", "=", "answered"), eb("ask.answered_at", ">", now.at - DAY_MS)]),
      ]),
    )
    .orderBy("ask.due_on")
    .orderBy("ask.number")
    .limit(500)
    .execute();
  const codes = engagements.map((engagement) => engagement.code);
  const dueUpdates = await listDueUpdates(db, actor, codes, now.today);
  return new Map(
    engagements.map(({ id, code }) => {
      const own = asks.filter((ask) => ask.engagement_id === id);
      const late = own.filter((ask) => ask.status === "open");
      const answered = own.filter((ask) => ask.status === "answered");
      const [firstLate, firstAnswered] = [late[0], answered[0]];
      const due = dueUpdates.get(code);
      const steps: TodayStep[] = [];
      if (due) steps.push({ kind: "update", ...due });
      if (firstLate?.due_on) {
        const ask = { id: firstLate.id, title: firstLate.title };
        steps.push({ kind: "ask_late", ask, dueOn: firstLate.due_on, more: late.length - 1 });
      }
      if (firstAnswered) {
        const ask = { id: firstAnswered.id, title: firstAnswered.title };
        const by = firstAnswered.answered_by_name ?? "";
        steps.push({ kind: "ask_answered", ask, by, more: answered.length - 1 });
      }
      return [id, steps];
    }),
  );
}
