import { type CalendarDate, dayNumber } from "./calendar";
import type { ClockInterval, Holder } from "./clock";
import type { DayCounter } from "./report";

/** From one day number to another, both included. */
type Span = readonly [number, number];

/**
 * Working days of a span that each holder had, as `daysByHolder` counts them, for thousands of spans: stretch by
 * stretch instead of day by day. Each day belongs to the last stretch on it; stretches come in the order in which they
 * began. Days on which nobody is recorded, ours or of a pause, are left out.
 */
export function heldDays(
  intervals: readonly Pick<ClockInterval, "holder" | "sinceOn" | "untilOn">[],
  fromOn: CalendarDate,
  toOn: CalendarDate,
  days: DayCounter,
): Record<Holder, number> {
  const held: Record<Holder, number> = { us: 0, client: 0, third_party: 0 };
  const [first, last] = [dayNumber(fromOn), dayNumber(toOn)];
  const taken: Span[] = [];
  for (let index = intervals.length - 1; index >= 0; index -= 1) {
    const { holder, sinceOn, untilOn } = intervals[index] as (typeof intervals)[number];
    const from = Math.max(first, dayNumber(sinceOn));
    const until = untilOn === null ? last : Math.min(last, dayNumber(untilOn));
    for (const [start, end] of leftOf([from, until], taken)) {
      held[holder] += days.between(start, end);
      taken.push([start, end]);
    }
  }
  return held;
}

/** What is left of a span when others are taken out of it. */
function leftOf(span: Span, taken: readonly Span[]): Span[] {
  if (span[0] > span[1]) return [];
  let left: Span[] = [span];
  for (const [from, until] of taken) {
    if (until < span[0] || from > span[1]) continue;
    left = left.flatMap(([start, end]): Span[] => {
      if (until < start || from > end) return [[start, end]];
      const parts: Span[] = [];
      if (start < from) parts.push([start, from - 1]);
      if (end > until) parts.push([until + 1, end]);
      return parts;
    });
  }
  return left;
}
