import type { LoaderFunctionArgs } from "@remix-run/node";
import { HOURS_VIEWS, hoursTable } from "~/domain/report-hours";
import { askedReport, reportCsv } from "../reports._index/request.server";
import { hoursReport } from "../reports.hours._index/report.server";

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, HOURS_VIEWS);
  const facts = await hoursReport(ask);
  return reportCsv("hours", ask, hoursTable(ask.view, facts, facts));
}
