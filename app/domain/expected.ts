import {
  addWorkingDays,
  type CalendarDate,
  type WorkingCalendar,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  workingDaysFrom,
  workingDaysIn,
} from "./calendar";
import { type ClockInterval, type ClockPause, type DaysByHolder, daysByHolder } from "./clock";
import { type ChainedPhase, dateAfter, forecastChain, type PastPhase, type PastWait } from "./forecast";
import type { PhaseKind, PhaseStatus } from "./phase";

/** When something is expected to end, with a chance of 50, 80 and 95 %. */
export interface ExpectedDates {
  p50On: CalendarDate;
  p80On: CalendarDate;
  p95On: CalendarDate;
}

/** The shares of the dates above, in their order. */
const EXPECTED_SHARES = [0.5, 0.8, 0.95] as const;

/** A phase as far as forecasting asks. */
export interface TimedPhase {
  kind: PhaseKind;
  status: PhaseStatus;
  /** What was promised first; null until a promise was made. */
  firstStartOn: CalendarDate | null;
  firstFinishOn: CalendarDate | null;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  /** Of the plan as it stands. */
  workingDays: number;
  actualStartOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
}

/** A finish that was moved by hand and stands, which made its phase longer or shorter. */
interface LengthMove {
  kind: PhaseKind;
  workingDays: number;
  isScope: boolean;
  madeOn: CalendarDate;
}

/** What the clock, the pauses and the ledger of one engagement tell. */
export interface TimeTold {
  intervals: ClockInterval[];
  pauses: ClockPause[];
  moves: LengthMove[];
}

/**
 * What a phase was planned to take, in working days: as it was promised when it began, with what was added since for
 * scope, which is more work and not slower work. Where nothing was promised, as the plan has it.
 */
export function plannedDays(
  phase: Pick<TimedPhase, "kind" | "firstStartOn" | "firstFinishOn" | "workingDays" | "actualStartOn">,
  moves: readonly LengthMove[],
  calendar: WorkingCalendar,
): number {
  if (!phase.firstStartOn || !phase.firstFinishOn) return Math.max(1, phase.workingDays);
  let days = workingDaysIn(phase.firstStartOn, phase.firstFinishOn, calendar);
  for (const move of moves) {
    const isOfPlan = !phase.actualStartOn || move.madeOn <= phase.actualStartOn || move.isScope;
    if (move.kind === phase.kind && isOfPlan) days += move.workingDays;
  }
  return Math.max(1, days);
}

/** Working days without those of the client and those of a pause. */
const workedOf = (days: DaysByHolder): number => days.us + days.third_party;

/**
 * A phase that has begun as something to learn from, as it was known at the end of a day; unfinished, it counts up to
 * then. Its waiting on the client is apart, and told only of a finished one.
 */
export function pastOf(
  phase: TimedPhase & { actualStartOn: CalendarDate },
  told: TimeTold,
  asOf: CalendarDate,
  calendar: WorkingCalendar,
): { past: PastPhase; wait: PastWait | null } {
  const finishedOn = phase.actualFinishOn && phase.actualFinishOn <= asOf ? phase.actualFinishOn : null;
  const days = daysByHolder(told.intervals, told.pauses, phase.actualStartOn, finishedOn ?? asOf, calendar);
  const worked = workedOf(days);
  return {
    past: {
      group: phase.kind,
      planned: plannedDays(phase, told.moves, calendar),
      actual: worked,
      isFinished: finishedOn !== null,
    },
    wait: finishedOn ? { group: phase.kind, worked, waited: days.client } : null,
  };
}

/** What is left of an engagement on a day. */
export interface Question {
  /** Phases that are not done and still have work before them, in order. */
  phases: ChainedPhase[];
  /** The first that is not done, whether or not it still has work before it. */
  current: ChainedPhase;
  /** Working days that the phase before those has waited on the client, whose signature is all that it lacks. */
  gateWaited: number | null;
  /** Working days between each phase that is not done and the one before that the plan leaves free. */
  gaps: number[];
  /** The working day that is spent: counting begins on the next. */
  spentOn: CalendarDate;
}

/**
 * The question that an engagement puts on a day; null when nothing is left of it. A phase that has not begun begins
 * when it is planned to, or on the next working day where that has passed.
 */
export function questionOf(
  phases: readonly TimedPhase[],
  told: TimeTold,
  today: CalendarDate,
  calendar: WorkingCalendar,
): Question | null {
  const left = phases.filter((phase) => phase.status !== "done");
  const first = left[0];
  if (!first) return null;
  const startsLater = first.actualStartOn === null && first.plannedStartOn > today;
  const asked = left.map((phase): ChainedPhase => {
    const planned = plannedDays(phase, told.moves, calendar);
    const start = phase.actualStartOn;
    if (!start || start > today) return { group: phase.kind, planned, elapsed: 0, waited: 0 };
    const days = daysByHolder(told.intervals, told.pauses, start, today, calendar);
    return { group: phase.kind, planned, elapsed: workedOf(days), waited: days.client };
  });
  const [current = { group: first.kind, planned: 1, elapsed: 0, waited: 0 }, ...rest] = asked;
  const isAtGate = first.status === "in_review";
  return {
    phases: isAtGate ? rest : asked,
    current,
    gateWaited: isAtGate ? current.waited : null,
    gaps: left.map((phase, at) => {
      const before = left[at - 1];
      if (!before) return 0;
      return Math.max(0, workingDaysFrom(before.plannedFinishOn, phase.plannedStartOn, calendar) - 1);
    }),
    spentOn: startsLater
      ? addWorkingDays(workingDayOnOrAfter(first.plannedStartOn, calendar), -1, calendar)
      : workingDayOnOrBefore(today, calendar),
  };
}

/** Working days until each phase that is not done ends, at each share; and what is to be waited in each, of these. */
export interface Answer {
  ends: number[][];
  waiting: number[];
}

/** One for all, so that equal engagements have equal dates, and tomorrow's differ by what tomorrow knows alone. */
const SEED = 20_260_302;

/** What the past answers to a question. */
export function answerTo(question: Question, past: Parameters<typeof forecastChain>[1]): Answer {
  const { phases, gateWaited } = question;
  const { ends, waiting } =
    phases.length > 0 ? forecastChain(phases, past, EXPECTED_SHARES, SEED) : { ends: [], waiting: [] };
  if (gateWaited === null) return { ends, waiting };
  const gate = EXPECTED_SHARES.map((share) => waitAtGate(gateWaited, past.waits, share));
  return {
    ends: [gate, ...ends.map((days) => days.map((end, at) => end + (gate[at] ?? 0)))],
    waiting: [gate[0] ?? 0, ...waiting],
  };
}

const LONGER_WAITS_LEAST = 8;

/**
 * Working days that a gate may still wait to be signed: as the phases of the past did that waited longer than this one
 * has; with too few of them, the longer it has waited the longer it may (a Lomax tail of shape 2).
 */
function waitAtGate(waited: number, waits: readonly PastWait[], share: number): number {
  const longer = waits.flatMap((wait) => (wait.waited > waited ? [wait.waited - waited] : []));
  if (longer.length < LONGER_WAITS_LEAST) return (waited + 1) * ((1 - share) ** -0.5 - 1);
  longer.sort((a, b) => a - b);
  return longer[Math.ceil(share * longer.length) - 1] ?? 0;
}

/**
 * The furthest that is told, in working days: ten years. A phase that has gone on for seventy times its plan answers
 * with centuries, which is to say that nothing is known.
 */
const HORIZON_DAYS = 2610;

/** The dates on which each phase of the question ends, from the days until then; none before today. */
export function expectedDates(
  { gaps, spentOn }: Question,
  ends: readonly (readonly number[])[],
  today: CalendarDate,
  calendar: WorkingCalendar,
): ExpectedDates[] {
  let free = 0;
  const dateOf = (days: number) => {
    const on = dateAfter(spentOn, Math.min(days, HORIZON_DAYS), calendar);
    return on < today ? workingDayOnOrAfter(today, calendar) : on;
  };
  return ends.map(([p50 = 0, p80 = p50, p95 = p80], at) => {
    free += gaps[at] ?? 0;
    return { p50On: dateOf(p50 + free), p80On: dateOf(p80 + free), p95On: dateOf(p95 + free) };
  });
}
