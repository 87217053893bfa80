import type { Kysely } from "kysely";
import { whyGateWaits } from "~/domain/clock";
import {
  type Criterion,
  evaluateGate,
  type GateOutcome,
  type GateState,
  whyGateCannotBeRequested,
} from "~/domain/gate";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { stopClock, switchClock } from "./clock.server";
import { composeGateDocument, freeze } from "./gate-document.server";
import { readGateFacts } from "./gate-facts.server";
import { once } from "./once.server";
import { listPhases, type PhaseRow, requireUnderWay } from "./phases.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { requireProof, type SignProof } from "./sign-codes.server";
import { finishChange } from "./standing.server";

/** Queues letters in the same transaction as what they tell of. */
export type Tell = (trx: Kysely<DB>) => Promise<void>;

const tellNobody: Tell = async () => {};

/** The criteria of a phase's gate as they stand now. */
async function gateCriteria(
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

async function requirePhase(trx: Kysely<DB>, engagement: EngagementRow, kind: PhaseKind) {
  const phases = await listPhases(trx, engagement.id);
  const phase = phases.find((candidate) => candidate.kind === kind);
  if (!phase) throw notFound("phase");
  return { phase, isLast: phase.id === phases.at(-1)?.id };
}

async function openRequest(trx: Kysely<DB>, phaseId: string) {
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
async function insertGate(
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

/**
 * Asks the client to sign a phase's gate; the ball goes to them.
 * @throws Refusal `invalid` on `gate` that says what is missing
 */
export async function requestGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  kind: PhaseKind,
  tell: Tell = tellNobody,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    requireUnderWay(engagement);
    const { phase } = await requirePhase(trx, engagement, kind);
    const criteria = await gateCriteria(trx, engagement, phase);
    const why = whyGateCannotBeRequested(phase, criteria);
    if (why) throw invalid("gate", why);
    const hash = await insertGate(trx, act, engagement, phase, criteria, null);
    await setPhase(trx, phase.id, { status: "in_review", gate: "requested" });
    const clock = await switchClock(trx, act, engagement.id, "client", whyGateWaits(kind));
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "gate.requested",
          subjectId: phase.id,
          after: { phase: kind, fingerprint: hash },
          visibility: "client",
        },
      ],
      { gate_requested_on: act.today, ...clock },
    );
    await tell(trx);
  });
}

/** Takes an open request back; the ball is with us again. */
export async function withdrawGate(db: Kysely<DB>, act: Act, code: string, kind: PhaseKind): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const { phase } = await requirePhase(trx, engagement, kind);
    await decide(trx, act, phase.id, "withdrawn", { name: act.actor.name, reason: null });
    await setPhase(trx, phase.id, { status: "in_progress", gate: "none" });
    const clock = await switchClock(
      trx,
      act,
      engagement.id,
      "us",
      `We took the ${PHASE_LABEL[kind]} gate back.`,
    );
    await finishChange(
      trx,
      engagement,
      act,
      [{ kind: "gate.withdrawn", subjectId: phase.id, after: { phase: kind }, visibility: "client" }],
      { gate_requested_on: null, ...clock },
    );
  });
}

/**
 * The client signs the document that they were shown: the phase is done today. The last gate hands the engagement
 * over. Whoever's session is no longer fresh gives the code that was mailed to them.
 * @throws Refusal `conflict` when the request or its document is not the one that was shown, or is no longer open;
 *   `invalid` on `name` or `code`
 */
export async function signGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; requestId: string; fingerprint: string | null; name: string; proof: SignProof },
  tell: Tell = tellNobody,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "answer_as_client");
    const { phase, isLast } = await requirePhase(trx, engagement, input.kind);
    if (!input.name) throw invalid("name", "Type your name to sign.");
    const request = await requireSameRequest(trx, phase.id, input.requestId);
    if (request.document_hash !== input.fingerprint) {
      throw conflict("This is not the page that you were shown. Read it again before you sign.");
    }
    await requireProof(trx, act, request.id, input.proof);
    await decide(trx, act, phase.id, "signed", { name: input.name, reason: null });
    const passed = { id: phase.id, kind: input.kind, isLast, fingerprint: request.document_hash };
    await passGate(trx, act, engagement, passed, "signed", null);
    await tell(trx);
  });
}

/** The client declines, with a reason that reaches us; the phase is in progress again. */
export async function declineGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; requestId: string; reason: string },
  tell: Tell = tellNobody,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "answer_as_client");
    const { phase } = await requirePhase(trx, engagement, input.kind);
    if (!input.reason) throw invalid("reason", "Tell us what is missing, so that we can mend it.");
    await requireSameRequest(trx, phase.id, input.requestId);
    await decide(trx, act, phase.id, "declined", { name: act.actor.name, reason: input.reason });
    await setPhase(trx, phase.id, { status: "in_progress", gate: "declined" });
    const clock = await switchClock(
      trx,
      act,
      engagement.id,
      "us",
      `The ${PHASE_LABEL[input.kind]} gate was declined; we mend what is missing.`,
    );
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "gate.declined",
          subjectId: phase.id,
          after: { phase: input.kind, reason: input.reason },
          visibility: "client",
        },
      ],
      { gate_requested_on: null, declines: engagement.declines + 1, ...clock },
    );
    await tell(trx);
  });
}

/** A manager lets a phase pass without the client's signature, with a reason that the client reads. */
export async function waiveGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; reason: string },
  tell: Tell = tellNobody,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "waive_gate");
    const { phase, isLast } = await requirePhase(trx, engagement, input.kind);
    if (!input.reason) throw invalid("reason", "Say why the gate is waived; the client reads it.");
    if (phase.status === "upcoming") throw invalid("gate", "The phase has not started.");
    if (phase.status === "done") throw conflict("The gate has been passed meanwhile.");
    let fingerprint: string | null;
    if (phase.status === "in_review") {
      fingerprint = (await openRequest(trx, phase.id))?.document_hash ?? null;
      await decide(trx, act, phase.id, "waived", { name: act.actor.name, reason: input.reason });
    } else {
      const criteria = await gateCriteria(trx, engagement, phase);
      const decision = { outcome: "waived", reason: input.reason } as const;
      fingerprint = await insertGate(trx, act, engagement, phase, criteria, decision);
    }
    const passed = { id: phase.id, kind: input.kind, isLast, fingerprint };
    await passGate(trx, act, engagement, passed, "waived", input.reason);
    await tell(trx);
  });
}

async function requireSameRequest(trx: Kysely<DB>, phaseId: string, requestId: string) {
  const request = await openRequest(trx, phaseId);
  if (request?.id !== requestId) {
    throw conflict("This gate is no longer open to you: it was decided or taken back meanwhile.");
  }
  return request;
}

async function decide(
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

async function passGate(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  phase: { id: string; kind: PhaseKind; isLast: boolean; fingerprint: string | null },
  outcome: "signed" | "waived",
  reason: string | null,
): Promise<void> {
  await setPhase(trx, phase.id, { status: "done", gate: outcome, actual_finish_on: act.today });
  if (phase.isLast) await stopClock(trx, act, engagement.id);
  const clock = phase.isLast
    ? { stage: "handed_over" as const, holder: "us" as const, holder_since_on: null }
    : await switchClock(trx, act, engagement.id, "us", `The ${PHASE_LABEL[phase.kind]} gate is passed.`);
  await finishChange(
    trx,
    engagement,
    act,
    [
      {
        kind: outcome === "signed" ? "gate.signed" : "gate.waived",
        subjectId: phase.id,
        after: { phase: phase.kind, reason, fingerprint: phase.fingerprint },
        visibility: "client",
      },
      ...(phase.isLast
        ? [
            {
              kind: "engagement.stage_moved" as const,
              before: { stage: engagement.stage },
              after: { stage: "handed_over", reason: null },
              visibility: "client" as const,
            },
          ]
        : []),
    ],
    { gate_requested_on: null, declines: 0, ...clock },
  );
}

async function setPhase(
  trx: Kysely<DB>,
  phaseId: string,
  set: { status: "in_progress" | "in_review" | "done"; gate: GateState; actual_finish_on?: string },
): Promise<void> {
  await trx
    .updateTable("phase")
    .set((eb) => ({ ...set, version: eb("version", "+", 1) }))
    .where("id", "=", phaseId)
    .execute();
}
