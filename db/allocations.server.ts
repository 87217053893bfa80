import type { Kysely, Selectable } from "kysely";
import { type Load, whyCannotAllocate } from "~/domain/allocation";
import { addDays, type CalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { changeEngagement } from "./change.server";
import type { NewEvent } from "./events.server";
import { requireSameVersion } from "./findings.server";
import type { AllocationTable, DB } from "./schema";
import type { EngagementRow } from "./scope.server";

type AllocationRow = Selectable<AllocationTable>;

/** More shares of one person on one engagement than this are refused. */
const EACH_MOST = 50;

const loadOf = (row: AllocationRow): Load => ({
  fromOn: row.from_on,
  untilOn: row.until_on,
  sharePercent: row.share_percent,
});

const factsOf = (load: Load): Facts => ({
  from_on: load.fromOn,
  until_on: load.untilOn,
  share_percent: load.sharePercent,
});

/** Somebody who leads the engagement or is on its team. @throws Refusal `invalid` */
async function requireOnTeam(trx: Kysely<DB>, engagement: EngagementRow, personId: string) {
  const person = await trx
    .selectFrom("person")
    .select(["person.id", "person.name"])
    .where("person.id", "=", personId)
    .where((eb) =>
      eb.or([
        eb("person.id", "=", engagement.lead_id ?? ""),
        eb.exists(
          eb
            .selectFrom("engagement_member")
            .select("engagement_member.person_id")
            .whereRef("engagement_member.person_id", "=", "person.id")
            .where("engagement_member.engagement_id", "=", engagement.id),
        ),
      ]),
    )
    .executeTakeFirst();
  if (!person) throw invalid("person_id", "Choose somebody of the team.");
  return person;
}

async function sharesOf(trx: Kysely<DB>, engagementId: string, personId: string): Promise<AllocationRow[]> {
  return trx
    .selectFrom("allocation")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .where("person_id", "=", personId)
    .orderBy("from_on")
    .execute();
}

async function requireAllocation(trx: Kysely<DB>, engagement: EngagementRow, id: string) {
  const row = await trx
    .selectFrom("allocation")
    .innerJoin("person", "person.id", "allocation.person_id")
    .selectAll("allocation")
    .select("person.name as person_name")
    .where("allocation.engagement_id", "=", engagement.id)
    .where("allocation.id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("share");
  return row;
}

function requirePlannable(engagement: EngagementRow): void {
  if (engagement.stage === "handed_over" || engagement.stage === "lost") {
    throw invalid("person_id", "The work is over, so that nobody is planned on it any more.");
  }
}

/**
 * Plans a share of somebody of the team for the engagement, from one day to another; answers its id.
 * @throws Refusal `invalid` for who is not on the team, or where it overlaps another share of theirs on it
 */
export async function allocate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: Load & { personId: string },
): Promise<string> {
  const { personId, ...load } = input;
  return changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    requirePlannable(engagement);
    const person = await requireOnTeam(trx, engagement, personId);
    const others = await sharesOf(trx, engagement.id, personId);
    refuseWhat(load, others, person.name, act);
    if (others.length >= EACH_MOST) {
      throw invalid("person_id", `${person.name} has ${EACH_MOST} shares of it already; change one of them.`);
    }
    const id = newId();
    await trx
      .insertInto("allocation")
      .values({
        id,
        engagement_id: engagement.id,
        person_id: personId,
        from_on: load.fromOn,
        until_on: load.untilOn,
        share_percent: load.sharePercent,
        created_at: act.at,
      })
      .execute();
    return { answer: id, events: [wasSet(id, person.name, {}, factsOf(load))] };
  });
}

function refuseWhat(load: Load, others: readonly AllocationRow[], name: string, act: Act): void {
  const refused = whyCannotAllocate(load, others.map(loadOf), name, act.today);
  if (refused) throw invalid(refused.field, refused.message);
}

const wasSet = (id: string, name: string, before: Facts, after: Facts): NewEvent => ({
  kind: "allocation.set",
  subjectId: id,
  label: name,
  before,
  after,
  visibility: "internal",
});

/** Changes a share. @throws Refusal `conflict` with the newer values when it was changed since `version` */
export async function changeAllocation(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: Load & { version: number },
): Promise<void> {
  const { version, ...load } = input;
  await changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    const row = await requireAllocation(trx, engagement, id);
    const [before, after] = [factsOf(loadOf(row)), factsOf(load)];
    if (Object.keys(after).every((key) => before[key] === after[key])) {
      return { answer: undefined, events: [] };
    }
    requireSameVersion(row, version, before as Record<string, string | number>);
    requirePlannable(engagement);
    await requireOnTeam(trx, engagement, row.person_id);
    const others = await sharesOf(trx, engagement.id, row.person_id);
    refuseWhat(
      load,
      others.filter((other) => other.id !== id),
      row.person_name,
      act,
    );
    await writeLoad(trx, id, load);
    return { answer: undefined, events: [wasSet(id, row.person_name, before, after)] };
  });
}

async function writeLoad(trx: Kysely<DB>, id: string, load: Load): Promise<void> {
  await trx
    .updateTable("allocation")
    .set((eb) => ({
      from_on: load.fromOn,
      until_on: load.untilOn,
      share_percent: load.sharePercent,
      version: eb("version", "+", 1),
    }))
    .where("id", "=", id)
    .execute();
}

/** Takes a share off the plan. @throws Refusal `conflict` when it was changed since `version` */
export async function removeAllocation(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  version: number,
): Promise<void> {
  await changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    const row = await requireAllocation(trx, engagement, id);
    requireSameVersion(row, version, factsOf(loadOf(row)) as Record<string, string | number>);
    return { answer: undefined, events: [await remove(trx, row, row.person_name)] };
  });
}

async function remove(trx: Kysely<DB>, row: AllocationRow, name: string): Promise<NewEvent> {
  await trx.deleteFrom("allocation").where("id", "=", row.id).execute();
  return {
    kind: "allocation.removed",
    subjectId: row.id,
    label: name,
    before: factsOf(loadOf(row)),
    visibility: "internal",
  };
}

/**
 * Ends, from a day on, what everybody is planned for who is no longer on the team; in the transaction of the change of
 * the team. Answers its events.
 */
export async function endSharesOfOthers(
  trx: Kysely<DB>,
  engagementId: string,
  teamIds: readonly string[],
  fromOn: CalendarDate,
): Promise<NewEvent[]> {
  const rows = await trx
    .selectFrom("allocation")
    .innerJoin("person", "person.id", "allocation.person_id")
    .selectAll("allocation")
    .select("person.name as person_name")
    .where("allocation.engagement_id", "=", engagementId)
    .where("allocation.person_id", "not in", [...teamIds, ""])
    .where("allocation.until_on", ">=", fromOn)
    .orderBy("allocation.from_on")
    .orderBy("allocation.id")
    .execute();
  const events: NewEvent[] = [];
  for (const row of rows) {
    if (row.from_on >= fromOn) {
      events.push(await remove(trx, row, row.person_name));
      continue;
    }
    const load = { ...loadOf(row), untilOn: addDays(fromOn, -1) };
    await writeLoad(trx, row.id, load);
    events.push(wasSet(row.id, row.person_name, factsOf(loadOf(row)), factsOf(load)));
  }
  return events;
}
