import type { Load, Span } from "./allocation";
import {
  addDays,
  type CalendarDate,
  dateOf,
  dayNumber,
  isWorkingDay,
  type WorkingCalendar,
  weekday,
} from "./calendar";

/** How many weeks a picture of capacity shows. */
export const WEEKS_SHOWN = 12;

/** The Monday of the week in which a day lies. */
export function mondayOf(on: CalendarDate): CalendarDate {
  return addDays(on, -((weekday(on) + 6) % 7));
}

/** Weeks that follow one another, with the firm's working days among their days. */
export interface WeekFrame {
  /** Each week's Monday. */
  mondays: CalendarDate[];
  /** The first day and the last. */
  span: Span;
  /** For each day from the first Monday, whether the firm works. */
  works: boolean[];
}

export function weekFrame(monday: CalendarDate, weeks: number, calendar: WorkingCalendar): WeekFrame {
  const first = dayNumber(monday);
  return {
    mondays: Array.from({ length: weeks }, (_, week) => dateOf(first + 7 * week)),
    span: { fromOn: monday, untilOn: dateOf(first + 7 * weeks - 1) },
    works: Array.from({ length: 7 * weeks }, (_, day) => isWorkingDay(dateOf(first + day), calendar)),
  };
}

/**
 * `closed`: the firm does not work; `away`: the person is absent on every working day; `over`: more than the whole of
 * them is planned; `peak`: not over the week, but on some of its days.
 */
export type LoadState = "closed" | "away" | "free" | "part" | "full" | "over" | "peak";

export interface WeekLoad {
  /** Share of the days on which the person is there, in whole percent. */
  percent: number;
  /** The share on the fullest day. */
  peakPercent: number;
  /** Working days of the week less those on which the person is away. */
  daysThere: number;
  state: LoadState;
}

/** From this share on a week counts as full: nothing useful can be put into the rest. */
const FULL_FROM = 90;

/** How much of somebody is planned in each week. Days off and days away count neither as time nor as work. */
export function weekLoads(frame: WeekFrame, loads: readonly Load[], absences: readonly Span[]): WeekLoad[] {
  const days = frame.works.length;
  const share = new Array<number>(days).fill(0);
  for (const load of loads) {
    eachDay(frame, load, (day) => {
      share[day] = (share[day] ?? 0) + load.sharePercent;
    });
  }
  const isAway = new Array<boolean>(days).fill(false);
  for (const absence of absences) {
    eachDay(frame, absence, (day) => {
      isAway[day] = true;
    });
  }
  return frame.mondays.map((_, week) => {
    let [sum, peak, daysThere, daysOpen] = [0, 0, 0, 0];
    for (let day = 7 * week; day < 7 * week + 7; day += 1) {
      if (!frame.works[day]) continue;
      daysOpen += 1;
      if (isAway[day]) continue;
      daysThere += 1;
      sum += share[day] ?? 0;
      peak = Math.max(peak, share[day] ?? 0);
    }
    const percent = daysThere > 0 ? Math.round(sum / daysThere) : 0;
    return { percent, peakPercent: peak, daysThere, state: stateOf(percent, peak, daysThere, daysOpen) };
  });
}

function eachDay(frame: WeekFrame, span: Span, visit: (day: number) => void): void {
  const first = dayNumber(frame.span.fromOn);
  const from = Math.max(0, dayNumber(span.fromOn) - first);
  const until = Math.min(frame.works.length - 1, dayNumber(span.untilOn) - first);
  for (let day = from; day <= until; day += 1) visit(day);
}

function stateOf(percent: number, peak: number, daysThere: number, daysOpen: number): LoadState {
  if (daysOpen === 0) return "closed";
  if (daysThere === 0) return "away";
  if (percent > 100) return "over";
  if (peak > 100) return "peak";
  if (percent >= FULL_FROM) return "full";
  return percent === 0 ? "free" : "part";
}

/** What a week says in words, for who cannot see its picture. */
export function weekLoadText(load: WeekLoad): string {
  switch (load.state) {
    case "closed":
      return "no working day";
    case "away":
      return "away";
    case "free":
      return "free";
    case "over":
      return `${load.percent} %, over by ${load.percent - 100} %`;
    case "peak":
      return `${load.percent} %, up to ${load.peakPercent} % on a day`;
    default:
      return `${load.percent} %`;
  }
}

/**
 * The first week from which at least so much of the person stays free until the last week that is shown; -1 when there
 * is none. Weeks in which they are away decide nothing, but cannot be the first.
 */
export function freeFromWeek(weeks: readonly WeekLoad[], sharePercent: number): number {
  let from = -1;
  for (let week = weeks.length - 1; week >= 0; week -= 1) {
    const load = weeks[week];
    if (!load || load.percent > 100 - sharePercent || load.peakPercent > 100) break;
    if (load.daysThere > 0) from = week;
  }
  return from;
}

/** Free working days of one week, over several people. */
export function freeDays(loads: readonly WeekLoad[]): number {
  const free = loads.reduce(
    (sum, { percent, daysThere }) => sum + (daysThere * Math.max(0, 100 - percent)) / 100,
    0,
  );
  return Math.round(free);
}
