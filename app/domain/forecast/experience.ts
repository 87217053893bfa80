import { type Calibration, calibrate, calibrated, UNCALIBRATED, uncalibrated } from "./calibration";
import { type Aged, aged, chanceBeyond, curveOf, pointOf, type Settings } from "./curve";
import { type PastPhase, rowsOf } from "./history";
import { inTime } from "./order";
import { ROWS_LEAST, trialsOf, tune, USUAL } from "./tune";

/** A phase to be forecast; durations in the unit of the history. */
export interface OpenPhase {
  group: string;
  planned: number;
  /** How long it has taken so far; 0 when it has not begun. */
  elapsed: number;
}

/** What was learnt from a history. */
export interface Experience {
  past: Aged;
  groups: ReadonlyMap<string, number>;
  settings: Settings;
  calibration: Calibration;
}

/** Learns from past phases, oldest first: of 60 or more, later ones may be found to tell more than earlier ones. */
export function learn(history: readonly PastPhase[]): Experience {
  const groups = new Map<string, number>();
  const rows = rowsOf(history.length < ROWS_LEAST ? history : inTime(history), groups);
  if (rows.count < ROWS_LEAST)
    return { past: aged(rows, USUAL), groups, settings: USUAL, calibration: UNCALIBRATED };
  const trials = trialsOf(rows);
  const settings = tune(rows, trials);
  return { past: aged(rows, settings), groups, settings, calibration: calibrate(trials, settings) };
}

/** From so many past phases on, questions of nearly one size share an answer: the kernel is far wider than they differ. */
const SHARING_ROWS = 2000;
const CELLS_PER_WIDTH = 8;

/** The log size for which a phase is answered. */
function sizeOf(planned: number, { past: { rows, middle }, settings: { width } }: Experience): number {
  const size = Math.log(planned);
  if (rows.count < SHARING_ROWS) return size;
  const cell = width / CELLS_PER_WIDTH;
  return Number.isFinite(cell) ? middle + cell * Math.round((size - middle) / cell) : middle;
}

/**
 * Quantiles of each phase's whole duration, in the unit of the history and never less than what has elapsed.
 * @throws RangeError when a phase has no positive planned duration or a negative elapsed one
 */
export function durationQuantiles(
  experience: Experience,
  phases: readonly OpenPhase[],
  shares: readonly number[],
): number[][] {
  const { past, groups, settings, calibration } = experience;
  const answers: number[][] = [];
  const alike = new Map<string, { group: number; size: number; at: number[] }>();
  for (const [at, { group: name, planned, elapsed }] of phases.entries()) {
    if (!(planned > 0 && Number.isFinite(planned)))
      throw new RangeError("A phase needs a planned duration above 0.");
    if (!(elapsed >= 0)) throw new RangeError("What has elapsed cannot be less than 0.");
    const group = groups.get(name) ?? -1;
    const size = sizeOf(planned, experience);
    const key = `${group} ${size}`;
    const same = alike.get(key);
    if (same) same.at.push(at);
    else alike.set(key, { group, size, at: [at] });
  }
  for (const { group, size, at } of alike.values()) {
    const curve = curveOf(past, group, size, settings);
    for (const each of at) {
      const { planned, elapsed } = phases[each] as OpenPhase;
      const open =
        elapsed > 0 ? calibrated(chanceBeyond(curve, Math.log(elapsed / planned)), calibration) : 1;
      answers[each] = shares.map((share) =>
        Math.max(elapsed, planned * Math.exp(pointOf(curve, uncalibrated(open * (1 - share), calibration)))),
      );
    }
  }
  return answers;
}
