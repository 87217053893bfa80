import type { LoaderFunctionArgs } from "@remix-run/node";
import { PROMISE_VIEWS, promiseTable, totalPromises } from "~/domain/report-promises";
import { askedReport, reportCsv } from "../reports._index/request.server";
import { promiseReport } from "../reports.promises._index/report.server";

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, PROMISE_VIEWS);
  const { facts } = await promiseReport(ask);
  return reportCsv("promises", ask, promiseTable(ask.view, facts, totalPromises(facts)));
}
