import type { Kysely } from "kysely";
import { type Criterion, evaluateGate, type GateOutcome } from "~/domain/gate";
import type { PhaseKind } from "~/domain/phase";
import { conflict, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { composeGateDocument, freeze } from "./gate-document.server";
import { readGateFacts } from "./gate-facts.server";
import { listPhases, type PhaseRow } from "./phases.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** The criteria of a phase's gate as they stand now. */
export async function gateCriteria(
  db: Kysely<DB>,
  engagement: EngagementRow,
  phase: { id: string; kind: PhaseKind },
): Promise<Criterion[]> {
  const deliverables = await db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "requires_evidence", "evidence_count"])
    .where("phase_id", "=", phase.id)
    .orderBy("position")
    .execute();
  const checklist = deliverables.map((deliverable) => ({
    id: deliverable.id,
    title: deliverable.title,
    status: deliverable.status,
    requiresEvidence: deliverable.requires_evidence === 1,
    evidenceCount: deliverable.evidence_count,
  }));
  return evaluateGate(await readGateFacts(db, engagement, phase.kind, checklist));
}

/** @throws Refusal `not_found` when the engagement has no such phase */
export async function requirePhase(trx: Kysely<DB>, engagement: EngagementRow, kind: PhaseKind) {
  const phases = await listPhases(trx, engagement.id);
  const phase = phases.find((candidate) => candidate.kind === kind);
  if (!phase) throw notFound("phase");
  return { phase, isLast: phase.id === phases.at(-1)?.id };
}

/** The request that waits for its answer. */
export async function openRequest(trx: Kysely<DB>, phaseId: string) {
  return trx
    .selectFrom("gate")
    .selectAll()
    .where("phase_id", "=", phaseId)
    .where("outcome", "is", null)
    .executeTakeFirst();
}

/**
 * Writes a request with the document that the client is shown, frozen as it stands; `decision` closes it at once.
 * Answers the document's fingerprint.
 */
export async function insertGate(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  phase: PhaseRow,
  criteria: readonly Criterion[],
  decision: { outcome: GateOutcome; reason: string } | null,
): Promise<string> {
  const attempt = await nextAttempt(trx, phase.id);
  const request = { attempt, by: act.actor.name, on: act.today };
  const document = freeze(await composeGateDocument(trx, engagement, phase, request, criteria));
  await trx
    .insertInto("gate")
    .values({
      id: newId(),
      engagement_id: engagement.id,
      phase_id: phase.id,
      attempt,
      criteria: JSON.stringify(criteria),
      document: document.text,
      document_hash: document.hash,
      requested_by: personIdOf(act.actor),
      requested_by_name: act.actor.name,
      requested_at: act.at,
      requested_on: act.today,
      outcome: decision?.outcome ?? null,
      decided_by: decision ? personIdOf(act.actor) : null,
      decided_name: decision ? act.actor.name : null,
      decided_at: decision ? act.at : null,
      decided_on: decision ? act.today : null,
      reason: decision?.reason ?? null,
    })
    .execute();
  return document.hash;
}

async function nextAttempt(trx: Kysely<DB>, phaseId: string): Promise<number> {
  const { attempts } = await trx
    .selectFrom("gate")
    .select((eb) => eb.fn.countAll<number>().as("attempts"))
    .where("phase_id", "=", phaseId)
    .executeTakeFirstOrThrow();
  return attempts + 1;
}

/** @throws Refusal `conflict` when the open request is not the one that was shown */
export async function requireSameRequest(trx: Kysely<DB>, phaseId: string, requestId: string) {
  const request = await openRequest(trx, phaseId);
  if (request?.id !== requestId) {
    throw conflict("This gate is no longer open to you: it was decided or taken back meanwhile.");
  }
  return request;
}

/** Closes the open request. @throws Refusal `conflict` when there is none any more */
export async function decide(
  trx: Kysely<DB>,
  act: Act,
  phaseId: string,
  outcome: GateOutcome,
  by: { name: string; reason: string | null },
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("gate")
    .set({
      outcome,
      decided_by: personIdOf(act.actor),
      decided_name: by.name,
      decided_at: act.at,
      decided_on: act.today,
      reason: by.reason,
    })
    .where("phase_id", "=", phaseId)
    .where("outcome", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw conflict("This gate is not with the client any more.");
}
