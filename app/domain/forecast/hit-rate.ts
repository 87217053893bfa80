import type { CalendarDate } from "../calendar";

/** The 80 % date given when a phase began, and when it ended. */
export interface GivenDate {
  given: CalendarDate;
  actual: CalendarDate;
}

export interface HitRate {
  count: number;
  held: number;
  /** Share that held, 0 to 1; null where there are too few to tell. */
  share: number | null;
  sentence: string;
}

const TELLING_LEAST = 20;

/** Of the 80 % dates given at the start of phases that have ended since, how many held. */
export function hitRate(dates: readonly GivenDate[]): HitRate {
  const count = dates.length;
  const held = dates.filter(({ given, actual }) => actual <= given).length;
  if (count === 0) {
    return { count, held, share: null, sentence: "No phase that was given an 80 % date has ended yet." };
  }
  const found = `Of ${count} ${count === 1 ? "phase" : "phases"}, ${held} ended by the 80 % date given at the start`;
  if (count < TELLING_LEAST) {
    return {
      count,
      held,
      share: null,
      sentence: `${found}. The sample is too small to tell: it takes ${TELLING_LEAST}.`,
    };
  }
  const share = held / count;
  return { count, held, share, sentence: `${found} (${Math.round(share * 100)} %; 80 % would be right).` };
}
