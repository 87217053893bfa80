import { aged, chanceBeyond, curveOf, ROUNDING, type Settings } from "./curve";
import { normalDensity, normalPoint, normalShare } from "./normal";
import type { Trial } from "./tune";

/** How the recent past came out against its forecasts, in standard normal units: 0 and 1 when as forecast. */
export interface Calibration {
  shift: number;
  spread: number;
}

export const UNCALIBRATED: Calibration = { shift: 0, spread: 1 };

/** Past forecasts that being right counts for; the corrections are kept small, since a drift may turn again. */
const SHIFT_ROWS = 40;
const SPREAD_ROWS = 60;
const SHIFT_MOST = 0.25;
const SPREAD_LEAST = 0.85;
const SPREAD_MOST = 1.05;
/** Forecasts count half after this share of the history. */
const HALF_LIFE = 0.15;
const ROUNDS = 12;

/** The chance as calibrated, of one as forecast. */
export function calibrated(chance: number, { shift, spread }: Calibration): number {
  if (shift === 0 && spread === 1) return chance;
  return 1 - normalShare((normalPoint(1 - chance) - shift) / spread);
}

/** The chance as forecast that answers to one as calibrated. */
export function uncalibrated(chance: number, { shift, spread }: Calibration): number {
  if (shift === 0 && spread === 1) return chance;
  return 1 - normalShare(shift + spread * normalPoint(1 - chance));
}

interface Outcome {
  from: number;
  to: number;
  weight: number;
}

/** Each forecast's share at which the actual came, as a span: wide where many end alike, open where unfinished. */
function outcomesOf(trials: readonly Trial[], settings: Settings): Outcome[] {
  const outcomes: Outcome[] = [];
  const end = Math.max(...trials.flatMap(({ rows }) => rows.map(({ place }) => place)), 0);
  const halfLife = HALF_LIFE * (end + 1);
  for (const { known, rows } of trials) {
    const past = aged(known, settings);
    for (const { group, size, ratio, isFinished, place } of rows) {
      const curve = curveOf(past, group, size, settings);
      const from = normalPoint(1 - chanceBeyond(curve, isFinished ? ratio - 10 * ROUNDING : ratio));
      const to = isFinished ? normalPoint(1 - chanceBeyond(curve, ratio)) : Number.POSITIVE_INFINITY;
      outcomes.push({
        from: Math.min(3.5, from),
        to: Math.max(-3.5, to),
        weight: 2 ** ((place - end) / halfLife),
      });
    }
  }
  return outcomes;
}

/** Mean and mean square of a normal known to lie in a span. */
function moments(from: number, to: number, shift: number, spread: number): { first: number; second: number } {
  const low = (from - shift) / spread;
  const high = (to - shift) / spread;
  const share = normalShare(high) - normalShare(low);
  if (share < 1e-6) {
    const at = Number.isFinite(from) ? (Number.isFinite(to) ? (from + to) / 2 : from) : to;
    return { first: at, second: at * at };
  }
  const [lowDensity, highDensity] = [normalDensity(low), normalDensity(high)];
  const mean = (lowDensity - highDensity) / share;
  const edge =
    (Number.isFinite(low) ? low * lowDensity : 0) - (Number.isFinite(high) ? high * highDensity : 0);
  const square = 1 + edge / share;
  return {
    first: shift + spread * mean,
    second: shift * shift + 2 * shift * spread * mean + spread * spread * square,
  };
}

/** Shift and spread by which recent forecasts erred, drawn towards none at all as long as there are few. */
export function calibrate(trials: readonly Trial[], settings: Settings): Calibration {
  const outcomes = outcomesOf(trials, settings);
  const sum = outcomes.reduce((total, { weight }) => total + weight, 0);
  const squares = outcomes.reduce((total, { weight }) => total + weight * weight, 0);
  const known = outcomes.reduce(
    (total, { weight, to }) => total + (to < Number.POSITIVE_INFINITY ? weight : 0),
    0,
  );
  // Unfinished phases tell little of the forecasts, so that they do not count as evidence here.
  const n = (sum * known) / (squares || 1);
  if (n === 0) return UNCALIBRATED;
  let { shift, spread } = UNCALIBRATED;
  for (let round = 0; round < ROUNDS; round += 1) {
    let first = 0;
    let second = 0;
    for (const { from, to, weight } of outcomes) {
      const found = moments(from, to, shift, spread);
      first += (weight / sum) * found.first;
      second += (weight / sum) * found.second;
    }
    const mean = first;
    shift = (n * mean) / (n + SHIFT_ROWS);
    const variance = Math.max(0, second - 2 * shift * first + shift * shift);
    spread = Math.sqrt((n * variance + SPREAD_ROWS) / (n + SPREAD_ROWS));
  }
  const wider = beyondChance(spread - 1, 1 / Math.sqrt(2 * n));
  shift = beyondChance(shift, 1 / Math.sqrt(n));
  return {
    shift: Math.min(SHIFT_MOST, Math.max(-SHIFT_MOST, shift)),
    spread: Math.min(SPREAD_MOST, Math.max(SPREAD_LEAST, 1 + wider)),
  };
}

/** Little of a correction that may well be chance, most of one that is not (positive-part James–Stein). */
const beyondChance = (found: number, error: number): number =>
  found === 0 ? 0 : found * Math.max(0, 1 - (error / found) ** 2);
