import { ESTIMATE_POINT_LABEL, ESTIMATE_POINTS, type EstimatePoint } from "./audit";
import {
  addDays,
  type CalendarDate,
  type WorkingCalendar,
  workingDaysFrom,
  workingDaysIn,
  workingDaysPerWeek,
} from "./calendar";
import { type ClockInterval, type ClockPause, daysByHolder } from "./clock";
import type { PhaseKind, PhaseStatus } from "./phase";
import type { PromiseCause, SlipCause } from "./promise";
import { isBeforeAgreement, type Stage } from "./stage";

export const ESTIMATE_LIMITS = { weeks: 104, sentence: 500 } as const;

/** An estimate as it was told: the whole length in weeks, from the start of Read to the end of Document. */
export interface Estimate {
  madeAfter: EstimatePoint;
  madeOn: CalendarDate;
  weeksLow: number;
  weeksHigh: number;
  sentence: string;
  /** The finish as it was promised then; null before any promise. */
  promisedFinishOn: CalendarDate | null;
}

/** `8 to 10 weeks`, `9 weeks`. */
export function weeksText({ weeksLow, weeksHigh }: Pick<Estimate, "weeksLow" | "weeksHigh">): string {
  if (weeksLow === weeksHigh) return weeksLow === 1 ? "1 week" : `${weeksLow} weeks`;
  return `${weeksLow} to ${weeksHigh} weeks`;
}

/** What does not fit in an estimate, with its field; null when all does. */
export function estimateFault(input: {
  weeksLow: number | null;
  weeksHigh: number | null;
  sentence: string;
}): { field: "weeks_low" | "weeks_high" | "sentence"; message: string } | null {
  const { weeksLow, weeksHigh, sentence } = input;
  const { weeks } = ESTIMATE_LIMITS;
  const fits = (value: number | null): value is number =>
    value !== null && Number.isInteger(value) && value >= 1 && value <= weeks;
  if (!fits(weeksLow)) return { field: "weeks_low", message: `Enter whole weeks, from 1 to ${weeks}.` };
  if (!fits(weeksHigh)) return { field: "weeks_high", message: `Enter whole weeks, from 1 to ${weeks}.` };
  if (weeksHigh < weeksLow) return { field: "weeks_high", message: "The most cannot be below the least." };
  if (sentence === "") return { field: "sentence", message: "Say in a sentence what it rests on." };
  if (sentence.length > ESTIMATE_LIMITS.sentence) {
    return { field: "sentence", message: `Use at most ${ESTIMATE_LIMITS.sentence} characters.` };
  }
  return null;
}

/**
 * The point at which an estimate may be recorded now; null while there is none. It only moves on: once Read has passed
 * its gate nobody estimates as if it had not.
 */
export function openEstimatePoint(standing: {
  stage: Stage;
  isAuditConcluded: boolean;
  phases: readonly { kind: PhaseKind; status: PhaseStatus }[];
}): EstimatePoint | null {
  const isDone = (kind: PhaseKind) =>
    standing.phases.some((phase) => phase.kind === kind && phase.status === "done");
  if (standing.stage === "active") {
    if (isDone("stabilise")) return "stabilise";
    if (isDone("read")) return "read";
  }
  const isOpen = standing.stage === "active" || isBeforeAgreement(standing.stage);
  return isOpen && standing.isAuditConcluded ? "audit" : null;
}

/** One row of the cone: what was known at a point, in weeks from the start. */
export interface ConeRow {
  point: EstimatePoint;
  label: string;
  low: number;
  high: number;
}

export interface Cone {
  rows: ConeRow[];
  /** The finish as promised now, in weeks from the start; null while nothing is promised. */
  promised: number | null;
  /** How long it took; null while it runs. */
  actual: number | null;
  /** The end of the scale in weeks. */
  most: number;
}

/** Weeks of work from the start up to and with a day, to a tenth. */
export function weeksOfWork(startOn: CalendarDate, on: CalendarDate, calendar: WorkingCalendar): number {
  return Math.round((workingDaysIn(startOn, on, calendar) / workingDaysPerWeek(calendar)) * 10) / 10;
}

/** The last estimate of each point, in the order of the points, against the promise and what came of it. */
export function coneOf(
  estimates: readonly Estimate[],
  dates: {
    startOn: CalendarDate | null;
    promisedFinishOn: CalendarDate | null;
    actualFinishOn: CalendarDate | null;
  },
  calendar: WorkingCalendar,
): Cone | null {
  const rows = ESTIMATE_POINTS.flatMap((point): ConeRow[] => {
    const last = estimates.filter((estimate) => estimate.madeAfter === point).at(-1);
    if (!last) return [];
    return [{ point, label: ESTIMATE_POINT_LABEL[point], low: last.weeksLow, high: last.weeksHigh }];
  });
  if (rows.length === 0) return null;
  const { startOn } = dates;
  const weeks = (on: CalendarDate | null) =>
    startOn && on && on >= startOn ? weeksOfWork(startOn, on, calendar) : null;
  const [promised, actual] = [weeks(dates.promisedFinishOn), weeks(dates.actualFinishOn)];
  const longest = Math.max(...rows.map((row) => row.high), promised ?? 0, actual ?? 0);
  return { rows, promised, actual, most: Math.max(4, Math.ceil((longest + 0.5) / 2) * 2) };
}

/** What the cone shows, in words: for whom it is not a picture. */
export function coneSentence({ rows, promised, actual }: Cone): string {
  const told = rows.map((row) => `${row.label}: ${weeksText({ weeksLow: row.low, weeksHigh: row.high })}.`);
  if (promised !== null) told.push(`Promised: ${oneWeekText(promised)}.`);
  told.push(actual === null ? "Not finished yet." : `It took ${oneWeekText(actual)}.`);
  return told.join(" ");
}

/** `9.4 weeks`, `1 week`. */
export function oneWeekText(weeks: number): string {
  return weeks === 1 ? "1 week" : `${weeks.toLocaleString("en-GB", { maximumFractionDigits: 1 })} weeks`;
}

/** One promise of the whole finish, in the order in which they were made. */
export interface FinishPromise {
  cause: PromiseCause;
  toOn: CalendarDate;
  isUndone: boolean;
}

export interface Variance {
  firstFinishOn: CalendarDate;
  actualFinishOn: CalendarDate;
  /** Working days that it finished later than first promised; negative when earlier. */
  workingDays: number;
  /** The same by cause, every cause named. Adds up to `workingDays` exactly. */
  byCause: Record<SlipCause, number>;
}

/**
 * Why a finished engagement ended on another day than first promised: the moves of the ledger by their causes; what
 * came between the last promise and the end by who held the ball on each of those days (ours where nobody did); an end
 * before the last promise is ours. Null where nothing was promised or nothing is finished.
 */
export function varianceByCause(
  promises: readonly FinishPromise[],
  actualFinishOn: CalendarDate | null,
  clock: { intervals: readonly ClockInterval[]; pauses: readonly ClockPause[] },
  calendar: WorkingCalendar,
): Variance | null {
  const [first, ...moves] = promises.filter((promise) => !promise.isUndone);
  if (!first || actualFinishOn === null) return null;
  const byCause: Record<SlipCause, number> = { us: 0, client: 0, third_party: 0, scope: 0, discovery: 0 };
  let on = first.toOn;
  for (const { cause, toOn } of moves) {
    byCause[cause === "first" ? "us" : cause] += workingDaysFrom(on, toOn, calendar);
    on = toOn;
  }
  if (actualFinishOn < on) {
    byCause.us += workingDaysFrom(on, actualFinishOn, calendar);
  } else {
    const days = daysByHolder(clock.intervals, clock.pauses, addDays(on, 1), actualFinishOn, calendar);
    byCause.us += days.us + days.paused;
    byCause.client += days.client;
    byCause.third_party += days.third_party;
  }
  const workingDays = workingDaysFrom(first.toOn, actualFinishOn, calendar);
  return { firstFinishOn: first.toOn, actualFinishOn, workingDays, byCause };
}
