import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import {
  DECISION_PARTS,
  type DecisionPart,
  type DecisionStatus,
  type DecisionText,
  TEXT_MOST,
  TITLE_MOST,
} from "~/domain/decision";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { type DecisionLinks, putLinks } from "./decision-links.server";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import type { DB, DecisionTable } from "./schema";
import type { EngagementRow } from "./scope.server";

export type DecisionRow = Selectable<DecisionTable>;

export interface DecisionFields extends DecisionText {
  revisitOn: string | null;
  isVisible: boolean;
}

/** The statuses with which a decision can be written down. */
export type FirstStatus = Extract<DecisionStatus, "proposed" | "accepted" | "rejected">;

export interface NewDecision extends DecisionFields {
  status: FirstStatus;
  links: DecisionLinks;
}

const FIELD_OF: Record<DecisionPart, string> = {
  context: "context",
  options: "options",
  decision: "decision",
  consequences: "consequences",
  present: "present",
  revisitTrigger: "revisit_trigger",
  more: "more",
};

/** The fields as they are kept. @throws Refusal `invalid` on the first that lacks something */
export function fitting(input: DecisionFields, status: DecisionStatus, today: string) {
  const title = input.title.trim();
  if (title === "") throw invalid("title", "Say in a line what it is about.");
  if (title.length > TITLE_MOST) throw invalid("title", `At most ${TITLE_MOST} characters.`);
  for (const part of DECISION_PARTS) {
    if (input[part].length > TEXT_MOST) throw invalid(FIELD_OF[part], "At most 20,000 characters.");
  }
  if (status !== "proposed" && input.decision.trim() === "") {
    throw invalid("decision", "Write down what was decided; from then on its text is fixed.");
  }
  const decidedOn = requireDate("decided_on", input.decidedOn);
  if (decidedOn && decidedOn > today)
    throw invalid("decided_on", "It is decided today or was on a day that has been.");
  return {
    title,
    context: input.context.trim(),
    options: input.options.trim(),
    decision: input.decision.trim(),
    consequences: input.consequences.trim(),
    more: input.more.trim(),
    present: input.present.trim(),
    revisit_trigger: input.revisitTrigger.trim(),
    decided_on: decidedOn ?? (status === "proposed" ? null : today),
    revisit_on: requireDate("revisit_on", input.revisitOn),
    is_visible: input.isVisible ? (1 as const) : (0 as const),
  };
}

/** @throws Refusal `invalid` on `field` */
export function requireDate(field: string, text: string | null): string | null {
  if (text !== null && !isCalendarDate(text)) throw invalid(field, "That is not a date.");
  return text;
}

/** @throws Refusal `not_found` when the engagement has no such decision */
export async function requireDecision(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
): Promise<DecisionRow> {
  const row = await trx
    .selectFrom("decision")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("decision");
  return row;
}

/** What a newer version holds, for the person whose change did not fit it. */
export function currentOf(row: DecisionRow): Record<string, string> {
  const { title, status, context, options, decision, consequences, more, present, revisit_trigger } = row;
  return {
    title,
    status,
    context,
    options,
    decision,
    consequences,
    more,
    present,
    revisit_trigger,
    decided_on: row.decided_on ?? "",
    revisit_on: row.revisit_on ?? "",
    is_visible: String(row.is_visible),
    version: String(row.version),
  };
}

/** @throws Refusal `conflict` with the newer values */
export function requireVersion(row: DecisionRow, version: number): void {
  if (row.version === version) return;
  throw conflict(
    "Somebody else changed this decision meanwhile. Compare with theirs, then save again.",
    currentOf(row),
  );
}

/** The number that the next decision of an engagement gets. The engagement has to be locked. */
export async function nextDecisionNumber(trx: Kysely<DB>, engagementId: string): Promise<number> {
  const { last } = await trx
    .selectFrom("decision")
    .select((eb) => eb.fn.max("number").as("last"))
    .where("engagement_id", "=", engagementId)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}

/** Writes a decision into an engagement that is held; answers its id with the event that tells of it. */
export async function insertDecision(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  input: NewDecision,
): Promise<{ id: string; title: string; event: NewEvent }> {
  const fields = fitting(input, input.status, act.today);
  const number = await nextDecisionNumber(trx, engagement.id);
  const id = newId();
  await trx
    .insertInto("decision")
    .values({
      id,
      engagement_id: engagement.id,
      number,
      ...fields,
      status: input.status,
      status_note: "",
      superseded_by: null,
      source_ref: null,
      created_by: personIdOf(act.actor),
      created_by_name: act.actor.name,
      created_at: act.at,
    })
    .execute();
  await putLinks(trx, engagement.id, id, input.links);
  const event: NewEvent = {
    kind: "decision.recorded",
    subjectId: id,
    label: fields.title,
    after: { number, status: input.status },
    visibility: visibilityOf(fields.is_visible),
  };
  return { id, title: fields.title, event };
}

/** Changes a decision and counts its version on. */
export async function setDecision(
  trx: Kysely<DB>,
  id: string,
  set: Partial<Omit<DecisionRow, "id" | "version">>,
): Promise<void> {
  await trx
    .updateTable("decision")
    .set((eb) => ({ ...set, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .execute();
}
