import { addDays, type CalendarDate, dayNumber, weekday } from "./calendar";
import type { GateState } from "./gate";
import type { PhaseKind } from "./phase";
import type { TimelineZoom } from "./pipeline-view";
import { isPhaseLate, type RailInterval, type RailPhase } from "./rail-input";

/** The days that every row of the timeline shows: from `fromOn` up to, not with, `toOn`. */
export interface TimelineWindow {
  zoom: TimelineZoom;
  fromOn: CalendarDate;
  toOn: CalendarDate;
}

const WEEKS_SHOWN = 18;
const WEEKS_STEPPED = 6;
const WEEKS_BEFORE_TODAY = 4;
const QUARTERS_SHOWN = 4;

const mondayOf = (on: CalendarDate) => addDays(on, -((weekday(on) + 6) % 7));

const monthIndex = (on: CalendarDate) => Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1;

function firstOfMonth(index: number): CalendarDate {
  const month = String((index % 12) + 1).padStart(2, "0");
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${month}-01`;
}

const EARLIEST = "2000-01-01";
const LATEST = "2200-01-01";

/**
 * The window around a day: whole weeks from a Monday, or whole quarters of the calendar. Without a day of its own it
 * shows today with a little of what was.
 */
export function timelineWindow(
  zoom: TimelineZoom,
  askedOn: CalendarDate | null,
  today: CalendarDate,
): TimelineWindow {
  const asked = askedOn && askedOn >= EARLIEST && askedOn < LATEST ? askedOn : null;
  if (zoom === "weeks") {
    const fromOn = mondayOf(asked ?? addDays(today, -7 * WEEKS_BEFORE_TODAY));
    return { zoom, fromOn, toOn: addDays(fromOn, 7 * WEEKS_SHOWN) };
  }
  const quarter = Math.floor(monthIndex(asked ?? today) / 3) - (asked ? 0 : 1);
  return {
    zoom,
    fromOn: firstOfMonth(quarter * 3),
    toOn: firstOfMonth((quarter + QUARTERS_SHOWN) * 3),
  };
}

/** The day that the window one step earlier or later is asked for by. */
export function steppedFrom({ zoom, fromOn }: TimelineWindow, direction: 1 | -1): CalendarDate {
  if (zoom === "weeks") return addDays(fromOn, direction * 7 * WEEKS_STEPPED);
  return firstOfMonth(monthIndex(fromOn) + direction * 3);
}

export interface TimelineTick {
  at: number;
  /** Empty for a line without a label. */
  text: string;
  isMajor: boolean;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** The lines of the window: a week each, labelled every second, or a month each with the quarters told apart. */
export function timelineTicks(window: TimelineWindow): TimelineTick[] {
  const at = placer(window);
  const ticks: TimelineTick[] = [];
  if (window.zoom === "weeks") {
    for (let on = window.fromOn, index = 0; on < window.toOn; on = addDays(on, 7), index += 1) {
      const month = MONTHS[Number(on.slice(5, 7)) - 1] ?? "";
      const isMajor = Number(on.slice(8, 10)) <= 7;
      ticks.push({ at: at(on), isMajor, text: index % 2 === 0 ? `${Number(on.slice(8, 10))} ${month}` : "" });
    }
    return ticks;
  }
  for (let index = monthIndex(window.fromOn); firstOfMonth(index) < window.toOn; index += 1) {
    const isMajor = index % 3 === 0;
    const month = MONTHS[index % 12] ?? "";
    ticks.push({
      at: at(firstOfMonth(index)),
      isMajor,
      text: isMajor ? `${month} ${Math.floor(index / 12)}` : month,
    });
  }
  return ticks;
}

/** Where a day begins, as a fraction of the window; outside of it below 0 or above 1. */
function placer({ fromOn, toOn }: TimelineWindow): (on: CalendarDate) => number {
  const from = dayNumber(fromOn);
  const length = dayNumber(toOn) - from;
  return (on) => (dayNumber(on) - from) / length;
}

export interface TimelineSpan {
  from: number;
  to: number;
}

/** As in the rail: `done` and `worked` are solid, `late` has an alert frame, `ahead` is pale, `upcoming` dashed. */
export type TimelineState = "done" | "worked" | "late" | "ahead" | "upcoming";

/** One engagement on the shared axis, as fractions of the window's width; what lies outside is left out. */
export interface TimelineBar {
  pieces: (TimelineSpan & { kind: PhaseKind; state: TimelineState })[];
  letters: { kind: PhaseKind; at: number }[];
  ghosts: TimelineSpan[];
  gates: { kind: PhaseKind; gate: GateState; at: number }[];
  waiting: TimelineSpan[];
  /** The expected finish: P50 to P80, then P80 to P95. */
  likely: { firm: TimelineSpan | null; soft: TimelineSpan | null } | null;
  promisedAt: number | null;
  /** Whether it goes on beyond an edge of the window. */
  isCut: { before: boolean; after: boolean };
}

/** What one engagement's bar is drawn from. */
export interface TimelineInput {
  phases: readonly RailPhase[];
  waiting: readonly RailInterval[];
  promisedOn: CalendarDate | null;
  expected: { p50On: CalendarDate; p80On: CalendarDate; p95On: CalendarDate } | null;
}

/** Lays one engagement out on the window. */
export function timelineBar(input: TimelineInput, window: TimelineWindow, today: CalendarDate): TimelineBar {
  const startOf = placer(window);
  const endOf = (on: CalendarDate) => startOf(addDays(on, 1));
  const clipped = (from: number, to: number): TimelineSpan | null => {
    const span = { from: Math.max(0, from), to: Math.min(1, to) };
    return span.to > span.from ? span : null;
  };
  const within = (at: number) => at >= 0 && at <= 1;
  const bar: TimelineBar = {
    pieces: [],
    letters: [],
    ghosts: [],
    gates: [],
    waiting: input.waiting.flatMap(({ fromOn, toOn }) => clipped(startOf(fromOn), endOf(toOn)) ?? []),
    likely: null,
    promisedAt: null,
    isCut: { before: false, after: false },
  };
  const now = startOf(today) + (endOf(today) - startOf(today)) / 2;
  let cursor = Number.NEGATIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const phase of input.phases) {
    const from = Math.max(cursor, startOf(phase.actualStartOn ?? phase.plannedStartOn));
    const due = Math.max(from, endOf(phase.actualFinishOn ?? phase.plannedFinishOn));
    const to = isPhaseLate(phase, today) ? Math.max(due, now) : due;
    cursor = to;
    last = to;
    for (const [state, start, end] of statesOf(phase, from, due, to, now)) {
      const span = clipped(start, end);
      if (span) bar.pieces.push({ ...span, kind: phase.kind, state });
    }
    const seen = clipped(from, to);
    if (seen) bar.letters.push({ kind: phase.kind, at: (seen.from + seen.to) / 2 });
    if (from < 0) bar.isCut.before = true;
    const isMoved =
      phase.firstStartOn !== phase.plannedStartOn || phase.firstFinishOn !== phase.plannedFinishOn;
    const ghost = isMoved ? clipped(startOf(phase.firstStartOn), endOf(phase.firstFinishOn)) : null;
    if (ghost) bar.ghosts.push(ghost);
    if (within(to)) bar.gates.push({ kind: phase.kind, gate: phase.gate, at: to });
  }
  bar.isCut.after = last > 1;
  if (input.promisedOn && within(endOf(input.promisedOn))) bar.promisedAt = endOf(input.promisedOn);
  if (input.expected) {
    const { p50On, p80On, p95On } = input.expected;
    const [p50, p80, p95] = [endOf(p50On), endOf(p80On), endOf(p95On)];
    bar.likely = { firm: clipped(p50, Math.max(p50, p80)), soft: clipped(Math.max(p50, p80), p95) };
  }
  return bar;
}

type Stretch = [TimelineState, number, number];

function statesOf(phase: RailPhase, from: number, due: number, to: number, now: number): Stretch[] {
  if (phase.status === "upcoming") return [["upcoming", from, to]];
  if (phase.status === "done" || phase.actualFinishOn !== null) return [["done", from, to]];
  const reached = Math.min(Math.max(now, from), to);
  return [
    ["worked", from, Math.min(reached, due)],
    ["late", due, reached],
    ["ahead", reached, due],
  ];
}
