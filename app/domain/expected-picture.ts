import { type CalendarDate, dateOf, dayNumber, shortDate, weekday } from "./calendar";
import type { ExpectedDates } from "./expected";

interface Shown {
  expected: ExpectedDates;
  promisedOn: CalendarDate | null;
}

/** Where everything lies, as fractions of the width; a day ends where the next one begins. */
export interface ExpectedPicture {
  rows: { p50At: number; p80At: number; p95At: number; promisedAt: number | null }[];
  /** Mondays, as many as have room. */
  ticks: { at: number; text: string }[];
  /** The end of today. */
  todayAt: number;
}

/** So few that their dates have room beside each other on a phone. */
const MOST_TICKS = 5;

/** From today, or from a promise that has passed, to the last date of all. */
export function expectedPicture(lines: readonly Shown[], today: CalendarDate): ExpectedPicture | null {
  if (lines.length === 0) return null;
  const promised = lines.flatMap(({ promisedOn }) => promisedOn ?? []);
  const days = [...promised, ...lines.map(({ expected }) => expected.p95On), today].map(dayNumber);
  const from = Math.min(...days) - 1;
  const until = Math.max(...days) + 2;
  const endOf = (on: CalendarDate) => round((dayNumber(on) + 1 - from) / (until - from));
  return {
    rows: lines.map(({ expected, promisedOn }) => ({
      p50At: endOf(expected.p50On),
      p80At: endOf(expected.p80On),
      p95At: endOf(expected.p95On),
      promisedAt: promisedOn === null ? null : endOf(promisedOn),
    })),
    ticks: ticksBetween(from, until),
    todayAt: endOf(today),
  };
}

function ticksBetween(from: number, until: number): ExpectedPicture["ticks"] {
  const weeks = (until - from) / 7;
  const step = 7 * Math.max(1, Math.ceil(weeks / MOST_TICKS));
  const firstMonday = from + ((8 - weekday(dateOf(from))) % 7);
  const ticks: ExpectedPicture["ticks"] = [];
  for (let day = firstMonday; day < until; day += step) {
    const at = round((day - from) / (until - from));
    // The text is centred: at either edge it would be cut.
    if (at > 0.06 && at < 0.94) ticks.push({ at, text: shortDate(dateOf(day), dateOf(day)) });
  }
  return ticks;
}

const round = (fraction: number): number => Math.round(fraction * 10_000) / 10_000;
