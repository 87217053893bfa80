import type { Stage } from "./stage";

/** The stages of what is still being sold, of which something may come or not. */
export const OPEN_STAGES = ["lead", "audit", "proposal"] as const satisfies readonly Stage[];
export type OpenStage = (typeof OPEN_STAGES)[number];

/** Known outcomes below which a share would be a guess. */
export const LEAST_OUTCOMES = 10;

/** Of the engagements that stood in a stage and whose outcome is known, how many there are and how many became active. */
export interface StageOutcomes {
  stage: OpenStage;
  known: number;
  won: number;
}

/** What a stage's outcomes teach; `percent` is null while there are too few of them. */
export interface StageChance extends StageOutcomes {
  percent: number | null;
}

/** The chance that an engagement of a stage becomes active, learnt from our own outcomes. */
export function stageChance(outcomes: StageOutcomes): StageChance {
  const { known, won } = outcomes;
  return { ...outcomes, percent: known < LEAST_OUTCOMES ? null : Math.round((100 * won) / known) };
}

/** The chance with how many outcomes it was learnt from, or why there is none. */
export function chanceText({ percent, known, won }: StageChance): string {
  if (percent !== null) return `${percent} %: ${won} of ${known} became active`;
  const count = known === 0 ? "no outcome is known" : `${known} known outcome${known === 1 ? "" : "s"}`;
  return `Not enough history: ${count}, ${LEAST_OUTCOMES} are needed`;
}

/** A value weighted by a learnt chance, in minor units; null where the chance is not known. */
export function weightedValue(valueMinor: number, { known, won, percent }: StageChance): number | null {
  return percent === null ? null : Math.round((valueMinor * won) / known);
}
