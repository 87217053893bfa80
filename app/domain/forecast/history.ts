/** A phase of the past. Durations are in one unit throughout, whichever it is. */
export interface PastPhase {
  /** Its kind, such as the phase's name. */
  group: string;
  planned: number;
  /** How long it took; for an unfinished one, how long it has taken so far. */
  actual: number;
  isFinished: boolean;
}

/** The past in columns, by ratio of actual to planned ascending; of equal ratios the finished ones first. */
export interface Rows {
  count: number;
  /** Natural logarithm of actual ÷ planned. */
  ratio: Float64Array;
  /** Natural logarithm of planned. */
  size: Float64Array;
  group: Int32Array;
  isFinished: Uint8Array;
  /** Place in the history as it was given, 0 the first. */
  place: Int32Array;
  /** Which rows are unfinished. */
  unfinished: number[];
}

const RATIO_LEAST = 1e-3;
const RATIO_MOST = 1e4;

/** The history in columns; phases without a positive planned duration are left out, having no ratio. */
export function rowsOf(history: readonly PastPhase[], groups: Map<string, number>): Rows {
  const kept = history
    .filter(
      ({ planned, actual }) =>
        planned > 0 && Number.isFinite(planned) && actual >= 0 && Number.isFinite(actual),
    )
    .map(({ group, planned, actual, isFinished }, place) => {
      if (!groups.has(group)) groups.set(group, groups.size);
      const ratio = Math.log(Math.min(RATIO_MOST, Math.max(RATIO_LEAST, actual / planned)));
      return { ratio, size: Math.log(planned), group: groups.get(group) ?? 0, isFinished, place };
    })
    .sort((a, b) => a.ratio - b.ratio || Number(b.isFinished) - Number(a.isFinished) || a.place - b.place);
  return {
    count: kept.length,
    ratio: Float64Array.from(kept, (row) => row.ratio),
    size: Float64Array.from(kept, (row) => row.size),
    group: Int32Array.from(kept, (row) => row.group),
    isFinished: Uint8Array.from(kept, (row) => (row.isFinished ? 1 : 0)),
    place: Int32Array.from(kept, (row) => row.place),
    unfinished: kept.flatMap(({ isFinished }, row) => (isFinished ? [] : [row])),
  };
}

/** Only some of the rows, by their indexes ascending. */
export function rowsAt(rows: Rows, at: readonly number[]): Rows {
  const pick = (column: { readonly [index: number]: number }) => at.map((row) => column[row] ?? 0);
  return {
    count: at.length,
    ratio: Float64Array.from(pick(rows.ratio)),
    size: Float64Array.from(pick(rows.size)),
    group: Int32Array.from(pick(rows.group)),
    isFinished: Uint8Array.from(pick(rows.isFinished)),
    place: Int32Array.from(pick(rows.place)),
    unfinished: at.flatMap((row, index) => (rows.isFinished[row] ? [] : [index])),
  };
}
