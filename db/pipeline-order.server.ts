import { type Expression, type RawBuilder, type SqlBool, sql } from "kysely";
import { type Actor, reach } from "~/domain/permissions";
import { isDescending, type PipelineGroup, type PipelineSort } from "~/domain/pipeline-view";
import { withMoneyFor } from "./money-scope.server";

/** The order of a table, and what its rows are grouped by. */
export interface Arrangement {
  sort: PipelineSort;
  isReversed: boolean;
  group: PipelineGroup | null;
}

export const BY_NEED: Arrangement = { sort: "need", isReversed: false, group: null };

/** A place in an arrangement: the rows after it, or before it. */
export interface PipelineCursor {
  direction: "after" | "before";
  /** Set where rows are grouped. */
  group: string | null;
  key: string | number;
  number: number;
}

const LAST_DATE = "9999-12-31";
const MOST_VALUE = 9_000_000_000_000_000;
const MOST_NUMBER = 2_147_483_647;
const LONGEST_KEY = 1000;

/** A date for ordering; what is not known stands last either way. */
function dateKey(column: string, isDown: boolean): RawBuilder<string> {
  return isDown
    ? sql<string>`coalesce(${sql.ref(column)}, '')`
    : sql<string>`coalesce(${sql.ref(column)}, ${sql.lit(LAST_DATE)})`;
}

/** A name for ordering; nobody stands last either way. */
function nameKey(column: string, isDown: boolean): RawBuilder<string> {
  const name = sql`lower(${sql.ref(column)})`;
  return isDown ? sql<string>`coalesce('1' || ${name}, '0')` : sql<string>`coalesce('0' || ${name}, '1')`;
}

/** What rows are put in order by; the value only as far as the actor may see it. */
export function sortKey({ sort, isReversed }: Arrangement, actor: Actor): RawBuilder<string | number> {
  const isDown = isDescending(sort, isReversed);
  switch (sort) {
    case "need":
      return sql<number>`engagement.need`;
    case "title":
      return sql<string>`lower(engagement.title)`;
    case "client":
      return sql<string>`lower(company.name)`;
    case "lead":
      return nameKey("lead.name", isDown);
    case "promised":
      return dateKey("engagement.promised_finish_on", isDown);
    case "expected":
      return dateKey("engagement.p80_on", isDown);
    case "start":
      return dateKey("engagement.starts_on", isDown);
    case "value": {
      const unknown = sql.lit(isDown ? -1 : MOST_VALUE);
      // As plain as its index for whoever sees it all.
      return reach(actor.role, "see_money") === "all"
        ? sql<number>`coalesce(engagement.value_minor, ${unknown})`
        : sql<number>`coalesce(case when ${withMoneyFor(actor)} then engagement.value_minor end, ${unknown})`;
    }
  }
}

const GROUP_KEYS: Record<PipelineGroup, RawBuilder<string>> = {
  lead: sql<string>`coalesce('0' || lower(lead.name) || ' ' || lead.id, '1')`,
  client: sql<string>`lower(company.name) || ' ' || company.id`,
  phase: sql<string>`case engagement.phase
    when 'read' then '1' when 'stabilise' then '2' when 'extend' then '3' when 'document' then '4' else '5' end`,
  health: sql<string>`case when engagement.is_paused = 1 then '4' when engagement.health = 'off_track' then '1'
    when engagement.health = 'at_risk' then '2' when engagement.health = 'on_track' then '3' else '5' end`,
};

/** What rows are grouped by, in the order of the groups. */
export function groupKey(group: PipelineGroup): RawBuilder<string> {
  return GROUP_KEYS[group];
}

/** Which way the rows of a group run when they are read forward or back. */
export function directionOf(arrangement: Arrangement, cursor: PipelineCursor | null): "asc" | "desc" {
  const isBackward = cursor?.direction === "before";
  return isDescending(arrangement.sort, arrangement.isReversed) === isBackward ? "asc" : "desc";
}

/** The rows beyond a cursor, for the WHERE. */
export function beyond(arrangement: Arrangement, cursor: PipelineCursor, actor: Actor): Expression<SqlBool> {
  const places = sql`(${sortKey(arrangement, actor)}, engagement.number)`;
  const place = sql`(${cursor.key}, ${cursor.number})`;
  const within =
    directionOf(arrangement, cursor) === "asc"
      ? sql<SqlBool>`${places} > ${place}`
      : sql<SqlBool>`${places} < ${place}`;
  if (!arrangement.group) return within;
  const key = groupKey(arrangement.group);
  const further =
    cursor.direction === "after" ? sql`${key} > ${cursor.group}` : sql`${key} < ${cursor.group}`;
  return sql<SqlBool>`(${further} or (${key} = ${cursor.group} and ${within}))`;
}

/** A cursor as it stands in an address. */
export function cursorText(row: {
  group_key?: string | null;
  sort_key: string | number;
  number: number;
}): string {
  const { group_key: group, sort_key: key, number } = row;
  return JSON.stringify(group == null ? [number, key] : [number, key, group]);
}

/** Reads a cursor of an arrangement from an address; null when it is none. */
export function pipelineCursor(
  { sort, group }: Arrangement,
  direction: PipelineCursor["direction"],
  text: string | null,
): PipelineCursor | null {
  const parts = partsOf(text);
  if (!parts || parts.length !== (group ? 3 : 2)) return null;
  const [number, key, own = null] = parts;
  if (!isWhole(number, MOST_NUMBER) || !isKey(key, sort)) return null;
  if (group && !isText(own)) return null;
  return { direction, number, key, group: group ? (own as string) : null };
}

function partsOf(text: string | null): unknown[] | null {
  if (!text || text.length > 3 * LONGEST_KEY) return null;
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null;
  }
}

function isKey(key: unknown, sort: PipelineSort): key is string | number {
  if (sort === "need") return isWhole(key, MOST_NUMBER);
  return sort === "value" ? key === -1 || isWhole(key, MOST_VALUE) : isText(key);
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_KEY && !value.includes("\0");
}
