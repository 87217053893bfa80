import type { Kysely } from "kysely";
import type { Actor } from "~/domain/permissions";
import { commentsWithSubjects, isForClient, subjectOf } from "./comment-subjects.server";
import type { Recipient } from "./gate-news.server";
import { listCircle, type Mentionable, readersOf } from "./mentionable.server";
import { findAskerAnswered } from "./review-answers.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

/** What a letter about a comment needs, with who has to hear of it. */
export interface CommentNews {
  id: string;
  author: string;
  body: string;
  /** Null for the engagement itself. */
  about: string | null;
  engagement: string;
  /** Those of ours who are mentioned; the lead too when the client wrote, and who asked in the review what it answers. */
  ours: Recipient[];
  /** Contacts who are mentioned; nobody while it is for us alone. */
  contacts: Recipient[];
}

/** The comment as letters tell it; undefined when there is none that the actor may read. */
export async function findCommentNews(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<CommentNews | undefined> {
  const { engagement } = await requireEngagement(db, actor, code, "see_portal");
  let query = commentsWithSubjects(db, engagement.id)
    .selectAll("comment")
    .where("comment.id", "=", id)
    .where("comment.removed_at", "is", null);
  if (actor.role === "client") query = query.where(isForClient);
  const row = await query.executeTakeFirst();
  if (!row) return undefined;
  const circle = await listCircle(db, actor, engagement);
  const mentioned = new Set(JSON.parse(row.mentions) as string[]);
  const isFromClient = actor.role === "client";
  const readers = readersOf(circle, row.visibility).filter(
    (person) =>
      person.id !== row.written_by &&
      (mentioned.has(person.id) || (isFromClient && person.id === engagement.lead_id)),
  );
  const among = (people: readonly Mentionable[]) => readers.filter((reader) => people.includes(reader));
  const asker = await findAskerAnswered(db, engagement.id, row.id);
  const ours = among(circle.ours);
  return {
    id: row.id,
    author: row.written_by_name,
    body: row.body,
    about: subjectOf(engagement, row).title,
    engagement: engagement.title,
    ours: asker && !ours.some((person) => person.id === asker.id) ? [...ours, asker] : ours,
    contacts: among(circle.contacts),
  };
}
