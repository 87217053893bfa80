import type { LoaderFunctionArgs } from "@remix-run/node";
import { FORECAST_VIEWS, forecastTable } from "~/domain/report-forecasts";
import { askedReport, reportCsv } from "../reports._index/request.server";
import { forecastCounts, forecastFacts } from "../reports.forecasts._index/report.server";

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, FORECAST_VIEWS);
  const counts = await forecastCounts(ask);
  return reportCsv("forecasts", ask, forecastTable(ask.view, await forecastFacts(ask, "all"), counts));
}
