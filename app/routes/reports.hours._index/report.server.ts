import { keptReport } from "db/reports.server";
import { readHoursReport } from "db/reports-hours.server";
import type { ReportAsk } from "../reports._index/request.server";

/** The hotspots of what was closed in the period, as the page and the file have them. */
export function hoursReport({ actor, database, period }: ReportAsk<string>) {
  return keptReport(database, "hours", period, (db) => readHoursReport(db, actor, period));
}
