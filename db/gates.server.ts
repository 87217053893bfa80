import type { Kysely } from "kysely";
import { whyGateWaits } from "~/domain/clock";
import { type GateState, whyGateCannotBeRequested } from "~/domain/gate";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { conflict, invalid } from "~/domain/refusal";
import type { Act } from "./act";
import { stopClock, switchClock } from "./clock.server";
import {
  decide,
  gateCriteria,
  insertGate,
  openRequest,
  requirePhase,
  requireSameRequest,
} from "./gate-requests.server";
import { once } from "./once.server";
import { requireUnderWay } from "./phases.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { requireProof, type SignProof } from "./sign-codes.server";
import { enterStage } from "./stages.server";
import { finishChange } from "./standing.server";

/** Queues letters in the same transaction as what they tell of. */
export type Tell = (trx: Kysely<DB>) => Promise<void>;

const tellNobody: Tell = async () => {};

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

async function passGate(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  phase: { id: string; kind: PhaseKind; isLast: boolean; fingerprint: string | null },
  outcome: "signed" | "waived",
  reason: string | null,
): Promise<void> {
  await setPhase(trx, phase.id, { status: "done", gate: outcome, actual_finish_on: act.today });
  if (phase.isLast) {
    await stopClock(trx, act, engagement.id);
    await enterStage(trx, act, engagement.id, "handed_over");
  }
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
