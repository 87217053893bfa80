import type { PastPhase } from "./history";

/** What a forecast rests on. */
export interface Basis {
  /** Finished phases of this kind. */
  own: number;
  /** Finished phases of any kind. */
  all: number;
  unfinished: number;
  isLittle: boolean;
  sentence: string;
}

/** Fewer finished phases than this are little to learn from. */
const ENOUGH = 12;

/** How many past phases speak for a forecast of this group, in numbers and in words. */
export function basisOf(history: readonly PastPhase[], group: string): Basis {
  const finished = history.filter(({ isFinished, planned }) => isFinished && planned > 0);
  const own = finished.filter((past) => past.group === group).length;
  const all = finished.length;
  const unfinished = history.length - history.filter(({ isFinished }) => isFinished).length;
  const isLittle = all < ENOUGH;
  return { own, all, unfinished, isLittle, sentence: sentenceOf(own, all, unfinished, isLittle) };
}

function sentenceOf(own: number, all: number, unfinished: number, isLittle: boolean): string {
  const usual = "what is usual for engagements of 6 to 12 weeks";
  if (all === 0) return `No phase of ours has finished yet: the range is ${usual}.`;
  const phases = `${all} finished ${all === 1 ? "phase" : "phases"}`;
  if (isLittle) return `Only ${phases} so far: the range is wide and leans on ${usual}.`;
  const running = unfinished > 0 ? `, and from ${unfinished} not finished yet` : "";
  return `Learnt from our ${phases}, ${own} of this kind${running}.`;
}
