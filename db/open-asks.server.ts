import type { Kysely, Selectable } from "kysely";
import { askLateBy, type OpenAsk } from "~/domain/ask";
import type { CalendarDate, WorkingCalendar } from "~/domain/calendar";
import { prepared } from "./prepared.server";
import type { AskTable, DB } from "./schema";

type OpenRow = Pick<Selectable<AskTable>, "id" | "number" | "title" | "due_on" | "is_blocking" | "status">;

export function openAsk(row: OpenRow, today: CalendarDate, calendar: WorkingCalendar): OpenAsk {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    dueOn: row.due_on,
    isBlocking: row.is_blocking === 1,
    lateBy: askLateBy({ status: row.status, dueOn: row.due_on }, today, calendar),
  };
}

/** Sorts what has no date behind what has one. */
const LAST = "9999-12-31";

export function byDueDate(a: OpenAsk, b: OpenAsk): number {
  const [first, second] = [a.dueOn ?? LAST, b.dueOn ?? LAST];
  return first < second ? -1 : first > second ? 1 : a.number - b.number;
}

const readOpen = prepared<{ engagementId: string }, OpenRow>((db, value) =>
  db
    .selectFrom("ask")
    .select(["id", "number", "title", "due_on", "is_blocking", "status"])
    .where("engagement_id", "=", value("engagementId"))
    .where("status", "=", "open")
    .orderBy("number")
    .limit(100),
);

/** What is asked of the client of an engagement that was reached with the actor's scope, what is due first. */
export async function listOpenAsks(
  db: Kysely<DB>,
  engagementId: string,
  today: CalendarDate,
  calendar: WorkingCalendar,
): Promise<OpenAsk[]> {
  const rows = await readOpen(db, { engagementId });
  return rows.map((row) => openAsk(row, today, calendar)).sort(byDueDate);
}
