import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Actor } from "~/domain/permissions";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

/** What was asked in the review of a week and nobody has answered or looked past since. */
export interface OpenQuestion {
  engagementId: string;
  by: string;
  question: string;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * What answers a question of the review: a comment on the engagement as a whole, for us alone, by anybody but the one
 * who asked, and since then.
 */
function answersTo(eb: ExpressionBuilder<DB, "review">) {
  return eb
    .selectFrom("comment as answer")
    .whereRef("answer.engagement_id", "=", "review.engagement_id")
    .whereRef("answer.written_at", ">", "review.reviewed_at")
    .where("answer.about", "=", "engagement")
    .where("answer.visibility", "=", "internal")
    .where("answer.removed_at", "is", null)
    .where(sql<SqlBool>`coalesce(answer.written_by, '') <> coalesce(review.reviewed_by, '')`);
}

export const firstAnswerTo = (eb: ExpressionBuilder<DB, "review">) =>
  answersTo(eb).orderBy("answer.written_at").orderBy("answer.id").limit(1);

/** Whether nobody has looked at the engagement in the review of a later week, which settles what was asked before. */
const isLast = (eb: ExpressionBuilder<DB, "review">) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom("review as later")
        .select("later.id")
        .whereRef("later.engagement_id", "=", "review.engagement_id")
        .whereRef("later.week_on", ">", "review.week_on"),
    ),
  );

/**
 * What managers asked about some engagements that the actor sees, and not the actor themself: the last review asked,
 * and there is no answer yet.
 */
export async function listOpenQuestions(
  db: Kysely<DB>,
  actor: Actor,
  engagementIds: readonly string[],
): Promise<OpenQuestion[]> {
  const rows = await db
    .selectFrom("review")
    .innerJoin("engagement", "engagement.id", "review.engagement_id")
    .select(["review.engagement_id", "review.reviewed_by_name", "review.question", "review.reviewed_at"])
    .where(visibleTo(actor))
    .where("review.engagement_id", "in", engagementIds)
    .where("review.outcome", "=", "asked")
    .where(sql<SqlBool>`coalesce(review.reviewed_by, '') <> ${actor.id}`)
    .where((eb) => eb.not(eb.exists(answersTo(eb).select("answer.id"))))
    .where(isLast)
    .orderBy("review.reviewed_at")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    engagementId: row.engagement_id,
    by: row.reviewed_by_name,
    question: row.question,
    at: row.reviewed_at,
  }));
}

/**
 * Who asked what a comment is the first to answer, as far as they still review; undefined where it answers nothing.
 */
export async function findAskerAnswered(
  db: Kysely<DB>,
  engagementId: string,
  commentId: string,
): Promise<{ id: string; name: string; email: string } | undefined> {
  return db
    .selectFrom("review")
    .innerJoin("person", "person.id", "review.reviewed_by")
    .select(["person.id", "person.name", "person.email"])
    .where("review.engagement_id", "=", engagementId)
    .where("review.outcome", "=", "asked")
    .where(isLast)
    .where("person.role", "in", ["manager", "admin"])
    .where("person.disabled_at", "is", null)
    .where((eb) => eb(firstAnswerTo(eb).select("answer.id"), "=", commentId))
    .executeTakeFirst();
}
