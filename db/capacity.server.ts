import type { Kysely } from "kysely";
import { type Load, meets, type Span, shortfall } from "~/domain/allocation";
import { addDays, type CalendarDate } from "~/domain/calendar";
import { freeFromWeek, mondayOf, WEEKS_SHOWN, type WeekLoad, weekFrame, weekLoads } from "~/domain/capacity";
import { type Actor, may, type Role } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import type { Stage } from "~/domain/stage";
import { speaksFor } from "./absences.server";
import { listPlannable, listUnplanned, PEOPLE_PER_PAGE } from "./capacity-people.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

/** How far back a share may have ended while its engagement goes on, to be worth a word. */
const LOOK_BACK_DAYS = 91;
const FREE_SHARE = 50;

/** A planned share with what is known of its engagement; nothing of an engagement that is hidden from the reader. */
export interface LoadRow extends Load {
  personId: string;
  engagementId: string;
  /** Agreed work; false for what is still being sold. */
  isAgreed: boolean;
  /** Null where the engagement is hidden. */
  engagement: {
    code: string;
    title: string;
    company: string;
    isLive: boolean;
    isPaused: boolean;
    p80On: CalendarDate | null;
  } | null;
}

/**
 * What people are planned for from the first day of a span on, and what has ended shortly before. Work that was handed
 * over takes nobody's time from today on, whatever was planned; lost work never did.
 */
export async function listLoads(
  db: Kysely<DB>,
  actor: Actor,
  personIds: readonly string[],
  span: Span,
  today: CalendarDate,
): Promise<LoadRow[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .selectFrom("allocation")
    .innerJoin("engagement", "engagement.id", "allocation.engagement_id")
    .innerJoin("company", "company.id", "engagement.company_id")
    .select([
      "allocation.person_id",
      "allocation.engagement_id",
      "allocation.from_on",
      "allocation.until_on",
      "allocation.share_percent",
      "engagement.stage",
      "engagement.code",
      "engagement.title",
      "engagement.is_paused",
      "engagement.p80_on",
      "company.name as company_name",
    ])
    .select((eb) => eb.case().when(visibleTo(actor)(eb)).then(1).else(0).end().as("is_seen"))
    .where("allocation.person_id", "in", personIds)
    .where("allocation.until_on", ">=", addDays(span.fromOn, -LOOK_BACK_DAYS))
    .where("engagement.stage", "<>", "lost")
    .orderBy("allocation.from_on")
    .orderBy("allocation.id")
    .execute();
  const yesterday = addDays(today, -1);
  return rows
    .map((row): LoadRow => {
      const isOver = row.stage === "handed_over" && row.until_on > yesterday;
      return {
        personId: row.person_id,
        engagementId: row.engagement_id,
        fromOn: row.from_on,
        untilOn: isOver ? yesterday : row.until_on,
        sharePercent: row.share_percent,
        isAgreed: isAgreed(row.stage),
        engagement: row.is_seen
          ? {
              code: row.code,
              title: row.title,
              company: row.company_name,
              isLive: row.stage === "active",
              isPaused: row.is_paused === 1,
              p80On: row.p80_on,
            }
          : null,
      };
    })
    .filter(({ fromOn, untilOn }) => fromOn <= untilOn);
}

const isAgreed = (stage: Stage): boolean => stage === "active" || stage === "handed_over";

interface AbsenceRow extends Span {
  id: string;
  personId: string;
  note: string;
}

async function listAbsences(db: Kysely<DB>, personIds: readonly string[], span: Span): Promise<AbsenceRow[]> {
  if (personIds.length === 0) return [];
  const rows = await db
    .selectFrom("absence")
    .select(["id", "person_id", "from_on", "until_on", "note"])
    .where("person_id", "in", personIds)
    .where("until_on", ">=", span.fromOn)
    .where("from_on", "<=", span.untilOn)
    .orderBy("from_on")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    fromOn: row.from_on,
    untilOn: row.until_on,
    note: row.note,
  }));
}

/** When each of some people is away within a span. */
export async function listAbsenceSpans(
  db: Kysely<DB>,
  personIds: readonly string[],
  span: Span,
): Promise<Map<string, Span[]>> {
  return byPerson(await listAbsences(db, personIds, span));
}

function byPerson<Row extends { personId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const mine = grouped.get(row.personId);
    if (mine) mine.push(row);
    else grouped.set(row.personId, [row]);
  }
  return grouped;
}

export interface CapacityQuery {
  search: string;
  role: Role | null;
  /** A day of the first week. */
  fromOn: CalendarDate;
  /** Whether what is still being sold counts as if it were agreed. */
  withProspects: boolean;
  /** From 1. */
  page: number;
}

/** One share in the list behind a person's weeks. */
export interface Work extends Load {
  engagement: { code: string; title: string; company: string; isPaused: boolean } | null;
  isAgreed: boolean;
  /** Where the engagement is expected to last longer than the person is planned for it. */
  runsOver: { p80On: CalendarDate; workingDays: number } | null;
}

export interface PersonCapacity {
  id: string;
  name: string;
  role: Role;
  weeks: WeekLoad[];
  /** The first week from which half of them stays free; null within these weeks. */
  freeFromOn: CalendarDate | null;
  works: Work[];
  absences: (Span & { id: string; note: string; mayRemove: boolean })[];
  /** Live engagements that they are on without a planned share. */
  unplanned: { total: number; some: { code: string; title: string }[] };
}

export interface CapacityPage {
  mondays: CalendarDate[];
  /** Days on which the firm is closed besides its weekends. */
  holidays: CalendarDate[];
  people: PersonCapacity[];
  total: number;
  perPage: number;
}

/**
 * The firm's own people by week. A lead sees themselves and the people of the engagements that they lead, and of what
 * else takes these people's time only how much it is.
 * @throws Refusal `not_found` for who may not see capacity
 */
export async function readCapacity(
  db: Kysely<DB>,
  actor: Actor,
  query: CapacityQuery,
  today: CalendarDate,
): Promise<CapacityPage> {
  if (!may(actor.role, "see_capacity")) throw notFound();
  const calendar = await workingCalendar(db);
  const frame = weekFrame(mondayOf(query.fromOn), WEEKS_SHOWN, calendar);
  const { rows, total } = await listPlannable(db, actor, query, frame.span);
  const ids = rows.map(({ id }) => id);
  const loads = byPerson(await listLoads(db, actor, ids, frame.span, today));
  const absences = byPerson(await listAbsences(db, ids, frame.span));
  const unplanned = await listUnplanned(db, actor, ids);
  const people = rows.map(({ id, name, role }): PersonCapacity => {
    const mine = loads.get(id) ?? [];
    const away = absences.get(id) ?? [];
    const counted = mine.filter((load) => load.isAgreed || query.withProspects);
    const weeks = weekLoads(frame, counted, away);
    const missing = unplanned.filter(({ person_id }) => person_id === id);
    return {
      id,
      name,
      role,
      weeks,
      freeFromOn: frame.mondays[freeFromWeek(weeks, FREE_SHARE)] ?? null,
      works: worksOf(mine, frame.span, calendar),
      absences: away.map(({ personId, note, ...absence }) => {
        const speaks = speaksFor(actor, personId);
        return { ...absence, note: speaks ? note : "", mayRemove: speaks };
      }),
      unplanned: {
        total: Number(missing[0]?.total ?? 0),
        some: missing.map(({ code, title }) => ({ code, title })),
      },
    };
  });
  const { fromOn, untilOn } = frame.span;
  const holidays = [...calendar.holidays].filter((on) => fromOn <= on && on <= untilOn).sort();
  return { mondays: frame.mondays, holidays, people, total, perPage: PEOPLE_PER_PAGE };
}

/** What lies within the weeks, and what ended before although its engagement goes on. */
function worksOf(loads: readonly LoadRow[], span: Span, calendar: Parameters<typeof shortfall>[2]): Work[] {
  return loads.flatMap((load): Work[] => {
    const { engagement } = load;
    const same = loads.filter(({ engagementId }) => engagementId === load.engagementId);
    const isLast = same.every(({ untilOn }) => untilOn <= load.untilOn);
    const over =
      engagement?.isLive && isLast && engagement.p80On ? shortfall([load], engagement.p80On, calendar) : null;
    const runsOver =
      over && engagement?.p80On ? { p80On: engagement.p80On, workingDays: over.workingDays } : null;
    if (!meets(load, span) && !runsOver) return [];
    const { fromOn, untilOn, sharePercent, isAgreed: agreed } = load;
    const shown = engagement && {
      code: engagement.code,
      title: engagement.title,
      company: engagement.company,
      isPaused: engagement.isPaused,
    };
    return [{ fromOn, untilOn, sharePercent, isAgreed: agreed, engagement: shown, runsOver }];
  });
}
