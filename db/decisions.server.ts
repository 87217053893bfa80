import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import {
  DECISION_PARTS,
  DECISION_STATUS_LABEL,
  type DecisionPart,
  type DecisionStatus,
  type DecisionText,
  isOpenToEdits,
  isRevisitable,
  mayBecome,
  TEXT_MOST,
  TITLE_MOST,
} from "~/domain/decision";
import type { Facts } from "~/domain/event";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { type DecisionLinks, putLinks } from "./decision-links.server";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB, DecisionTable } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

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

const SENTENCE_MOST = 1000;

/** The fields as they are kept. @throws Refusal `invalid` on the first that lacks something */
function fitting(input: DecisionFields, status: DecisionStatus, today: string) {
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

function requireDate(field: string, text: string | null): string | null {
  if (text !== null && !isCalendarDate(text)) throw invalid(field, "That is not a date.");
  return text;
}

function requireSentence(field: string, text: string, message: string): string {
  const sentence = text.trim();
  if (sentence === "") throw invalid(field, message);
  if (sentence.length > SENTENCE_MOST) throw invalid(field, "At most 1,000 characters.");
  return sentence;
}

async function requireDecision(trx: Kysely<DB>, engagement: EngagementRow, id: string): Promise<DecisionRow> {
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
function currentOf(row: DecisionRow): Record<string, string> {
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

function requireVersion(row: DecisionRow, version: number): void {
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
async function insertDecision(
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

/** Writes a decision down: proposed, or already accepted or rejected. Answers its id. */
export async function recordDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: NewDecision,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const { id, event } = await insertDecision(trx, act, engagement, input);
    await finishChange(trx, engagement, act, [event]);
    return id;
  });
}

/**
 * Changes the text of a decision that is still proposed.
 * @throws Refusal `conflict` once it was accepted or rejected: its text is fixed for good
 */
export async function editDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: DecisionFields & { version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDecision(trx, engagement, id);
    if (!isOpenToEdits(row.status)) {
      throw conflict(
        `It is ${DECISION_STATUS_LABEL[row.status].toLowerCase()}, so its text is fixed for good. Replace it by a new decision instead.`,
      );
    }
    const fields = fitting(input, row.status, act.today);
    const before: Facts = row as unknown as Facts;
    const changed = (Object.keys(fields) as (keyof typeof fields)[]).filter(
      (key) => before[key] !== fields[key],
    );
    if (changed.length === 0) return;
    requireVersion(row, input.version);
    await setDecision(trx, row.id, fields);
    // What it said while it was ours alone stays ours.
    const told = row.is_visible === 1 ? changed : changed.filter((key) => key === "is_visible");
    const isToldToClient = fields.is_visible === 1 && told.length > 0;
    const facts = (from: Facts) => Object.fromEntries(told.map((key) => [key, from[key] ?? null]));
    const all = (from: Facts) => Object.fromEntries(changed.map((key) => [key, from[key] ?? null]));
    await finishChange(trx, engagement, act, [
      {
        kind: "decision.edited",
        subjectId: row.id,
        label: fields.title,
        before: isToldToClient ? facts(before) : all(before),
        after: isToldToClient ? facts(fields) : all(fields),
        visibility: isToldToClient ? "client" : "internal",
      },
    ]);
  });
}

async function setDecision(
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

/** Accepts or rejects what was proposed; from then on its text is fixed. */
export async function settleDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { status: "accepted" | "rejected"; decidedOn: string | null; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDecision(trx, engagement, id);
    if (row.status === input.status) return;
    requireStep(row, input.status);
    requireVersion(row, input.version);
    if (row.decision === "") throw invalid("decision", "Write down first what is decided.");
    const decidedOn = requireDate("decided_on", input.decidedOn) ?? act.today;
    if (decidedOn > act.today)
      throw invalid("decided_on", "It is decided today or was on a day that has been.");
    await setDecision(trx, row.id, { status: input.status, decided_on: decidedOn });
    await finishChange(trx, engagement, act, [settledEvent(row, input.status)]);
  });
}

function requireStep(row: DecisionRow, to: DecisionStatus): void {
  if (mayBecome(row.status, to)) return;
  const is = DECISION_STATUS_LABEL[row.status].toLowerCase();
  throw conflict(`It is ${is} and cannot become ${DECISION_STATUS_LABEL[to].toLowerCase()}.`, currentOf(row));
}

function settledEvent(row: DecisionRow, status: DecisionStatus): NewEvent {
  return {
    kind: "decision.settled",
    subjectId: row.id,
    label: row.title,
    before: { status: row.status },
    after: { status },
    visibility: visibilityOf(row.is_visible),
  };
}

/** Says that a decision no longer applies, although nothing takes its place; `why` stands beside its status. */
export async function deprecateDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { why: string; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDecision(trx, engagement, id);
    if (row.status === "deprecated") return;
    const why = requireSentence("why", input.why, "Say in a sentence why it no longer applies.");
    requireStep(row, "deprecated");
    requireVersion(row, input.version);
    await setDecision(trx, row.id, { status: "deprecated", status_note: withLine(row.status_note, why) });
    await finishChange(trx, engagement, act, [settledEvent(row, "deprecated")]);
  });
}

const withLine = (note: string, line: string): string => (note === "" ? line : `${line}\n\n${note}`);

/**
 * Puts a new decision in the place of one that was proposed or accepted, and ties the two together. Answers the id of
 * the new one. The one that is replaced keeps its text.
 */
export async function supersedeDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: NewDecision & { version: number },
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDecision(trx, engagement, id);
    requireStep(row, "superseded");
    requireVersion(row, input.version);
    if (input.status === "rejected") {
      throw invalid("status", "What was turned down cannot take the place of another decision.");
    }
    const made = await insertDecision(trx, act, engagement, input);
    await setDecision(trx, row.id, { status: "superseded", superseded_by: made.id });
    // A client who sees only the old one is not told the name of the new one.
    const isHalfShown = row.is_visible === 1 && !input.isVisible;
    await finishChange(trx, engagement, act, [
      made.event,
      {
        kind: "decision.superseded",
        subjectId: row.id,
        label: row.title,
        before: { status: row.status },
        after: { status: "superseded", by: made.title, by_id: made.id },
        visibility: isHalfShown ? "internal" : visibilityOf(row.is_visible),
      },
      ...(isHalfShown ? [settledEvent(row, "superseded")] : []),
    ]);
    return made.id;
  });
}

/** Records that a decision was looked at again and still holds, and when to look next; null for never. */
export async function revisitDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { sentence: string; revisitOn: string | null; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDecision(trx, engagement, id);
    if (!isRevisitable(row.status)) requireStep(row, "accepted");
    const sentence = requireSentence("sentence", input.sentence, "Say in a sentence why it still holds.");
    const revisitOn = requireDate("revisit_on", input.revisitOn);
    if (revisitOn && revisitOn <= act.today) {
      throw invalid("revisit_on", "Choose a day to come, or leave it empty.");
    }
    requireVersion(row, input.version);
    await setDecision(trx, row.id, { revisit_on: revisitOn });
    await finishChange(trx, engagement, act, [
      {
        kind: "decision.revisited",
        subjectId: row.id,
        label: row.title,
        before: { revisit_on: row.revisit_on },
        after: { revisit_on: revisitOn, reason: sentence },
        visibility: visibilityOf(row.is_visible),
      },
    ]);
  });
}

/** Changes what of a decision never is its text: whether the client sees it, and what it is about. */
export async function placeDecision(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { isVisible: boolean; links: DecisionLinks; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDecision(trx, engagement, id);
    const isVisible = input.isVisible ? 1 : 0;
    const isMoved = row.is_visible !== isVisible;
    // Read before they are put, so that a stale form changes nothing.
    if (row.version !== input.version) requireVersion(row, input.version);
    const isRelinked = await putLinks(trx, engagement.id, row.id, input.links);
    if (!isMoved && !isRelinked) return;
    await setDecision(trx, row.id, { is_visible: isVisible });
    await finishChange(trx, engagement, act, [
      {
        kind: "decision.edited",
        subjectId: row.id,
        label: row.title,
        before: isMoved ? { is_visible: row.is_visible } : { links: 0 },
        after: isMoved ? { is_visible: isVisible } : { links: 1 },
        // Which of our notes it is tied to is ours; that it can be read from now on is theirs to know.
        visibility: isMoved && isVisible === 1 ? "client" : "internal",
      },
    ]);
  });
}
