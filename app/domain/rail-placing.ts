/** A place that follows the width it is drawn at: `at` × width + `dx` px. */
export interface Anchor {
  at: number;
  dx: number;
}

/** Something of so many px, anchored by its left edge. */
export interface Placed extends Anchor {
  width: number;
}

export interface Row {
  width: number;
  /** Least space between neighbours, px. */
  gap: number;
  from: Anchor;
  to: Anchor;
  /** Neighbours that touch stand from where the first wants to be, or around the mean of where they all do. */
  pull: "first" | "mean";
}

/**
 * Moves the items of a row (in the order of `at`) just far enough that none overlaps. Those that touch move as one
 * block with one anchor, which keeps the row free of overlaps at every greater width. Where the row is too short for
 * all, it runs over at its end.
 */
export function place(items: readonly Placed[], row: Row): Placed[] {
  const blocks: { items: Placed[]; spot: Placed }[] = [];
  for (const item of items) {
    let block = { items: [item], spot: spotOf([item], row) };
    for (
      let before = blocks.at(-1);
      before && touches(before.spot, block.spot, row);
      before = blocks.at(-1)
    ) {
      blocks.pop();
      const joined = [...before.items, ...block.items];
      block = { items: joined, spot: spotOf(joined, row) };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ items: members, spot }) => {
    let dx = spot.dx;
    return members.map((member) => {
      const placed = { at: spot.at, dx, width: member.width };
      dx += member.width + row.gap;
      return placed;
    });
  });
}

function touches(left: Placed, right: Placed, row: Row): boolean {
  return left.at * row.width + left.dx + left.width + row.gap > right.at * row.width + right.dx;
}

function spotOf(items: readonly Placed[], row: Row): Placed {
  const counted = row.pull === "first" ? items.slice(0, 1) : items;
  let at = 0;
  let dx = 0;
  let offset = 0;
  for (const item of counted) {
    at += item.at / counted.length;
    dx += (item.dx - offset) / counted.length;
    offset += item.width + row.gap;
  }
  const width = items.reduce((sum, item) => sum + item.width + row.gap, -row.gap);
  const start = row.from.at * row.width + row.from.dx;
  const end = row.to.at * row.width + row.to.dx;
  const left = at * row.width + dx;
  if (left + width > end && end - width > start) return { at: row.to.at, dx: row.to.dx - width, width };
  if (left < start || left + width > end) return { ...row.from, width };
  return { at, dx, width };
}

/** Week numbers, counts and flags, px. */
export const SMALL_SIZE = 11;
/** Half of a gate's diamond, with its halo. */
export const GATE_HALF = 8;

/** Widest advance of Inter's letters at weight 600, in em, by group. */
const ADVANCES: readonly [RegExp, number][] = [
  [/[ijl]/, 0.27],
  [/[I.,:;'’|! ]/, 0.32],
  [/[ftr()/-]/, 0.41],
  [/s/, 0.56],
  [/[ackvxyzL]/, 0.6],
  [/[a-ln-vx-z]/, 0.63],
  [/[mwMW←→—]/, 1.02],
  [/[A-Z]/, 0.78],
];
const OTHER_ADVANCE = 0.67;

/** Width of a text in px, rounded up: never less than the interface's typeface needs at its bold weight. */
export function textWidth(text: string, size: number): number {
  let em = 0;
  for (const letter of text) em += ADVANCES.find(([group]) => group.test(letter))?.[1] ?? OTHER_ADVANCE;
  return Math.ceil(em * size);
}
