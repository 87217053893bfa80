import type { DeliverableStatus } from "./deliverable";
import type { RailPicture } from "./rail";
import { type Anchor, GATE_HALF, type Placed, place, SMALL_SIZE, textWidth } from "./rail-placing";

/** A deliverable, or several whose dates lie too close to be drawn apart. Anchored by its middle. */
export interface RailDot extends Anchor {
  width: number;
  /** How many it stands for, with a mark where one of them is blocked; null for a single one. */
  text: string | null;
  state: Exclude<DeliverableStatus, "not_applicable">;
  titles: string[];
}

const DOT_WIDTH = 11;
/** Free space on each side of the needle's line. */
const NEEDLE_ROOM = 3;

/** The deliverables in their row, none under the needle; those too close to tell apart become a count. */
export function placeDots({ dots, needle }: RailPicture, width: number): RailDot[] {
  const edges = { from: { at: 0, dx: -GATE_HALF }, to: { at: 1, dx: GATE_HALF } };
  if (needle.side !== "inside") return placeDotsBetween(dots, width, edges.from, edges.to);
  const before = { at: needle.at, dx: -NEEDLE_ROOM };
  const after = { at: needle.at, dx: NEEDLE_ROOM };
  const past = dots.filter((dot) => dot.at <= needle.at);
  const coming = dots.filter((dot) => dot.at > needle.at);
  const room = 3 * DOT_WIDTH;
  if (needle.at * width < room) return placeDotsBetween(dots, width, after, edges.to);
  if ((1 - needle.at) * width < room) return placeDotsBetween(dots, width, edges.from, before);
  return [
    ...placeDotsBetween(past, width, edges.from, before),
    ...placeDotsBetween(coming, width, after, edges.to),
  ];
}

function placeDotsBetween(dots: RailPicture["dots"], width: number, from: Anchor, to: Anchor): RailDot[] {
  let groups = dots.map((dot) => [dot]);
  for (;;) {
    const items = groups.map((group) => {
      const text = textOf(group);
      const size = text === null ? DOT_WIDTH : textWidth(text, SMALL_SIZE) + 8;
      return { at: group.reduce((sum, dot) => sum + dot.at, 0) / group.length, dx: -size / 2, width: size };
    });
    const clash = items.findIndex((item, index) => {
      const next = items[index + 1];
      return (
        next !== undefined && leftOf(item, width, from, to) + item.width + 1 > leftOf(next, width, from, to)
      );
    });
    if (clash === -1) {
      const placed = place(items, { width, gap: 0, from, to, pull: "mean" });
      return groups.map((group, index) => {
        const spot = placed[index] ?? { at: 0, dx: 0, width: 0 };
        return {
          at: spot.at,
          dx: spot.dx + spot.width / 2,
          width: spot.width,
          text: textOf(group),
          state: stateOf(group),
          titles: group.map((dot) => dot.title),
        };
      });
    }
    groups = groups.flatMap((group, index) =>
      index === clash ? [[...group, ...(groups[index + 1] ?? [])]] : index === clash + 1 ? [] : [group],
    );
  }
}

function leftOf(item: Placed, width: number, from: Anchor, to: Anchor): number {
  const left = item.at * width + item.dx;
  return Math.max(from.at * width + from.dx, Math.min(left, to.at * width + to.dx - item.width));
}

function textOf(group: RailPicture["dots"]): string | null {
  if (group.length === 1) return null;
  return stateOf(group) === "blocked" ? `${group.length}!` : String(group.length);
}

/** What someone has to know first: a block, then open work, then that all is done. */
function stateOf(group: RailPicture["dots"]): RailDot["state"] {
  const order = ["blocked", "doing", "todo", "done"] as const;
  return order.find((state) => group.some((dot) => dot.state === state)) ?? "todo";
}
