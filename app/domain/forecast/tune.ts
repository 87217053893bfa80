import { aged, chanceBeyond, curveOf, type Settings } from "./curve";
import { type Rows, rowsAt } from "./history";

/** Where there is too little to choose from; `halfLife` for the later of long histories is set by their length. */
export const USUAL: Settings = {
  width: 0.7,
  groupShrink: 15,
  sizeShrink: 10,
  halfLife: Number.POSITIVE_INFINITY,
};

export const ROWS_LEAST = 60;
/** Gain in the mean score for which another setting is taken; less is noise. */
const GAIN_LEAST = 0.01;
const BLOCKS = 4;
const TRIALS = 280;
const KNOWN_MOST = 2500;

/** Rows of the later half of the history, each to be forecast from the rows given before its block. */
export interface Trial {
  known: Rows;
  rows: { group: number; size: number; ratio: number; isFinished: boolean; place: number }[];
}

export function trialsOf(rows: Rows): Trial[] {
  const byPlace = Array.from({ length: rows.count }, (_, row) => row).sort(
    (a, b) => (rows.place[a] as number) - (rows.place[b] as number),
  );
  const start = Math.floor(rows.count / 2);
  const each = Math.ceil((rows.count - start) / BLOCKS);
  const stride = Math.max(1, Math.floor((rows.count - start) / TRIALS));
  return Array.from({ length: BLOCKS }, (_, block) => {
    const first = start + block * each;
    const chosen = byPlace.slice(first, first + each).filter((_, at) => at % stride === 0);
    return {
      known: thinned(rows, byPlace.slice(0, first)),
      rows: chosen.map((row) => ({
        group: rows.group[row] as number,
        size: rows.size[row] as number,
        ratio: rows.ratio[row] as number,
        isFinished: rows.isFinished[row] === 1,
        place: rows.place[row] as number,
      })),
    };
  });
}

/** The rows given first, of very many only every so many: settings are as well chosen from those. */
function thinned(rows: Rows, given: readonly number[]): Rows {
  const stride = Math.ceil(given.length / KNOWN_MOST);
  return rowsAt(
    rows,
    given.filter((_, at) => at % stride === 0).sort((a, b) => a - b),
  );
}

/** Log ratios that part the finished phases into about equal shares, each once. */
function bordersOf(rows: Rows): number[] {
  const finished: number[] = [];
  for (let row = 0; row < rows.count; row += 1)
    if (rows.isFinished[row]) finished.push(rows.ratio[row] as number);
  const shares = [0.03, 0.07, 0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.93, 0.97];
  return [...new Set(shares.map((share) => finished[Math.floor(share * finished.length)] ?? 0))];
}

/** Mean logarithm of the chance given to what happened; of an unfinished phase, to its taking longer. Higher is better. */
function score(trials: readonly Trial[], borders: readonly number[], settings: Settings): number {
  let sum = 0;
  let count = 0;
  for (const { known, rows } of trials) {
    const past = aged(known, settings);
    for (const { group, size, ratio, isFinished } of rows) {
      const curve = curveOf(past, group, size, settings);
      const above = isFinished ? borders.findIndex((border) => ratio <= border) : -1;
      const lower = isFinished ? (above < 0 ? borders.at(-1) : borders[above - 1]) : ratio;
      const upper = above < 0 ? undefined : borders[above];
      const from = lower === undefined ? 1 : chanceBeyond(curve, lower);
      const to = upper === undefined ? 0 : chanceBeyond(curve, upper);
      sum += Math.log(Math.max(1e-4, from - to));
      count += 1;
    }
  }
  return count > 0 ? sum / count : 0;
}

/** What serves this history best when its later half is forecast from its earlier parts. */
export function tune(rows: Rows, trials: readonly Trial[]): Settings {
  const borders = bordersOf(rows);
  let best: Settings = { ...USUAL, halfLife: 0.5 * rows.count };
  let bestScore = score(trials, borders, best);
  const consider = (patches: readonly Partial<Settings>[]) => {
    for (const patch of patches) {
      const settings = { ...best, ...patch };
      const found = score(trials, borders, settings);
      if (found > bestScore + GAIN_LEAST) {
        best = settings;
        bestScore = found;
      }
    }
  };
  consider([{ width: Number.POSITIVE_INFINITY }, { width: 1.5 }, { width: 0.3 }, { width: 0.12 }]);
  consider([{ groupShrink: 1e9 }, { groupShrink: 60 }, { groupShrink: 4 }]);
  consider([Number.POSITIVE_INFINITY, 0.2, 0.08].map((share) => ({ halfLife: share * rows.count })));
  return best;
}
