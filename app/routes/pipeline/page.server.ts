import type { LoaderFunctionArgs } from "@remix-run/node";
import { filterOptions } from "db/engagement-list.server";
import { firmToday } from "db/firm.server";
import { readPipelinePage } from "db/pipeline.server";
import { readBoard } from "db/pipeline-board.server";
import { pipelineCursor } from "db/pipeline-order.server";
import { summariseStages } from "db/pipeline-summary.server";
import { readTimeline, timelineArrangement } from "db/pipeline-timeline.server";
import { reviewProgress } from "db/review-page.server";
import { listViews } from "db/saved-views.server";
import { stageChances } from "db/stages.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { isCalendarDate } from "~/domain/calendar";
import { isNarrowed } from "~/domain/engagement-filter";
import { type Actor, may } from "~/domain/permissions";
import {
  BOARD_COLUMNS,
  CARD_STAGES,
  needHeading,
  outcomeText,
  type StageSummary,
  summaryText,
} from "~/domain/pipeline";
import { timelineWindow } from "~/domain/pipeline-timeline";
import { type PipelineColumn, type PipelineView, parseView, usualColumns } from "~/domain/pipeline-view";
import { stageWorths } from "~/domain/stage-worth";

/** Columns that the page reads for those who ask for them. */
const ASKED_COLUMNS: readonly PipelineColumn[] = ["phase", "start", "value", "origin"];

/** Everything that the pipeline shows in the view that its address asks for. */
export async function readPipeline(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context } = args;
  const { searchParams } = new URL(args.request.url);
  const today = await firmToday(context.db, context.now());
  const view = asFarAsSeen(parseView(searchParams), actor);
  const summaries = await summariseStages(context.database, actor);
  const chances = await stageChances(context.database, actor);
  const of = (stage: StageSummary["stage"]) => summaries.find((summary) => summary.stage === stage);
  const stage = view.filter.stage ?? "active";
  const columns = view.columns ?? usualColumns(stage);
  const counts = columnCounts(summaries);
  return {
    shell: shellOf(actor),
    today,
    view,
    stage,
    columns,
    heading: needHeading(of("active")?.needing ?? 0, of("active")?.count ?? 0),
    review: may(actor.role, "review_engagement")
      ? await reviewProgress(context.database, actor, today)
      : null,
    cards: CARD_STAGES.map((one) => ({
      stage: one,
      count: of(one)?.count ?? 0,
      text: textOf(of(one), chances),
    })),
    worths: stageWorths(summaries, chances),
    isLearnt: chances !== null,
    total: of(stage)?.count ?? 0,
    lost: of("lost")?.count ?? 0,
    options: await filterOptions(context.database, actor),
    views: await listViews(context.db, actor),
    idempotencyKey: crypto.randomUUID(),
    mayMove: may(actor.role, "move_stage"),
    mayCreate: may(actor.role, "create_engagement"),
    hasMoney: may(actor.role, "see_money"),
    page: view.mode === "table" ? await readTable(args, actor, view, columns, today) : null,
    board: view.mode === "board" ? await readBoard(context.db, actor, view.filter, today, counts) : null,
    timeline: view.mode === "timeline" ? await readLine(args, actor, view, today) : null,
    counts: view.mode === "board" && !isNarrowed(view.filter) ? counts : null,
    outcomes: Object.fromEntries(summaries.map((summary) => [summary.stage, outcomeText(summary)])),
  };
}

/** Without what is about money that this role never sees, which could be told from the order. */
function asFarAsSeen(view: PipelineView, actor: Actor): PipelineView {
  if (may(actor.role, "see_money")) return view;
  const columns = view.columns?.filter((column) => column !== "value") ?? [];
  return {
    ...view,
    sort: view.sort === "value" ? "need" : view.sort,
    columns: columns.length > 0 ? columns : null,
  };
}

function textOf(summary: StageSummary | undefined, chances: Awaited<ReturnType<typeof stageChances>>) {
  if (!summary) return null;
  return summaryText(summary, chances?.find((chance) => chance.stage === summary.stage) ?? null);
}

async function readTable(
  { context, request }: LoaderFunctionArgs,
  actor: Actor,
  view: PipelineView,
  columns: readonly PipelineColumn[],
  today: string,
) {
  const { searchParams } = new URL(request.url);
  const cursor =
    pipelineCursor(view, "after", searchParams.get("after")) ??
    pipelineCursor(view, "before", searchParams.get("before"));
  const { sort, isReversed, group, filter } = view;
  const withFacts = columns.some((column) => ASKED_COLUMNS.includes(column));
  return readPipelinePage(context.db, actor, { ...filter, stage: filter.stage ?? "active" }, cursor, today, {
    sort,
    isReversed,
    group,
    withFacts,
  });
}

async function readLine(
  { context, request }: LoaderFunctionArgs,
  actor: Actor,
  view: PipelineView,
  today: string,
) {
  const { searchParams } = new URL(request.url);
  const order = view.sort === "need" ? "need" : "start";
  const cursor =
    pipelineCursor(timelineArrangement(order), "after", searchParams.get("after")) ??
    pipelineCursor(timelineArrangement(order), "before", searchParams.get("before"));
  const asked = searchParams.get("from") ?? "";
  const from = isCalendarDate(asked) ? asked : null;
  const window = timelineWindow(view.zoom, from, today);
  const page = await readTimeline(context.db, actor, view.filter, { window, order }, cursor, today);
  return { page, window, isElsewhen: from !== null };
}

function columnCounts(summaries: readonly StageSummary[]): Record<string, number> {
  return Object.fromEntries(
    BOARD_COLUMNS.map((column) => {
      const summary = summaries.find((one) => one.stage === column.stage);
      return [column.key, (column.phase ? summary?.byPhase[column.phase] : summary?.count) ?? 0];
    }),
  );
}
