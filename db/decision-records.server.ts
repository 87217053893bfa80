import { type Kysely, type Selectable, sql } from "kysely";
import type { DecisionText } from "~/domain/decision";
import type { DecisionRecord } from "~/domain/decision-record";
import type { DB, DecisionTable } from "./schema";

/** The text of a decision, which never changes once it is settled. */
export function textOf(row: Selectable<DecisionTable>): DecisionText {
  const { title, context, options, decision, consequences, more, present } = row;
  return {
    title,
    context,
    options,
    decision,
    consequences,
    more,
    present,
    revisitTrigger: row.revisit_trigger,
    decidedOn: row.decided_on,
  };
}

export interface KeptRecord extends DecisionRecord {
  id: string;
  number: number;
  sourceRef: string | null;
  after: { number: number; title: string } | null;
}

/** All decisions of an engagement that was reached with the actor's scope, as records, by number. */
export async function listDecisionRecords(
  db: Kysely<DB>,
  engagement: { id: string },
  isForClient: boolean,
): Promise<KeptRecord[]> {
  const rows = await db
    .selectFrom("decision")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where(isForClient ? sql<boolean>`is_visible = 1` : sql<boolean>`1 = 1`)
    .orderBy("number")
    .execute();
  const byId = new Map(rows.map((row) => [row.id, { number: row.number, title: row.title }]));
  return rows.map((row) => ({
    ...textOf(row),
    id: row.id,
    number: row.number,
    status: row.status,
    statusNote: row.status_note,
    revisitOn: row.revisit_on,
    sourceRef: row.source_ref,
    after: row.superseded_by ? (byId.get(row.superseded_by) ?? null) : null,
  }));
}
