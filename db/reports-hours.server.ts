import type { Kysely } from "kysely";
import type { Actor } from "~/domain/permissions";
import type { HoursFact } from "~/domain/report-hours";
import type { ReportPeriod } from "~/domain/report-period";
import { closedIn } from "./reports.server";
import type { DB } from "./schema";

/** The engagements closed in the period that have hotspots, with what these cost before and after; the latest first. */
export async function readHoursReport(
  db: Kysely<DB>,
  actor: Actor,
  period: ReportPeriod,
): Promise<HoursFact[]> {
  const rows = await closedIn(db, actor, period)
    .innerJoin("company", "company.id", "engagement.company_id")
    .innerJoin("hotspot", "hotspot.engagement_id", "engagement.id")
    .select([
      "engagement.code",
      "engagement.title",
      "company.name as client",
      "last.actual_finish_on as closed_on",
      "hotspot.minutes_before",
      "hotspot.minutes_after",
    ])
    .orderBy("last.actual_finish_on", "desc")
    .orderBy("engagement.number", "desc")
    .execute();
  const facts = new Map<string, HoursFact & { hotspots: HoursFact["hotspots"][number][] }>();
  for (const { code, title, client, closed_on, minutes_before, minutes_after } of rows) {
    const fact = facts.get(code) ?? { code, title, client, closedOn: closed_on ?? "", hotspots: [] };
    fact.hotspots.push({ minutesBefore: minutes_before, minutesAfter: minutes_after });
    facts.set(code, fact);
  }
  return [...facts.values()];
}
