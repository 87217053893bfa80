import type { Kysely, Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { DeliverableStatus } from "~/domain/deliverable";
import { evidencePath } from "~/domain/evidence";
import {
  type Criterion,
  evaluateGate,
  type GateOutcome,
  type GateState,
  whyGateCannotBeRequested,
} from "~/domain/gate";
import type { DocumentChange } from "~/domain/gate-document";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { readGateFacts } from "./gate-facts.server";
import { readGateRecord } from "./gate-record.server";
import type { PhaseRow } from "./phases.server";
import { prepared } from "./prepared.server";
import type { DB, GateTable } from "./schema";
import type { EngagementRow } from "./scope.server";

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
  /** As they stand now. */
  criteria: Criterion[];
  /** Why it cannot be requested now; null when it can. */
  whyNot: string | null;
  /** The request that waits for the client; null when there is none. */
  request: GateAttempt | null;
  /** Newest first, the open request included. */
  attempts: GateAttempt[];
  /** What the client sees of the phase, with the evidence that is shown to them. */
  shown: GateDeliverableShown[];
  /** How many deliverables of the phase are ours alone. */
  hiddenCount: number;
  /** The fingerprint of what the client was shown last, and what has changed since; null while nothing was. */
  record: { gateId: string; fingerprint: string; changes: DocumentChange[] } | null;
}

/**
 * One phase's gate of an engagement that was reached with the actor's scope, as our people see it.
 * @throws Refusal `not_found` when the engagement has no such phase
 */
export async function readGate(
  db: Kysely<DB>,
  engagement: EngagementRow,
  kind: PhaseKind,
): Promise<GatePage> {
  const phase = await db
    .selectFrom("phase")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("kind", "=", kind)
    .executeTakeFirst();
  if (!phase) throw notFound("gate");
  const deliverables = await db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "due_on", "is_visible", "requires_evidence", "evidence_count"])
    .where("engagement_id", "=", engagement.id)
    .where("phase_id", "=", phase.id)
    .orderBy("position")
    .orderBy("id")
    .limit(2000)
    .execute();
  const evidence = await db
    .selectFrom("evidence")
    .innerJoin("deliverable", "deliverable.id", "evidence.deliverable_id")
    .leftJoin("file", "file.id", "evidence.file_id")
    .select(["evidence.id", "evidence.deliverable_id", "evidence.url", "evidence.note"])
    .select("file.name as file_name")
    .where("evidence.engagement_id", "=", engagement.id)
    .where("deliverable.phase_id", "=", phase.id)
    .where("deliverable.is_visible", "=", 1)
    .where("evidence.is_visible", "=", 1)
    .orderBy("evidence.added_at")
    .limit(2000)
    .execute();
  const attempts = await listGateAttempts(db, phase.id);
  const checklist = deliverables.map((row) => ({
    id: row.id,
    title: row.title,
    status: row.status,
    requiresEvidence: row.requires_evidence === 1,
    evidenceCount: row.evidence_count,
  }));
  const criteria = evaluateGate(await readGateFacts(db, engagement, kind, checklist));
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
        .map(({ id, url, note, file_name: fileName }) => ({
          id,
          url: fileName === null ? url : evidencePath(engagement.code, id, false),
          note: note || fileName || "",
        })),
    })),
    hiddenCount: deliverables.length - visible.length,
    record: await latestRecord(db, engagement, phase),
  };
}

async function latestRecord(
  db: Kysely<DB>,
  engagement: EngagementRow,
  phase: PhaseRow,
): Promise<GatePage["record"]> {
  const latest = await db
    .selectFrom("gate")
    .selectAll()
    .where("phase_id", "=", phase.id)
    .where("document", "is not", null)
    .orderBy("attempt", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!latest) return null;
  const { fingerprint, changes } = await readGateRecord(db, engagement, phase, latest);
  return fingerprint ? { gateId: latest.id, fingerprint, changes } : null;
}

const ATTEMPT_COLUMNS = [
  "id",
  "attempt",
  "requested_by_name",
  "requested_on",
  "outcome",
  "decided_name",
  "decided_on",
  "reason",
] as const;

const readAttempts = prepared<
  { phaseId: string },
  Pick<Selectable<GateTable>, (typeof ATTEMPT_COLUMNS)[number]>
>((db, value) =>
  db
    .selectFrom("gate")
    .select(ATTEMPT_COLUMNS)
    .where("phase_id", "=", value("phaseId"))
    .orderBy("attempt", "desc")
    .limit(100),
);

/** The requests of a phase's gate, newest first. */
export async function listGateAttempts(db: Kysely<DB>, phaseId: string): Promise<GateAttempt[]> {
  const rows = await readAttempts(db, { phaseId });
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
