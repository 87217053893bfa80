import { type CalendarDate, dateOf, dayNumber } from "./calendar";
import type { RailInput } from "./rail-input";

/** Days from `startDay` up to, not with, `endDay`; weeks are counted from `originDay`. */
export interface RailAxis {
  startDay: number;
  endDay: number;
  originDay: number;
  /** From 0 to 1, held within the axis. */
  fraction(day: number): number;
}

export interface RailTick {
  /** Which week from the first planned one, from 0, or which month of the calendar. */
  index: number;
  at: number;
  /** Where its label is centred, and what it says. */
  labelAt: number;
  text: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const MOST_WEEKS_BY_NUMBER = 60;

/** Which week of how many a day is in, from 1. Week 0 is before the start; past the finish it goes on counting. */
export function weekOf(
  todayOn: CalendarDate,
  startOn: CalendarDate,
  finishOn: CalendarDate,
): { week: number; of: number } {
  const start = dayNumber(startOn);
  const week = Math.floor((dayNumber(todayOn) - start) / 7) + 1;
  return { week: Math.max(0, week), of: Math.max(1, Math.ceil((dayNumber(finishOn) + 1 - start) / 7)) };
}

/** The days that a rail shows, in whole weeks; null when no phase has dates. At least `weeks` weeks. */
export function railAxis(input: RailInput, weeks: number): RailAxis | null {
  const first = input.phases[0];
  if (!first) return null;
  const originDay = dayNumber(first.plannedStartOn);
  // Dates of one form compare as text, which spares turning each into a number: a page draws a hundred rails.
  let earliestOn = first.plannedStartOn;
  let latestOn = input.promisedFinishOn ?? first.plannedFinishOn;
  for (const phase of input.phases) {
    earliestOn = earlier(earlier(earliestOn, phase.firstStartOn), phase.plannedStartOn);
    earliestOn = earlier(earliestOn, phase.actualStartOn ?? earliestOn);
    latestOn = later(later(latestOn, phase.firstFinishOn), phase.plannedFinishOn);
    latestOn = later(latestOn, phase.actualFinishOn ?? phase.actualStartOn ?? latestOn);
  }
  let start = dayNumber(earliestOn);
  let end = Math.max(start, dayNumber(latestOn)) + 1;
  const span = end - start;

  const today = dayNumber(input.todayOn);
  const isOpen = input.phases.some(
    (p) => p.status !== "upcoming" && p.status !== "done" && !p.actualFinishOn,
  );
  if (isOpen && today >= end) end = today - end <= span ? today + 1 : end + Math.ceil(span / 4);

  // A due date typed for the wrong century, or a very long tail, must not press the plan into a corner.
  const reach = end + Math.max(14, Math.ceil((end - start) / 2));
  let outerOn = later(latestOn, input.expected?.p95On ?? latestOn);
  for (const { dueOn } of input.deliverables ?? []) outerOn = later(outerOn, dueOn ?? outerOn);
  for (const { toOn } of input.paused ?? []) outerOn = later(outerOn, toOn);
  end = Math.min(reach, Math.max(end, dayNumber(outerOn) + 1));
  end = Math.max(end, start + weeks * 7);

  start = originDay - Math.ceil((originDay - start) / 7) * 7;
  end = originDay + Math.ceil((end - originDay) / 7) * 7;
  const length = end - start;
  return {
    startDay: start,
    endDay: end,
    originDay,
    fraction: (day) => Math.min(1, Math.max(0, (day - start) / length)),
  };
}

function earlier(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a < b ? a : b;
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}

/** The width that lines are spaced for: about that of a phone, since they are drawn once for every width. */
const LINES_WIDTH = 288;
const LINE_ROOM = 10;
const WEEK_STEPS = [1, 2, 4, 8, 16, 32, 64];
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120];

/** Where the lines of the axis stand: at every week, every 2nd, 4th …, or at months when there are too many weeks. */
export function railLines(axis: RailAxis): number[] {
  return [...(isInWeeks(axis) ? weekTicks : monthTicks)(axis, lineStepOf(axis))].map((tick) => tick.at);
}

/** How far apart the labels of the axis may stand, in weeks or in months: each step leaves every label at a line. */
export function labelSteps(axis: RailAxis): number[] {
  const lineStep = lineStepOf(axis);
  if (!isInWeeks(axis)) return MONTH_STEPS.filter((step) => step % lineStep === 0);
  return Array.from({ length: Math.ceil(weeksOf(axis) / lineStep) }, (_, index) => (index + 1) * lineStep);
}

/** The labels at every so many weeks from the first planned one, or at every so many months of the calendar. */
export function labelsEvery(axis: RailAxis, step: number): RailTick[] {
  if (!isInWeeks(axis)) return [...monthTicks(axis, step)];
  return [...weekTicks(axis, step)].filter(({ index }) => index >= 0);
}

/** How many px one week or month is wide. */
export function unitWidth(axis: RailAxis, width: number): number {
  return isInWeeks(axis) ? width / weeksOf(axis) : (width * 30.4) / (axis.endDay - axis.startDay);
}

function weeksOf(axis: RailAxis): number {
  return (axis.endDay - axis.startDay) / 7;
}

function isInWeeks(axis: RailAxis): boolean {
  return weeksOf(axis) <= MOST_WEEKS_BY_NUMBER;
}

function lineStepOf(axis: RailAxis): number {
  const unit = unitWidth(axis, LINES_WIDTH);
  const steps = isInWeeks(axis) ? WEEK_STEPS : MONTH_STEPS;
  return steps.find((step) => step * unit >= LINE_ROOM) ?? steps.at(-1) ?? 1;
}

function* weekTicks(axis: RailAxis, step: number): Generator<RailTick> {
  for (let day = axis.startDay; day < axis.endDay; day += 7) {
    const index = (day - axis.originDay) / 7;
    if (index % step !== 0) continue;
    const text = index === 0 ? "Week 1" : String(index + 1);
    yield { index, at: axis.fraction(day), labelAt: axis.fraction(step === 1 ? day + 3.5 : day), text };
  }
}

function* monthTicks(axis: RailAxis, step: number): Generator<RailTick> {
  const firstOn = dateOf(axis.startDay);
  const first = Number(firstOn.slice(0, 4)) * 12 + Number(firstOn.slice(5, 7)) - 1;
  for (let index = first; ; index += 1) {
    const year = Math.floor(index / 12);
    const day = dayNumber(`${year}-${String((index % 12) + 1).padStart(2, "0")}-01`);
    if (day >= axis.endDay) return;
    if (day < axis.startDay || index % step !== 0) continue;
    const text = index % 12 === 0 || step > 6 ? String(year) : (MONTHS[index % 12] ?? "");
    yield { index, at: axis.fraction(day), labelAt: axis.fraction(day), text };
  }
}
