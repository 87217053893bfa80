import type { Kysely } from "kysely";
import { addDays, type CalendarDate } from "~/domain/calendar";
import type { DB } from "../schema";

/** Days since each contact last looked at the portal of a live engagement, in turn. */
const DAYS_SINCE_VISIT = [9, 4, 6, 13, 2];

/** The last visit of the contacts to the portals of their live engagements, so that something has changed since. */
export async function lookBack(db: Kysely<DB>, today: CalendarDate): Promise<void> {
  const rows = await db
    .selectFrom("engagement")
    .innerJoin("contact", "contact.company_id", "engagement.company_id")
    .innerJoin("person", "person.id", "contact.person_id")
    .select(["engagement.id", "contact.person_id"])
    .where("engagement.stage", "=", "active")
    .orderBy("engagement.number")
    .orderBy("person.email")
    .execute();
  for (const [index, row] of rows.entries()) {
    const visitedOn = addDays(today, -(DAYS_SINCE_VISIT[index % DAYS_SINCE_VISIT.length] ?? 5));
    const at = Date.parse(`${visitedOn}T18:10:00Z`);
    const { seen } = await db
      .selectFrom("event")
      .select((eb) => eb.fn.max("seq").as("seen"))
      .where("engagement_id", "=", row.id)
      .where("at", "<=", at)
      .executeTakeFirstOrThrow();
    if (!seen) continue;
    await db
      .insertInto("portal_visit")
      .values({
        engagement_id: row.id,
        person_id: row.person_id,
        since_seq: seen,
        since_at: at,
        seen_seq: seen,
        seen_at: at,
      })
      .execute();
  }
}
