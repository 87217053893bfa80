import type { Kysely } from "kysely";
import type { EvidenceOf, EvidenceShown } from "~/domain/evidence";
import type { Actor } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import { type PortalFrame, requirePortal } from "./portal.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

const SHOWN = 5000;

const fileOf = (row: { file_name: string | null; file_type: string | null; file_size: number | null }) =>
  row.file_name === null
    ? null
    : { name: row.file_name, type: row.file_type ?? "", size: row.file_size ?? 0 };

/**
 * The evidence of an engagement that was reached with the actor's scope, of one kind of subject and perhaps of one of
 * them, by the id of its row, the latest first.
 */
export async function listEvidence(
  db: Kysely<DB>,
  engagementId: string,
  of: EvidenceOf,
  only: { id?: string; isVisible?: boolean } = {},
): Promise<Map<string, EvidenceShown[]>> {
  const column = `evidence.${of}_id` as const;
  let query = db
    .selectFrom("evidence")
    .leftJoin("file", "file.id", "evidence.file_id")
    .select(["evidence.id", "evidence.url", "evidence.note", "evidence.is_visible"])
    .select(["evidence.added_by_name", "evidence.added_at", `${column} as subject_id`])
    .select(["file.name as file_name", "file.type as file_type", "file.size as file_size"])
    .where("evidence.engagement_id", "=", engagementId)
    .where(column, "is not", null);
  if (only.id !== undefined) query = query.where(column, "=", only.id);
  if (only.isVisible) query = query.where("evidence.is_visible", "=", 1);
  const rows = await query
    .orderBy("evidence.added_at", "desc")
    .orderBy("evidence.id", "desc")
    .limit(SHOWN)
    .execute();
  const bySubject = new Map<string, EvidenceShown[]>();
  for (const row of rows) {
    const subjectId = row.subject_id ?? "";
    const list = bySubject.get(subjectId) ?? [];
    bySubject.set(subjectId, list);
    list.push({
      id: row.id,
      url: row.url,
      note: row.note,
      file: fileOf(row),
      isVisible: row.is_visible === 1,
      addedBy: row.added_by_name,
      addedAt: row.added_at,
    });
  }
  return bySubject;
}

/** A file of evidence with where its bytes lie, and what it is evidence of. */
export interface EvidenceFilePage {
  id: string;
  name: string;
  type: string;
  size: number;
  sha256: string;
  addedBy: string;
  addedAt: number;
  note: string;
  isVisible: boolean;
  subject: { of: EvidenceOf; id: string };
}

function fileQuery(db: Kysely<DB>, engagementId: string, id: string) {
  return db
    .selectFrom("evidence")
    .innerJoin("file", "file.id", "evidence.file_id")
    .leftJoin("deliverable", "deliverable.id", "evidence.deliverable_id")
    .leftJoin("hotspot", "hotspot.id", "evidence.hotspot_id")
    .leftJoin("finding", (join) =>
      join.on((eb) =>
        eb.or([
          eb("finding.id", "=", eb.ref("evidence.finding_id")),
          eb("finding.id", "=", eb.ref("hotspot.finding_id")),
        ]),
      ),
    )
    .select(["evidence.id", "evidence.note", "evidence.is_visible"])
    .select(["evidence.deliverable_id", "evidence.hotspot_id", "evidence.artefact_id", "evidence.ask_id"])
    .select("finding.id as finding_id")
    .select(["file.name", "file.type", "file.size", "file.sha256", "file.added_by_name", "file.added_at"])
    .where("evidence.engagement_id", "=", engagementId)
    .where("evidence.id", "=", id);
}

type FileRow = NonNullable<Awaited<ReturnType<ReturnType<typeof fileQuery>["executeTakeFirst"]>>>;

function subjectOf(row: FileRow): EvidenceFilePage["subject"] {
  if (row.deliverable_id) return { of: "deliverable", id: row.deliverable_id };
  if (row.artefact_id) return { of: "artefact", id: row.artefact_id };
  if (row.ask_id) return { of: "ask", id: row.ask_id };
  return { of: row.hotspot_id ? "hotspot" : "finding", id: row.finding_id ?? "" };
}

function pageOf(row: FileRow | undefined): EvidenceFilePage {
  if (!row) throw notFound("file");
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    size: row.size,
    sha256: row.sha256,
    addedBy: row.added_by_name,
    addedAt: row.added_at,
    note: row.note,
    isVisible: row.is_visible === 1,
    subject: subjectOf(row),
  };
}

/** A file of evidence, for our people. A hotspot's is told by its finding. @throws Refusal `not_found` */
export async function readEvidenceFile(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<EvidenceFilePage & { engagement: { code: string; title: string } }> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const row = await fileQuery(db, engagement.id, id).executeTakeFirst();
  return { ...pageOf(row), engagement: { code: engagement.code, title: engagement.title } };
}

/**
 * The same on the portal: only what the client sees, of what the client sees.
 * @throws Refusal `not_found` alike for what does not exist and what is ours
 */
export async function readPortalEvidenceFile(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<EvidenceFilePage & { frame: PortalFrame }> {
  const { engagement, frame } = await requirePortal(db, actor, code);
  const row = await fileQuery(db, engagement.id, id)
    .where("evidence.is_visible", "=", 1)
    .where((eb) =>
      eb.or([
        eb("deliverable.is_visible", "=", 1),
        eb("finding.is_visible", "=", 1),
        eb("evidence.artefact_id", "is not", null),
        eb("evidence.ask_id", "is not", null),
      ]),
    )
    .executeTakeFirst();
  return { ...pageOf(row), frame };
}
