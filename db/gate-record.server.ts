import type { Kysely, Selectable } from "kysely";
import { evaluateGate } from "~/domain/gate";
import { changesSince, type DocumentChange, type GateDocument } from "~/domain/gate-document";
import { composeGateDocument, fingerprint } from "./gate-document.server";
import { readGateFacts } from "./gate-facts.server";
import type { PhaseRow } from "./phases.server";
import type { DB, GateTable } from "./schema";
import type { EngagementRow } from "./scope.server";

type GateRow = Selectable<GateTable>;

interface GateRecord {
  /** As it was frozen; as it would be now where none is kept. */
  document: GateDocument;
  fingerprint: string | null;
  changes: DocumentChange[];
}

/** The document of a request that was reached with the actor's scope, beside what has changed since it was frozen. */
export async function readGateRecord(
  db: Kysely<DB>,
  engagement: EngagementRow,
  phase: PhaseRow,
  request: GateRow | undefined,
): Promise<GateRecord> {
  const checklist = await db
    .selectFrom("deliverable")
    .select(["id", "title", "status", "requires_evidence", "evidence_count"])
    .where("phase_id", "=", phase.id)
    .orderBy("position")
    .limit(2000)
    .execute();
  const facts = await readGateFacts(
    db,
    engagement,
    phase.kind,
    checklist.map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      requiresEvidence: row.requires_evidence === 1,
      evidenceCount: row.evidence_count,
    })),
  );
  const now = await composeGateDocument(
    db,
    engagement,
    phase,
    {
      attempt: request?.attempt ?? 1,
      by: request?.requested_by_name ?? "",
      on: request?.requested_on ?? "",
    },
    evaluateGate(facts),
  );
  if (!request?.document) return { document: now, fingerprint: null, changes: [] };
  const frozen = JSON.parse(request.document) as GateDocument;
  return { document: frozen, fingerprint: request.document_hash, changes: changesSince(frozen, now) };
}

/** A kept document beside the fingerprint that its bytes have today. */
export interface Verification {
  code: string;
  phase: string;
  attempt: number;
  outcome: string | null;
  kept: string;
  reckoned: string;
}

/**
 * Takes the fingerprint of a kept document anew, for the operator; undefined when no gate has the id or nothing is
 * kept of it.
 */
export async function verifyGate(db: Kysely<DB>, gateId: string): Promise<Verification | undefined> {
  const row = await db
    .selectFrom("gate")
    .innerJoin("phase", "phase.id", "gate.phase_id")
    .innerJoin("engagement", "engagement.id", "gate.engagement_id")
    .select(["engagement.code", "phase.kind", "gate.attempt", "gate.outcome"])
    .select(["gate.document", "gate.document_hash"])
    .where("gate.id", "=", gateId)
    .executeTakeFirst();
  if (!row?.document) return undefined;
  return {
    code: row.code,
    phase: row.kind,
    attempt: row.attempt,
    outcome: row.outcome,
    kept: row.document_hash ?? "",
    reckoned: fingerprint(row.document),
  };
}
