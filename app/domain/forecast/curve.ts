import type { Rows } from "./history";
import { normalDensity, normalShare } from "./normal";
import { PRIOR, PRIOR_SHAPE } from "./prior";

/** How far a past phase counts for another one; chosen by `tune` from the history itself. */
export interface Settings {
  /** Width of the kernel over the logarithm of the planned size; infinite when size tells nothing. */
  width: number;
  /** The group's own phases count fully against so many phases of all groups. */
  groupShrink: number;
  /** Phases of like size count fully against so many phases of any size. */
  sizeShrink: number;
  /** Rows after which a phase counts half, by the order given; infinite when order tells nothing. */
  halfLife: number;
}

/** The chance of taking longer, over the logarithm of actual ÷ planned, in falling steps and then a smooth tail. */
export interface Curve {
  /** Where the steps lie, ascending; `after[i]` is the chance of taking longer than `at[i]`. */
  at: Float64Array;
  after: Float64Array;
  steps: number;
  tail: Tail;
}

/** Beyond `from`: chance = `chance` · (1 + (x − from) ÷ scale)^−power. */
interface Tail {
  from: number;
  chance: number;
  power: number;
  scale: number;
}

/** What is equal but for rounding is equal, so that the unit of the durations decides nothing. */
export const ROUNDING = 1e-9;
/** So many phases does what is fitted (the prior, moved by the history) count against the history's own steps. */
const FITTED_ROWS = 6;
/** Of more unfinished phases than this, every so many are enough for what is fitted. */
const UNFINISHED_MOST = 150;
/** Where fewer phases than this are left, the steps end and a smooth tail begins … */
const TAIL_ROWS = 10;
/** … but above this chance only once there are fewer than so many. */
const TAIL_CHANCE_MOST = 0.3;
const TAIL_ROWS_LEAST = 2;
/** Past phases that the prior of the tail counts for, and its mean excess in spreads: that of a normal beyond 30 %. */
const TAIL_POWER = 8;
const TAIL_EXCESS = 0.65;
/** However alike the past, a phase that has outlasted all of it is not about to end for that. */
const TAIL_SPREAD_LEAST = 0.1;

/** Rows with what each counts by its age alone; made once for many curves. */
export interface Aged {
  rows: Rows;
  age: Float64Array;
  all: number;
  /** Mean of the log sizes. */
  middle: number;
  /** Room for one curve's weights at a time. */
  near: Float64Array;
  of: Float64Array;
}

export function aged(rows: Rows, { halfLife }: Settings): Aged {
  const { count, place } = rows;
  const age = new Float64Array(count).fill(1);
  if (Number.isFinite(halfLife)) {
    const last = place.reduce((most, each) => Math.max(most, each), 0);
    for (let row = 0; row < count; row += 1) age[row] = 2 ** (((place[row] as number) - last) / halfLife);
  }
  return {
    rows,
    age,
    all: age.reduce((sum, each) => sum + each, 0),
    middle: count > 0 ? rows.size.reduce((sum, each) => sum + each, 0) / count : 0,
    near: new Float64Array(count),
    of: new Float64Array(count),
  };
}

/** What each past phase counts for the one asked about, and the weighted sums that are needed of them. */
interface Weights {
  of: Float64Array;
  sum: number;
  /** To how many phases of equal weight they come (Kish). */
  count: number;
  /** Of the finished ones, sums of the log ratio and of its square. */
  first: number;
  second: number;
}

function weigh({ rows, age, all, near, of }: Aged, group: number, size: number, settings: Settings): Weights {
  const { width, groupShrink, sizeShrink } = settings;
  const { count, size: sizes, group: groups, ratio, isFinished } = rows;
  const isSized = Number.isFinite(width);
  let alike = 0;
  for (let row = 0; row < count; row += 1) {
    let kernel = age[row] as number;
    if (isSized) {
      const distance = ((sizes[row] as number) - size) / width;
      kernel = distance > 6 || distance < -6 ? 0 : kernel * Math.exp(-0.5 * distance * distance);
    }
    near[row] = kernel;
    alike += kernel;
  }
  const perAlike = groupShrink / (alike + sizeShrink);
  const perAll = (perAlike * sizeShrink) / (all || 1);
  let sum = 0;
  let squares = 0;
  let first = 0;
  let second = 0;
  for (let row = 0; row < count; row += 1) {
    const isOwn = groups[row] === group ? 1 : 0;
    const weight = (near[row] as number) * (isOwn + perAlike) + (age[row] as number) * perAll;
    of[row] = weight;
    sum += weight;
    squares += weight * weight;
    if (isFinished[row]) {
      const part = weight * (ratio[row] as number);
      first += part;
      second += part * (ratio[row] as number);
    }
  }
  return { of, sum, count: squares > 0 ? (sum * sum) / squares : 0, first, second };
}

/** Centre and spread of the log ratio, the prior being counted as a few phases; what a next phase may show. */
function predictive(rows: Rows, weights: Weights): { centre: number; spread: number } {
  const { count: n, of, sum } = weights;
  if (n === 0) return { centre: PRIOR.centre, spread: PRIOR.spread };
  const share = n / (n + PRIOR.centreRows);
  let centre: number = PRIOR.centre;
  let variance = PRIOR.spread ** 2;
  // An unfinished phase counts with where it may be expected to end, found in a few rounds.
  const rounds = rows.unfinished.length > 0 ? 4 : 1;
  const stride = Math.ceil(rows.unfinished.length / UNFINISHED_MOST);
  for (let round = 0; round < rounds; round += 1) {
    let first = weights.first;
    let second = weights.second;
    const deviation = Math.sqrt(variance);
    for (let at = 0; at < rows.unfinished.length; at += stride) {
      const row = rows.unfinished[at] as number;
      const weight = stride * (of[row] as number);
      const z = ((rows.ratio[row] as number) - centre) / deviation;
      const beyond = excess(z);
      const expected = centre + deviation * beyond;
      first += weight * expected;
      second += weight * (expected * expected + variance * remaining(z, beyond));
    }
    first /= sum;
    second /= sum;
    const within = n * Math.max(0, second - first * first);
    const shift = n * (1 - share) * (first - PRIOR.centre) ** 2;
    centre = PRIOR.centre + share * (first - PRIOR.centre);
    variance = (PRIOR.spreadRows * PRIOR.spread ** 2 + within + shift) / (PRIOR.spreadRows + n);
  }
  return { centre, spread: Math.sqrt(variance * (1 + 1 / (n + PRIOR.centreRows))) };
}

/** Mean of a standard normal known to exceed z. */
const excess = (z: number): number => (z > 5 ? z + 1 / z : normalDensity(z) / normalShare(-z));

/** Variance of a standard normal known to exceed z. */
function remaining(z: number, mean: number): number {
  return Math.min(1, Math.max(0, 1 - mean * (mean - z)));
}

/** The chances for a phase of this group (-1: never seen) and log size. */
export function curveOf(past: Aged, group: number, size: number, settings: Settings): Curve {
  const { rows } = past;
  const weights = weigh(past, group, size, settings);
  const prior = predictive(rows, weights);
  const n = weights.count;
  const rowSum = n > 0 ? weights.sum : 1;
  const priorSum = n > 0 ? (rowSum * FITTED_ROWS) / n : 1;
  const total = (n > 0 ? rowSum : 0) + priorSum;
  const perPoint = priorSum / PRIOR_SHAPE.length;
  const rowsPerWeight = (n + FITTED_ROWS) / total;
  const at = new Float64Array(rows.count + PRIOR_SHAPE.length);
  const after = new Float64Array(at.length);
  let steps = 0;
  let chance = 1;
  let atRisk = total;
  let row = 0;
  let point = 0;
  let tailFrom = -1;
  while (row < rows.count || point < PRIOR_SHAPE.length) {
    const next =
      point < PRIOR_SHAPE.length
        ? prior.centre + prior.spread * (PRIOR_SHAPE[point] as number)
        : Number.POSITIVE_INFINITY;
    const ratio = row < rows.count ? (rows.ratio[row] as number) : Number.POSITIVE_INFINITY;
    const isRow = ratio <= next;
    const weight = isRow ? (weights.of[row] as number) : perPoint;
    if (!isRow || rows.isFinished[row]) {
      const left = atRisk * rowsPerWeight;
      if (
        tailFrom < 0 &&
        left < (chance <= TAIL_CHANCE_MOST + ROUNDING ? TAIL_ROWS : TAIL_ROWS_LEAST) - ROUNDING
      )
        tailFrom = steps;
      chance = atRisk > weight ? chance * (1 - weight / atRisk) : 0;
      const x = isRow ? ratio : next;
      if (steps > 0 && at[steps - 1] === x) after[steps - 1] = chance;
      else {
        at[steps] = x;
        after[steps] = chance;
        steps += 1;
      }
    }
    atRisk = Math.max(0, atRisk - weight);
    if (isRow) row += 1;
    else point += 1;
  }
  const begin = tailFrom > 0 ? tailFrom : steps;
  const from = at[begin - 1] as number;
  const left = after[begin - 1] as number;
  let events = 0;
  let beyond = 0;
  for (let each = rows.count - 1; each >= 0; each -= 1) {
    const ratio = rows.ratio[each] as number;
    if (ratio <= from) break;
    const weight = (weights.of[each] as number) * rowsPerWeight;
    beyond += weight * (ratio - from);
    if (rows.isFinished[each]) events += weight;
  }
  return {
    at,
    after,
    steps: begin,
    tail: {
      from,
      chance: left,
      power: TAIL_POWER + events,
      scale: (TAIL_POWER - 1) * TAIL_EXCESS * Math.max(TAIL_SPREAD_LEAST, prior.spread) + beyond,
    },
  };
}

/** The chance that the log ratio is larger than x. */
export function chanceBeyond({ at, after, steps, tail }: Curve, x: number): number {
  if (x > tail.from + ROUNDING) return tail.chance * (1 + (x - tail.from) / tail.scale) ** -tail.power;
  let low = 0;
  let high = steps;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) <= x + ROUNDING) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 1 : (after[low - 1] as number);
}

/** The least log ratio that is exceeded with at most this chance. */
export function pointOf({ at, after, steps, tail }: Curve, chance: number): number {
  if (chance < tail.chance - ROUNDING) {
    return tail.from + tail.scale * ((tail.chance / Math.max(chance, 1e-12)) ** (1 / tail.power) - 1);
  }
  let low = 0;
  let high = steps - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((after[middle] as number) <= chance + ROUNDING) high = middle;
    else low = middle + 1;
  }
  return at[low] as number;
}
