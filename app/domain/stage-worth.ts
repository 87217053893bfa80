import { CARD_STAGES, type StageSummary } from "./pipeline";
import { isBeforeAgreement, type Stage } from "./stage";
import { chanceText, type StageChance, weightedValue } from "./stage-chance";

/** What a stage is worth in one currency; judgement and what outcomes teach stand apart and are never added up. */
export interface StageWorth {
  stage: Stage;
  currency: string;
  valueMinor: number;
  judged: { count: number; valueMinor: number; weightedMinor: number } | null;
  /** Null where nothing is learnt: no history, or work that was won already. */
  learntMinor: number | null;
  /** The learnt chance with its n, or why there is none; null for work that was won already. */
  learntText: string | null;
}

/** Every stage's worth by currency; empty where the reader may see no money or none is known. */
export function stageWorths(
  summaries: readonly StageSummary[],
  chances: readonly StageChance[] | null,
): StageWorth[] {
  return CARD_STAGES.flatMap((stage) => {
    const money = summaries.find((summary) => summary.stage === stage)?.money ?? [];
    const chance = chances?.find((one) => one.stage === stage) ?? null;
    return money.map(({ currency, value, judged }) => ({
      stage,
      currency,
      valueMinor: value,
      // What was won needs no chance any more, whatever was judged before.
      judged:
        judged && isBeforeAgreement(stage)
          ? { count: judged.count, valueMinor: judged.value, weightedMinor: judged.weighted }
          : null,
      learntMinor: chance && weightedValue(value, chance),
      learntText: chance && chanceText(chance),
    }));
  });
}
