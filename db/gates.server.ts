import type { Kysely } from "kysely";
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
import { once } from "./once.server";
import { listPhases, requireUnderWay } from "./phases.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** The criteria of a phase's gate as they stand now. */
export async function gateCriteria(db: Kysely<DB>, phaseId: string): Promise<Criterion[]> {
  const deliverables = await db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "requires_evidence", "evidence_count"])
    .where("phase_id", "=", phaseId)
    .orderBy("position")
    .execute();
  return evaluateGate(
    deliverables.map((deliverable) => ({
      id: deliverable.id,
      title: deliverable.title,
      status: deliverable.status,
      requiresEvidence: deliverable.requires_evidence === 1,
      evidenceCount: deliverable.evidence_count,
    })),
  );
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
export async function requestGate(db: Kysely<DB>, act: Act, code: string, kind: PhaseKind): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    requireUnderWay(engagement);
    const { phase } = await requirePhase(trx, engagement, kind);
    const criteria = await gateCriteria(trx, phase.id);
    const why = whyGateCannotBeRequested(phase, criteria);
    if (why) throw invalid("gate", why);
    await trx
      .insertInto("gate")
      .values({
        id: newId(),
        engagement_id: engagement.id,
        phase_id: phase.id,
        attempt: await nextAttempt(trx, phase.id),
        criteria: JSON.stringify(criteria),
        requested_by: personIdOf(act.actor),
        requested_by_name: act.actor.name,
        requested_at: act.at,
        requested_on: act.today,
        outcome: null,
        decided_by: null,
        decided_name: null,
        decided_at: null,
        decided_on: null,
        reason: null,
      })
      .execute();
    await setPhase(trx, phase.id, { status: "in_review", gate: "requested" });
    const clock = await switchClock(
      trx,
      act,
      engagement.id,
      "client",
      `The ${PHASE_LABEL[kind]} gate waits to be signed.`,
    );
    await finishChange(
      trx,
      engagement,
      act,
      [{ kind: "gate.requested", subjectId: phase.id, after: { phase: kind }, visibility: "client" }],
      { gate_requested_on: act.today, ...clock },
    );
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
 * The client signs: the phase is done today. The last gate hands the engagement over.
 * @throws Refusal `conflict` when the request is not the one that was shown or is no longer open
 */
export async function signGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; requestId: string; name: string },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "answer_as_client");
    const { phase, isLast } = await requirePhase(trx, engagement, input.kind);
    if (!input.name) throw invalid("name", "Type your name to sign.");
    await requireSameRequest(trx, phase.id, input.requestId);
    await decide(trx, act, phase.id, "signed", { name: input.name, reason: null });
    await passGate(trx, act, engagement, { id: phase.id, kind: input.kind, isLast }, "signed", null);
  });
}

/** The client declines, with a reason that reaches us; the phase is in progress again. */
export async function declineGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; requestId: string; reason: string },
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
  });
}

/** A manager lets a phase pass without the client's signature, with a reason that the client reads. */
export async function waiveGate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; reason: string },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "waive_gate");
    const { phase, isLast } = await requirePhase(trx, engagement, input.kind);
    if (!input.reason) throw invalid("reason", "Say why the gate is waived; the client reads it.");
    if (phase.status === "upcoming") throw invalid("gate", "The phase has not started.");
    if (phase.status === "done") throw conflict("The gate has been passed meanwhile.");
    if (phase.status === "in_review") {
      await decide(trx, act, phase.id, "waived", { name: act.actor.name, reason: input.reason });
    } else {
      await trx
        .insertInto("gate")
        .values({
          id: newId(),
          engagement_id: engagement.id,
          phase_id: phase.id,
          attempt: await nextAttempt(trx, phase.id),
          criteria: JSON.stringify(await gateCriteria(trx, phase.id)),
          requested_by: personIdOf(act.actor),
          requested_by_name: act.actor.name,
          requested_at: act.at,
          requested_on: act.today,
          outcome: "waived",
          decided_by: personIdOf(act.actor),
          decided_name: act.actor.name,
          decided_at: act.at,
          decided_on: act.today,
          reason: input.reason,
        })
        .execute();
    }
    await passGate(trx, act, engagement, { id: phase.id, kind: input.kind, isLast }, "waived", input.reason);
  });
}

async function requireSameRequest(trx: Kysely<DB>, phaseId: string, requestId: string): Promise<void> {
  const request = await openRequest(trx, phaseId);
  if (request?.id !== requestId) {
    throw conflict("This gate is no longer open to you: it was decided or taken back meanwhile.");
  }
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
  phase: { id: string; kind: PhaseKind; isLast: boolean },
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
        after: { phase: phase.kind, reason },
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
