import type { LoaderFunctionArgs } from "@remix-run/node";
import { PHASE_VIEWS, phaseTable } from "~/domain/report-phases";
import { askedReport, reportCsv } from "../reports._index/request.server";
import { phaseReport } from "../reports.phases._index/report.server";

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, PHASE_VIEWS);
  const facts = await phaseReport(ask);
  return reportCsv("phases", ask, phaseTable(ask.view, facts, facts));
}
