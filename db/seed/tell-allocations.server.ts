import { addDays, addWorkingDays, type CalendarDate, workingDayOnOrBefore } from "~/domain/calendar";
import { mondayOf } from "~/domain/capacity";
import { addAbsence } from "../absences.server";
import type { Act } from "../act";
import { allocate, changeAllocation } from "../allocations.server";
import { ABSENCES, EXTENDED, SHARES, USUAL } from "./allocation-content";
import type { PersonKey } from "./firm-content";
import type { Setting } from "./tell-engagement.server";

/** What ended longer ago was planned in a spreadsheet. */
const TOLD_DAYS = 270;
const NOTED_DAYS_BEFORE = 26;

/**
 * Plans the team's shares over the days that are planned now: later moves of the dates leave them as they are. Of an
 * offer that nobody staffed yet only what was said of its lead.
 */
export async function tellAllocations(
  { db, cast, today }: Setting,
  act: Act,
  code: string,
  offer: { title: string; lead: PersonKey | null; team: readonly PersonKey[] },
): Promise<void> {
  const said = SHARES[offer.title];
  if (!offer.lead || (!said && offer.team.length === 0)) return;
  const plan = await db
    .selectFrom("phase")
    .innerJoin("engagement", "engagement.id", "phase.engagement_id")
    .select((eb) => [
      eb.fn.min("planned_start_on").as("from_on"),
      eb.fn.max("planned_finish_on").as("until_on"),
    ])
    .where("engagement.code", "=", code)
    .executeTakeFirst();
  if (!plan?.from_on || plan.until_on < addDays(today, -TOLD_DAYS)) return;
  for (const who of [offer.lead, ...offer.team]) {
    const usual = who === offer.lead ? USUAL.lead : USUAL.member;
    const sharePercent = said ? said[who] : usual;
    if (!sharePercent) continue;
    await allocate(db, act, code, {
      personId: cast.colleagues[who].id,
      fromOn: plan.from_on,
      untilOn: plan.until_on,
      sharePercent,
    });
  }
}

/** Plans people for longer where their lead has noticed that the work goes on. */
export async function extendAllocations(
  { db, calendar }: Setting,
  act: Act,
  code: string,
  title: string,
): Promise<void> {
  const days = EXTENDED[title];
  if (days === undefined) return;
  const shares = await db
    .selectFrom("allocation")
    .innerJoin("engagement", "engagement.id", "allocation.engagement_id")
    .innerJoin("phase", (join) =>
      join.onRef("phase.engagement_id", "=", "engagement.id").on("phase.kind", "=", "document"),
    )
    .select(["allocation.id", "from_on", "share_percent", "allocation.version", "planned_finish_on"])
    .where("engagement.code", "=", code)
    .orderBy("allocation.id")
    .execute();
  for (const share of shares) {
    await changeAllocation(db, act, code, share.id, {
      fromOn: share.from_on,
      untilOn: addWorkingDays(share.planned_finish_on, days, calendar),
      sharePercent: share.share_percent,
      version: share.version,
    });
  }
}

/** Says who is away, each by the manager a good while before. */
export async function tellAbsences({ db, cast, calendar, today }: Setting): Promise<void> {
  const monday = mondayOf(today);
  for (const [at, { who, from, until, note }] of ABSENCES.entries()) {
    const fromOn = addDays(monday, from);
    const before: CalendarDate = fromOn < today ? fromOn : today;
    const notedOn = workingDayOnOrBefore(addDays(before, -NOTED_DAYS_BEFORE + at), calendar);
    const act: Act = {
      actor: cast.colleagues.adaeze,
      at: Date.parse(`${notedOn}T10:0${at}:00Z`),
      today: notedOn,
    };
    await addAbsence(db, act, {
      personId: cast.colleagues[who].id,
      fromOn,
      untilOn: addDays(monday, until),
      note,
    });
  }
}
