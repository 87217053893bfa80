import { addDays, type CalendarDate, daysBetween } from "../calendar";

/** A stretch of work as a list tells it, in the list's order: a sprint, a week. */
export interface GivenSpan {
  /** Its place in the count; gaps in the count are gaps in time. */
  number: number;
  startOn: CalendarDate | null;
  endOn: CalendarDate | null;
}

export interface PlacedSpan {
  number: number;
  startOn: CalendarDate;
  endOn: CalendarDate;
  /** What was wrong and how it was mended, or that it was left; null for a span that fits. */
  note: string | null;
  /** False where what is wrong could not be mended and stays as written. */
  isMended: boolean;
}

const median = (numbers: readonly number[]): number | null => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

/** The date in another year; 29 February becomes the 28th. */
function shiftYears(on: CalendarDate, years: number): CalendarDate {
  const shifted = `${Number(on.slice(0, 4)) + years}${on.slice(4)}`;
  return shifted.endsWith("-02-29") && new Date(`${shifted}T00:00:00Z`).getUTCDate() !== 29
    ? `${shifted.slice(0, 8)}28`
    : shifted;
}

interface Rhythm {
  /** Usual days from the first to the last day of a span. */
  length: number;
  /** Usual days from one start to the next. */
  step: number;
}

/** The usual length and rhythm, from the spans that look sound by themselves; two weeks where nothing tells. */
function rhythmOf(spans: readonly GivenSpan[]): Rhythm {
  const lengths = spans.flatMap(({ startOn, endOn }) => {
    const days = startOn && endOn ? daysBetween(startOn, endOn) : -1;
    return days > 0 && days < 100 ? [days] : [];
  });
  const steps = spans.flatMap((span, index) => {
    const before = spans[index - 1];
    if (!before?.startOn || !span.startOn || span.number <= before.number) return [];
    const days = daysBetween(before.startOn, span.startOn) / (span.number - before.number);
    return days > 0 && days < 100 ? [days] : [];
  });
  const length = median(lengths) ?? 13;
  return { length, step: Math.round(median(steps) ?? length + 1) };
}

const hasUsualLength = (startOn: CalendarDate, endOn: CalendarDate, rhythm: Rhythm): boolean => {
  const days = daysBetween(startOn, endOn);
  return days >= Math.max(0, Math.floor(rhythm.length / 3)) && days <= rhythm.length * 2.5 + 1;
};

/** Indexes of the spans that can be believed: of usual length, and the longest row of them whose starts only rise. */
function believable(spans: readonly GivenSpan[], rhythm: Rhythm): Set<number> {
  const candidates = spans.flatMap(({ startOn, endOn, number }, index) =>
    startOn && endOn && hasUsualLength(startOn, endOn, rhythm) ? [{ index, number, startOn }] : [],
  );
  const best: { worth: number; before: number }[] = [];
  let last = -1;
  candidates.forEach((own, at) => {
    let entry = { worth: 1, before: -1 };
    for (let earlier = 0; earlier < at; earlier += 1) {
      const [known, other] = [best[earlier], candidates[earlier]];
      if (!known || !other || other.startOn >= own.startOn) continue;
      // Of two rows of one length the one that keeps the rhythm is believed; of two that do, the one that came first.
      const usual = rhythm.step * Math.max(1, own.number - other.number);
      const isInRhythm = Math.abs(daysBetween(other.startOn, own.startOn) - usual) <= usual / 2 + rhythm.step;
      const worth = known.worth + 1 + (isInRhythm ? 0.01 : 0);
      if (worth > entry.worth) entry = { worth, before: earlier };
    }
    best[at] = entry;
    if (last < 0 || entry.worth > (best[last]?.worth ?? 0)) last = at;
  });
  const kept = new Set<number>();
  for (let at = last; at >= 0; at = best[at]?.before ?? -1) {
    const candidate = candidates[at];
    if (candidate) kept.add(candidate.index);
  }
  return kept;
}

/**
 * Dates for every span of a list. What is out of order, far too long or short, repeated or missing is mended where the
 * neighbours leave one answer (a year off, or a gap that fits), with a note; else it stays as written, flagged.
 * `noun` names a span in the notes, such as `sprint`.
 */
export function placeSpans(spans: readonly GivenSpan[], noun: string): PlacedSpan[] {
  const rhythm = rhythmOf(spans);
  const sound = believable(spans, rhythm);
  return spans.flatMap((span, index): PlacedSpan[] => {
    const { startOn, endOn, number } = span;
    if (startOn && endOn && sound.has(index)) return [{ number, startOn, endOn, note: null, isMended: true }];
    const before = nearest(spans, sound, index, -1);
    const after = nearest(spans, sound, index, 1);
    const placed =
      mendYear(span, before, after, rhythm, noun) ?? placeByNeighbours(span, before, after, rhythm, noun);
    if (placed) return [placed];
    const known = startOn ?? endOn;
    if (!known) return [];
    const note = `its dates (${startOn ?? "none"} to ${endOn ?? "none"}) cannot be right beside those of the others; left as written`;
    return [{ number, startOn: startOn ?? known, endOn: endOn ?? known, note, isMended: false }];
  });
}

type Sound = { number: number; startOn: CalendarDate; endOn: CalendarDate };

function nearest(
  spans: readonly GivenSpan[],
  sound: ReadonlySet<number>,
  from: number,
  step: 1 | -1,
): Sound | null {
  for (let index = from + step; index >= 0 && index < spans.length; index += step) {
    const span = spans[index];
    if (sound.has(index) && span?.startOn && span.endOn) {
      return { number: span.number, startOn: span.startOn, endOn: span.endOn };
    }
  }
  return null;
}

function fits(
  startOn: CalendarDate,
  endOn: CalendarDate,
  before: Sound | null,
  after: Sound | null,
  rhythm: Rhythm,
): boolean {
  return (
    hasUsualLength(startOn, endOn, rhythm) &&
    (before === null || startOn > before.startOn) &&
    (after === null || startOn < after.startOn) &&
    (before !== null || after !== null)
  );
}

/** The one way, if there is one, in which a year written wrongly explains it. */
function mendYear(
  span: GivenSpan,
  before: Sound | null,
  after: Sound | null,
  rhythm: Rhythm,
  noun: string,
): PlacedSpan | null {
  const { startOn, endOn, number } = span;
  if (!startOn || !endOn) return null;
  const tries = [-1, 0, 1].flatMap((start) => [-1, 0, 1].map((end) => ({ start, end })));
  const fitting = tries
    .filter(({ start, end }) => start !== 0 || end !== 0)
    .filter(({ start, end }) =>
      fits(shiftYears(startOn, start), shiftYears(endOn, end), before, after, rhythm),
    );
  const [only] = fitting;
  if (fitting.length !== 1 || !only) return null;
  const wrong = [
    ...(only.start === 0 ? [] : [`its start ${startOn}`]),
    ...(only.end === 0 ? [] : [`its end ${endOn}`]),
  ];
  const early = (only.start || only.end) > 0 ? "early" : "late";
  const beside = [before, after].flatMap((other) => (other ? [String(other.number)] : [])).join(" and ");
  return {
    number,
    startOn: shiftYears(startOn, only.start),
    endOn: shiftYears(endOn, only.end),
    note: `${wrong.join(" and ")} ${wrong.length > 1 ? "are" : "is"} a year ${early} beside ${noun} ${beside}; read as ${shiftYears(startOn, only.start)} to ${shiftYears(endOn, only.end)}`,
    isMended: true,
  };
}

/** Where the gap between its neighbours, or the rhythm beside one of them, says that it must lie. */
function placeByNeighbours(
  span: GivenSpan,
  before: Sound | null,
  after: Sound | null,
  rhythm: Rhythm,
  noun: string,
): PlacedSpan | null {
  const isUndated = !span.startOn && !span.endOn;
  const repeats = [before, after].find(
    (other) => other?.startOn === span.startOn && other?.endOn === span.endOn,
  );
  if (!isUndated && !repeats) return null;
  const start = startFrom(span.number, before, after, rhythm);
  if (!start) return null;
  const latest = after && after.number === span.number + 1 ? addDays(after.startOn, -1) : null;
  const usual = addDays(start, rhythm.length);
  const end = latest && latest < usual && latest >= start ? latest : usual;
  const why = repeats ? `repeats the dates of ${noun} ${repeats.number}` : "has no dates";
  return {
    number: span.number,
    startOn: start,
    endOn: end,
    note: `${why}; placed by the rhythm of the others at ${start} to ${end}`,
    isMended: true,
  };
}

function startFrom(
  number: number,
  before: Sound | null,
  after: Sound | null,
  rhythm: Rhythm,
): CalendarDate | null {
  if (before && before.number < number) {
    const start = addDays(before.startOn, rhythm.step * (number - before.number));
    return start > before.endOn ? start : addDays(before.endOn, 1);
  }
  return after ? addDays(after.startOn, -rhythm.step * (after.number - number)) : null;
}
