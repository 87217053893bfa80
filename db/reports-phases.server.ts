import type { Kysely } from "kysely";
import type { Actor } from "~/domain/permissions";
import { dayCounter } from "~/domain/report";
import type { ReportPeriod } from "~/domain/report-period";
import type { PhaseFact } from "~/domain/report-phases";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

/** The phases that ended in the period with what was promised of them first; the latest first. */
export async function readPhaseReport(
  db: Kysely<DB>,
  actor: Actor,
  { fromOn, toOn }: ReportPeriod,
): Promise<PhaseFact[]> {
  const days = dayCounter(await workingCalendar(db));
  const rows = await db
    .selectFrom("phase")
    .innerJoin("engagement", "engagement.id", "phase.engagement_id")
    .innerJoin("company", "company.id", "engagement.company_id")
    .select([
      "engagement.code",
      "engagement.title",
      "company.name as client",
      "phase.kind",
      "phase.first_start_on",
      "phase.first_finish_on",
      "phase.actual_start_on",
      "phase.actual_finish_on",
    ])
    .where("phase.status", "=", "done")
    .where("phase.actual_finish_on", ">=", fromOn)
    .where("phase.actual_finish_on", "<=", toOn)
    // An imported phase that was never promised ran as planned only because nothing else is known of it.
    .where("phase.first_finish_on", "is not", null)
    .where(visibleTo(actor))
    .orderBy("phase.actual_finish_on", "desc")
    .orderBy("engagement.number", "desc")
    .orderBy("phase.position", "desc")
    .execute();
  return rows.flatMap((row): PhaseFact[] => {
    const { code, title, client, kind, first_start_on, first_finish_on } = row;
    const { actual_start_on: startOn, actual_finish_on: finishOn } = row;
    if (!first_start_on || !first_finish_on || !startOn || !finishOn) return [];
    const planned = days.within(first_start_on, first_finish_on);
    return [
      { code, title, client, kind, startOn, finishOn, planned, actual: days.within(startOn, finishOn) },
    ];
  });
}
