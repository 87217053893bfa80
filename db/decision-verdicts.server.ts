import type { Kysely } from "kysely";
import { DECISION_STATUS_LABEL, type DecisionStatus, isRevisitable, mayBecome } from "~/domain/decision";
import { conflict, invalid } from "~/domain/refusal";
import type { Act } from "./act";
import {
  currentOf,
  type DecisionRow,
  insertDecision,
  type NewDecision,
  requireDate,
  requireDecision,
  requireVersion,
  setDecision,
} from "./decision-rows.server";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

const SENTENCE_MOST = 1000;

function requireSentence(field: string, text: string, message: string): string {
  const sentence = text.trim();
  if (sentence === "") throw invalid(field, message);
  if (sentence.length > SENTENCE_MOST) throw invalid(field, "At most 1,000 characters.");
  return sentence;
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
