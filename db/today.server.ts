import type { Kysely } from "kysely";
import {
  addWorkingDays,
  type CalendarDate,
  dateInZone,
  type WorkingCalendar,
  workingDaysFrom,
} from "~/domain/calendar";
import { isOpen } from "~/domain/deliverable";
import type { Actor } from "~/domain/permissions";
import { asksForAct, type TodayEngagement, type TodayStep } from "~/domain/today";
import { checklistRow } from "./engagement-page.server";
import { findFirm, workingCalendar } from "./firm.server";
import { type DueCheck, listDueChecks } from "./handover-checks.server";
import { listOpenQuestions, type OpenQuestion } from "./review-answers.server";
import type { DB } from "./schema";
import { type EngagementRow, visibleTo } from "./scope.server";
import { listAskSteps } from "./today-asks.server";

const SOON_WORKING_DAYS = 3;
const START_WORKING_DAYS = 5;
const DAY_MS = 86_400_000;
/** Sorts what has no date behind what has one, the same on both databases. */
const LAST = "9999-12-31";

/**
 * The live engagements that a person leads or works on, with what each asks for today; the busiest first. A member
 * gets what is theirs or nobody's. After them the hand-overs that a lead looks back at. `at` is epoch milliseconds.
 */
export async function readToday(
  db: Kysely<DB>,
  actor: Actor,
  now: { today: CalendarDate; at: number },
): Promise<TodayEngagement[]> {
  const calendar = await workingCalendar(db);
  const engagements = await listOwnLive(db, actor);
  const lookedBackAt = (await listDueChecks(db, actor, now.today)).map(lookBackOf);
  if (engagements.length === 0) return lookedBackAt;
  const soonOn = addWorkingDays(now.today, SOON_WORKING_DAYS, calendar);
  const ids = engagements.map((engagement) => engagement.id);
  const rows = await listDue(db, actor, ids, soonOn, now.at);
  const revisits = await listRevisits(db, actor, ids, now.today);
  const askSteps = await listAskSteps(db, actor, engagements, now);
  const questions = await listOpenQuestions(db, actor, ids);
  const zone = (await findFirm(db))?.timeZone ?? "UTC";
  const settledToday = (doneAt: number | null) => doneAt !== null && dateInZone(doneAt, zone) === now.today;
  const live = engagements.map((engagement): TodayEngagement => {
    const own = rows
      .filter((row) => row.engagement_id === engagement.id)
      .sort((a, b) => ((a.due_on ?? LAST) < (b.due_on ?? LAST) ? -1 : a.due_on === b.due_on ? 0 : 1));
    const canRun = actor.role !== "member" && (engagement.lead_id === actor.id || actor.role !== "lead");
    const isPaused = engagement.is_paused === 1;
    const isNow = (row: (typeof own)[number]) =>
      isOpen(row.status)
        ? row.status === "blocked" || (row.due_on !== null && row.due_on <= now.today)
        : settledToday(row.done_at);
    return {
      code: engagement.code,
      title: engagement.title,
      company: engagement.company_name,
      phase:
        engagement.phase && engagement.phase_finish_on
          ? { kind: engagement.phase, finishOn: engagement.phase_finish_on }
          : null,
      rows: isPaused ? [] : own.filter(isNow).map((row) => checklistRow(row, null, now.today, calendar)),
      steps: [
        ...questions.filter((one) => one.engagementId === engagement.id).map(questionStep),
        ...stepsOf(engagement, now.today, calendar),
        ...(isPaused ? [] : (askSteps.get(engagement.id) ?? [])),
        ...(isPaused ? [] : revisitStep(revisits.filter((one) => one.engagement_id === engagement.id))),
      ].filter((step) => canRun || !asksForAct(step)),
      soon: isPaused
        ? []
        : own.flatMap((row) =>
            isOpen(row.status) && !isNow(row) && row.due_on
              ? [{ id: row.id, title: row.title, dueOn: row.due_on, ownerName: row.owner_name }]
              : [],
          ),
    };
  });
  return [...live, ...lookedBackAt];
}

/** An engagement that was handed over asks for no more than that. */
function lookBackOf({ code, title, company, day, dueOn }: DueCheck): TodayEngagement {
  const steps: TodayStep[] = [{ kind: "look_back", day, dueOn }];
  return { code, title, company, phase: null, rows: [], steps, soon: [] };
}

const questionStep = ({ by, question }: OpenQuestion): TodayStep => ({ kind: "review_asked", by, question });

type OwnEngagement = Awaited<ReturnType<typeof listOwnLive>>[number];

async function listOwnLive(db: Kysely<DB>, actor: Actor) {
  return db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .selectAll("engagement")
    .select("company.name as company_name")
    .select((eb) => [
      eb
        .selectFrom("clock_interval")
        .select("clock_interval.why")
        .whereRef("clock_interval.engagement_id", "=", "engagement.id")
        .where("clock_interval.until_on", "is", null)
        .orderBy("clock_interval.set_at", "desc")
        .limit(1)
        .as("clock_why"),
      eb
        .selectFrom("gate")
        .innerJoin("phase", "phase.id", "gate.phase_id")
        .select("gate.reason")
        .whereRef("gate.engagement_id", "=", "engagement.id")
        .whereRef("phase.kind", "=", "engagement.phase")
        .where("gate.outcome", "=", "declined")
        .orderBy("gate.attempt", "desc")
        .limit(1)
        .as("decline_reason"),
      eb
        .selectFrom("phase")
        .select((of) =>
          of("total_count", "-", of("done_count", "+", of.ref("not_applicable_count"))).as("open"),
        )
        .whereRef("phase.engagement_id", "=", "engagement.id")
        .whereRef("phase.kind", "=", "engagement.phase")
        .as("phase_open"),
    ])
    .where(visibleTo(actor))
    .where("engagement.stage", "=", "active")
    .where((eb) =>
      eb.or([
        eb("engagement.lead_id", "=", actor.id),
        eb.exists(
          eb
            .selectFrom("engagement_member")
            .select("engagement_member.person_id")
            .whereRef("engagement_member.engagement_id", "=", "engagement.id")
            .where("engagement_member.person_id", "=", actor.id),
        ),
      ]),
    )
    .orderBy("engagement.is_paused")
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number")
    .limit(100)
    .execute();
}

/** What is due until a date or blocked, and what was done lately, in the phases that have started. */
async function listDue(
  db: Kysely<DB>,
  actor: Actor,
  engagementIds: readonly string[],
  untilOn: CalendarDate,
  at: number,
) {
  let query = db
    .selectFrom("deliverable")
    .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .leftJoin("person", "person.id", "deliverable.owner_id")
    .selectAll("deliverable")
    .select("person.name as owner_name")
    .where(visibleTo(actor))
    .where("deliverable.engagement_id", "in", engagementIds)
    .where("phase.status", "in", ["in_progress", "in_review"])
    .where((eb) =>
      eb.or([
        eb.and([
          eb("deliverable.status", "in", ["todo", "doing", "blocked"]),
          eb.or([eb("deliverable.due_on", "<=", untilOn), eb("deliverable.status", "=", "blocked")]),
        ]),
        eb.and([eb("deliverable.status", "=", "done"), eb("deliverable.done_at", ">", at - 2 * DAY_MS)]),
      ]),
    )
    .orderBy("deliverable.due_on")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(1000);
  if (actor.role === "member") {
    query = query.where((eb) =>
      eb.or([eb("deliverable.owner_id", "=", actor.id), eb("deliverable.owner_id", "is", null)]),
    );
  }
  return query.execute();
}

/** The decisions whose day to be looked at again has come, the longest due first. */
async function listRevisits(
  db: Kysely<DB>,
  actor: Actor,
  engagementIds: readonly string[],
  today: CalendarDate,
) {
  return db
    .selectFrom("decision")
    .innerJoin("engagement", "engagement.id", "decision.engagement_id")
    .select(["decision.engagement_id", "decision.id", "decision.number", "decision.title"])
    .select("decision.revisit_on")
    .where(visibleTo(actor))
    .where("decision.engagement_id", "in", engagementIds)
    .where("decision.revisit_on", "<=", today)
    .where("decision.status", "in", ["proposed", "accepted"])
    .orderBy("decision.revisit_on")
    .orderBy("decision.number")
    .limit(500)
    .execute();
}

function revisitStep(due: Awaited<ReturnType<typeof listRevisits>>): TodayStep[] {
  const [first] = due;
  if (!first) return [];
  const { id, number, title, revisit_on: on } = first;
  return [{ kind: "revisit", decision: { id, number, title, on: on ?? "" }, more: due.length - 1 }];
}

function stepsOf(engagement: OwnEngagement, today: CalendarDate, calendar: WorkingCalendar): TodayStep[] {
  if (engagement.is_paused === 1) return [{ kind: "paused" }];
  const steps: TodayStep[] = [];
  const { phase } = engagement;
  const finishOn = engagement.phase_finish_on;
  const overdue = phase && finishOn ? workingDaysFrom(finishOn, today, calendar) : 0;
  if (phase && finishOn && overdue > 0 && engagement.phase_status !== "done") {
    steps.push({ kind: "overdue", phase, promisedOn: finishOn, workingDays: overdue });
  }
  if (phase) steps.push(...phaseSteps(engagement, phase, today, calendar));
  if (engagement.holder !== "us" && engagement.holder_since_on && engagement.gate !== "requested") {
    steps.push({
      kind: "waiting",
      holder: engagement.holder,
      since: engagement.holder_since_on,
      why: engagement.clock_why ?? "",
    });
  }
  return steps;
}

function phaseSteps(
  engagement: OwnEngagement,
  phase: NonNullable<EngagementRow["phase"]>,
  today: CalendarDate,
  calendar: WorkingCalendar,
): TodayStep[] {
  if (engagement.phase_status === "upcoming" && engagement.phase_start_on) {
    const plannedOn = engagement.phase_start_on;
    if (plannedOn > addWorkingDays(today, START_WORKING_DAYS, calendar)) return [];
    return [{ kind: "start", phase, plannedOn, isDue: plannedOn <= today }];
  }
  if (engagement.phase_status === "in_review") {
    return [{ kind: "gate_waiting", phase, since: engagement.gate_requested_on }];
  }
  if (engagement.phase_status !== "in_progress") return [];
  // What was complete when the client was asked is complete still: what they miss comes first.
  if (engagement.gate === "declined")
    return [{ kind: "gate_declined", phase, reason: engagement.decline_reason }];
  return engagement.phase_open === 0 ? [{ kind: "request", phase }] : [];
}
