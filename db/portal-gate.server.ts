import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { GateOutcome } from "~/domain/gate";
import type { DocumentChange, GateDocument } from "~/domain/gate-document";
import type { Actor } from "~/domain/permissions";
import { isPhaseKind, type PhaseKind, type PhaseStatus } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { readGateRecord } from "./gate-record.server";
import { listPhases } from "./phases.server";
import { type PortalFrame, requirePortal } from "./portal.server";
import type { DB } from "./schema";

/** One time that the gate was put to the client. */
export interface GateAttempt {
  id: string;
  attempt: number;
  requestedOn: CalendarDate;
  requestedBy: string;
  outcome: GateOutcome | null;
  decidedBy: string | null;
  decidedAt: number | null;
  reason: string | null;
}

export interface PortalGate {
  frame: PortalFrame;
  kind: PhaseKind;
  /** The phase that can start once this gate is passed; null after the last. */
  nextKind: PhaseKind | null;
  status: PhaseStatus;
  plannedFinishOn: CalendarDate;
  actualFinishOn: CalendarDate | null;
  /** What the client was shown when they were last asked, or would be shown now if they never were. */
  document: GateDocument;
  /** SHA-256 of the kept document; null where none is kept. */
  fingerprint: string | null;
  /** What is not as it was when the document was frozen. */
  changes: DocumentChange[];
  /** The newest first. */
  attempts: GateAttempt[];
}

/**
 * The gate of a phase as the client reads it before signing and afterwards.
 * @throws Refusal `not_found`
 */
export async function readPortalGate(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  kind: string,
): Promise<PortalGate> {
  const { engagement, frame } = await requirePortal(db, actor, code);
  const phases = await listPhases(db, engagement.id);
  const index = phases.findIndex((candidate) => candidate.kind === kind);
  const phase = phases[index];
  if (!phase || !isPhaseKind(kind)) throw notFound("gate");
  const attempts = await db
    .selectFrom("gate")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("phase_id", "=", phase.id)
    .orderBy("attempt", "desc")
    .limit(100)
    .execute();
  const record = await readGateRecord(db, engagement, phase, attempts[0]);
  return {
    frame,
    kind,
    nextKind: phases[index + 1]?.kind ?? null,
    status: phase.status,
    plannedFinishOn: phase.planned_finish_on,
    actualFinishOn: phase.actual_finish_on,
    ...record,
    attempts: attempts.map((row) => ({
      id: row.id,
      attempt: row.attempt,
      requestedOn: row.requested_on,
      requestedBy: row.requested_by_name,
      outcome: row.outcome,
      decidedBy: row.decided_name,
      decidedAt: row.decided_at,
      reason: row.reason,
    })),
  };
}

/**
 * The kept document of one request, the latest unless another is named, byte for byte, as its fingerprint was taken.
 * @throws Refusal `not_found`
 */
export async function readKeptDocument(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  kind: string,
  requestId: string | null,
): Promise<{ text: string; attempt: number }> {
  const { engagement } = await requirePortal(db, actor, code);
  const row = await db
    .selectFrom("gate")
    .innerJoin("phase", "phase.id", "gate.phase_id")
    .select(["gate.document", "gate.attempt"])
    .where("gate.engagement_id", "=", engagement.id)
    .where("phase.kind", "=", kind as PhaseKind)
    .where("gate.document", "is not", null)
    .$if(requestId !== null, (query) => query.where("gate.id", "=", requestId ?? ""))
    .orderBy("gate.attempt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row?.document) throw notFound("document");
  return { text: row.document, attempt: row.attempt };
}
