import { type CalendarDate, dayNumber } from "./calendar";
import type { DeliverableStatus } from "./deliverable";
import type { GateState } from "./gate";
import type { PhaseKind } from "./phase";
import { type RailAxis, railAxis } from "./rail-axis";
import {
  isPhaseLate,
  mergeIntervals,
  type RailInput,
  type RailInterval,
  type RailPhase,
  untilToday,
} from "./rail-input";

export { weekOf } from "./rail-axis";
export type { RailDeliverable, RailInput, RailInterval, RailPhase } from "./rail-input";
export { describeRail } from "./rail-words";

export type RailSize = "row" | "head" | "portal" | "print";

/** A stretch along the rail, as fractions of its width. */
export interface RailSpan {
  from: number;
  to: number;
}

/** `done` and `worked` are solid, `late` is solid with an alert frame, `ahead` is pale, `upcoming` is dashed. */
export type RailPieceState = "done" | "worked" | "late" | "ahead" | "upcoming";

export interface RailPiece extends RailSpan {
  kind: PhaseKind;
  state: RailPieceState;
}

export interface RailSegment extends RailSpan {
  kind: PhaseKind;
  isLate: boolean;
}

/** Where everything lies, as fractions from 0 to 1 of whatever width the rail is drawn at. */
export interface RailPicture {
  axis: RailAxis;
  segments: RailSegment[];
  pieces: RailPiece[];
  ghosts: (RailSpan & { kind: PhaseKind })[];
  gates: { kind: PhaseKind; gate: GateState; at: number }[];
  waiting: RailSpan[];
  paused: RailSpan[];
  /** The expected finish: P50 to P80, then P80 to P95. */
  likely: { firm: RailSpan; soft: RailSpan } | null;
  promisedAt: number | null;
  /** Middle of today's column; at an edge when today is outside. */
  needle: { at: number; side: "before" | "inside" | "after" };
  dots: {
    at: number;
    title: string;
    dueOn: CalendarDate;
    state: Exclude<DeliverableStatus, "not_applicable">;
  }[];
}

const LEAST_SEGMENT = 0.009;
const LEAST_PIECE = 0.0015;

/**
 * Lays the rail out; null when no phase has dates. `weeks` widens the axis to at least so many weeks, so that rows
 * above one another share a scale.
 */
export function layoutRail(input: RailInput, weeks = 0): RailPicture | null {
  const axis = railAxis(input, weeks);
  if (!axis) return null;
  const { todayOn } = input;
  const startOf = (on: CalendarDate) => axis.fraction(dayNumber(on));
  const endOf = (on: CalendarDate) => axis.fraction(dayNumber(on) + 1);
  const spanOf = ({ fromOn, toOn }: RailInterval) => ({ from: startOf(fromOn), to: endOf(toOn) });

  const today = dayNumber(todayOn);
  const now = axis.fraction(today + 0.5);
  const paused = drawable(mergeIntervals(input.paused ?? []).map(spanOf));

  const finishes = input.phases.map((phase) => endOf(phase.actualFinishOn ?? phase.plannedFinishOn));
  const segments = inOrder(
    input.phases.map((phase, index) => {
      const from = startOf(phase.actualStartOn ?? phase.plannedStartOn);
      const finish = finishes[index] ?? 1;
      const isLate = isPhaseLate(phase, todayOn);
      return { kind: phase.kind, isLate, from, to: isLate ? Math.max(finish, now) : finish };
    }),
  );
  const pieces = input.phases.flatMap((phase, index) => {
    const segment = segments[index];
    if (!segment) return [];
    const cut = piecesOf(phase, segment, finishes[index] ?? 1, now);
    if (paused.length === 0) return cut;
    const worked = cut.flatMap((piece) => without(piece, paused));
    return worked.length > 0 ? worked : cut;
  });

  return {
    axis,
    segments,
    pieces,
    ghosts: input.phases.map((phase) => {
      const from = Math.min(startOf(phase.firstStartOn), 1 - LEAST_SEGMENT);
      return { kind: phase.kind, from, to: Math.max(endOf(phase.firstFinishOn), from + LEAST_SEGMENT) };
    }),
    gates: input.phases.map((phase, index) => ({
      kind: phase.kind,
      gate: phase.gate,
      at: segments[index]?.to ?? 1,
    })),
    waiting: drawable(mergeIntervals(untilToday(input.waiting ?? [], todayOn)).map(spanOf)),
    paused,
    likely: input.expected ? likelyFinish(input.expected, endOf) : null,
    promisedAt: input.promisedFinishOn === null ? null : endOf(input.promisedFinishOn),
    needle: {
      at: now,
      side: today < axis.startDay ? "before" : today >= axis.endDay ? "after" : "inside",
    },
    dots: (input.deliverables ?? [])
      .flatMap(({ title, dueOn, state }) =>
        dueOn === null || state === "not_applicable"
          ? []
          : [{ title, dueOn, state, at: axis.fraction(dayNumber(dueOn) + 0.5) }],
      )
      .sort((a, b) => a.at - b.at),
  };
}

function likelyFinish(expected: NonNullable<RailInput["expected"]>, endOf: (on: CalendarDate) => number) {
  const p50 = endOf(expected.p50On);
  const p80 = Math.max(p50, endOf(expected.p80On));
  return { firm: { from: p50, to: p80 }, soft: { from: p80, to: Math.max(p80, endOf(expected.p95On)) } };
}

function drawable(spans: RailSpan[]): RailSpan[] {
  return spans.filter((span) => span.to - span.from > LEAST_PIECE);
}

/** Segments never overlap, and a day in a two-year engagement can still be seen. */
function inOrder(wanted: RailSegment[]): RailSegment[] {
  const least = Math.min(LEAST_SEGMENT, 0.5 / Math.max(1, wanted.length));
  let cursor = 0;
  const forward = wanted.map((segment) => {
    const from = Math.max(segment.from, cursor);
    cursor = Math.max(segment.to, from + least);
    return { ...segment, from, to: cursor };
  });
  let limit = 1;
  for (const segment of forward.reverse()) {
    segment.to = Math.min(segment.to, limit);
    segment.from = Math.min(segment.from, segment.to - least);
    limit = segment.from;
  }
  return forward.reverse();
}

function piecesOf(
  phase: RailPhase,
  { from, to, kind }: RailSegment,
  finish: number,
  now: number,
): RailPiece[] {
  const whole = (state: RailPieceState) => [{ kind, state, from, to }];
  if (phase.status === "upcoming") return whole("upcoming");
  if (phase.status === "done" || phase.actualFinishOn !== null) return whole("done");
  const within = (at: number) => Math.min(Math.max(at, from), to);
  const due = within(finish);
  const reached = within(now);
  const cut: RailPiece[] = [
    { kind, state: "worked", from, to: Math.min(reached, due) },
    { kind, state: "late", from: due, to: reached },
    { kind, state: "ahead", from: reached, to: due },
  ];
  const seen = cut.filter((piece) => piece.to - piece.from > LEAST_PIECE);
  return seen.length > 0 ? seen : whole(reached > from ? "worked" : "ahead");
}

function without(piece: RailPiece, holes: readonly RailSpan[]): RailPiece[] {
  let rest = [piece];
  for (const hole of holes) {
    rest = rest.flatMap((part) =>
      hole.to <= part.from || hole.from >= part.to
        ? [part]
        : [
            { ...part, to: hole.from },
            { ...part, from: hole.to },
          ].filter((side) => side.to - side.from > LEAST_PIECE),
    );
  }
  return rest;
}
