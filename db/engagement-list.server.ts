import { type Expression, type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import type { Health } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { EngagementFilter } from "~/domain/engagement-filter";
import type { ListSort } from "~/domain/engagement-list";
import { type Actor, reach } from "~/domain/permissions";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import { seesMoneyOf } from "~/domain/pipeline";
import { percent } from "~/domain/progress";
import type { Stage } from "~/domain/stage";
import type { Database } from "./connect.server";
import { matching } from "./engagement-filter.server";
import { keptWhileUnchanged } from "./kept.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { refreshStandings } from "./standing-refresh.server";

export const LIST_PAGE_ROWS = 100;
/** More than any firm has; a file beyond it would not open in a spreadsheet with ease. */
const EXPORT_ROWS = 50_000;

/** Each order ends with the number, so that no two rows share a place. */
const ORDERS: Record<ListSort, { key: RawBuilder<string | number>; direction: "asc" | "desc" }> = {
  newest: { key: sql`engagement.number`, direction: "desc" },
  need: { key: sql`engagement.need`, direction: "desc" },
  title: { key: sql`lower(engagement.title)`, direction: "asc" },
  client: { key: sql`lower(company.name)`, direction: "asc" },
  finish: { key: sql`coalesce(engagement.promised_finish_on, '9999-12-31')`, direction: "asc" },
};

/** A place in an order: the rows after it, or before it. */
export interface ListCursor {
  direction: "after" | "before";
  key: string | number;
  number: number;
}

export interface ListedEngagement {
  code: string;
  title: string;
  client: string;
  lead: string | null;
  stage: Stage;
  phase: PhaseKind | null;
  phaseStatus: PhaseStatus | null;
  health: Health | null;
  isPaused: boolean;
  /** Whole percent. */
  progress: number;
  startsOn: CalendarDate | null;
  promisedOn: CalendarDate | null;
  /** Null where it is not known or not the actor's to see. */
  money: { valueMinor: number; currency: string; chance: number | null } | null;
}

export interface EngagementListPage {
  rows: ListedEngagement[];
  total: number;
  next: string | null;
  previous: string | null;
}

/** Reads a cursor of a sort from an address; null when it is none. */
export function listCursor(
  direction: ListCursor["direction"],
  sort: ListSort,
  text: string | null,
): ListCursor | null {
  const match = /^(\d{1,9})(?:~(.{0,300}))?$/su.exec(text ?? "");
  if (!match) return null;
  const number = Number(match[1]);
  if (sort === "newest") return { direction, key: number, number };
  const key = match[2] ?? "";
  if (sort !== "need") return { direction, key, number };
  return /^\d{1,9}$/.test(key) ? { direction, key: Number(key), number } : null;
}

function cursorText(sort: ListSort, row: { number: number; sort_key: string | number }): string {
  return sort === "newest" ? String(row.number) : `${row.number}~${row.sort_key}`;
}

function listed(db: Kysely<DB>, actor: Actor, filter: EngagementFilter, sort: ListSort) {
  return db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id")
    .select([
      "engagement.code",
      "engagement.number",
      "engagement.title",
      "engagement.stage",
      "engagement.phase",
      "engagement.phase_status",
      "engagement.health",
      "engagement.is_paused",
      "engagement.progress_bp",
      "engagement.starts_on",
      "engagement.promised_finish_on",
      "engagement.value_minor",
      "engagement.currency",
      "engagement.win_probability",
      "engagement.lead_id",
      "engagement.company_id",
      "company.name as company_name",
      "lead.name as lead_name",
      ORDERS[sort].key.as("sort_key"),
    ])
    .where(visibleTo(actor))
    .where(matching(filter));
}

type ListRow = Awaited<ReturnType<ReturnType<typeof listed>["execute"]>>[number];

function shown(row: ListRow, actor: Actor): ListedEngagement {
  const maySeeMoney = seesMoneyOf(actor, { leadId: row.lead_id, companyId: row.company_id });
  const isPromised = row.stage === "active" || row.stage === "handed_over";
  return {
    code: row.code,
    title: row.title,
    client: row.company_name,
    lead: row.lead_name,
    stage: row.stage,
    phase: row.phase,
    phaseStatus: row.phase_status,
    health: row.health,
    isPaused: row.is_paused === 1,
    progress: percent(row.progress_bp / 10_000),
    startsOn: row.starts_on,
    promisedOn: isPromised ? row.promised_finish_on : null,
    money:
      maySeeMoney && row.value_minor !== null
        ? { valueMinor: row.value_minor, currency: row.currency, chance: row.win_probability }
        : null,
  };
}

/** A page of all engagements that the actor may see and that fit the filter, with how many there are. */
export async function listEngagements(
  db: Kysely<DB>,
  actor: Actor,
  filter: EngagementFilter,
  sort: ListSort,
  cursor: ListCursor | null,
  today: CalendarDate,
): Promise<EngagementListPage> {
  await refreshStandings(db, today);
  const { key, direction } = ORDERS[sort];
  const isBackward = cursor?.direction === "before";
  const order = isBackward === (direction === "asc") ? "desc" : "asc";
  let query = listed(db, actor, filter, sort)
    .orderBy(key, order)
    .orderBy("engagement.number", order)
    .limit(LIST_PAGE_ROWS + 1);
  if (cursor) query = query.where(beyond(key, order, cursor));
  const found = await query.execute();
  const { total } = await db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .where(visibleTo(actor))
    .where(matching(filter))
    .executeTakeFirstOrThrow();
  const page = found.slice(0, LIST_PAGE_ROWS);
  if (isBackward) page.reverse();
  const hasMore = found.length > LIST_PAGE_ROWS;
  const [first, last] = [page[0], page.at(-1)];
  return {
    rows: page.map((row) => shown(row, actor)),
    total,
    next: last && (isBackward || hasMore) ? cursorText(sort, last) : null,
    previous: first && cursor && (!isBackward || hasMore) ? cursorText(sort, first) : null,
  };
}

function beyond(key: RawBuilder<unknown>, order: "asc" | "desc", cursor: ListCursor): Expression<SqlBool> {
  return order === "asc"
    ? sql<SqlBool>`(${key}, engagement.number) > (${cursor.key}, ${cursor.number})`
    : sql<SqlBool>`(${key}, engagement.number) < (${cursor.key}, ${cursor.number})`;
}

/** What is filtered, as rows of a file, in one read. */
export async function exportEngagements(
  db: Kysely<DB>,
  actor: Actor,
  filter: EngagementFilter,
  sort: ListSort,
  today: CalendarDate,
): Promise<ListedEngagement[]> {
  await refreshStandings(db, today);
  const { key, direction } = ORDERS[sort];
  const rows = await listed(db, actor, filter, sort)
    .orderBy(key, direction)
    .orderBy("engagement.number", direction)
    .limit(EXPORT_ROWS)
    .execute();
  return rows.map((row) => shown(row, actor));
}

export interface FilterOptions {
  leads: { id: string; name: string }[];
  /** Null where there are more than anybody would look through: then the client is typed. */
  clients: { id: string; name: string }[] | null;
}

const LEADS_TO_CHOOSE = 300;
const CLIENTS_TO_CHOOSE = 100;

/** Leads and clients to narrow a list by: everybody's for who sees all, those of their engagements for the others. */
export async function filterOptions(database: Database, actor: Actor): Promise<FilterOptions> {
  const seesAll = reach(actor.role, "see_pipeline") === "all";
  return seesAll
    ? keptWhileUnchanged(database, "filter options", () => readOptions(database.db, null))
    : readOptions(database.db, actor);
}

/** @param only whose engagements the options are taken from; null for everybody's */
async function readOptions(db: Kysely<DB>, only: Actor | null): Promise<FilterOptions> {
  const byName = sql`lower(name)`;
  let leads = db
    .selectFrom("person")
    .select(["person.id", "person.name"])
    .where("person.role", "<>", "client")
    .orderBy(byName)
    .limit(LEADS_TO_CHOOSE);
  let clients = db
    .selectFrom("company")
    .select(["company.id", "company.name"])
    .orderBy(byName)
    .limit(CLIENTS_TO_CHOOSE + 1);
  if (only) {
    const own = db.selectFrom("engagement").where(visibleTo(only));
    leads = leads.where("person.id", "in", own.select("engagement.lead_id").$castTo<{ lead_id: string }>());
    clients = clients.where("company.id", "in", own.select("engagement.company_id"));
  } else {
    leads = leads.where("person.role", "<>", "member");
  }
  const [leadRows, clientRows] = [await leads.execute(), await clients.execute()];
  return { leads: leadRows, clients: clientRows.length > CLIENTS_TO_CHOOSE ? null : clientRows };
}
