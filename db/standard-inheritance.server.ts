import type { Kysely } from "kysely";
import {
  type AgreedStandard,
  type InheritingDeliverable,
  type StandardCheck,
  type UnmetStandard,
  unmetStandards,
} from "~/domain/standard";
import type { DB } from "./schema";

/** The standards of an engagement that a deliverable of Extend has yet to meet, for the gate of Extend. */
export async function listUnmetStandards(db: Kysely<DB>, engagementId: string): Promise<UnmetStandard[]> {
  const { standards, deliverables, checks } = await readInheritance(db, engagementId);
  return unmetStandards(standards, deliverables, checks);
}

/** What the rule asks for: standards, the deliverables of Extend in their order, and what was said of each pair. */
export async function readInheritance(
  db: Kysely<DB>,
  engagementId: string,
): Promise<{
  standards: AgreedStandard[];
  deliverables: (InheritingDeliverable & { isVisible: boolean })[];
  checks: (StandardCheck & { reason: string | null; by: string; at: number })[];
}> {
  const standards = await db
    .selectFrom("standard")
    .select(["id", "number", "title", "withdrawn_on"])
    .where("engagement_id", "=", engagementId)
    .orderBy("number")
    .execute();
  const deliverables = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "deliverable.status", "deliverable.is_visible"])
    .where("deliverable.engagement_id", "=", engagementId)
    .where("phase.kind", "=", "extend")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(2000)
    .execute();
  const checks = await db
    .selectFrom("standard_check")
    .select(["standard_id", "deliverable_id", "state", "reason", "checked_by_name", "checked_at"])
    .where("engagement_id", "=", engagementId)
    .execute();
  return {
    standards: standards.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      withdrawnOn: row.withdrawn_on,
    })),
    deliverables: deliverables.map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      isVisible: row.is_visible === 1,
    })),
    checks: checks.map((row) => ({
      standardId: row.standard_id,
      deliverableId: row.deliverable_id,
      state: row.state,
      reason: row.reason,
      by: row.checked_by_name,
      at: row.checked_at,
    })),
  };
}
