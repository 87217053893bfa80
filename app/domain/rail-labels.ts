import { shortDate } from "./calendar";
import type { GateState } from "./gate";
import { PHASE_LABEL, type PhaseKind } from "./phase";
import { countText } from "./progress";
import type { RailPicture } from "./rail";
import { labelSteps, labelsEvery, railLines, unitWidth, weekOf } from "./rail-axis";
import { placeDots, type RailDot } from "./rail-dots";
import type { RailInput } from "./rail-input";
import { type Anchor, GATE_HALF, type Placed, place, SMALL_SIZE, textWidth } from "./rail-placing";

export interface RailName extends Placed {
  kind: PhaseKind;
  text: string;
  count: string | null;
  isLate: boolean;
}

export interface RailWeek extends Placed {
  text: string;
  /** Which week or month, as the ticks of the axis count them. */
  index: number;
}

export interface RailFlag extends Placed {
  of: "today" | "promised";
  text: string;
  /** What it flags, as a fraction of the width; its pill lies across this place. */
  stemAt: number;
  /** 0 beside the week numbers, 1 beneath them. */
  row: 0 | 1;
}

/**
 * What is written on a rail, placed for one width in px and free of overlaps at that width and every greater one:
 * each place is a fraction of the width and an offset in px, so distances only grow.
 */
export interface RailLabels {
  nameSize: number;
  lines: number[];
  /** Every one, every 2nd, every 3rd … from the first, never with a gap; weeks by number or months by name. */
  weeks: RailWeek[];
  /** Beside the flags, or beneath them where they would leave no room for an even step. */
  weeksRow: 0 | 1;
  names: RailName[];
  flags: RailFlag[];
  gates: (Anchor & { kind: PhaseKind; gate: GateState })[];
  dots: RailDot[];
}

/** The pattern swatch before a phase's name, and the space after it. */
export const SWATCH = { size: 10, gap: 4 } as const;
/** Space before a phase's count and before the word "late". */
export const COUNT_GAP = 5;

const NAME_GAP = 6;
const FLAG_PADDING = 8;

/** Places names, week numbers, flags, gates and dots for the widths from the first up to the second, px. */
export function labelRail(input: RailInput, picture: RailPicture, width: number, until: number): RailLabels {
  const flags = placeFlags(input, picture, width, until);
  return {
    nameSize: nameSizeAt(width),
    lines: railLines(picture.axis),
    ...placeWeeks(picture, flags, width),
    names: placeNames(input, picture, width),
    flags,
    gates: placeGates(picture, width, GATE_HALF),
    dots: placeDots(picture, width),
  };
}

/** The phases' letters along a row, centred in their segments as far as there is room. Anchored by their middle. */
export function placeLetters(
  picture: RailPicture,
  width: number,
  size: number,
): (Anchor & { text: string })[] {
  const items = picture.segments.map((segment) => ({ at: segment.from, dx: 0, width: size * 0.8 }));
  const placed = place(items, {
    width,
    gap: 1.5,
    from: { at: 0, dx: 0 },
    to: { at: 1, dx: 0 },
    pull: "first",
  });
  return placed.map((letter, index) => ({
    at: letter.at,
    dx: letter.dx,
    text: PHASE_LABEL[picture.segments[index]?.kind ?? "read"].charAt(0),
  }));
}

/** The gates' middles, pushed apart where phases are shorter than a diamond of this half width in px. */
export function placeGates(picture: RailPicture, width: number, half: number): RailLabels["gates"] {
  const items = picture.gates.map((gate) => ({ at: gate.at, dx: -half, width: 2 * half }));
  const bounds = { from: { at: 0, dx: -half }, to: { at: 1, dx: half } };
  const placed = place(items, { width, gap: 0, ...bounds, pull: "mean" });
  return picture.gates.map((gate, index) => ({
    kind: gate.kind,
    gate: gate.gate,
    at: placed[index]?.at ?? gate.at,
    dx: (placed[index]?.dx ?? -half) + half,
  }));
}

function nameSizeAt(width: number): number {
  return width < 480 ? 12 : 13;
}

function placeNames(input: RailInput, picture: RailPicture, width: number): RailName[] {
  const nameSize = nameSizeAt(width);
  const names = picture.segments.map((segment, index) => {
    const phase = input.phases[index];
    const counted = phase && phase.total > phase.notApplicable ? countText(phase).replace(" of ", "/") : null;
    return { ...segment, text: PHASE_LABEL[segment.kind], count: counted };
  });
  const widthOf = (name: (typeof names)[number]) =>
    SWATCH.size +
    SWATCH.gap +
    textWidth(name.text, nameSize) +
    (name.count ? COUNT_GAP + textWidth(name.count, nameSize - 1) : 0) +
    (name.isLate ? COUNT_GAP + textWidth("late", nameSize - 1) : 0);
  const isTooWide = () =>
    names.reduce((sum, name) => sum + widthOf(name) + NAME_GAP, -NAME_GAP) > width && names.length > 0;

  if (isTooWide()) for (const name of names) name.count = null;
  const current = input.phases.findIndex((phase) => phase.status !== "done");
  const shortestFirst = names
    .map((name, index) => ({ name, length: name.to - name.from + (index === current ? 1 : 0) }))
    .sort((a, b) => a.length - b.length);
  for (const { name } of shortestFirst) {
    if (!isTooWide()) break;
    name.text = name.text.charAt(0);
  }
  const items = names.map((name) => ({ at: name.from, dx: 0, width: widthOf(name) }));
  const bounds = { from: { at: 0, dx: 0 }, to: { at: 1, dx: 0 } };
  const placed = place(items, { width, gap: NAME_GAP, ...bounds, pull: "first" });
  return names.map(({ kind, text, count, isLate }, index) => ({
    kind,
    text,
    count,
    isLate,
    ...(placed[index] ?? { at: 0, dx: 0, width: 0 }),
  }));
}

function placeFlags(
  input: RailInput,
  { axis, needle, promisedAt }: RailPicture,
  width: number,
  until: number,
): RailFlag[] {
  const started = weekOf(input.todayOn, input.phases[0]?.plannedStartOn ?? input.todayOn, input.todayOn).week;
  const isRoomy = width >= 480;
  const weeks = (axis.endDay - axis.originDay) / 7;
  const day = input.dayLabel ?? "Today";
  const today =
    needle.side === "before"
      ? `← ${day}`
      : needle.side === "after"
        ? `${day} →`
        : isRoomy && started > 0 && started <= weeks
          ? `${day}, week ${started}`
          : day;
  const wanted: { of: RailFlag["of"]; text: string; at: number }[] = [
    { of: "today", text: today, at: needle.at },
  ];
  if (input.promisedFinishOn !== null && promisedAt !== null) {
    const text = `Promised ${shortDate(input.promisedFinishOn, input.todayOn)}`;
    wanted.push({ of: "promised", text, at: promisedAt });
  }
  wanted.sort((a, b) => a.at - b.at);
  const items = wanted.map((flag) => {
    const size = textWidth(flag.text, SMALL_SIZE) + 2 * FLAG_PADDING;
    return { at: flag.at, dx: -size / 2, width: size };
  });
  const row = { width, gap: 4, from: { at: 0, dx: -4 }, to: { at: 1, dx: 4 }, pull: "mean" } as const;
  const beside = place(items, row);
  const isBeside = wanted.every((flag, index) =>
    [width, until].every((drawn) => reaches(beside[index], flag.at, drawn)),
  );
  // Two flags that push each other off what they flag: the promise moves down a row.
  const placed = isBeside ? beside : items.flatMap((item) => place([item], row));
  return wanted.map(({ of, text, at }, index) => ({
    of,
    text,
    stemAt: at,
    row: isBeside || of === "today" ? 0 : 1,
    ...(placed[index] ?? { at: 0, dx: 0, width: 0 }),
  }));
}

function reaches(flag: Placed | undefined, stemAt: number, width: number): boolean {
  if (!flag) return false;
  const left = flag.at * width + flag.dx;
  return left <= stemAt * width + 1 && stemAt * width - 1 <= left + flag.width;
}

/** Fewer labels than this beside the flags, and they go on a line of their own. */
const ENOUGH_BESIDE_FLAGS = 3;

function placeWeeks(
  picture: RailPicture,
  flags: readonly RailFlag[],
  width: number,
): Pick<RailLabels, "weeks" | "weeksRow"> {
  const takenIn = (row: 0 | 1): Placed[] =>
    flags.flatMap((flag) => {
      if (flag.row === row) return [flag];
      return row === 0 ? [{ at: flag.stemAt, dx: -1, width: 2 }] : [];
    });
  const [beside, beneath] = [takenIn(0), takenIn(1)].map((taken) => weeksClearOf(taken, picture, width));
  const enough = Math.min(ENOUGH_BESIDE_FLAGS, beneath?.weeks.length ?? 0);
  if (beside && beside.weeks.length >= enough) {
    return { weeks: beside.weeks, weeksRow: 0 };
  }
  return { weeks: beneath?.weeks ?? [], weeksRow: beneath ? 1 : 0 };
}

/** The labels at the smallest step that keeps all of them clear of each other and of what is taken. */
function weeksClearOf(
  taken: readonly Placed[],
  { axis }: RailPicture,
  width: number,
): { step: number; weeks: RailWeek[] } | undefined {
  const room = width >= 480 ? 44 : 40;
  for (const step of labelSteps(axis)) {
    if (step * unitWidth(axis, width) < room && step < (labelSteps(axis).at(-1) ?? 1)) continue;
    const weeks = labelsEvery(axis, step).flatMap(({ index, labelAt: at, text }): RailWeek[] => {
      const size = textWidth(text, SMALL_SIZE);
      const dx = Math.max(-size / 2, -at * width);
      return at * width + dx + size > width ? [] : [{ index, text, at, dx, width: size }];
    });
    const isClear = weeks.every((week, place) =>
      [...taken, ...weeks.slice(place + 1, place + 2)].every((other) => !isTooClose(week, other, width)),
    );
    if (isClear && weeks.length > 0) return { step, weeks };
  }
  return undefined;
}

/** Clear of each other now, and anchored in the same order, so that they stay clear as the rail widens. */
function isTooClose(a: Placed, b: Placed, width: number): boolean {
  const [left, right] = a.at * width + a.dx < b.at * width + b.dx ? [a, b] : [b, a];
  return left.at > right.at || left.at * width + left.dx + left.width + 5 > right.at * width + right.dx;
}
