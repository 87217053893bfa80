import type { Kysely, Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { EngagementHead } from "~/domain/engagement-head";
import { type ExpectedDates, questionOf } from "~/domain/expected";
import { againstPromise } from "~/domain/expected-words";
import { basisOf } from "~/domain/forecast";
import { type Actor, may } from "~/domain/permissions";
import { currentPhase, type PhaseKind, type PhaseStatus } from "~/domain/phase";
import { CLIENT_STAGES } from "~/domain/stage";
import { readHead } from "./engagement-header.server";
import { answerOf, expectedOf, readHitRate } from "./forecasts.server";
import { learntOn, readTimeTold, timedPhase } from "./past-phases.server";
import { prepared } from "./prepared.server";
import type { DB, GivenForecastTable } from "./schema";
import { requireEngagement } from "./scope.server";
import { refreshStandings } from "./standing-refresh.server";

/** A phase that is not done, with what was promised and what is expected. */
export interface ForecastLine {
  kind: PhaseKind;
  /** With the last one the whole is finished. */
  isWhole: boolean;
  status: PhaseStatus;
  promisedOn: CalendarDate | null;
  expected: ExpectedDates;
  /** How far the 80 % date lies from the promise, in words. */
  against: string | null;
}

/** The dates given when a phase began, and what came of them. */
export interface GivenLine {
  kind: PhaseKind;
  givenOn: CalendarDate;
  expected: ExpectedDates;
  finish: ExpectedDates;
  pastCount: number;
  endedOn: CalendarDate | null;
  /** Whether the 80 % date held; null until that is known. */
  hasHeld: boolean | null;
}

export interface ForecastPage {
  head: EngagementHead;
  /** In order; empty when nothing is expected. */
  lines: ForecastLine[];
  /** Why nothing is expected. */
  without: "not_active" | "paused" | "no_plan" | "done" | null;
  /** What the range of the phase under way rests on; null when nothing is expected. */
  basis: { sentence: string; isLittle: boolean; shown: PhaseKind } | null;
  /** The phase under way: what it was to take and has taken, in working days. */
  spent: { kind: PhaseKind; planned: number; worked: number; waited: number } | null;
  /** Waiting on the client: working days to come in all, and from how many phases that was learnt. */
  waiting: { days: number; learntFrom: number } | null;
  given: GivenLine[];
  hitRate: string;
  isShared: boolean;
  canShare: boolean;
}

const readGiven = prepared<{ engagementId: string }, Selectable<GivenForecastTable>>((db, value) =>
  db
    .selectFrom("given_forecast")
    .selectAll()
    .where("engagement_id", "=", value("engagementId"))
    .orderBy("given_on")
    .orderBy("id"),
);

/**
 * When an engagement is expected to finish, beside what is promised, and how that is known.
 * @throws Refusal `not_found` when it is hidden from the actor
 */
export async function readForecastPage(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
): Promise<ForecastPage> {
  await requireEngagement(db, actor, code, "see_pipeline");
  await refreshStandings(db, today);
  const reached = await requireEngagement(db, actor, code, "see_pipeline");
  const { engagement, relation } = reached;
  const { head, phases, calendar } = await readHead(db, reached, today);
  const learnt = await learntOn(db, today);
  const given = await readGiven(db, { engagementId: engagement.id });
  const finish = expectedOf(engagement, today);
  const current = currentPhase(phases);

  const lines: ForecastLine[] = phases.flatMap((phase) => {
    const expected = expectedOf(phase, today);
    if (!finish || !expected || phase.status === "done") return [];
    const promisedOn = phase.first_finish_on ? phase.planned_finish_on : null;
    const against = againstPromise(expected, promisedOn, calendar);
    const isWhole = phase === phases.at(-1);
    return [{ kind: phase.kind, isWhole, status: phase.status, promisedOn, expected, against }];
  });

  const told = await readTimeTold(db, [engagement.id], learnt.timeZone);
  const question = finish && questionOf(phases.map(timedPhase), told(engagement.id), today, calendar);
  const answer = question && answerOf(learnt, question);
  const basis = basisOf(learnt.history, current?.kind ?? "");
  return {
    head,
    lines,
    without: finish ? null : whyNothing(engagement, phases.length > 0, current !== undefined),
    basis:
      finish && current ? { sentence: basis.sentence, isLittle: basis.isLittle, shown: current.kind } : null,
    spent: question && current ? spentOf(question.current, current.kind) : null,
    waiting: answer && {
      days: Math.round(answer.waiting.reduce((sum, days) => sum + days, 0)),
      learntFrom: learnt.waits.length,
    },
    given: given.map((row) => {
      const phase = phases.find((one) => one.kind === row.phase_kind);
      const endedOn = phase?.status === "done" ? phase.actual_finish_on : null;
      const isPast = endedOn ?? (row.p80_on < today ? today : null);
      return {
        kind: row.phase_kind,
        givenOn: row.given_on,
        expected: { p50On: row.p50_on, p80On: row.p80_on, p95On: row.p95_on },
        finish: { p50On: row.finish_p50_on, p80On: row.finish_p80_on, p95On: row.finish_p95_on },
        pastCount: row.past_count,
        endedOn,
        hasHeld: isPast === null ? null : isPast <= row.p80_on,
      };
    }),
    hitRate: (await readHitRate(db, actor)).sentence,
    isShared: engagement.is_forecast_shared === 1,
    canShare: may(relation, "run_engagement") && CLIENT_STAGES.includes(engagement.stage),
  };
}

function whyNothing(
  engagement: { stage: string; is_paused: number },
  hasPlan: boolean,
  isOpen: boolean,
): ForecastPage["without"] {
  if (engagement.stage !== "active") return isOpen || !hasPlan ? "not_active" : "done";
  if (engagement.is_paused === 1) return "paused";
  return hasPlan ? "done" : "no_plan";
}

function spentOf(
  { planned, elapsed, waited }: { planned: number; elapsed: number; waited: number },
  kind: PhaseKind,
): ForecastPage["spent"] {
  return elapsed + waited > 0 ? { kind, planned, worked: elapsed, waited } : null;
}
