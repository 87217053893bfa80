import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Actor } from "~/domain/permissions";
import { conflict, invalid, Refusal } from "~/domain/refusal";
import { LONGEST_QUESTION, mondayOf } from "~/domain/review";
import { type Act, newId, personIdOf } from "./act";
import { sayWithin, type TellOfComment } from "./comments.server";
import { listCircle } from "./mentionable.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement, preparedFor, visibleTo } from "./scope.server";
import { finishChange } from "./standing.server";

/** A manager has looked at a live engagement this week. Once is enough, whoever it was. */
export async function acknowledgeEngagement(db: Kysely<DB>, act: Act, code: string): Promise<void> {
  await once(db, act, async (trx) => {
    const engagement = await lockLive(trx, act, code);
    const weekOn = mondayOf(act.today);
    if (await findReview(trx, engagement.id, weekOn)) return;
    const id = await insertReview(trx, act, engagement, { week_on: weekOn, outcome: "acknowledged" });
    await finishChange(trx, engagement, act, [
      { kind: "review.acknowledged", subjectId: id, after: { week_on: weekOn }, visibility: "internal" },
    ]);
  });
}

const tellNobody: TellOfComment = async () => {};

/**
 * A manager asks the lead of a live engagement something in the review of the week: the question stands among its
 * comments, for us alone, and names the lead. Asking the same twice asks once. `tell` queues the letters in the same
 * transaction.
 * @throws Refusal `invalid` on `question`
 */
export async function askInReview(
  db: Kysely<DB>,
  act: Act,
  code: string,
  question: string,
  tell: TellOfComment = tellNobody,
): Promise<void> {
  const asked = question.trim();
  if (asked === "") throw invalid("question", "Write what you want to know.");
  if (asked.length > LONGEST_QUESTION) {
    throw invalid("question", `At most ${LONGEST_QUESTION.toLocaleString("en-GB")} characters.`);
  }
  await once(db, act, async (trx) => {
    const engagement = await lockLive(trx, act, code);
    const weekOn = mondayOf(act.today);
    const known = await findReview(trx, engagement.id, weekOn);
    if (known?.question === asked && known.reviewed_by === personIdOf(act.actor)) return;
    const outcome = { week_on: weekOn, outcome: "asked", question: asked } as const;
    const id = known?.id ?? (await insertReview(trx, act, engagement, outcome));
    if (known) {
      await trx
        .updateTable("review")
        .set({ ...outcome, ...byWhom(act) })
        .where("engagement_id", "=", engagement.id)
        .where("id", "=", known.id)
        .execute();
    }
    const body = await addressed(trx, act.actor, engagement, asked);
    await sayWithin(
      trx,
      act,
      engagement,
      { subject: { about: "engagement", id: null }, visibility: "internal", body },
      [
        {
          kind: "review.asked",
          subjectId: id,
          after: { week_on: weekOn, question: asked },
          visibility: "internal",
        },
      ],
      tell,
    ).catch((error: unknown) => {
      const isAboutText = error instanceof Refusal && error.field === "body";
      throw isAboutText ? invalid("question", error.message) : error;
    });
  });
}

async function lockLive(trx: Kysely<DB>, act: Act, code: string): Promise<EngagementRow> {
  const { engagement } = await lockEngagement(trx, act.actor, code, "review_engagement");
  if (engagement.stage !== "active") {
    throw conflict(`${engagement.title} is not live any more, so it has left the review.`);
  }
  return engagement;
}

async function findReview(trx: Kysely<DB>, engagementId: string, weekOn: string) {
  return trx
    .selectFrom("review")
    .select(["id", "question", "reviewed_by"])
    .where("engagement_id", "=", engagementId)
    .where("week_on", "=", weekOn)
    .executeTakeFirst();
}

const byWhom = (act: Act) => ({
  reviewed_by: personIdOf(act.actor),
  reviewed_by_name: act.actor.name,
  reviewed_at: act.at,
});

async function insertReview(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  review: { week_on: string; outcome: "acknowledged" | "asked"; question?: string },
): Promise<string> {
  const id = newId();
  await trx
    .insertInto("review")
    .values({ id, engagement_id: engagement.id, question: "", ...review, ...byWhom(act) })
    .execute();
  return id;
}

/** The question with the lead's name before it, so that they are told; as it is where nobody leads who could read it. */
async function addressed(
  trx: Kysely<DB>,
  actor: Actor,
  engagement: EngagementRow,
  question: string,
): Promise<string> {
  const { ours } = await listCircle(trx, actor, engagement);
  const lead = ours.find((person) => person.id === engagement.lead_id);
  if (!lead || lead.id === actor.id) return question;
  const isOneOfTwo = ours.some((person) => person.id !== lead.id && person.name === lead.name);
  return isOneOfTwo ? `${lead.name}: ${question}` : `@${lead.name} ${question}`;
}

/** Where an engagement stands in the order of need. */
export interface Place {
  need: number;
  number: number;
}

/** Live engagements that the actor sees. */
export function liveFor(db: Kysely<DB>, actor: Actor) {
  return db.selectFrom("engagement").where(visibleTo(actor)).where("engagement.stage", "=", "active");
}

/** Whether somebody has looked at the engagement in the review of a week. */
function isSeenIn(weekOn: string) {
  return (eb: ExpressionBuilder<DB, "engagement">) =>
    eb.exists(
      eb
        .selectFrom("review")
        .select("review.id")
        .whereRef("review.engagement_id", "=", "engagement.id")
        .where("review.week_on", "=", weekOn),
    );
}

export const behind = ({ need, number }: Place) =>
  sql<SqlBool>`(engagement.need, engagement.number) < (${need}, ${number})`;

const nextUnseen = (isBehind: boolean) =>
  preparedFor<Place & { weekOn: string }, { code: string }>((db, actor, value) => {
    const unseen = liveFor(db, actor)
      .select("engagement.code")
      .where((eb) => eb.not(isSeenIn(value("weekOn"))(eb)))
      .orderBy("engagement.need", "desc")
      .orderBy("engagement.number", "desc")
      .limit(1);
    return isBehind ? unseen.where(behind({ need: value("need"), number: value("number") })) : unseen;
  });

const readFirstUnseen = nextUnseen(false);
const readUnseenBehind = nextUnseen(true);

/**
 * The code of the next live engagement that nobody has looked at this week: after the one given in the order of need,
 * then from the top; null when all are seen.
 */
export async function findNextUnseen(
  db: Kysely<DB>,
  actor: Actor,
  weekOn: string,
  after: Place | null,
): Promise<string | null> {
  const [next] = after ? await readUnseenBehind(db, actor, { weekOn, ...after }) : [];
  const [found] = next ? [next] : await readFirstUnseen(db, actor, { weekOn, need: 0, number: 0 });
  return found?.code ?? null;
}

/** The same after an engagement by its code, which may have ended meanwhile. */
export async function findNextAfter(
  db: Kysely<DB>,
  actor: Actor,
  weekOn: string,
  code: string,
): Promise<string | null> {
  const place = await liveFor(db, actor)
    .select(["engagement.need", "engagement.number"])
    .where("engagement.code", "=", code)
    .executeTakeFirst();
  return findNextUnseen(db, actor, weekOn, place ?? null);
}
