import type { Kysely, Selectable } from "kysely";
import { type CalendarDate, dateInZone } from "~/domain/calendar";
import { type Artefact, type DeliverableStatus, isLate } from "~/domain/deliverable";
import { evidencePath } from "~/domain/evidence";
import { prepared } from "./prepared.server";
import type { DB, DeliverableTable, EvidenceTable } from "./schema";
import type { EngagementRow } from "./scope.server";

export interface PortalDeliverable {
  id: string;
  title: string;
  status: DeliverableStatus;
  dueOn: CalendarDate | null;
  doneOn: CalendarDate | null;
  isLate: boolean;
  artefact: Artefact | null;
  /** A file has its own address on the portal, and its name where nothing was noted. */
  evidence: { id: string; url: string | null; note: string }[];
}

type DeliverableColumns = "id" | "phase_id" | "title" | "status" | "due_on" | "done_at" | "artefact";
type ShownRow = Pick<Selectable<DeliverableTable>, DeliverableColumns> & {
  evidence_id: string | null;
  url: EvidenceTable["url"];
  note: EvidenceTable["note"] | null;
  file_name: string | null;
};

function shownOf(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("deliverable")
    .leftJoin("evidence", (join) =>
      join.onRef("evidence.deliverable_id", "=", "deliverable.id").on("evidence.is_visible", "=", 1),
    )
    .leftJoin("file", "file.id", "evidence.file_id")
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
      "file.name as file_name",
    ])
    .where("deliverable.engagement_id", "=", engagementId)
    .where("deliverable.is_visible", "=", 1)
    .orderBy("deliverable.phase_id")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .orderBy("evidence.added_at")
    .limit(5000);
}

const readShown = prepared<{ engagementId: string }, ShownRow>((db, value) =>
  shownOf(db, value("engagementId")),
);
const readShownOfPhase = prepared<{ engagementId: string; phaseId: string }, ShownRow>((db, value) =>
  shownOf(db, value("engagementId")).where("deliverable.phase_id", "=", value("phaseId")),
);

/** What a client may see of the deliverables and their evidence, by phase, in order. */
export async function listClientDeliverables(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id" | "code" | "is_paused">,
  today: CalendarDate,
  timeZone: string,
  phaseId?: string,
): Promise<Map<string, PortalDeliverable[]>> {
  const engagementId = engagement.id;
  const rows =
    phaseId === undefined
      ? await readShown(db, { engagementId })
      : await readShownOfPhase(db, { engagementId, phaseId });
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
      deliverable.evidence.push({
        id: row.evidence_id,
        url: row.file_name === null ? row.url : evidencePath(engagement.code, row.evidence_id, true),
        note: row.note || row.file_name || "",
      });
    }
  }
  return byPhase;
}
