import type { Kysely } from "kysely";
import { ARTEFACTS, type Artefact } from "~/domain/deliverable";
import { invalid } from "~/domain/refusal";
import { newId } from "./act";
import type { DB } from "./schema";

/** What a decision is about. */
export interface DecisionLinks {
  findingIds: readonly string[];
  deliverableIds: readonly string[];
  artefacts: readonly Artefact[];
}

export const NO_LINKS: DecisionLinks = { findingIds: [], deliverableIds: [], artefacts: [] };

const LINKS_MOST = 100;

/** Ties a decision to exactly these parts of its engagement; answers whether that changed anything. */
export async function putLinks(
  trx: Kysely<DB>,
  engagementId: string,
  decisionId: string,
  links: DecisionLinks,
): Promise<boolean> {
  const wanted = {
    findingIds: await own(trx, "finding", engagementId, links.findingIds),
    deliverableIds: await own(trx, "deliverable", engagementId, links.deliverableIds),
    artefacts: ARTEFACTS.filter((artefact) => links.artefacts.includes(artefact)),
  };
  const rows = [
    ...wanted.findingIds.map((id) => ({ finding_id: id, deliverable_id: null, artefact: null })),
    ...wanted.deliverableIds.map((id) => ({ finding_id: null, deliverable_id: id, artefact: null })),
    ...wanted.artefacts.map((artefact) => ({ finding_id: null, deliverable_id: null, artefact })),
  ];
  if (rows.length > LINKS_MOST) throw invalid("links", `Link it to at most ${LINKS_MOST} things.`);
  const before = await trx
    .selectFrom("decision_link")
    .select(["finding_id", "deliverable_id", "artefact"])
    .where("engagement_id", "=", engagementId)
    .where("decision_id", "=", decisionId)
    .execute();
  const keyOf = (row: (typeof before)[number]) => row.finding_id ?? row.deliverable_id ?? row.artefact ?? "";
  const same = new Set(before.map(keyOf));
  if (rows.length === before.length && rows.every((row) => same.has(keyOf(row)))) return false;
  await trx
    .deleteFrom("decision_link")
    .where("engagement_id", "=", engagementId)
    .where("decision_id", "=", decisionId)
    .execute();
  if (rows.length > 0) {
    await trx
      .insertInto("decision_link")
      .values(
        rows.map((row) => ({
          id: newId(),
          engagement_id: engagementId,
          decision_id: decisionId,
          ...row,
        })),
      )
      .execute();
  }
  return true;
}

/** Those of the ids that belong to the engagement; what was removed meanwhile or is another's is left out. */
async function own(
  trx: Kysely<DB>,
  table: "finding" | "deliverable",
  engagementId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom(table)
    .select("id")
    .where("engagement_id", "=", engagementId)
    .where("id", "in", ids.slice(0, LINKS_MOST + 1))
    .execute();
  return rows.map((row) => row.id);
}
