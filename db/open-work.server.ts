import { type Kysely, type Selectable, sql } from "kysely";
import { type DeliverableStatus, isLate, isOpen } from "~/domain/deliverable";
import { prepared } from "./prepared.server";
import type { DB, DeliverableTable, EngagementTable } from "./schema";

/** What is left of an engagement. */
export interface OpenWork {
  blocked_count: number;
  late_count: number;
  next_due_on: string | null;
}

/** What is left of an engagement apart from one deliverable. */
const readOthers = prepared<{ engagementId: string; id: string; today: string }, OpenWork>((db, value) =>
  db
    .selectFrom("deliverable")
    .select([
      sql<number>`count(case when status = 'blocked' then 1 end)`.as("blocked_count"),
      sql<number>`count(case when due_on < ${value("today")} then 1 end)`.as("late_count"),
      sql<string | null>`min(due_on)`.as("next_due_on"),
    ])
    .where("engagement_id", "=", value("engagementId"))
    .where("id", "<>", value("id"))
    .where("status", "<>", "done")
    .where("status", "<>", "not_applicable"),
);

/** The columns of an engagement that tell what was left of it, and on which day that was reckoned. */
type Reckoned = OpenWork & Pick<Selectable<EngagementTable>, "id" | "standing_on">;
type Ticked = Pick<Selectable<DeliverableTable>, "id" | "status" | "due_on">;

/**
 * What is left apart from the deliverable. On the day for which the engagement's row was reckoned its own counts tell,
 * unless what was due next is closed: then only looking tells what is next.
 */
export async function readWithout(
  trx: Kysely<DB>,
  engagement: Reckoned,
  row: Ticked,
  to: DeliverableStatus,
  today: string,
): Promise<OpenWork> {
  const { standing_on, blocked_count, late_count, next_due_on } = engagement;
  const wasNext = isOpen(row.status) && row.due_on === next_due_on;
  if (standing_on !== today || (wasNext && !isOpen(to))) {
    const [others] = await readOthers(trx, { engagementId: engagement.id, id: row.id, today });
    return others ?? { blocked_count: 0, late_count: 0, next_due_on: null };
  }
  return {
    blocked_count: blocked_count - Number(row.status === "blocked"),
    late_count: late_count - Number(isLate({ status: row.status, dueOn: row.due_on }, today)),
    next_due_on,
  };
}

/** What is left when the one that was apart from `others` is in its new status. */
export function withTicked(
  others: OpenWork,
  { due_on }: Pick<Ticked, "due_on">,
  status: DeliverableStatus,
  today: string,
): OpenWork {
  const { blocked_count, late_count, next_due_on } = others;
  const isNext = isOpen(status) && due_on !== null && (next_due_on === null || due_on < next_due_on);
  return {
    blocked_count: blocked_count + Number(status === "blocked"),
    late_count: late_count + Number(isLate({ status, dueOn: due_on }, today)),
    next_due_on: isNext ? due_on : next_due_on,
  };
}
