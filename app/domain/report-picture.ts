/** Values gathered for a picture: how many fall on each column, of one width, along a line. */
export interface DotColumns {
  columns: { from: number; to: number; count: number }[];
  /** Values that one column stands for. */
  width: number;
  least: number;
  most: number;
  tallest: number;
}

const COLUMNS_MOST = 26;
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

const stepFor = (span: number, most: number): number =>
  STEPS.find((step) => span / step <= most) ?? Math.ceil(span / most);

/**
 * Gathers whole values in columns. Between 0 and 1 there is always an edge, so that what is on time and what is late
 * never share a column. `also` are values that the line has to reach.
 */
export function dotColumns(values: readonly number[], also: readonly number[] = []): DotColumns {
  const [low, high] = extent([...values, ...also]);
  const width = stepFor(high - low + 1, COLUMNS_MOST);
  const counts = new Map<number, number>();
  for (const value of values) {
    const place = Math.floor((Math.round(value) - 1) / width);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const columns = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([place, count]) => ({ from: place * width + 1, to: (place + 1) * width, count }));
  return {
    columns,
    width,
    least: Math.min(low, columns[0]?.from ?? low),
    most: Math.max(high, columns.at(-1)?.to ?? high),
    tallest: Math.max(0, ...counts.values()),
  };
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [Math.floor(low), Math.ceil(high)];
}

/** Round values to write under a line, seven at most. */
export function ticksOf({ least, most }: Pick<DotColumns, "least" | "most">): number[] {
  const step = stepFor(most - least, 6);
  const ticks: number[] = [];
  for (let at = Math.ceil(least / step) * step; at <= most; at += step) ticks.push(at === 0 ? 0 : at);
  return ticks;
}

/** Where a value lies on a line between two others, 0 to 1; in the middle where they are one. */
export function placeOn(value: number, least: number, most: number): number {
  return most === least ? 0.5 : (value - least) / (most - least);
}
