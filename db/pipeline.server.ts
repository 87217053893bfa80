import { type Kysely, type RawBuilder, sql } from "kysely";
import { HEALTH_LABEL } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { Origin } from "~/domain/engagement";
import type { EngagementFilter } from "~/domain/engagement-filter";
import { type Actor, may } from "~/domain/permissions";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { seesMoneyOf } from "~/domain/pipeline";
import type { PipelineGroup } from "~/domain/pipeline-view";
import type { Stage } from "~/domain/stage";
import { withMoneyFor } from "./money-scope.server";
import {
  type Arrangement,
  BY_NEED,
  beyond,
  cursorText,
  directionOf,
  groupKey,
  type PipelineCursor,
  sortKey,
} from "./pipeline-order.server";
import {
  drawRows,
  engagementsFor,
  engagementsIn,
  type PipelineRow,
  PLACE_COLUMNS,
} from "./pipeline-rows.server";
import type { DB } from "./schema";
import { refreshStandings } from "./standing-refresh.server";

export const PIPELINE_PAGE_ROWS = 100;

/** What only some tables show; the value is null where it is not known or not the actor's to see. */
export interface RowFacts {
  phase: PhaseKind | null;
  startsOn: CalendarDate | null;
  origin: Origin;
  value: { valueMinor: number; currency: string } | null;
}

/** The head of a group, which stands before the row at `at`. */
export interface GroupHead {
  at: number;
  label: string;
  /** Whether its first rows stand on the page before. */
  isContinued: boolean;
  count: number;
  /** As far as the actor may see it; empty otherwise. */
  money: { currency: string; value: number }[];
}

export interface PipelinePage {
  rows: (PipelineRow & { facts?: RowFacts })[];
  /** Empty where nothing is grouped. */
  groups: GroupHead[];
  /** Cursors as they stand in an address; null where there is no such page. */
  next: string | null;
  previous: string | null;
}

export interface PageAsked extends Arrangement {
  withFacts: boolean;
}

type Filter = EngagementFilter & { stage: Stage };

/** A page of one stage of the pipeline as the actor sees it; by default those that need someone most first. */
export async function readPipelinePage(
  db: Kysely<DB>,
  actor: Actor,
  filter: Filter,
  cursor: PipelineCursor | null,
  today: CalendarDate,
  asked: PageAsked = { ...BY_NEED, withFacts: false },
): Promise<PipelinePage> {
  await refreshStandings(db, today);
  const { group } = asked;
  const isBackward = cursor?.direction === "before";
  const order = directionOf(asked, cursor);
  // Places are chosen first and drawn after, so that the names of a hundred rows are looked up and not of all.
  let places = engagementsFor(db, actor, filter)
    .select("engagement.id")
    .limit(PIPELINE_PAGE_ROWS + 1);
  if (group) places = places.orderBy(groupKey(group), isBackward ? "desc" : "asc");
  places = places.orderBy(sortKey(asked, actor), order).orderBy("engagement.number", order);
  if (cursor) places = places.where(beyond(asked, cursor, actor));
  let query = engagementsIn(db, actor, db.selectFrom(places.as("place")).select("place.id"))
    .select([...PLACE_COLUMNS, sortKey(asked, actor).as("sort_key")])
    .select((group ? groupKey(group) : sql<string | null>`null`).as("group_key"))
    .$if(asked.withFacts, (all) => all.select(FACT_COLUMNS));
  if (group) query = query.orderBy(groupKey(group), isBackward ? "desc" : "asc");
  const found = await query
    .orderBy(sortKey(asked, actor), order)
    .orderBy("engagement.number", order)
    .execute();
  const page = found.slice(0, PIPELINE_PAGE_ROWS);
  if (isBackward) page.reverse();
  const hasMore = found.length > PIPELINE_PAGE_ROWS;
  const [first, last] = [page[0], page.at(-1)];
  const drawn = await drawRows(db, actor, page, today);
  // Whatever was taken away between the two reads leaves no hole, and heads are placed by the rows that are left.
  const shown = page.filter((place) => drawn.has(place.id));
  const rows = shown.flatMap((place) => {
    const row = drawn.get(place.id);
    if (!row) return [];
    return [asked.withFacts ? { ...row, facts: factsOf(place as FactRow, actor) } : row];
  });
  const keys = shown.map((place) => place.group_key);
  return {
    rows,
    groups: group ? await headGroups(db, actor, filter, group, keys, rows, cursor) : [],
    next: last && (isBackward || hasMore) ? cursorText(last) : null,
    previous: first && cursor && (!isBackward || hasMore) ? cursorText(first) : null,
  };
}

const FACT_COLUMNS = [
  "engagement.phase",
  "engagement.starts_on",
  "engagement.origin",
  "engagement.value_minor",
  "engagement.currency",
  "engagement.lead_id",
  "engagement.company_id",
] as const;

interface FactRow {
  phase: PhaseKind | null;
  starts_on: string | null;
  origin: Origin;
  value_minor: number | null;
  currency: string;
  lead_id: string | null;
  company_id: string;
}

function factsOf(row: FactRow, actor: Actor): RowFacts {
  const maySeeMoney = seesMoneyOf(actor, { leadId: row.lead_id, companyId: row.company_id });
  return {
    phase: row.phase,
    startsOn: row.starts_on,
    origin: row.origin,
    value:
      maySeeMoney && row.value_minor !== null
        ? { valueMinor: row.value_minor, currency: row.currency }
        : null,
  };
}

/** The heads of the groups that rows of a page belong to, counted over all pages. */
async function headGroups(
  db: Kysely<DB>,
  actor: Actor,
  filter: Filter,
  group: PipelineGroup,
  keys: readonly (string | null)[],
  rows: readonly PipelineRow[],
  cursor: PipelineCursor | null,
): Promise<GroupHead[]> {
  const own = [...new Set(keys)].flatMap((key) => (key === null ? [] : [key]));
  if (own.length === 0) return [];
  const key: RawBuilder<string> = groupKey(group);
  const value = sql<number>`sum(case when ${withMoneyFor(actor)} then coalesce(engagement.value_minor, 0) else 0 end)`;
  const counted = await engagementsFor(db, actor, filter)
    .select([key.as("group_key"), "engagement.currency"])
    .select([sql<number>`count(*)`.as("count"), value.as("value")])
    .where(key, "in", own)
    .groupBy([key, "engagement.currency"])
    .execute();
  return own.map((one, index) => {
    const parts = counted.filter((row) => row.group_key === one);
    const at = keys.indexOf(one);
    const row = rows[at];
    return {
      at,
      label: row ? labelOf(group, row, one) : "",
      isContinued: index === 0 && cursor?.direction === "after" && cursor.group === one,
      count: parts.reduce((sum, part) => sum + part.count, 0),
      money: may(actor.role, "see_money")
        ? parts.flatMap((part) => (part.value > 0 ? [{ currency: part.currency, value: part.value }] : []))
        : [],
    };
  });
}

const PHASES_BY_KEY: Record<string, string> = {
  "1": PHASE_LABEL.read,
  "2": PHASE_LABEL.stabilise,
  "3": PHASE_LABEL.extend,
  "4": PHASE_LABEL.document,
};

function labelOf(group: PipelineGroup, row: PipelineRow, key: string): string {
  switch (group) {
    case "lead":
      return row.lead ?? "No lead";
    case "client":
      return row.client;
    case "phase":
      return PHASES_BY_KEY[key] ?? "No phase yet";
    case "health":
      if (row.isPaused) return "Paused";
      return row.health ? HEALTH_LABEL[row.health] : "No work under way";
  }
}
