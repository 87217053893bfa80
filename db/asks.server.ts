import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { clockAfterEdit, handBack, handToClient } from "./ask-clock.server";
import { type EvidenceInput, insertPieces } from "./evidence.server";
import { once } from "./once.server";
import type { AskTable, DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export interface AskFields {
  title: string;
  /** Markdown. */
  body: string;
  dueOn: string | null;
  isBlocking: boolean;
}

/** Queues letters in the same transaction as the ask of which they tell. */
export type TellOfAsk = (trx: Kysely<DB>, id: string) => Promise<void>;

const tellNobody: TellOfAsk = async () => {};

const LONGEST = { title: 200, text: 20_000, reason: 1000 } as const;

type AskRow = Selectable<AskTable>;

/**
 * Asks the client for something and answers its id; a blocking one hands them the ball.
 * @throws Refusal `invalid` on a field, or while the work is not under way
 */
export async function openAsk(
  db: Kysely<DB>,
  act: Act,
  code: string,
  fields: AskFields,
  tell: TellOfAsk = tellNobody,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    if (engagement.stage !== "active") {
      throw invalid("title", "Only a live engagement has asks: the client sees no other.");
    }
    requireFields(fields);
    if (fields.dueOn && fields.dueOn < act.today) throw invalid("due_on", "Choose today or a day to come.");
    const { last } = await trx
      .selectFrom("ask")
      .select((eb) => eb.fn.max("number").as("last"))
      .where("engagement_id", "=", engagement.id)
      .executeTakeFirstOrThrow();
    const id = newId();
    await trx
      .insertInto("ask")
      .values({
        id,
        engagement_id: engagement.id,
        number: (last ?? 0) + 1,
        ...columnsOf(fields),
        status: "open",
        answer: null,
        answered_by: null,
        answered_by_name: null,
        answered_at: null,
        answered_on: null,
        withdrawn_reason: null,
        asked_by: personIdOf(act.actor),
        asked_by_name: act.actor.name,
        asked_at: act.at,
        asked_on: act.today,
      })
      .execute();
    const clock = fields.isBlocking ? await handToClient(trx, act, engagement, fields.title.trim()) : {};
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "ask.opened",
          subjectId: id,
          label: fields.title.trim(),
          after: { due_on: fields.dueOn, is_blocking: fields.isBlocking ? 1 : 0 },
          visibility: "client",
        },
      ],
      clock,
    );
    await tell(trx, id);
    return id;
  });
}

/** Edits an open ask. @throws Refusal `conflict` with the newer values when it was edited since `version` */
export async function editAsk(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: AskFields & { version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireOpen(trx, engagement, id);
    requireFields(input);
    const before = factsOf(row);
    const after = factsOf(columnsOf(input));
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return;
    if (row.version !== input.version) {
      throw conflict("Somebody else edited this ask meanwhile. Compare with theirs, then save again.", {
        ...Object.fromEntries(Object.entries(before).map(([key, value]) => [key, String(value ?? "")])),
        version: String(row.version),
      });
    }
    await trx
      .updateTable("ask")
      .set((eb) => ({ ...columnsOf(input), version: eb("version", "+", 1) }))
      .where("id", "=", row.id)
      .execute();
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "ask.edited",
          subjectId: row.id,
          label: input.title.trim(),
          before: pick(before),
          after: pick(after),
          visibility: "client",
        },
      ],
      await clockAfterEdit(trx, act, engagement, row, input),
    );
  });
}

/** Withdraws an open ask with a reason that the client reads. */
export async function withdrawAsk(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  reason: string,
  tell: TellOfAsk = tellNobody,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireOpen(trx, engagement, id);
    if (!reason.trim()) throw invalid("reason", "Say why we no longer need it; the client reads it.");
    requireLength("reason", reason, LONGEST.reason);
    await trx
      .updateTable("ask")
      .set((eb) => ({
        status: "withdrawn",
        withdrawn_reason: reason.trim(),
        version: eb("version", "+", 1),
      }))
      .where("id", "=", row.id)
      .execute();
    const clock = row.is_blocking ? await handBack(trx, act, engagement, row.title, "withdrawn") : {};
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "ask.withdrawn",
          subjectId: row.id,
          label: row.title,
          after: { reason: reason.trim() },
          visibility: "client",
        },
      ],
      clock,
    );
    await tell(trx, row.id);
  });
}

/**
 * A contact of the client answers, perhaps with files; an empty answer says that it is done. The ball comes back to us unless something
 * else keeps it with them.
 * @throws Refusal `conflict` when it was answered or withdrawn meanwhile
 */
export async function answerAsk(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  answer: string,
  tell: TellOfAsk = tellNobody,
  evidence: readonly EvidenceInput[] = [],
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "answer_as_client");
    const row = await requireOpen(trx, engagement, id);
    requireLength("answer", answer, LONGEST.text);
    await trx
      .updateTable("ask")
      .set((eb) => ({
        status: "answered",
        answer: answer.trim() || null,
        answered_by: personIdOf(act.actor),
        answered_by_name: act.actor.name,
        answered_at: act.at,
        answered_on: act.today,
        version: eb("version", "+", 1),
      }))
      .where("id", "=", row.id)
      .execute();
    const clock = row.is_blocking ? await handBack(trx, act, engagement, row.title, "answered") : {};
    const brought = await insertPieces(trx, act, engagement, { of: "ask", id: row.id }, evidence);
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "ask.answered",
          subjectId: row.id,
          label: row.title,
          after: { is_blocking: row.is_blocking },
          visibility: "client",
        },
        ...brought.events,
      ],
      clock,
    );
    await tell(trx, row.id);
  });
}

async function requireOpen(trx: Kysely<DB>, engagement: EngagementRow, id: string): Promise<AskRow> {
  const row = await trx
    .selectFrom("ask")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("ask");
  if (row.status === "answered") throw conflict(`${row.answered_by_name} answered this meanwhile.`);
  if (row.status === "withdrawn") throw conflict("This ask was withdrawn meanwhile.");
  return row;
}

function requireFields(fields: AskFields): void {
  if (fields.title.trim() === "") throw invalid("title", "Say in a few words what we need.");
  requireLength("title", fields.title.trim(), LONGEST.title);
  requireLength("body", fields.body, LONGEST.text);
  if (fields.dueOn && !isCalendarDate(fields.dueOn)) throw invalid("due_on", "That is not a date.");
}

function requireLength(field: string, text: string, longest: number): void {
  if (text.length > longest) throw invalid(field, `At most ${longest.toLocaleString("en-GB")} characters.`);
}

function columnsOf(fields: AskFields): Pick<AskRow, "title" | "body" | "due_on" | "is_blocking"> {
  return {
    title: fields.title.trim(),
    body: fields.body.trim(),
    due_on: fields.dueOn,
    is_blocking: fields.isBlocking ? 1 : 0,
  };
}

function factsOf(row: Pick<AskRow, "title" | "body" | "due_on" | "is_blocking">): Facts {
  return { title: row.title, body: row.body, due_on: row.due_on, is_blocking: row.is_blocking };
}
