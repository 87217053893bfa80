import { keptReport } from "db/reports.server";
import { readAuditReport } from "db/reports-audits.server";
import type { ReportAsk } from "../reports._index/request.server";

/** The audits concluded in the period, as the page and the file have them. */
export function auditReport({ actor, database, period }: ReportAsk<string>) {
  return keptReport(database, "audits", period, (db) => readAuditReport(db, actor, period));
}
