import type { Kysely } from "kysely";
import { type Span, whySpanDoesNotFit } from "~/domain/allocation";
import { shortDate } from "~/domain/calendar";
import { type Actor, reach } from "~/domain/permissions";
import { forbidden, invalid, notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { forUpdate } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import { once } from "./once.server";
import type { DB } from "./schema";

const NOTE_MOST = 200;

/** Whether somebody may say when a person is away: managers of everybody, others of themselves. */
export const speaksFor = (actor: Actor, personId: string): boolean =>
  reach(actor.role, "see_capacity") === "all" || (actor.role !== "client" && actor.id === personId);

/**
 * Notes that one of our own people is away, from one day to another; answers its id.
 * @throws Refusal `forbidden` for the days of somebody else; `invalid` where they are away already
 */
export async function addAbsence(
  db: Kysely<DB>,
  act: Act,
  input: Span & { personId: string; note: string },
): Promise<string> {
  const { personId, fromOn, untilOn } = input;
  const note = input.note.trim();
  if (personId === "") throw invalid("person_id", "Choose who is away.");
  if (!speaksFor(act.actor, personId)) throw forbidden("Only managers say when somebody else is away.");
  const misfit = whySpanDoesNotFit(input);
  if (misfit) throw invalid(misfit.field, misfit.message);
  if (note.length > NOTE_MOST) throw invalid("note", `Use at most ${NOTE_MOST} characters.`);
  return once(db, act, async (trx) => {
    const query = trx
      .selectFrom("person")
      .select(["person.id", "person.name"])
      .where("person.id", "=", personId)
      .where("person.role", "<>", "client")
      .where("person.disabled_at", "is", null);
    // Held, so that two entries of the same days come one after the other.
    const person = await forUpdate(trx, query, "person").executeTakeFirst();
    if (!person) throw invalid("person_id", "Choose somebody from the list.");
    const other = await trx
      .selectFrom("absence")
      .select(["from_on", "until_on"])
      .where("person_id", "=", personId)
      .where("from_on", "<=", untilOn)
      .where("until_on", ">=", fromOn)
      .limit(1)
      .executeTakeFirst();
    if (other) {
      const span = `${shortDate(other.from_on, act.today)} to ${shortDate(other.until_on, act.today)}`;
      throw invalid("from_on", `${person.name} is away from ${span} already.`);
    }
    const id = newId();
    await trx
      .insertInto("absence")
      .values({ id, person_id: personId, from_on: fromOn, until_on: untilOn, note, created_at: act.at })
      .execute();
    await recordFirmEvent(trx, act, {
      kind: "absence.added",
      subjectId: personId,
      label: person.name,
      after: { from_on: fromOn, until_on: untilOn },
    });
    return id;
  });
}

/** Takes an absence back; one that is gone already stays gone. @throws Refusal `not_found` for somebody else's */
export async function removeAbsence(db: Kysely<DB>, act: Act, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const row = await trx
      .selectFrom("absence")
      .innerJoin("person", "person.id", "absence.person_id")
      .select(["absence.person_id", "absence.from_on", "absence.until_on", "person.name"])
      .where("absence.id", "=", id)
      .executeTakeFirst();
    if (!row || !speaksFor(act.actor, row.person_id)) throw notFound("absence");
    const { numDeletedRows } = await trx.deleteFrom("absence").where("id", "=", id).executeTakeFirst();
    if (numDeletedRows === 0n) return;
    await recordFirmEvent(trx, act, {
      kind: "absence.removed",
      subjectId: row.person_id,
      label: row.name,
      before: { from_on: row.from_on, until_on: row.until_on },
    });
  });
}
