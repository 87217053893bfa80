import type { Kysely } from "kysely";
import { addDays, type CalendarDate } from "~/domain/calendar";
import { ARTEFACTS, type Artefact } from "~/domain/deliverable";
import { CHECK_DAYS, type CheckDay, type CheckResult, checkDueOn } from "~/domain/handover-check";
import type { Actor } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { readArtefacts } from "./gate-facts.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement, requireEngagement, visibleTo } from "./scope.server";
import { finishChange } from "./standing.server";

export interface CheckShown {
  day: CheckDay;
  dueOn: CalendarDate;
  doneOn: CalendarDate | null;
  doneBy: string | null;
  result: CheckResult | null;
}

/** The day on which an engagement was handed over: the last phase's end, else the day it moved to that stage. */
export async function findHandoverOn(db: Kysely<DB>, engagementId: string): Promise<CalendarDate | null> {
  const phase = await db
    .selectFrom("phase")
    .select("actual_finish_on")
    .where("engagement_id", "=", engagementId)
    .where("kind", "=", "document")
    .executeTakeFirst();
  if (phase?.actual_finish_on) return phase.actual_finish_on;
  const moved = await db
    .selectFrom("event")
    .select("on_date")
    .where("engagement_id", "=", engagementId)
    .where("kind", "=", "engagement.stage_moved")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return moved?.on_date ?? null;
}

/** The looks back of an engagement that was reached with the actor's scope; none before it is handed over. */
export async function listChecks(
  db: Kysely<DB>,
  engagement: { id: string; stage: string },
): Promise<CheckShown[]> {
  const handedOverOn = engagement.stage === "handed_over" ? await findHandoverOn(db, engagement.id) : null;
  if (!handedOverOn) return [];
  const rows = await db
    .selectFrom("handover_check")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .execute();
  return CHECK_DAYS.map((day) => {
    const row = rows.find((candidate) => candidate.day === day);
    return {
      day,
      dueOn: row?.due_on ?? checkDueOn(handedOverOn, day),
      doneOn: row?.done_on ?? null,
      doneBy: row?.done_by_name ?? null,
      result: row?.result ? (JSON.parse(row.result) as CheckResult) : null,
    };
  });
}

/** What a look back has to look at: the rows of the register that were handed over. */
export interface ToLookAt {
  artefact: Artefact;
  place: string;
  owner: string;
}

/**
 * What there is to look at, before anything of the outside is asked.
 * @throws Refusal `invalid` when the look back is not due yet
 */
export async function listToLookAt(
  db: Kysely<DB>,
  act: Pick<Act, "actor" | "today">,
  code: string,
  day: CheckDay,
): Promise<ToLookAt[]> {
  const { engagement } = await requireEngagement(db, act.actor, code, "run_engagement");
  const check = (await listChecks(db, engagement)).find((one) => one.day === day);
  if (!check) throw invalid("day", "There is nothing to look back at before it is handed over.");
  if (check.dueOn > act.today) throw invalid("day", "This look back is not due yet.");
  const rows = await readArtefacts(db, { engagementId: engagement.id });
  return ARTEFACTS.flatMap((artefact) => {
    const row = rows.find((candidate) => candidate.kind === artefact);
    return row?.verified_on ? [{ artefact, place: row.place, owner: row.owner_after }] : [];
  });
}

/** Keeps what a look back found; one that is done again, after something was mended, takes the place of the first. */
export async function recordCheck(
  db: Kysely<DB>,
  act: Act,
  code: string,
  day: CheckDay,
  result: CheckResult,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const check = (await listChecks(trx, engagement)).find((one) => one.day === day);
    if (!check) throw invalid("day", "There is nothing to look back at before it is handed over.");
    if (check.dueOn > act.today) throw invalid("day", "This look back is not due yet.");
    const done = {
      done_on: act.today,
      done_by_name: act.actor.name,
      result: JSON.stringify(result),
    };
    await trx
      .insertInto("handover_check")
      .values({ id: newId(), engagement_id: engagement.id, day, due_on: check.dueOn, ...done })
      .onConflict((conflicting) => conflicting.columns(["engagement_id", "day"]).doUpdateSet(done))
      .execute();
    await finishChange(trx, engagement, act, [
      { kind: "handover.checked", subjectId: null, after: { day }, visibility: "client" },
    ]);
  });
}

/** One look back, done or not; null before the engagement is handed over. @throws Refusal `not_found` */
export async function readCheck(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  day: CheckDay,
): Promise<CheckShown | null> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  return (await listChecks(db, engagement)).find((one) => one.day === day) ?? null;
}

export interface DueCheck {
  code: string;
  title: string;
  company: string;
  day: CheckDay;
  dueOn: CalendarDate;
}

/** The looks back that a lead owes today, the longest due first; of one engagement the latest that is due. */
export async function listDueChecks(db: Kysely<DB>, actor: Actor, today: CalendarDate): Promise<DueCheck[]> {
  const rows = await db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .innerJoin("phase", (join) =>
      join.onRef("phase.engagement_id", "=", "engagement.id").on("phase.kind", "=", "document"),
    )
    .leftJoin("handover_check", "handover_check.engagement_id", "engagement.id")
    .select(["engagement.code", "engagement.title", "company.name as company"])
    .select(["phase.actual_finish_on", "handover_check.day"])
    .where(visibleTo(actor))
    .where("engagement.stage", "=", "handed_over")
    .where("engagement.lead_id", "=", actor.id)
    .where("phase.actual_finish_on", "<=", addDays(today, -CHECK_DAYS[0]))
    .orderBy("phase.actual_finish_on")
    .orderBy("engagement.number")
    .limit(500)
    .execute();
  const done = new Set(rows.map((row) => `${row.code} ${row.day}`));
  const codes = [...new Map(rows.map((row) => [row.code, row])).values()];
  return codes.flatMap((row): DueCheck[] => {
    const { code, title, company, actual_finish_on: handedOverOn } = row;
    if (!handedOverOn) return [];
    const day = CHECK_DAYS.findLast((one) => checkDueOn(handedOverOn, one) <= today);
    // A later look back stands for an earlier one that nobody took.
    const isDone = CHECK_DAYS.some((one) => day && one >= day && done.has(`${code} ${one}`));
    if (!day || isDone) return [];
    return [{ code, title, company, day, dueOn: checkDueOn(handedOverOn, day) }];
  });
}
