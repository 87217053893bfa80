import type { LoaderFunctionArgs } from "@remix-run/node";
import { AUDIT_VIEWS, auditTable } from "~/domain/report-audits";
import { askedReport, reportCsv } from "../reports._index/request.server";
import { auditReport } from "../reports.audits._index/report.server";

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, AUDIT_VIEWS);
  const { facts } = await auditReport(ask);
  return reportCsv("audits", ask, auditTable(ask.view, facts, facts));
}
