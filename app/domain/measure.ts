import type { CalendarDate } from "./calendar";

/** Which way a measure gets better. */
export const BETTER = ["lower", "higher"] as const;
export type Better = (typeof BETTER)[number];

export const BETTER_LABEL: Record<Better, string> = {
  lower: "Less is better",
  higher: "More is better",
};

export const MEASURE_EDGES = ["before", "after"] as const;
export type MeasureEdge = (typeof MEASURE_EDGES)[number];

/** The longest that each text may be, in characters. */
export const MEASURE_LIMITS = { title: 200, unit: 40, how: 1000 } as const;

/** One taking of a measure; null while it has not been taken. */
export interface Taking {
  value: number;
  on: CalendarDate;
  how: string;
}

export interface MeasureState {
  title: string;
  unit: string;
  better: Better;
  before: Taking | null;
  after: Taking | null;
}

/** Measures that wait for their value before the work. */
export function measuresBeforeMissing<M extends Pick<MeasureState, "before">>(measures: readonly M[]): M[] {
  return measures.filter(({ before }) => before === null);
}

/** Measures that were taken before the work and not again after it. */
export function measuresAfterMissing<M extends Pick<MeasureState, "before" | "after">>(
  measures: readonly M[],
): M[] {
  return measures.filter(({ before, after }) => before !== null && after === null);
}

const NUMBER = /^(-?)(\d{1,12})(?:[.,](\d{1,6}))?$/;

/** A number as people write it (`12`, `0.4`, `3,5`, `1 200`), or null. */
export function measureValue(text: string): number | null {
  const match = NUMBER.exec(text.trim().replace(/(\d)[\s\u00a0\u202f](?=\d{3}(?!\d))/g, "$1"));
  return match ? Number(`${match[1]}${match[2]}.${match[3] ?? "0"}`) : null;
}

/** `1,200 ms`, `1 day`; three places at most, fewer where there is nothing behind the point. */
export function valueText(value: number, unit: string): string {
  const number = value.toLocaleString("en-GB", { maximumFractionDigits: 3 });
  // A unit is written in the plural; abbreviations such as `ms` are too short to be one.
  const one = value === 1 && /^\p{Ll}{2,}[^s]s$/u.test(unit) ? unit.slice(0, -1) : unit;
  return unit ? `${number} ${one}` : number;
}

export type Change = "better" | "same" | "worse";

/** Whether it has become better; null until both values are there. */
export function changeOf({ before, after, better }: MeasureState): Change | null {
  if (!before || !after) return null;
  if (before.value === after.value) return "same";
  return after.value < before.value === (better === "lower") ? "better" : "worse";
}

/** What the picture of a measure says, in a sentence: `Days to add an endpoint: 5 days before, 1 day after. Better.` */
export function measureSentence(measure: MeasureState): string {
  const { title, unit, before, after } = measure;
  if (!before && !after) return `${title}: not measured yet.`;
  const was = before ? `${valueText(before.value, unit)} before the work` : "not measured before the work";
  if (!after) return `${title}: ${was}, not measured again yet.`;
  const change = changeOf(measure);
  const verdict = change ? ` ${VERDICT[change]}.` : "";
  return `${title}: ${was}, ${valueText(after.value, unit)} after it.${verdict}`;
}

export const VERDICT: Record<Change, string> = { better: "Better", same: "Unchanged", worse: "Worse" };

/** How long each bar is drawn, as a share of the longest (0 to 1); null where there is no value. */
export function barShares({ before, after }: Pick<MeasureState, "before" | "after">): {
  before: number | null;
  after: number | null;
} {
  const most = Math.max(Math.abs(before?.value ?? 0), Math.abs(after?.value ?? 0));
  const share = (taking: Taking | null) =>
    taking === null ? null : most === 0 ? 0 : Math.abs(taking.value) / most;
  return { before: share(before), after: share(after) };
}
