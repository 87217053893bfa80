import type { PastPhase } from "./history";
import { randomFrom } from "./random";

const SEED = 20_060_801;
/** Of neighbouring rows that differ, so many rise (or fall) where a list is sorted. */
const SORTED_SHARE = 0.97;

/**
 * The history as it was given where that can be the order of time. A list sorted by group, by plan, by duration or by
 * ratio says nothing of what came later; it is mixed, always in the same way, so that no drift is read into it.
 */
export function inTime(history: readonly PastPhase[]): readonly PastPhase[] {
  const isSorted =
    isByGroup(history) ||
    isRisingOrFalling(history.map(({ planned }) => planned)) ||
    isRisingOrFalling(history.map(({ actual }) => actual)) ||
    isRisingOrFalling(history.map(({ planned, actual }) => actual / planned));
  return isSorted ? mixed(history) : history;
}

/** Whether nearly each group stands in one piece, and there are several. */
function isByGroup(history: readonly PastPhase[]): boolean {
  const groups = new Set(history.map(({ group }) => group)).size;
  const changes = history.filter(({ group }, at) => at > 0 && history[at - 1]?.group !== group).length;
  return groups > 1 && groups < history.length / 2 && changes < 1.3 * groups;
}

function isRisingOrFalling(values: readonly number[]): boolean {
  let rises = 0;
  let falls = 0;
  values.forEach((value, at) => {
    const before = values[at - 1] ?? value;
    if (value > before) rises += 1;
    if (value < before) falls += 1;
  });
  return rises + falls > 2 && Math.max(rises, falls) >= SORTED_SHARE * (rises + falls);
}

function mixed<T>(items: readonly T[]): T[] {
  const random = randomFrom(SEED);
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
