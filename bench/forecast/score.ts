import { durationQuantiles, learn, type OpenPhase, type PastPhase } from "~/domain/forecast";

export const SHARES = [0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95] as const;

/** A phase to be forecast whose end is known. */
export interface Question extends OpenPhase {
  actual: number;
}

export interface Scenario {
  history: PastPhase[];
  questions: Question[];
}

export interface Scored {
  name: string;
  past: number;
  asked: number;
  /** Share of questions whose actual was at or before each quantile. */
  held: number[];
  /** Pinball loss in shares of the plan, mean over the quantiles and questions. */
  loss: number;
  baseline: number;
}

function pinball(questions: readonly Question[], answers: readonly (readonly number[])[]): number {
  let sum = 0;
  questions.forEach(({ actual, planned }, at) => {
    SHARES.forEach((share, level) => {
      const beyond = actual - (answers[at]?.[level] ?? 0);
      sum += (beyond >= 0 ? share * beyond : (share - 1) * beyond) / planned;
    });
  });
  return sum / (questions.length * SHARES.length || 1);
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 1;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}

const FEWEST = 15;

/** What has to be beaten: the past ratios of the same group and third of plan sizes, resampled. */
function resampled(history: readonly PastPhase[], questions: readonly Question[]): number[][] {
  const finished = history.filter(({ isFinished, planned }) => isFinished && planned > 0);
  const sizes = finished.map(({ planned }) => planned).sort((a, b) => a - b);
  const borders = [quantile(sizes, 1 / 3), quantile(sizes, 2 / 3)];
  const third = (planned: number) => borders.filter((border) => planned > border).length;
  const pools = new Map<string, number[]>();
  for (const { group, planned, actual } of finished) {
    for (const key of [`${group}/${third(planned)}`, `any/${third(planned)}`, "any"]) {
      const pool = pools.get(key) ?? [];
      pool.push(actual / planned);
      pools.set(key, pool);
    }
  }
  for (const pool of pools.values()) pool.sort((a, b) => a - b);
  return questions.map(({ group, planned, elapsed }) => {
    const keys = [`${group}/${third(planned)}`, `any/${third(planned)}`, "any"];
    const pool =
      keys.map((key) => pools.get(key) ?? []).find((each) => each.length >= FEWEST) ?? pools.get("any") ?? [];
    const open = elapsed > 0 ? pool.filter((ratio) => ratio * planned > elapsed) : pool;
    return SHARES.map((share) =>
      open.length > 0 ? planned * quantile(open, share) : Math.max(planned, elapsed),
    );
  });
}

export function scoreOf({ history, questions }: Scenario): Scored {
  const answers = durationQuantiles(learn(history), questions, SHARES);
  const held = SHARES.map((_, level) => {
    const within = questions.filter(({ actual }, at) => actual <= (answers[at]?.[level] ?? 0) * (1 + 1e-9));
    return within.length / (questions.length || 1);
  });
  return {
    name: "",
    past: history.length,
    asked: questions.length,
    held,
    loss: pinball(questions, answers),
    baseline: pinball(questions, resampled(history, questions)),
  };
}
