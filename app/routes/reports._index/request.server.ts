import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Database } from "db/connect.server";
import { csvOf, csvResponse } from "db/csv.server";
import { firmToday } from "db/firm.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import type { Actor } from "~/domain/permissions";
import { cellTexts, type ReportTable } from "~/domain/report";
import { parsePeriod, type ReportPeriod } from "~/domain/report-period";
import type { ReportFrame } from "~/ui/report-page";

/** A report as an address asks for it. */
export interface ReportAsk<View extends string> {
  actor: Actor;
  database: Database;
  today: string;
  period: ReportPeriod;
  view: View;
  /** From 1. */
  page: number;
}

/** Reads what is asked for; views that there are not, and pages that make no sense, are the first. */
export async function askedReport<View extends string>(
  args: LoaderFunctionArgs,
  views: readonly [View, ...View[]],
): Promise<ReportAsk<View>> {
  const actor = await requirePermission(args, "see_reports");
  const { db, database } = args.context;
  const { searchParams } = new URL(args.request.url);
  const today = await firmToday(db, args.context.now());
  const page = Number(searchParams.get("page") ?? 1);
  return {
    actor,
    database,
    today,
    period: parsePeriod(searchParams, today),
    view: views.find((view) => view === searchParams.get("by")) ?? views[0],
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

export const PAGE_ROWS = 200;

/** The frame around a table of so many rows; a page beyond the last is the last. */
export function frameOf<View extends string>(
  asked: ReportAsk<View>,
  count: number,
): { ask: ReportAsk<View>; frame: ReportFrame } {
  const { actor, today, period, view } = asked;
  const pages = Math.max(1, Math.ceil(count / PAGE_ROWS));
  const page = Math.min(asked.page, pages);
  return {
    ask: { ...asked, page },
    frame: { shell: shellOf(actor), today, period, view, page, pages, count },
  };
}

/** The rows of the page asked for, and the frame around them. */
export function pageOf<Row>(
  asked: ReportAsk<string>,
  rows: readonly Row[],
): { shown: Row[]; frame: ReportFrame } {
  const { ask, frame } = frameOf(asked, rows.length);
  return { shown: rows.slice((ask.page - 1) * PAGE_ROWS, ask.page * PAGE_ROWS), frame };
}

/** The whole table as a file: every row, whichever page is shown. */
export function reportCsv(name: string, { period }: ReportAsk<string>, table: ReportTable): Response {
  const { columns, rows } = cellTexts(table);
  return csvResponse(`${name}-${period.fromOn}-${period.toOn}`, csvOf(columns, rows));
}
