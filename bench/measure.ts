/** Milliseconds of one kind of work over many turns. */
export interface Sample {
  name: string;
  times: number[];
}

export function quantile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (times: readonly number[]): number => quantile(times, 0.5);

/**
 * Runs several kinds of work in turns, so that whatever else the machine does falls on all of them alike; every other
 * turn backwards, so that none always pays for what the one before it left behind. The first tenth, at least five
 * turns, warms up and is not counted. A turn does its work `burst` times and counts each as the mean of them.
 */
export async function inTurns(
  turns: number,
  work: Record<string, () => Promise<unknown>>,
  burst = 1,
): Promise<Sample[]> {
  const samples = Object.keys(work).map((name): Sample => ({ name, times: [] }));
  const warmUp = Math.max(5, Math.floor(turns / 10));
  for (let turn = -warmUp; turn < turns; turn += 1) {
    for (const sample of turn % 2 === 0 ? samples : [...samples].reverse()) {
      const start = performance.now();
      for (let time = 0; time < burst; time += 1) await work[sample.name]?.();
      if (turn >= 0) sample.times.push((performance.now() - start) / burst);
    }
  }
  return samples;
}

const ms = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(1)).padStart(7);

export function printSample({ name, times }: Sample): void {
  console.log(
    `  ${name.padEnd(44)} ${ms(median(times))} ms   (10 % ${ms(quantile(times, 0.1))}, 90 % ${ms(quantile(times, 0.9))})`,
  );
}

/** Says a ratio beside what is to be reached; nothing fails on it, machines differ and are shared. */
export function printRatio(what: string, value: number, aim?: { goal: string; isReached: boolean }): void {
  const verdict = aim ? `  (goal ${aim.goal}: ${aim.isReached ? "reached" : "NOT reached"})` : "";
  console.log(`  → ${what}: ${value.toFixed(2)}${verdict}`);
}
