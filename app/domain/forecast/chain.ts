import { durationQuantiles, type Experience, type OpenPhase } from "./experience";
import { normalPoint, normalShare } from "./normal";
import { randomFrom } from "./random";

/** How long a finished phase waited on the client, beside its own working days. */
export interface PastWait {
  group: string;
  worked: number;
  waited: number;
}

/** A phase that is not done; `elapsed` without the working days that it waited on the client. */
export interface ChainedPhase extends OpenPhase {
  waited: number;
}

/** Working days from today: all of them, and those expected of waiting on the client among them. */
export interface ChainForecast {
  /** For each phase in turn, the days until its end at each share. */
  ends: number[][];
  /** For each phase in turn, its own waiting that is still to come, on average. */
  waiting: number[];
  /** Past phases that waiting was learnt from; 0 means that no waiting is reckoned with. */
  waits: number;
}

const RUNS = 2000;
/** Points of a phase's distribution between which a draw is interpolated. */
const GRID = Array.from({ length: 199 }, (_, at) => (at + 1) / 200);
/**
 * How much phases of one engagement run alike, as a correlation: the same people and the same code carry on.
 * Independent phases would even each other out and promise too much.
 */
const ALIKE = 0.3;
const OWN_WAITS_LEAST = 8;

/**
 * When phases that follow one another end, by simulation; the same seed gives the same answer. The first one is under
 * way or about to begin today. More elapsed or waited never makes an end earlier, counted from the phase's beginning.
 */
export function forecastChain(
  phases: readonly ChainedPhase[],
  past: { experience: Experience; waits: readonly PastWait[] },
  shares: readonly number[],
  seed: number,
): ChainForecast {
  const grids = durationQuantiles(past.experience, phases, GRID);
  const waits = phases.map(({ group }) => waitingRatios(past.waits, group));
  const random = randomFrom(seed);
  const ends = phases.map(() => new Float64Array(RUNS));
  const waiting = phases.map(() => 0);
  for (let run = 0; run < RUNS; run += 1) {
    const common = normalPoint(inside(random()));
    let days = 0;
    phases.forEach(({ elapsed, waited }, at) => {
      const own = normalPoint(inside(random()));
      const share = normalShare(Math.sqrt(ALIKE) * common + Math.sqrt(1 - ALIKE) * own);
      const duration = Math.max(elapsed, onGrid(grids[at] ?? [], share));
      const ratios = waits[at] ?? [];
      const ratio = ratios[Math.floor(random() * ratios.length)] ?? 0;
      const wait = Math.max(0, ratio * duration - waited);
      days += duration - elapsed + wait;
      waiting[at] = (waiting[at] ?? 0) + wait / RUNS;
      (ends[at] as Float64Array)[run] = days;
    });
  }
  return {
    ends: ends.map((runs) => {
      const sorted = runs.sort();
      return shares.map(
        (share) => sorted[Math.min(RUNS - 1, Math.max(0, Math.ceil(share * RUNS) - 1))] as number,
      );
    }),
    waiting,
    waits: past.waits.length,
  };
}

const inside = (share: number): number => Math.min(1 - 1e-6, Math.max(1e-6, share));

function onGrid(grid: readonly number[], share: number): number {
  const place = Math.min(GRID.length - 1, Math.max(0, share * 200 - 1));
  const low = grid[Math.floor(place)] ?? 0;
  const high = grid[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

/** Days waited for each day worked: of the same kind of phase where there are enough of them, else of all. */
function waitingRatios(waits: readonly PastWait[], group: string): number[] {
  const usable = waits.filter(({ worked, waited }) => worked > 0 && waited >= 0);
  const own = usable.filter((wait) => wait.group === group);
  return (own.length >= OWN_WAITS_LEAST ? own : usable).map(({ worked, waited }) => waited / worked);
}
