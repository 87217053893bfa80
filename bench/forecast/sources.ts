import type { PastPhase } from "~/domain/forecast";
import { randomFrom } from "~/domain/forecast/random";

/** An invented past of one known behaviour, in the order it happened. */
export interface Source {
  name: string;
  rows: PastPhase[];
}

type Draw = (random: Random, at: number) => { group: string; planned: number; ratio: number };

export interface Random {
  uniform(): number;
  normal(): number;
}

export function seeded(seed: number): Random {
  const uniform = randomFrom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform() || 1e-12)) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

function source(name: string, count: number, seed: number, draw: Draw, round: (x: number) => number): Source {
  const random = seeded(seed);
  const rows = Array.from({ length: count }, (_, at): PastPhase => {
    const { group, planned, ratio } = draw(random, at / count);
    return { group, planned, actual: Math.max(round(1e-9), round(planned * ratio)), isFinished: true };
  });
  return { name, rows };
}

const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[Math.floor(random.uniform() * choices.length)] as T;

const HOURS = [0.5, 1, 1, 2, 2, 3, 4, 4, 7, 7, 14, 21, 35, 70] as const;
const DAYS = [1, 1, 2, 2, 3, 3, 5, 5, 8, 10, 15, 20] as const;
const smooth = (x: number) => x;
const wholeUp = (x: number) => Math.max(1, Math.ceil(x));
const quarters = (x: number) => Math.max(0.25, Math.round(x * 4) / 4);

/** Work as it may go elsewhere: skewed, rounded, hit exactly, drifting, wild. */
export function inventedSources(): Source[] {
  const effect = (group: string) => ((group.charCodeAt(group.length - 1) * 37) % 11) / 10 - 0.5;
  return [
    source(
      "lognormal, effects of groups",
      1500,
      11,
      (random) => {
        const group = `g${Math.floor(random.uniform() ** 2 * 10)}`;
        return {
          group,
          planned: Math.exp(3 + random.normal()),
          ratio: Math.exp(effect(group) + 0.5 * random.normal()),
        };
      },
      smooth,
    ),
    source(
      "hours, many exact hits, long tail",
      4000,
      12,
      (random) => {
        const group = pick(random, ["dev", "ops", "test", "doc"]);
        const planned = pick(random, HOURS);
        const exact = random.uniform() < 0.35;
        const wild = random.uniform() < 0.08;
        const ratio = exact
          ? 1
          : Math.exp(-0.25 - 0.12 * Math.log(planned) + (wild ? 1.4 : 0.7) * random.normal());
        return { group, planned, ratio };
      },
      quarters,
    ),
    source(
      "whole days, small tasks",
      1200,
      13,
      (random) => {
        const planned = pick(random, DAYS);
        return {
          group: `p${Math.floor(random.uniform() * 25)}`,
          planned,
          ratio: Math.exp(0.15 + 0.65 * random.normal()),
        };
      },
      wholeUp,
    ),
    source(
      "two kinds mixed",
      800,
      14,
      (random) => ({
        group: pick(random, ["a", "b"]),
        planned: Math.exp(2 + 0.8 * random.normal()),
        ratio:
          random.uniform() < 0.7 ? Math.exp(0.15 * random.normal()) : Math.exp(1.1 + 0.3 * random.normal()),
      }),
      smooth,
    ),
    source(
      "drift to longer",
      1500,
      15,
      (random, at) => ({
        group: pick(random, ["a", "b", "c"]),
        planned: Math.exp(3 + 0.8 * random.normal()),
        ratio: Math.exp(0.7 * at + (0.35 + 0.2 * at) * random.normal()),
      }),
      smooth,
    ),
    source(
      "drift to shorter",
      1500,
      16,
      (random, at) => ({
        group: pick(random, ["a", "b", "c"]),
        planned: Math.exp(3 + 0.8 * random.normal()),
        ratio: Math.exp(0.6 - 0.7 * at + 0.5 * random.normal()),
      }),
      smooth,
    ),
    source(
      "waves of months",
      2000,
      17,
      (random, at) => ({
        group: pick(random, ["a", "b", "c"]),
        planned: pick(random, DAYS),
        ratio: Math.exp(0.3 * Math.sin(at * 40) + 0.6 * random.normal()),
      }),
      quarters,
    ),
    source(
      "Pareto tail",
      1000,
      18,
      (random) => ({
        group: pick(random, ["a", "b"]),
        planned: Math.exp(2 + random.normal()),
        ratio: 0.7 * (random.uniform() || 1e-9) ** (-1 / 1.5),
      }),
      smooth,
    ),
    source(
      "many tiny groups",
      600,
      19,
      (random) => {
        const group = `t${Math.floor(random.uniform() * 200)}`;
        const own = (((Number(group.slice(1)) * 7919) % 101) / 50 - 1) * 0.5;
        return { group, planned: pick(random, HOURS), ratio: Math.exp(own + 0.5 * random.normal()) };
      },
      quarters,
    ),
    source(
      "hours below plan, small overrun more",
      2500,
      20,
      (random) => {
        const planned = pick(random, HOURS);
        const ratio =
          random.uniform() < 0.2 ? 1 : Math.exp(0.5 - 0.3 * Math.log(planned) + 0.9 * random.normal());
        return { group: pick(random, ["x", "y", "z"]), planned, ratio };
      },
      quarters,
    ),
  ];
}
