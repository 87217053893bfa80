import { keptReport } from "db/reports.server";
import { readPromiseReport } from "db/reports-promises.server";
import type { PromiseView } from "~/domain/report-promises";
import type { ReportAsk } from "../reports._index/request.server";

/** Every promise of the period as the page and the file have it. */
export function promiseReport({ actor, database, period, view }: ReportAsk<PromiseView>) {
  return keptReport(database, `promises by ${view}`, period, (db) =>
    readPromiseReport(db, actor, period, view),
  );
}
