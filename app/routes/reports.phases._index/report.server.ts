import { keptReport } from "db/reports.server";
import { readPhaseReport } from "db/reports-phases.server";
import type { ReportAsk } from "../reports._index/request.server";

/** The phases that ended in the period, as the page and the file have them. */
export function phaseReport({ actor, database, period }: ReportAsk<string>) {
  return keptReport(database, "phases", period, (db) => readPhaseReport(db, actor, period));
}
