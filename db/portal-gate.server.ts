import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { Criterion, GateOutcome } from "~/domain/gate";
import type { Actor } from "~/domain/permissions";
import { isPhaseKind, type PhaseKind, type PhaseStatus } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { listPhases } from "./phases.server";
import { type PortalFrame, requirePortal } from "./portal.server";
import { listClientDeliverables, type PortalDeliverable } from "./portal-deliverables.server";
import type { DB } from "./schema";

/** One time that the gate was put to the client. Criteria are kept as they stood then, without what is internal. */
export interface GateAttempt {
  id: string;
  attempt: number;
  requestedOn: CalendarDate;
  requestedBy: string;
  criteria: Pick<Criterion, "key" | "text" | "isMet">[];
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
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  firstFinishOn: CalendarDate | null;
  actualStartOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
  done: number;
  notApplicable: number;
  total: number;
  deliverables: PortalDeliverable[];
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
  today: CalendarDate,
): Promise<PortalGate> {
  const { engagement, frame, timeZone } = await requirePortal(db, actor, code);
  const phases = await listPhases(db, engagement.id);
  const index = phases.findIndex((candidate) => candidate.kind === kind);
  const phase = phases[index];
  if (!phase || !isPhaseKind(kind)) throw notFound("gate");
  const deliverables = await listClientDeliverables(db, engagement, today, timeZone, phase.id);
  const attempts = await db
    .selectFrom("gate")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("phase_id", "=", phase.id)
    .orderBy("attempt", "desc")
    .limit(100)
    .execute();
  return {
    frame,
    kind,
    nextKind: phases[index + 1]?.kind ?? null,
    status: phase.status,
    plannedStartOn: phase.planned_start_on,
    plannedFinishOn: phase.planned_finish_on,
    firstFinishOn: phase.first_finish_on,
    actualStartOn: phase.actual_start_on,
    actualFinishOn: phase.actual_finish_on,
    done: phase.done_count,
    notApplicable: phase.not_applicable_count,
    total: phase.total_count,
    deliverables: deliverables.get(phase.id) ?? [],
    attempts: attempts.map((row) => ({
      id: row.id,
      attempt: row.attempt,
      requestedOn: row.requested_on,
      requestedBy: row.requested_by_name,
      criteria: (JSON.parse(row.criteria) as Criterion[]).map(({ key, text, isMet }) => ({
        key,
        text,
        isMet,
      })),
      outcome: row.outcome,
      decidedBy: row.decided_name,
      decidedAt: row.decided_at,
      reason: row.reason,
    })),
  };
}
