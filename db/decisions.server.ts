import type { Kysely } from "kysely";
import { DECISION_STATUS_LABEL, isOpenToEdits } from "~/domain/decision";
import type { Facts } from "~/domain/event";
import { conflict } from "~/domain/refusal";
import type { Act } from "./act";
import { type DecisionLinks, putLinks } from "./decision-links.server";
import {
  type DecisionFields,
  fitting,
  insertDecision,
  type NewDecision,
  requireDecision,
  requireVersion,
  setDecision,
} from "./decision-rows.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

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
    const keys = Object.keys(fields) as (keyof typeof fields)[];
    const before: Facts = Object.fromEntries(keys.map((key) => [key, row[key]]));
    const changed = keys.filter((key) => before[key] !== fields[key]);
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
