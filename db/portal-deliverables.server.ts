import type { Kysely } from "kysely";
import { type CalendarDate, dateInZone } from "~/domain/calendar";
import { type Artefact, type DeliverableStatus, isLate } from "~/domain/deliverable";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

export interface PortalDeliverable {
  id: string;
  title: string;
  status: DeliverableStatus;
  dueOn: CalendarDate | null;
  doneOn: CalendarDate | null;
  isLate: boolean;
  artefact: Artefact | null;
  evidence: { id: string; url: string | null; note: string }[];
}

/** What a client may see of the deliverables and their evidence, by phase, in order. */
export async function listClientDeliverables(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id" | "is_paused">,
  today: CalendarDate,
  timeZone: string,
  phaseId?: string,
): Promise<Map<string, PortalDeliverable[]>> {
  const rows = await db
    .selectFrom("deliverable")
    .leftJoin("evidence", (join) =>
      join.onRef("evidence.deliverable_id", "=", "deliverable.id").on("evidence.is_visible", "=", 1),
    )
    .select([
      "deliverable.id",
      "deliverable.phase_id",
      "deliverable.title",
      "deliverable.status",
      "deliverable.due_on",
      "deliverable.done_at",
      "deliverable.artefact",
      "evidence.id as evidence_id",
      "evidence.url",
      "evidence.note",
    ])
    .where("deliverable.engagement_id", "=", engagement.id)
    .where("deliverable.is_visible", "=", 1)
    .$if(phaseId !== undefined, (query) => query.where("deliverable.phase_id", "=", phaseId ?? ""))
    .orderBy("deliverable.phase_id")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .orderBy("evidence.added_at")
    .limit(5000)
    .execute();
  const byPhase = new Map<string, PortalDeliverable[]>();
  for (const row of rows) {
    const list = byPhase.get(row.phase_id) ?? [];
    byPhase.set(row.phase_id, list);
    let deliverable = list.at(-1);
    if (deliverable?.id !== row.id) {
      deliverable = {
        id: row.id,
        title: row.title,
        status: row.status,
        dueOn: row.due_on,
        doneOn: row.done_at === null ? null : dateInZone(row.done_at, timeZone),
        // While the work is paused nobody is late with anything.
        isLate: !engagement.is_paused && isLate({ status: row.status, dueOn: row.due_on }, today),
        artefact: row.artefact,
        evidence: [],
      };
      list.push(deliverable);
    }
    if (row.evidence_id) {
      deliverable.evidence.push({ id: row.evidence_id, url: row.url, note: row.note ?? "" });
    }
  }
  return byPhase;
}
