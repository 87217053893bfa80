import type { Kysely } from "kysely";
import { ARTEFACT_LABEL, ARTEFACTS } from "~/domain/deliverable";
import { EVIDENCE_LIMITS, type EvidenceOf, type EvidenceSubject } from "~/domain/evidence";
import { conflict, notFound } from "~/domain/refusal";
import { newId } from "./act";
import { requireDeliverable } from "./deliverables.server";
import { requireFinding } from "./findings.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** What evidence belongs to, as a change of it needs to know. */
export interface EvidenceSubjectRow {
  of: EvidenceOf;
  rowId: string;
  column: `${EvidenceOf}_id`;
  /** What events call it by. */
  eventId: string;
  title: string;
  /** Whether the client sees it at all. */
  isVisible: boolean;
  /** Pieces that are there. */
  count: number;
  /** It is done, and only because there is evidence. */
  needsEvidence: boolean;
}

type Found = Pick<EvidenceSubjectRow, "rowId" | "title" | "isVisible"> & Partial<EvidenceSubjectRow>;
type Find = (
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
  how: { isAdding: boolean },
) => Promise<Found>;

const FIND: Record<EvidenceOf, Find> = {
  deliverable: async (trx, engagement, id) => {
    const row = await requireDeliverable(trx, engagement, id);
    const needsEvidence = row.status === "done" && row.requires_evidence === 1;
    return { rowId: row.id, title: row.title, isVisible: row.is_visible === 1, needsEvidence };
  },
  finding: async (trx, engagement, id) => {
    const row = await requireFinding(trx, engagement, id);
    return { rowId: row.id, title: row.title, isVisible: row.is_visible === 1 };
  },
  hotspot: async (trx, engagement, id) => {
    const row = await trx
      .selectFrom("hotspot")
      .innerJoin("finding", "finding.id", "hotspot.finding_id")
      .select(["hotspot.id", "finding.title", "finding.is_visible"])
      .where("hotspot.engagement_id", "=", engagement.id)
      .where("hotspot.id", "=", id)
      .executeTakeFirst();
    if (!row) throw notFound("hotspot");
    return { rowId: row.id, title: row.title, isVisible: row.is_visible === 1 };
  },
  artefact: async (trx, engagement, id, { isAdding }) => {
    const kind = ARTEFACTS.find((candidate) => candidate === id);
    if (!kind) throw notFound("artefact");
    const row = await trx
      .selectFrom("artefact")
      .select("id")
      .where("engagement_id", "=", engagement.id)
      .where("kind", "=", kind)
      .executeTakeFirst();
    if (!row && !isAdding) throw notFound("evidence");
    const rowId = row?.id ?? newId();
    if (!row) {
      // Version 0 is what a form of the register says while nobody has written in the row.
      const words = { place: "", owner_after: "", how_verified: "" };
      await trx
        .insertInto("artefact")
        .values({ id: rowId, engagement_id: engagement.id, kind, ...words, version: 0 })
        .execute();
    }
    return { rowId, eventId: kind, title: ARTEFACT_LABEL[kind], isVisible: true };
  },
  ask: async (trx, engagement, id, { isAdding }) => {
    const row = await trx
      .selectFrom("ask")
      .select(["id", "title", "status"])
      .where("engagement_id", "=", engagement.id)
      .where("id", "=", id)
      .executeTakeFirst();
    if (!row) throw notFound("ask");
    if (isAdding && row.status === "withdrawn") throw conflict("This ask was withdrawn meanwhile.");
    return { rowId: row.id, title: row.title, isVisible: true };
  },
};

/** What the evidence of an engagement that is held belongs to. @throws Refusal `not_found` when it is not there */
export async function requireEvidenceSubject(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  { of, id }: EvidenceSubject,
  { isAdding }: { isAdding: boolean },
): Promise<EvidenceSubjectRow> {
  const found = await FIND[of](trx, engagement, id, { isAdding });
  const column = `${of}_id` as const;
  const there = await trx
    .selectFrom("evidence")
    .select("id")
    .where("engagement_id", "=", engagement.id)
    .where(column, "=", found.rowId)
    .limit(EVIDENCE_LIMITS.pieces)
    .execute();
  return { of, column, eventId: found.rowId, needsEvidence: false, count: there.length, ...found };
}
