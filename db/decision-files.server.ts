import type { Kysely } from "kysely";
import { decisionFileName, writeDecisionRecord } from "~/domain/decision-record";
import { listDecisionRecords } from "./decision-records.server";
import type { DB } from "./schema";

/**
 * The decisions of an engagement that was reached with the actor's scope, one Markdown file each, by number. With
 * `isForClient` only those that the client may read.
 */
export async function decisionFiles(
  db: Kysely<DB>,
  engagement: { id: string },
  isForClient: boolean,
): Promise<{ name: string; text: string }[]> {
  const records = await listDecisionRecords(db, engagement, isForClient);
  return records.map(({ after, ...record }) => ({
    name: decisionFileName(record.number, record.title),
    text: writeDecisionRecord(record, after),
  }));
}
