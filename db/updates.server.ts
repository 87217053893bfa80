import type { Kysely } from "kysely";
import type { Health } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

export interface PublishedUpdate {
  id: string;
  onDate: CalendarDate;
  health: Health | null;
  sentence: string;
  /** Markdown. */
  body: string;
  author: string;
  /** What an import noticed. */
  note: string | null;
}

export interface RecordedMilestone {
  id: string;
  /** To the day, to the month, or not known. */
  happenedOn: string | null;
  title: string;
}

/** Updates, newest first, and milestones in their order. @throws Refusal `not_found` */
export async function readUpdates(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<{ updates: PublishedUpdate[]; milestones: RecordedMilestone[] }> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const updates = await db
    .selectFrom("update")
    .select(["id", "on_date", "health", "sentence", "body", "author_name", "note"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("on_date", "desc")
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  const milestones = await db
    .selectFrom("milestone")
    .select(["id", "happened_on", "title"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("position")
    .limit(500)
    .execute();
  return {
    updates: updates.map((row) => ({
      id: row.id,
      onDate: row.on_date,
      health: row.health,
      sentence: row.sentence,
      body: row.body,
      author: row.author_name,
      note: row.note,
    })),
    milestones: milestones.map((row) => ({ id: row.id, happenedOn: row.happened_on, title: row.title })),
  };
}
