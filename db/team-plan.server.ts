import type { Kysely } from "kysely";
import { type Load, lastDayOf, type Span, shortfall, usualAllocation } from "~/domain/allocation";
import { addDays, type CalendarDate, daysBetween, type WorkingCalendar } from "~/domain/calendar";
import { mondayOf, type WeekFrame, type WeekLoad, weekFrame, weekLoads } from "~/domain/capacity";
import { type Actor, type Role, reach } from "~/domain/permissions";
import type { Stage } from "~/domain/stage";
import { type LoadRow, listAbsenceSpans, listLoads } from "./capacity.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

export interface TeamShare extends Load {
  id: string;
  version: number;
}

export interface TeamPerson {
  id: string;
  name: string;
  part: (typeof PARTS)[number];
  shares: TeamShare[];
  /** Of this engagement, by week. */
  weeks: WeekLoad[];
  /** Of everything that they are on, by week; null for who may not see it. */
  allWeeks: WeekLoad[] | null;
  /** What planning them starts from. */
  usual: Load;
  /** Where their planning ends before the planned finish, and before the date that holds with 80 %. */
  beforePlan: ReturnType<typeof shortfall>;
  beforeExpected: ReturnType<typeof shortfall>;
}

export interface TeamPlan {
  code: string;
  stage: Stage;
  relation: Role;
  startOn: CalendarDate | null;
  finishOn: CalendarDate | null;
  p80On: CalendarDate | null;
  mondays: CalendarDate[];
  people: TeamPerson[];
}

const WEEKS_MOST = 13;
const WEEKS_BEFORE_TODAY = 2;

/**
 * Who is on an engagement and how much of them, by week. What else takes their time is one number, and only for whoever
 * plans capacity: managers, and the lead of this engagement.
 * @throws Refusal `not_found`
 */
export async function readTeamPlan(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
): Promise<TeamPlan> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  const calendar = await workingCalendar(db);
  const dates = await planOf(db, engagement);
  const own = await db
    .selectFrom("allocation")
    .select(["id", "person_id", "from_on", "until_on", "share_percent", "version"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("from_on")
    .limit(1000)
    .execute();
  const sharesOf = (personId: string): TeamShare[] =>
    own
      .filter((row) => row.person_id === personId)
      .map((row) => ({
        id: row.id,
        version: row.version,
        fromOn: row.from_on,
        untilOn: row.until_on,
        sharePercent: row.share_percent,
      }));
  const team = await listTeam(db, engagement, [...new Set(own.map((row) => row.person_id))]);
  const ids = team.map(({ id }) => id);
  const ends = [dates.finishOn, engagement.p80_on, ...own.map((row) => row.until_on)];
  const frame = frameOf(dates.startOn, ends, today, calendar);
  const absences = await listAbsenceSpans(db, ids, frame.span);
  const maySeeAll = reach(actor.role, "see_capacity") === "all" || relation === "lead";
  const elsewhere = maySeeAll ? await listLoads(db, actor, ids, frame.span, today) : [];
  const isLive = engagement.stage === "active";
  return {
    code: engagement.code,
    stage: engagement.stage,
    relation,
    ...dates,
    p80On: isLive ? engagement.p80_on : null,
    mondays: frame.mondays,
    people: team.map(({ id, name, part }) => {
      const shares = sharesOf(id);
      const away = absences.get(id) ?? [];
      const isNeeded = part !== "gone";
      return {
        id,
        name,
        part,
        shares,
        weeks: weekLoads(frame, shares, away),
        allWeeks: maySeeAll ? allOf(frame, id, engagement.id, shares, elsewhere, away) : null,
        usual: usualAllocation(dates, { isLead: part === "lead", lastOn: lastDayOf(shares) }, today),
        beforePlan: isNeeded ? shortfall(shares, dates.finishOn, calendar) : null,
        beforeExpected: isNeeded && isLive ? shortfall(shares, engagement.p80_on, calendar) : null,
      };
    }),
  };
}

function allOf(
  frame: WeekFrame,
  personId: string,
  engagementId: string,
  shares: readonly Load[],
  elsewhere: readonly LoadRow[],
  away: readonly Span[],
): WeekLoad[] {
  const others = elsewhere.filter(
    (load) => load.personId === personId && load.engagementId !== engagementId && load.isAgreed,
  );
  return weekLoads(frame, [...shares, ...others], away);
}

/** The weeks of the engagement; of a long one those around today. */
function frameOf(
  startOn: CalendarDate | null,
  ends: readonly (CalendarDate | null)[],
  today: CalendarDate,
  calendar: WorkingCalendar,
): WeekFrame {
  const lastOn = ends.reduce<CalendarDate>(
    (last, on) => (on !== null && on > last ? on : last),
    startOn ?? today,
  );
  const whole = mondayOf(startOn ?? today);
  const weeksFrom = (monday: CalendarDate) => Math.ceil((daysBetween(monday, lastOn) + 1) / 7);
  const recent = mondayOf(addDays(today, -7 * WEEKS_BEFORE_TODAY));
  const isLong = weeksFrom(whole) > WEEKS_MOST && recent > whole && weeksFrom(recent) > 0;
  const first = isLong ? recent : whole;
  return weekFrame(first, Math.max(1, Math.min(WEEKS_MOST, weeksFrom(first))), calendar);
}

/** First and last day of the plan; the start alone while nothing is planned. */
async function planOf(db: Kysely<DB>, engagement: EngagementRow) {
  const row = await db
    .selectFrom("phase")
    .select((eb) => [
      eb.fn.min("planned_start_on").as("start_on"),
      eb.fn.max("planned_finish_on").as("finish_on"),
    ])
    .where("engagement_id", "=", engagement.id)
    .executeTakeFirst();
  return { startOn: row?.start_on ?? engagement.starts_on, finishOn: row?.finish_on ?? null };
}

const PARTS = ["lead", "member", "gone"] as const;

/** The lead, the members, and whoever was planned on it before they left the team. */
async function listTeam(db: Kysely<DB>, engagement: EngagementRow, plannedIds: readonly string[]) {
  const members = await db
    .selectFrom("engagement_member")
    .select("person_id")
    .where("engagement_id", "=", engagement.id)
    .limit(200)
    .execute();
  const memberIds = new Set(members.map(({ person_id }) => person_id));
  const people = await db
    .selectFrom("person")
    .select(["id", "name"])
    .where("id", "in", [engagement.lead_id ?? "", ...memberIds, ...plannedIds])
    .orderBy((eb) => eb.fn("lower", ["name"]))
    .orderBy("id")
    .execute();
  const partOf = (id: string): TeamPerson["part"] =>
    id === engagement.lead_id ? "lead" : memberIds.has(id) ? "member" : "gone";
  return people
    .map(({ id, name }) => ({ id, name, part: partOf(id) }))
    .sort((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part));
}
