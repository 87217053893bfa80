import { type Kysely, type Selectable, sql } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { PackEvidence } from "~/domain/pack/contents";
import type { DB, DecisionTable, EvidenceTable } from "./schema";

/** More rows of a kind than any engagement has. */
export const ROWS_MOST = 20_000;

type SubjectColumn = "deliverable_id" | "finding_id" | "hotspot_id" | "artefact_id" | "ask_id";
const SUBJECTS: readonly SubjectColumn[] = [
  "deliverable_id",
  "finding_id",
  "hotspot_id",
  "artefact_id",
  "ask_id",
];

type EvidenceRow = Pick<
  Selectable<EvidenceTable>,
  SubjectColumn | "id" | "kind" | "url" | "note" | "added_by_name" | "added_at"
> & {
  file_sha256: string | null;
  file_name: string | null;
  file_type: string | null;
  file_size: number | null;
};

/** The evidence that the client sees, by the id of what it proves; whether they see that is for the caller to know. */
export async function readClientEvidence(
  db: Kysely<DB>,
  engagementId: string,
  dayOf: (at: number) => CalendarDate,
): Promise<Map<string, PackEvidence[]>> {
  const rows: EvidenceRow[] = await db
    .selectFrom("evidence")
    .leftJoin("file", "file.id", "evidence.file_id")
    .select(SUBJECTS.map((column) => `evidence.${column}` as const))
    .select(["evidence.id", "evidence.kind", "evidence.url", "evidence.note"])
    .select(["evidence.added_by_name", "evidence.added_at"])
    .select(["file.sha256 as file_sha256", "file.name as file_name"])
    .select(["file.type as file_type", "file.size as file_size"])
    .where("evidence.engagement_id", "=", engagementId)
    .where("evidence.is_visible", "=", 1)
    .orderBy("evidence.added_at")
    .orderBy("evidence.id")
    .limit(ROWS_MOST)
    .execute();
  const found = new Map<string, PackEvidence[]>();
  for (const row of rows) {
    const subject = SUBJECTS.map((column) => row[column]).find((id) => id !== null) ?? "";
    found.set(subject, [...(found.get(subject) ?? []), evidenceOf(row, dayOf)]);
  }
  return found;
}

function evidenceOf(row: EvidenceRow, dayOf: (at: number) => CalendarDate): PackEvidence {
  return {
    id: row.id,
    kind: row.kind,
    note: row.note,
    url: row.url,
    file:
      row.file_sha256 === null
        ? null
        : {
            sha256: row.file_sha256,
            name: row.file_name ?? "",
            type: row.file_type ?? "",
            size: row.file_size ?? 0,
          },
    addedBy: row.added_by_name,
    addedOn: dayOf(row.added_at),
  };
}

/** The decisions that the client sees, by number. */
export async function readClientDecisions(
  db: Kysely<DB>,
  engagementId: string,
): Promise<Selectable<DecisionTable>[]> {
  return db
    .selectFrom("decision")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .where("is_visible", "=", 1)
    .orderBy("number")
    .limit(ROWS_MOST)
    .execute();
}

/** What visible decisions are tied to; ties to what the client does not see are left out. */
export async function readClientLinks(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("decision_link")
    .leftJoin("finding", "finding.id", "decision_link.finding_id")
    .leftJoin("deliverable", "deliverable.id", "decision_link.deliverable_id")
    .select(["decision_link.decision_id", "decision_link.artefact"])
    .select(["finding.number as finding_number", "finding.title as finding_title"])
    .select("deliverable.title as deliverable_title")
    .where("decision_link.engagement_id", "=", engagementId)
    .where((eb) =>
      eb.and([
        eb.or([eb("decision_link.finding_id", "is", null), eb("finding.is_visible", "=", 1)]),
        eb.or([eb("decision_link.deliverable_id", "is", null), eb("deliverable.is_visible", "=", 1)]),
      ]),
    )
    .orderBy("finding.number")
    .orderBy("deliverable.title")
    .orderBy("decision_link.id")
    .limit(ROWS_MOST)
    .execute();
}

/** Deliverables that the client sees, in the order of the plan. */
export async function readClientChecklist(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "deliverable.status", "deliverable.due_on"])
    .select(["deliverable.artefact", "phase.kind as phase"])
    .where("deliverable.engagement_id", "=", engagementId)
    .where("deliverable.is_visible", "=", 1)
    .orderBy("phase.position")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(ROWS_MOST)
    .execute();
}

/** Every request for a gate, phase by phase. */
export async function readGateRequests(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("gate")
    .innerJoin("phase", "phase.id", "gate.phase_id")
    .selectAll("gate")
    .select("phase.kind as phase")
    .where("gate.engagement_id", "=", engagementId)
    .orderBy("phase.position")
    .orderBy("gate.attempt")
    .limit(ROWS_MOST)
    .execute();
}

/** Published updates that the client reads, the newest first. */
export async function readClientUpdates(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("update")
    .select(["id", "on_date", "health", "sentence", "body", "facts", "author_name"])
    .where("engagement_id", "=", engagementId)
    .where("published_at", "is not", null)
    .where("is_visible", "=", 1)
    .orderBy("on_date", "desc")
    .orderBy("id", "desc")
    .limit(ROWS_MOST)
    .execute();
}

/** What was said for both sides and not taken back. */
export async function readClientComments(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("comment")
    .select(["about", "subject_id", "body", "written_by_name", "written_at"])
    .where("engagement_id", "=", engagementId)
    .where("visibility", "=", "client")
    .where("removed_at", "is", null)
    .orderBy("written_at")
    .orderBy("id")
    .limit(ROWS_MOST)
    .execute();
}

/** The last event: everything in a pack is reckoned from its day. */
export async function readLastEvent(
  db: Kysely<DB>,
  engagementId: string,
): Promise<{ seq: number; on: CalendarDate } | undefined> {
  return db
    .selectFrom("event")
    .select(["seq", sql<CalendarDate>`on_date`.as("on")])
    .where("engagement_id", "=", engagementId)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
}
