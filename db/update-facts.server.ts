import type { Kysely } from "kysely";
import { addDays, type CalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { type UpdateFacts, updateFacts } from "~/domain/update";
import { listClock, listPauses, pauseSpan } from "./engagement-header.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** The first event that no published update has reported. */
export async function firstSeq(trx: Kysely<DB>, engagementId: string): Promise<number> {
  const { reported } = await trx
    .selectFrom("update")
    .select((eb) => eb.fn.max("to_seq").as("reported"))
    .where("engagement_id", "=", engagementId)
    .where("published_at", "is not", null)
    .executeTakeFirstOrThrow();
  if (reported !== null) return reported + 1;
  // Updates that were imported say nothing about events; what came with them is no news.
  const { imported } = await trx
    .selectFrom("event")
    .select((eb) => eb.fn.max("seq").as("imported"))
    .where("engagement_id", "=", engagementId)
    .where("kind", "in", ["update.published", "engagement.imported"])
    .executeTakeFirstOrThrow();
  return (imported ?? 0) + 1;
}

const MOST_EVENTS = 5000;

/** What there is to report of everything from an event on until now. */
export async function factsSince(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  fromSeq: number,
  today: CalendarDate,
  startedOn: CalendarDate | null,
): Promise<UpdateFacts> {
  const rows = await trx
    .selectFrom("event")
    .select(["seq", "kind", "subject_id", "label", "before", "after", "visibility"])
    .where("engagement_id", "=", engagement.id)
    .where("seq", ">=", fromSeq)
    .where("seq", "<=", engagement.seq)
    .orderBy("seq")
    .limit(MOST_EVENTS)
    .execute();
  const { name } = await trx
    .selectFrom("company")
    .select("name")
    .where("id", "=", engagement.company_id)
    .executeTakeFirstOrThrow();
  const last = await trx
    .selectFrom("update")
    .select("facts")
    .where("engagement_id", "=", engagement.id)
    .where("to_seq", "=", fromSeq - 1)
    .where("published_at", "is not", null)
    .where("facts", "is not", null)
    .executeTakeFirst();
  const reportedTo = last?.facts ? (JSON.parse(last.facts) as UpdateFacts).toOn : null;
  return updateFacts({
    events: rows.map((row) => ({
      seq: row.seq,
      kind: row.kind,
      subjectId: row.subject_id,
      label: row.label,
      before: JSON.parse(row.before) as Facts,
      after: JSON.parse(row.after) as Facts,
      visibility: row.visibility,
    })),
    intervals: await listClock(trx, engagement.id),
    pauses: (await listPauses(trx, engagement.id)).map(pauseSpan),
    fromOn: reportedTo ? addDays(reportedTo, 1) : (startedOn ?? today),
    toOn: today,
    company: name,
    calendar: await workingCalendar(trx),
  });
}
