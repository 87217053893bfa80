import { keptReport } from "db/reports.server";
import { countGiven, listGiven } from "db/reports-forecasts.server";
import type { ForecastView, GivenFact } from "~/domain/report-forecasts";
import { PAGE_ROWS, type ReportAsk } from "../reports._index/request.server";

/** How many of the dates that came due in the period held, as the page and the file have it. */
export function forecastCounts({ actor, database, period }: ReportAsk<string>) {
  return keptReport(database, "forecasts", period, (db) => countGiven(db, actor, period));
}

/** The dates themselves, where every one of them is asked for: those of a page, or all. */
export async function forecastFacts(
  { actor, database, period, view, page }: ReportAsk<ForecastView>,
  extent: "page" | "all",
): Promise<GivenFact[]> {
  if (view !== "each") return [];
  const rows = extent === "all" ? null : { skip: (page - 1) * PAGE_ROWS, rows: PAGE_ROWS };
  return listGiven(database.db, actor, period, rows);
}
