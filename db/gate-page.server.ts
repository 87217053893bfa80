import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { DeliverableStatus } from "~/domain/deliverable";
import type { Audience } from "~/domain/event";
import {
  type Criterion,
  evaluateGate,
  type GateOutcome,
  type GateState,
  whyGateCannotBeRequested,
} from "~/domain/gate";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import type { DB } from "./schema";

/** A request for a gate and what became of it; `outcome` is null while the client has it. */
export interface GateAttempt {
  id: string;
  attempt: number;
  requestedBy: string;
  requestedOn: CalendarDate;
  outcome: GateOutcome | null;
  decidedBy: string | null;
  decidedOn: CalendarDate | null;
  reason: string | null;
}

/** A deliverable as the client sees it at the gate. */
export interface GateDeliverableShown {
  id: string;
  title: string;
  status: DeliverableStatus;
  dueOn: CalendarDate | null;
  evidence: { id: string; url: string | null; note: string }[];
}

export interface GatePage {
  kind: PhaseKind;
  status: PhaseStatus;
  gate: GateState;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  actualStartOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
  /** As they stand now; for a client, reckoned on what is visible to them. */
  criteria: Criterion[];
  /** Why it cannot be requested now; null when it can. */
  whyNot: string | null;
  /** The request that waits for the client; null when there is none. */
  request: GateAttempt | null;
  /** Newest first, the open request included. */
  attempts: GateAttempt[];
  /** What the client sees of the phase, with the evidence that is shown to them. */
  shown: GateDeliverableShown[];
  /** How many deliverables of the phase are ours alone; 0 for a client. */
  hiddenCount: number;
}

/**
 * One phase's gate of an engagement that was reached with the actor's scope: the same for our people and the client,
 * but for what is ours alone.
 * @throws Refusal `not_found` when the engagement has no such phase
 */
export async function readGate(
  db: Kysely<DB>,
  engagement: { id: string },
  kind: PhaseKind,
  audience: Audience,
): Promise<GatePage> {
  const phase = await db
    .selectFrom("phase")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("kind", "=", kind)
    .executeTakeFirst();
  if (!phase) throw notFound("gate");
  let checklist = db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "due_on", "is_visible", "requires_evidence", "evidence_count"])
    .where("engagement_id", "=", engagement.id)
    .where("phase_id", "=", phase.id)
    .orderBy("position")
    .orderBy("id")
    .limit(2000);
  if (audience === "client") checklist = checklist.where("is_visible", "=", 1);
  const deliverables = await checklist.execute();
  const evidence = await db
    .selectFrom("evidence")
    .innerJoin("deliverable", "deliverable.id", "evidence.deliverable_id")
    .select(["evidence.id", "evidence.deliverable_id", "evidence.url", "evidence.note"])
    .where("evidence.engagement_id", "=", engagement.id)
    .where("deliverable.phase_id", "=", phase.id)
    .where("deliverable.is_visible", "=", 1)
    .where("evidence.is_visible", "=", 1)
    .orderBy("evidence.added_at")
    .limit(2000)
    .execute();
  const attempts = await listGateAttempts(db, phase.id);
  const criteria = evaluateGate(
    deliverables.map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      requiresEvidence: row.requires_evidence === 1,
      evidenceCount: row.evidence_count,
    })),
  );
  const visible = deliverables.filter((row) => row.is_visible === 1);
  return {
    kind: phase.kind,
    status: phase.status,
    gate: phase.gate,
    plannedStartOn: phase.planned_start_on,
    plannedFinishOn: phase.planned_finish_on,
    actualStartOn: phase.actual_start_on,
    actualFinishOn: phase.actual_finish_on,
    criteria,
    whyNot: whyGateCannotBeRequested(phase, criteria),
    request: attempts.find((attempt) => attempt.outcome === null) ?? null,
    attempts,
    shown: visible.map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      dueOn: row.due_on,
      evidence: evidence
        .filter((piece) => piece.deliverable_id === row.id)
        .map(({ id, url, note }) => ({ id, url, note })),
    })),
    hiddenCount: deliverables.length - visible.length,
  };
}

/** The requests of a phase's gate, newest first. */
export async function listGateAttempts(db: Kysely<DB>, phaseId: string): Promise<GateAttempt[]> {
  const rows = await db
    .selectFrom("gate")
    .select([
      "id",
      "attempt",
      "requested_by_name",
      "requested_on",
      "outcome",
      "decided_name",
      "decided_on",
      "reason",
    ])
    .where("phase_id", "=", phaseId)
    .orderBy("attempt", "desc")
    .limit(100)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    attempt: row.attempt,
    requestedBy: row.requested_by_name,
    requestedOn: row.requested_on,
    outcome: row.outcome,
    decidedBy: row.decided_name,
    decidedOn: row.decided_on,
    reason: row.reason,
  }));
}
