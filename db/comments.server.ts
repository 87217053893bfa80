import type { Kysely } from "kysely";
import { LONGEST_COMMENT, mayRemove, mentionsIn, REMOVE_MINUTES } from "~/domain/comment";
import type { Visibility } from "~/domain/event";
import { type Actor, may, type Permission } from "~/domain/permissions";
import { conflict, forbidden, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import {
  type CommentSubject,
  commentsWithSubjects,
  type FoundSubject,
  isForClient,
  requireSubject,
  subjectOf,
} from "./comment-subjects.server";
import type { NewEvent } from "./events.server";
import { listCircle, readersOf } from "./mentionable.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** Queues letters in the same transaction as the comment of which they tell. */
export type TellOfComment = (trx: Kysely<DB>, id: string) => Promise<void>;

const tellNobody: TellOfComment = async () => {};

/** What somebody needs to be allowed for, to have a say: it depends on which side they stand. */
export const sayPermission = (actor: Actor): Permission =>
  actor.role === "client" ? "answer_as_client" : "work_checklist";

/**
 * Says something about an engagement or one of its parts and answers the comment's id. What a client says they always
 * say to both sides; one of ours says for whom, and for us alone where the client does not see the part itself.
 * @throws Refusal `invalid` on `body`
 */
export async function writeComment(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: Said,
  tell: TellOfComment = tellNobody,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, sayPermission(act.actor));
    return sayWithin(trx, act, engagement, input, [], tell);
  });
}

interface Said {
  subject: CommentSubject;
  visibility: Visibility;
  body: string;
}

/**
 * The same in the caller's transaction, on an engagement that it holds, with other events of the same act.
 * @throws Refusal `invalid` on `body`
 */
export async function sayWithin(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  input: Said,
  others: readonly NewEvent[],
  tell: TellOfComment,
): Promise<string> {
  const isClient = act.actor.role === "client";
  const subject = await requireSubject(trx, engagement, input.subject, isClient);
  const visibility = isClient ? "client" : input.visibility;
  const body = input.body.trim();
  if (body === "") throw invalid("body", "Write what you want to say.");
  if (body.length > LONGEST_COMMENT) {
    throw invalid("body", `At most ${LONGEST_COMMENT.toLocaleString("en-GB")} characters.`);
  }
  if (visibility === "client" && !subject.isShared) {
    throw invalid("body", "The client does not see what this is about, so only we can comment on it.");
  }
  const mentions = await requireMentions(trx, act.actor, engagement, visibility, body);
  const id = newId();
  await trx
    .insertInto("comment")
    .values({
      id,
      engagement_id: engagement.id,
      about: subject.about,
      subject_id: subject.id,
      visibility,
      body,
      mentions: JSON.stringify(mentions),
      written_by: personIdOf(act.actor),
      written_by_name: act.actor.name,
      written_at: act.at,
      removed_at: null,
    })
    .execute();
  const written: NewEvent = {
    kind: "comment.written",
    subjectId: id,
    label: subject.title,
    after: factsOf(subject),
    visibility,
  };
  await finishChange(trx, engagement, act, [...others, written]);
  await tell(trx, id);
  return id;
}

const factsOf = ({ about, id }: FoundSubject) => ({ about, subject_id: id });

/** The ids of those who are mentioned. @throws Refusal `invalid` on `body` when one of them would not read it */
async function requireMentions(
  trx: Kysely<DB>,
  actor: Actor,
  engagement: EngagementRow,
  visibility: Visibility,
  body: string,
): Promise<string[]> {
  if (!body.includes("@")) return [];
  const circle = await listCircle(trx, actor, engagement);
  const outsiders = visibility === "internal" ? circle.contacts : [];
  const mentions = mentionsIn(body, readersOf(circle, visibility), outsiders);
  const [outsider] = mentions.outsiders;
  if (outsider) {
    throw invalid(
      "body",
      `${outsider.name} is a contact of the client and does not read what is for us only. Leave the mention out, or let the client see the comment.`,
    );
  }
  const [shared] = mentions.ambiguous;
  if (shared) throw invalid("body", `Several people are called ${shared}: write the whole name after the @.`);
  return mentions.people.map((person) => person.id);
}

/**
 * Takes a comment back: its author within a quarter of an hour, who runs the engagement always. It stays as removed.
 * @throws Refusal `not_found` also for what a client may not read; `forbidden`; `conflict` when it is gone already
 */
export async function removeComment(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  const isClient = act.actor.role === "client";
  await once(db, act, async (trx) => {
    const { engagement, relation } = await lockEngagement(trx, act.actor, code, sayPermission(act.actor));
    let query = commentsWithSubjects(trx, engagement.id).selectAll("comment").where("comment.id", "=", id);
    if (isClient) query = query.where(isForClient);
    const row = await query.executeTakeFirst();
    if (!row) throw notFound("comment");
    const isAuthor = row.written_by !== null && row.written_by === personIdOf(act.actor);
    const runs = may(relation, "run_engagement");
    if (!isAuthor && !runs) throw forbidden("Only its author or the lead can remove this comment.");
    if (row.removed_at !== null) throw conflict("This comment was removed meanwhile.");
    if (!mayRemove({ isAuthor, runs }, row.written_at, act.at)) {
      throw conflict(`A comment can be removed within ${REMOVE_MINUTES} minutes. Write another one instead.`);
    }
    await trx
      .updateTable("comment")
      .set({ removed_at: act.at })
      .where("engagement_id", "=", engagement.id)
      .where("id", "=", row.id)
      .execute();
    const subject = subjectOf(engagement, row);
    await finishChange(trx, engagement, act, [
      {
        kind: "comment.removed",
        subjectId: row.id,
        label: subject.title || null,
        before: factsOf(subject),
        // About a part that was taken from the client's sight since, they hear nothing more.
        visibility: subject.isShared ? row.visibility : "internal",
      },
    ]);
  });
}
