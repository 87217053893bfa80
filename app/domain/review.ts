import { addDays, type CalendarDate, weekday } from "./calendar";
import type { EventKind, Facts } from "./event";

/** What a manager does with an engagement in the review of a week. */
export type ReviewOutcome = "acknowledged" | "asked";

/** Characters. */
export const LONGEST_QUESTION = 2000;

/** Characters of an answer that stand beside its question. */
const ANSWER_SHOWN = 280;

/** How a text begins, in one line, cut between words where it is long. */
export function beginningOf(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  if (line.length <= ANSWER_SHOWN) return line;
  return `${line.slice(0, ANSWER_SHOWN + 1).replace(/\s?\S*$/, "") || line.slice(0, ANSWER_SHOWN)} …`;
}

/** The Monday of the week that a date lies in: a review is of a week, whatever day it is held on. */
export function mondayOf(on: CalendarDate): CalendarDate {
  return addDays(on, -((weekday(on) + 6) % 7));
}

/**
 * Since when nobody has looked: null where it was looked at last week, or was not live before this one. `never` for
 * one that was live for at least a week and is in no review at all.
 */
export function unseenSince(
  lastSeenOn: CalendarDate | null,
  liveSinceOn: CalendarDate | null,
  weekOn: CalendarDate,
): CalendarDate | "never" | null {
  const lastWeekOn = addDays(weekOn, -7);
  if (lastSeenOn !== null) return lastSeenOn < lastWeekOn ? lastSeenOn : null;
  return liveSinceOn !== null && liveSinceOn < lastWeekOn ? "never" : null;
}

/** An event as the review weighs it. */
interface Happened {
  seq: number;
  kind: EventKind;
  before: Facts;
  after: Facts;
}

/** What does not count as a change: the reviews themselves, reading, and tidying up. */
const NO_CHANGE: readonly EventKind[] = [
  "review.acknowledged",
  "review.asked",
  "update.acknowledged",
  "deliverable.reordered",
];

export function isChange({ kind }: Pick<Happened, "kind">): boolean {
  return !NO_CHANGE.includes(kind);
}

/** What a manager wants to hear of first; what is not named here comes last. */
const WEIGHTS: Partial<Record<EventKind, number>> = {
  "gate.declined": 100,
  "engagement.paused": 95,
  "promise.moved": 90,
  "promise.undone": 90,
  "promise.made": 85,
  "engagement.stage_moved": 85,
  "gate.signed": 80,
  "gate.waived": 80,
  "engagement.resumed": 80,
  "gate.requested": 75,
  "phase.started": 70,
  "engagement.team_changed": 65,
  "hotspot.marked": 60,
  "hotspot.fixed": 58,
  "artefact.missing": 56,
  "ask.answered": 52,
  "ask.opened": 50,
  "finding.recorded": 46,
  "decision.recorded": 45,
  "decision.superseded": 45,
  "clock.handed": 40,
  "update.published": 35,
  "measure.taken": 32,
  "artefact.verified": 30,
  "finding.settled": 28,
  "standard.agreed": 26,
  "comment.written": 15,
};

const STATUS_WEIGHTS: Partial<Record<string, number>> = { blocked: 62, done: 25, not_applicable: 24 };

function weightOf({ kind, after }: Happened): number {
  if (kind === "deliverable.status_changed") return STATUS_WEIGHTS[String(after.status)] ?? 5;
  return WEIGHTS[kind] ?? 10;
}

/** The few that matter most, in the order of their weight; of equal ones the latest. */
export function mostImportant<One extends Happened>(happened: readonly One[], count: number): One[] {
  return [...happened].sort((a, b) => weightOf(b) - weightOf(a) || b.seq - a.seq).slice(0, count);
}

interface Counted {
  covers: (event: Happened) => boolean;
  one: string;
  many: string;
}

const COUNTED: readonly Counted[] = [
  { covers: (event) => event.kind === "promise.moved", one: "date moved", many: "dates moved" },
  { covers: (event) => event.kind.startsWith("gate."), one: "act on a gate", many: "acts on gates" },
  {
    covers: ({ kind, after }) => kind === "deliverable.status_changed" && after.status === "done",
    one: "deliverable done",
    many: "deliverables done",
  },
  {
    covers: ({ kind, after }) => kind === "deliverable.status_changed" && after.status === "blocked",
    one: "deliverable blocked",
    many: "deliverables blocked",
  },
  { covers: (event) => event.kind === "finding.recorded", one: "finding", many: "findings" },
  { covers: (event) => event.kind === "hotspot.fixed", one: "hotspot fixed", many: "hotspots fixed" },
  { covers: (event) => event.kind === "decision.recorded", one: "decision", many: "decisions" },
  { covers: (event) => event.kind === "ask.opened", one: "ask", many: "asks" },
  { covers: (event) => event.kind === "ask.answered", one: "answer", many: "answers" },
  { covers: (event) => event.kind === "comment.written", one: "comment", many: "comments" },
];

/** What happened by count: `6 deliverables done, 1 date moved, 9 other changes`; empty where all are others. */
export function countsText(happened: readonly Happened[]): string {
  const told = COUNTED.map(({ covers, one, many }) => {
    const count = happened.filter(covers).length;
    return { count, text: `${count} ${count === 1 ? one : many}` };
  }).filter(({ count }) => count > 0);
  const others = happened.length - told.reduce((sum, { count }) => sum + count, 0);
  if (told.length === 0) return "";
  const rest = others > 0 ? [`${others} other change${others === 1 ? "" : "s"}`] : [];
  return [...told.map(({ text }) => text), ...rest].join(", ");
}
