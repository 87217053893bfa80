import { type EngagementFilter, filterParams, parseFilter } from "./engagement-filter";
import type { Stage } from "./stage";

export const PIPELINE_MODES = ["table", "board", "timeline"] as const;
export type PipelineMode = (typeof PIPELINE_MODES)[number];

export const MODE_LABEL: Record<PipelineMode, string> = {
  table: "Table",
  board: "Board",
  timeline: "Timeline",
};

/** The orders of the table. */
export const PIPELINE_SORTS = [
  "need",
  "promised",
  "expected",
  "start",
  "value",
  "client",
  "lead",
  "title",
] as const;
export type PipelineSort = (typeof PIPELINE_SORTS)[number];

export const PIPELINE_SORT_LABEL: Record<PipelineSort, string> = {
  need: "Need",
  promised: "Promised finish",
  expected: "80 % date",
  start: "Start",
  value: "Value",
  client: "Client",
  lead: "Lead",
  title: "Title",
};

/** Need and value begin with the most, the others with the first. */
export function isDescending(sort: PipelineSort, isReversed: boolean): boolean {
  return (sort === "need" || sort === "value") !== isReversed;
}

export const PIPELINE_GROUPS = ["lead", "client", "phase", "health"] as const;
export type PipelineGroup = (typeof PIPELINE_GROUPS)[number];

export const PIPELINE_GROUP_LABEL: Record<PipelineGroup, string> = {
  lead: "Lead",
  client: "Client",
  phase: "Phase",
  health: "Health",
};

/** The columns beside the engagement's name, in the order in which they stand. */
export const PIPELINE_COLUMNS = [
  "plan",
  "health",
  "words",
  "phase",
  "start",
  "promised",
  "expected",
  "value",
  "origin",
  "lead",
] as const;
export type PipelineColumn = (typeof PIPELINE_COLUMNS)[number];

export const PIPELINE_COLUMN_LABEL: Record<PipelineColumn, string> = {
  plan: "Plan",
  health: "Health",
  words: "Why, or what we know",
  phase: "Phase",
  start: "Start",
  promised: "Promised",
  expected: "Expected",
  value: "Value",
  origin: "Origin",
  lead: "Lead",
};

/** What a stage's table shows until somebody chooses. */
export function usualColumns(stage: Stage): readonly PipelineColumn[] {
  if (stage === "active") return ["plan", "health", "words", "promised", "expected", "lead"];
  if (stage === "lost") return ["words", "lead"];
  return stage === "handed_over" ? ["plan", "words", "promised", "lead"] : ["plan", "words", "lead"];
}

export const TIMELINE_ZOOMS = ["weeks", "quarter"] as const;
export type TimelineZoom = (typeof TIMELINE_ZOOMS)[number];

/** One way of looking at the pipeline, all of which stands in its address. */
export interface PipelineView {
  mode: PipelineMode;
  filter: EngagementFilter;
  sort: PipelineSort;
  isReversed: boolean;
  group: PipelineGroup | null;
  /** Null for the usual ones. */
  columns: readonly PipelineColumn[] | null;
  zoom: TimelineZoom;
}

const oneOf = <T extends string>(all: readonly T[], text: string | null): T | null =>
  all.find((one) => one === text) ?? null;

/** Reads a view from an address; what makes no sense is left out. */
export function parseView(params: URLSearchParams): PipelineView {
  const mode = oneOf(PIPELINE_MODES, params.get("view")) ?? "table";
  const asked = new Set(params.getAll("columns").flatMap((text) => text.split(",")));
  const columns = PIPELINE_COLUMNS.filter((column) => asked.has(column));
  const filter = parseFilter(params);
  // A table without a stage is that of the active ones.
  if (mode === "table" && filter.stage === "active") filter.stage = null;
  return {
    mode,
    filter,
    // The timeline has two orders of its own, by start unless need is asked for.
    sort: oneOf(PIPELINE_SORTS, params.get("sort")) ?? (mode === "timeline" ? "start" : "need"),
    isReversed: params.get("order") === "reversed",
    group: oneOf(PIPELINE_GROUPS, params.get("group")),
    columns: columns.length > 0 ? columns : null,
    zoom: oneOf(TIMELINE_ZOOMS, params.get("zoom")) ?? "weeks",
  };
}

/**
 * The view as it stands in an address, with its question mark unless it is empty, and only with what belongs to its
 * mode. `more` holds what is of one visit: a cursor, an open form.
 */
export function viewParams(view: PipelineView, more: Readonly<Record<string, string | null>> = {}): string {
  const { mode, sort } = view;
  const inTable = mode === "table";
  return filterParams(view.filter, {
    view: inTable ? null : mode,
    sort: mode === "board" || sort === (inTable ? "need" : "start") ? null : sort,
    order: inTable && view.isReversed ? "reversed" : null,
    group: inTable ? view.group : null,
    columns: inTable && view.columns ? view.columns.join(",") : null,
    zoom: mode === "timeline" && view.zoom !== "weeks" ? view.zoom : null,
    ...more,
  });
}

/** The address of a view with some of it changed. */
export function viewAddress(
  view: PipelineView,
  changes: Partial<PipelineView> = {},
  more: Readonly<Record<string, string | null>> = {},
): string {
  return `/pipeline${viewParams({ ...view, ...changes }, more)}`;
}

/** The view of another mode: a timeline has an order of its own. */
export function viewInMode(view: PipelineView, mode: PipelineMode): PipelineView {
  if (mode === view.mode) return view;
  const sort = mode === "timeline" ? "start" : view.mode === "timeline" ? "need" : view.sort;
  return { ...view, mode, sort };
}

/** A query as it is kept: only what is known, in one order, without a place in it. */
export function canonicalQuery(query: string): string {
  return viewParams(parseView(new URLSearchParams(query))).replace(/^\?/, "");
}
