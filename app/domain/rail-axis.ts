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
  at: number;
  /** Where its label is centred, and what it says; null where labels are thinned out. */
  label: { at: number; text: string } | null;
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

/** Lines at least 10 px and labels at least `labelRoom` px apart at this width: every 1, 2, 4, 8 … weeks, or months. */
export function railTicks(axis: RailAxis, width: number, labelRoom: number): RailTick[] {
  const weeks = (axis.endDay - axis.startDay) / 7;
  if (weeks > MOST_WEEKS_BY_NUMBER) return monthTicks(axis, width, labelRoom);
  const week = width / weeks;
  const steps = [1, 2, 4, 8, 16, 32, 64];
  const lineStep = steps.find((step) => step * week >= 10) ?? 64;
  const labelStep = steps.find((step) => step >= lineStep && step * week >= labelRoom) ?? 64;
  const ticks: RailTick[] = [];
  for (let day = axis.startDay; day < axis.endDay; day += 7) {
    const index = (day - axis.originDay) / 7;
    if (index % lineStep !== 0) continue;
    const isLabelled = index >= 0 && index % labelStep === 0;
    const text = index === 0 ? "Week 1" : String(index + 1);
    const at = axis.fraction(labelStep === 1 ? day + 3.5 : day);
    ticks.push({ at: axis.fraction(day), label: isLabelled ? { at, text } : null });
  }
  return ticks;
}

function monthTicks(axis: RailAxis, width: number, labelRoom: number): RailTick[] {
  const month = (width * 30.4) / (axis.endDay - axis.startDay);
  const steps = [1, 2, 3, 6, 12, 24, 60, 120];
  const lineStep = steps.find((step) => step * month >= 10) ?? 120;
  const labelStep = steps.find((step) => step % lineStep === 0 && step * month >= labelRoom) ?? 120;
  const ticks: RailTick[] = [];
  const firstOn = dateOf(axis.startDay);
  const first = Number(firstOn.slice(0, 4)) * 12 + Number(firstOn.slice(5, 7)) - 1;
  for (let index = first; ; index += 1) {
    const year = Math.floor(index / 12);
    const name = MONTHS[index % 12] ?? "";
    const day = dayNumber(`${year}-${String((index % 12) + 1).padStart(2, "0")}-01`);
    if (day >= axis.endDay) return ticks;
    if (day < axis.startDay || index % lineStep !== 0) continue;
    const text = index % 12 === 0 || labelStep > 6 ? String(year) : name;
    const at = axis.fraction(day);
    ticks.push({ at, label: index % labelStep === 0 ? { at, text } : null });
  }
}
