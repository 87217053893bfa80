import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import { type Health, nextStepText, reasonsFor } from "~/domain/attention";
import type { CalendarDate, WorkingCalendar } from "~/domain/calendar";
import type { EngagementFilter } from "~/domain/engagement-filter";
import type { Actor } from "~/domain/permissions";
import { BOARD_COLUMNS, type BoardColumn, prospectText, seesMoneyOf } from "~/domain/pipeline";
import type { Stage } from "~/domain/stage";
import { matching } from "./engagement-filter.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { refreshStandings, STANDING_COLUMNS, standingOf } from "./standing.server";

export const PIPELINE_PAGE_ROWS = 100;
const BOARD_COLUMN_CARDS = 25;
/** What has ended is looked up, not looked over. */
const ENDED_COLUMN_CARDS = 6;

/** A place in the order of need: rows after it, or before it, in that order. */
export interface NeedCursor {
  direction: "after" | "before";
  need: number;
  number: number;
}

/** One engagement in the pipeline; `rail`, `waiting` and `paused` are texts that `domain/rail-text` reads. */
export interface PipelineRow {
  code: string;
  title: string;
  client: string;
  lead: string | null;
  /** Null where no work is under way. */
  health: Health | null;
  isPaused: boolean;
  /** Why it needs someone; where nobody is needed, what comes next or what is known. */
  words: string;
  isNeeding: boolean;
  promisedOn: CalendarDate | null;
  rail: string | null;
  waiting: string | null;
  paused: string | null;
}

export interface PipelinePage {
  rows: PipelineRow[];
  /** Cursors as they stand in an address; null where there is no such page. */
  next: string | null;
  previous: string | null;
}

/** Reasons beyond these are a click away; a row stays two lines high. */
const REASONS_SHOWN = 2;

const digits = (column: string) => sql`coalesce(replace(${sql.ref(column)}, '-', ''), '')`;
const moved = (first: string, planned: string) =>
  sql`coalesce(replace(nullif(${sql.ref(first)}, ${sql.ref(planned)}), '-', ''), '')`;

/** The phases of an engagement as one text, as `phasesFromText` reads it. */
const phasesText = sql<string | null>`(
  select string_agg(
    p.position || ',' || p.status || ',' || p.gate || ',' ||
    ${digits("p.planned_start_on")} || ',' || ${digits("p.planned_finish_on")} || ',' ||
    ${moved("p.first_start_on", "p.planned_start_on")} || ',' ||
    ${moved("p.first_finish_on", "p.planned_finish_on")} || ',' ||
    ${digits("p.actual_start_on")} || ',' || ${digits("p.actual_finish_on")},
    ';' order by p.position)
  from phase p where p.engagement_id = engagement.id)`;

const waitingText = sql<string | null>`(
  select string_agg(${digits("c.since_on")} || ',' || ${digits("c.until_on")}, ';' order by c.since_on)
  from clock_interval c where c.engagement_id = engagement.id and c.holder = 'client')`;

const pausedText = sql<string | null>`(
  select string_agg(${digits("s.paused_on")} || ',' || ${digits("s.resumed_on")}, ';' order by s.paused_on)
  from pause s where s.engagement_id = engagement.id)`;

function engagementsFor(db: Kysely<DB>, actor: Actor, filter: EngagementFilter) {
  return db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id")
    .where(visibleTo(actor))
    .where(matching(filter));
}

const OWN_COLUMNS = [
  "engagement.code",
  "engagement.title",
  "engagement.health",
  "engagement.company_id",
  "engagement.starts_on",
  "engagement.weeks",
  "engagement.value_minor",
  "engagement.currency",
  "engagement.win_probability",
  "engagement.lost_reason",
  ...STANDING_COLUMNS.map((column) => `engagement.${column}` as const),
] as const;

type NoteRow = Parameters<typeof standingOf>[0] & {
  company_id: string;
  starts_on: string | null;
  weeks: number | null;
  value_minor: number | null;
  currency: string;
  win_probability: number | null;
  lost_reason: string | null;
};

/** Why the engagement needs someone, or what is to be said of it otherwise; money only for who may see it. */
function wordsOf(
  row: NoteRow,
  actor: Actor,
  today: CalendarDate,
  calendar: WorkingCalendar,
): { words: string; isNeeding: boolean } {
  if (row.stage === "active") {
    const standing = standingOf(row);
    const reasons = reasonsFor(standing, today, calendar);
    if (reasons.length === 0) return { words: nextStepText(standing, today), isNeeding: false };
    const shown = reasons.slice(0, REASONS_SHOWN).map((reason) => reason.text);
    return { words: shown.join(" "), isNeeding: true };
  }
  const maySeeMoney = seesMoneyOf(actor, { leadId: row.lead_id, companyId: row.company_id });
  const words = prospectText(
    {
      stage: row.stage,
      startsOn: row.starts_on,
      weeks: row.weeks,
      lostReason: row.lost_reason,
      money:
        maySeeMoney && row.value_minor !== null
          ? { valueMinor: row.value_minor, currency: row.currency }
          : null,
      chance: maySeeMoney ? row.win_probability : null,
    },
    today,
  );
  return { words, isNeeding: false };
}

const cursorText = (row: { need: number; number: number }): string => `${row.need}.${row.number}`;

/** Reads a cursor from an address; null when it is none. */
export function needCursor(direction: NeedCursor["direction"], text: string | null): NeedCursor | null {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(text ?? "");
  return match ? { direction, need: Number(match[1]), number: Number(match[2]) } : null;
}

/** A page of one stage of the pipeline as the actor sees it, those that need someone most first. */
export async function readPipelinePage(
  db: Kysely<DB>,
  actor: Actor,
  filter: EngagementFilter & { stage: Stage },
  cursor: NeedCursor | null,
  today: CalendarDate,
): Promise<PipelinePage> {
  await refreshStandings(db, today);
  const isBackward = cursor?.direction === "before";
  const order = isBackward ? "asc" : "desc";
  let query = engagementsFor(db, actor, filter)
    .select(["engagement.id", "engagement.need", "engagement.number", "engagement.seq"])
    .select(["company.name as company_name", "lead.name as lead_name"])
    .orderBy("engagement.need", order)
    .orderBy("engagement.number", order)
    .limit(PIPELINE_PAGE_ROWS + 1);
  if (cursor) query = query.where(beyond(cursor));
  const found = await query.execute();
  const page = found.slice(0, PIPELINE_PAGE_ROWS);
  if (isBackward) page.reverse();
  const hasMore = found.length > PIPELINE_PAGE_ROWS;
  const [first, last] = [page[0], page.at(-1)];
  const drawn = await drawRows(db, actor, page, today);
  return {
    rows: page.flatMap((row) => {
      const own = drawn.get(row.id);
      return own ? [own] : [];
    }),
    next: last && (isBackward || hasMore) ? cursorText(last) : null,
    previous: first && cursor && (!isBackward || hasMore) ? cursorText(first) : null,
  };
}

interface Place {
  id: string;
  seq: number;
  /** Names of people and companies change without the engagement: they are read each time. */
  company_name: string;
  lead_name: string | null;
}

interface Drawn {
  today: CalendarDate;
  calendar: WorkingCalendar;
  rows: Map<string, { seq: number; row: PipelineRow }>;
}

const drawnRows = new WeakMap<object, Drawn>();
const MOST_DRAWN = 5000;

function drawnFor(db: Kysely<DB>, today: CalendarDate, calendar: WorkingCalendar): Drawn["rows"] {
  const { adapter } = db.getExecutor();
  const known = drawnRows.get(adapter);
  if (known?.today === today && known.calendar === calendar && known.rows.size < MOST_DRAWN)
    return known.rows;
  const rows: Drawn["rows"] = new Map();
  drawnRows.set(adapter, { today, calendar, rows });
  return rows;
}

/**
 * Rows by engagement. A live one reads the same for everybody who sees it, until its version, the day or the firm's
 * calendar moves on, so it is kept; what is said of the others depends on who may see money.
 */
async function drawRows(
  db: Kysely<DB>,
  actor: Actor,
  places: readonly Place[],
  today: CalendarDate,
): Promise<Map<string, PipelineRow>> {
  const calendar = await workingCalendar(db);
  const known = drawnFor(db, today, calendar);
  const drawn = new Map<string, PipelineRow>();
  const missing = new Map<string, Place>();
  for (const place of places) {
    const { id, seq, company_name: client, lead_name: lead } = place;
    const kept = known.get(id);
    if (kept?.seq === seq && kept.row.client === client && kept.row.lead === lead) drawn.set(id, kept.row);
    else missing.set(id, place);
  }
  if (missing.size === 0) return drawn;
  const rows = await db
    .selectFrom("engagement")
    .select(["engagement.id", "engagement.seq", "engagement.promised_finish_on", ...OWN_COLUMNS])
    .select([phasesText.as("rail"), waitingText.as("waiting"), pausedText.as("paused")])
    .where(visibleTo(actor))
    .where("engagement.id", "in", [...missing.keys()])
    .execute();
  for (const row of rows) {
    const isPromised = row.stage === "active" || row.stage === "handed_over";
    const own: PipelineRow = {
      code: row.code,
      title: row.title,
      client: missing.get(row.id)?.company_name ?? "",
      lead: missing.get(row.id)?.lead_name ?? null,
      health: row.health,
      isPaused: row.is_paused === 1,
      ...wordsOf(row, actor, today, calendar),
      promisedOn: isPromised ? row.promised_finish_on : null,
      rail: row.rail,
      waiting: row.waiting,
      paused: row.paused,
    };
    drawn.set(row.id, own);
    if (row.stage === "active") known.set(row.id, { seq: row.seq, row: own });
  }
  return drawn;
}

function beyond(cursor: NeedCursor): Expression<SqlBool> {
  return cursor.direction === "after"
    ? sql<SqlBool>`(engagement.need, engagement.number) < (${cursor.need}, ${cursor.number})`
    : sql<SqlBool>`(engagement.need, engagement.number) > (${cursor.need}, ${cursor.number})`;
}

export interface BoardCard {
  code: string;
  title: string;
  client: string;
  lead: string | null;
  stage: Stage;
  health: Health | null;
  isPaused: boolean;
  words: string;
  isNeeding: boolean;
}

export interface Board {
  columns: { key: string; cards: BoardCard[]; hasMore: boolean }[];
}

/** The board as the actor sees it: the first cards of every column by need, in one query. */
export async function readBoard(
  db: Kysely<DB>,
  actor: Actor,
  filter: EngagementFilter,
  today: CalendarDate,
): Promise<Board> {
  await refreshStandings(db, today);
  const calendar = await workingCalendar(db);
  const everywhere = { ...filter, stage: null, phase: null };
  const first = sql.join(
    BOARD_COLUMNS.map((column) => firstOf(db, actor, everywhere, column)),
    sql` union all `,
  );
  const rows = await engagementsFor(db, actor, everywhere)
    .select([...OWN_COLUMNS, "company.name as company_name", "lead.name as lead_name"])
    .where(sql<SqlBool>`engagement.id in (${first})`)
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number", "desc")
    .execute();
  return {
    columns: BOARD_COLUMNS.map((column) => {
      const own = rows.filter((row) => columnOf(row) === column.key);
      const most = mostCards(column);
      return {
        key: column.key,
        hasMore: own.length > most,
        cards: own.slice(0, most).map((row) => ({
          code: row.code,
          title: row.title,
          client: row.company_name,
          lead: row.lead_name,
          stage: row.stage,
          health: row.health,
          isPaused: row.is_paused === 1,
          ...wordsOf(row, actor, today, calendar),
        })),
      };
    }),
  };
}

function mostCards(column: BoardColumn): number {
  return column.stage === "handed_over" || column.stage === "lost" ? ENDED_COLUMN_CARDS : BOARD_COLUMN_CARDS;
}

/** An active engagement without a plan stands where it would begin. */
function columnOf(row: { stage: Stage; phase: string | null }): string {
  return row.stage === "active" ? (row.phase ?? "read") : row.stage;
}

function firstOf(db: Kysely<DB>, actor: Actor, filter: EngagementFilter, column: BoardColumn) {
  let query = engagementsFor(db, actor, filter)
    .select("engagement.id")
    .where("engagement.stage", "=", column.stage)
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number", "desc")
    .limit(mostCards(column) + 1);
  const { phase } = column;
  if (phase) {
    query = query.where((eb) =>
      phase === "read"
        ? eb.or([eb("engagement.phase", "=", phase), eb("engagement.phase", "is", null)])
        : eb("engagement.phase", "=", phase),
    );
  }
  return sql`select id from (${query}) as ${sql.ref(`first_${column.key}`)}`;
}
