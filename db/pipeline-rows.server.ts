import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import { type Health, nextStepText, reasonsFor } from "~/domain/attention";
import type { CalendarDate, WorkingCalendar } from "~/domain/calendar";
import type { EngagementFilter } from "~/domain/engagement-filter";
import type { Actor } from "~/domain/permissions";
import { prospectText, seesMoneyOf } from "~/domain/pipeline";
import type { LostAs } from "~/domain/stage";
import { matching } from "./engagement-filter.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { STANDING_COLUMNS, standingOf } from "./standing-row.server";

export interface Expected {
  p50On: CalendarDate;
  p80On: CalendarDate;
  p95On: CalendarDate;
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
  /** When it is expected to finish; null where nothing can be reckoned. */
  expected: Expected | null;
  rail: string | null;
  waiting: string | null;
  paused: string | null;
}

/** Reasons beyond these are a click away; a row stays two lines high. */
const REASONS_SHOWN = 2;

const digits = (column: string) => sql`coalesce(replace(${sql.ref(column)}, '-', ''), '')`;
const moved = (first: string, planned: string) =>
  sql`coalesce(replace(nullif(${sql.ref(first)}, ${sql.ref(planned)}), '-', ''), '')`;

/** The phases of an engagement as one text, as `phasesFromText` reads it. */
export const phasesText = sql<string | null>`(
  select string_agg(
    p.position || ',' || p.status || ',' || p.gate || ',' ||
    ${digits("p.planned_start_on")} || ',' || ${digits("p.planned_finish_on")} || ',' ||
    ${moved("p.first_start_on", "p.planned_start_on")} || ',' ||
    ${moved("p.first_finish_on", "p.planned_finish_on")} || ',' ||
    ${digits("p.actual_start_on")} || ',' || ${digits("p.actual_finish_on")},
    ';' order by p.position)
  from phase p where p.engagement_id = engagement.id)`;

export const waitingText = sql<string | null>`(
  select string_agg(${digits("c.since_on")} || ',' || ${digits("c.until_on")}, ';' order by c.since_on)
  from clock_interval c where c.engagement_id = engagement.id and c.holder = 'client')`;

export const pausedText = sql<string | null>`(
  select string_agg(${digits("s.paused_on")} || ',' || ${digits("s.resumed_on")}, ';' order by s.paused_on)
  from pause s where s.engagement_id = engagement.id)`;

function joined(db: Kysely<DB>) {
  return db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id");
}

/** The engagements that the actor sees and that fit the filter, with their clients and leads. */
export function engagementsFor(db: Kysely<DB>, actor: Actor, filter: EngagementFilter) {
  // Every engagement has a client, so nothing is lost by joining it from the left, and where no order, filter or column
  // asks for it the database leaves the join out.
  const query = db
    .selectFrom("engagement")
    .leftJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id") as unknown as ReturnType<typeof joined>;
  return query.where(visibleTo(actor)).where(matching(filter));
}

/** The engagements of a list of ids, as far as the actor sees them. */
export function engagementsIn(
  db: Kysely<DB>,
  actor: Actor,
  ids: Expression<unknown>,
): ReturnType<typeof joined> {
  return joined(db).where(visibleTo(actor)).where(sql<SqlBool>`engagement.id in ${ids}`);
}

/** What a row or a card says is written from these. */
export const OWN_COLUMNS = [
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
  "engagement.lost_as",
  "engagement.is_undecided",
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
  lost_as: LostAs | null;
  is_undecided: 0 | 1;
};

/** Why the engagement needs someone, or what is to be said of it otherwise; money only for who may see it. */
export function wordsOf(
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
      lostAs: row.lost_as,
      isUndecided: row.is_undecided === 1,
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

/** What a place in the order is known by: what moves without the engagement's version is read each time. */
export const PLACE_COLUMNS = [
  "engagement.id",
  "engagement.seq",
  "engagement.number",
  "engagement.need",
  "engagement.p50_on",
  "engagement.p80_on",
  "engagement.p95_on",
  "company.name as company_name",
  "lead.name as lead_name",
] as const;

export interface Place {
  id: string;
  seq: number;
  need: number;
  p50_on: string | null;
  p80_on: string | null;
  p95_on: string | null;
  company_name: string;
  lead_name: string | null;
}

/** What the row of a place was drawn from besides the engagement's version. */
function isDrawnFrom(row: PipelineRow, place: Place): boolean {
  return (
    row.client === place.company_name &&
    row.lead === place.lead_name &&
    (row.expected?.p50On ?? null) === place.p50_on &&
    (row.expected?.p80On ?? null) === place.p80_on &&
    (row.expected?.p95On ?? null) === place.p95_on
  );
}

export function expectedOf(row: Pick<Place, "p50_on" | "p80_on" | "p95_on">): Expected | null {
  const { p50_on: p50On, p80_on: p80On, p95_on: p95On } = row;
  return p50On && p80On && p95On ? { p50On, p80On, p95On } : null;
}

interface Kept {
  seq: number;
  need: number;
  row: PipelineRow;
}

interface Drawn {
  today: CalendarDate;
  calendar: WorkingCalendar;
  rows: Map<string, Kept>;
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
 * Rows by engagement. A live one reads the same for everybody who sees it, until its version, its need, what is
 * expected of it, the day or the firm's calendar moves on, so it is kept; what is said of the others depends on who
 * may see money.
 */
export async function drawRows(
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
    const kept = known.get(place.id);
    if (kept?.seq === place.seq && kept.need === place.need && isDrawnFrom(kept.row, place)) {
      drawn.set(place.id, kept.row);
    } else missing.set(place.id, place);
  }
  if (missing.size === 0) return drawn;
  const rows = await db
    .selectFrom("engagement")
    .select(["engagement.id", "engagement.seq", "engagement.need", ...OWN_COLUMNS])
    .select(["engagement.p50_on", "engagement.p80_on", "engagement.p95_on"])
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
      expected: expectedOf(row),
      rail: row.rail,
      waiting: row.waiting,
      paused: row.paused,
    };
    drawn.set(row.id, own);
    if (row.stage === "active") known.set(row.id, { seq: row.seq, need: row.need, row: own });
  }
  return drawn;
}
