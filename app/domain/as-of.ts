import type { CalendarDate } from "./calendar";
import type { ClockInterval } from "./clock";
import type { Artefact, DeliverableStatus } from "./deliverable";
import type { EventKind, Facts } from "./event";
import type { GateOutcome, GateState } from "./gate";
import { isPhaseKind, type PhaseKind, type PhaseStatus } from "./phase";
import { CLIENT_STAGES, type Stage } from "./stage";

/** A deliverable as it stood on some day; `doneOn` is null while it was not done. */
export interface DeliverableThen {
  id: string;
  phase: PhaseKind;
  title: string;
  status: DeliverableStatus;
  isVisible: boolean;
  dueOn: CalendarDate | null;
  doneOn: CalendarDate | null;
  artefact: Artefact | null;
}

/** A change that happened after the day that is asked for. */
export interface LaterEvent {
  kind: EventKind;
  subjectId: string | null;
  label: string | null;
  before: Facts;
  after: Facts;
  isClientVisible: boolean;
}

const isStatus = (value: unknown): value is DeliverableStatus => typeof value === "string";

/**
 * The deliverables as they stood before the later events, which come newest first: each is taken back in turn. What
 * was removed since comes back, without its evidence and at the end; what was added since is gone.
 */
export function rewindDeliverables(
  now: readonly DeliverableThen[],
  later: readonly LaterEvent[],
): DeliverableThen[] {
  const byId = new Map(now.map((deliverable) => [deliverable.id, { ...deliverable }]));
  for (const event of later) {
    const id = event.subjectId ?? "";
    const { before } = event;
    if (event.kind === "deliverable.added") byId.delete(id);
    if (
      event.kind === "deliverable.removed" &&
      typeof before.phase === "string" &&
      isPhaseKind(before.phase)
    ) {
      byId.set(id, {
        id,
        phase: before.phase,
        title: event.label ?? "",
        status: isStatus(before.status) ? before.status : "todo",
        isVisible: event.isClientVisible,
        dueOn: typeof before.due_on === "string" ? before.due_on : null,
        doneOn: null,
        artefact: null,
      });
    }
    const known = byId.get(id);
    if (!known) continue;
    if (event.kind === "deliverable.status_changed" && isStatus(before.status)) {
      known.status = before.status;
      if (before.status !== "done") known.doneOn = null;
    }
    if (event.kind === "deliverable.edited") {
      if (typeof before.title === "string") known.title = before.title;
      if ("is_visible" in before) known.isVisible = before.is_visible === 1;
      if ("due_on" in before) known.dueOn = typeof before.due_on === "string" ? before.due_on : null;
    }
  }
  return [...byId.values()];
}

/** The stage before the later events, which come newest first. */
export function rewindStage(now: Stage, later: readonly LaterEvent[]): Stage {
  const moves = later.filter((event) => event.kind === "engagement.stage_moved");
  return (moves.at(-1)?.before.stage as Stage | undefined) ?? now;
}

/** The first day of those on which a stage was entered that the client sees; null where nothing tells. */
export function openedOn(entered: readonly { stage: unknown; on: CalendarDate }[]): CalendarDate | null {
  const days = entered.filter(({ stage }) => CLIENT_STAGES.includes(stage as Stage)).map(({ on }) => on);
  return days.sort()[0] ?? null;
}

/** One row of the ledger with the days on which it was made and taken back. */
export interface LedgerRow {
  phase: PhaseKind;
  edge: "start" | "finish";
  fromOn: CalendarDate | null;
  toOn: CalendarDate;
  madeOn: CalendarDate;
  undoneOn: CalendarDate | null;
}

/**
 * The date that stood in the plan at the end of a day, from the ledger in the order in which it was written: the last
 * promise that stood then; before the first promise, the date from which it was made; `now` where the ledger is silent.
 */
export function plannedOn(
  rows: readonly LedgerRow[],
  edge: Pick<LedgerRow, "phase" | "edge">,
  on: CalendarDate,
  now: CalendarDate,
): { date: CalendarDate; isPromised: boolean } {
  const own = rows.filter((row) => row.phase === edge.phase && row.edge === edge.edge);
  const stood = own.filter((row) => row.madeOn <= on && (row.undoneOn === null || row.undoneOn > on));
  const last = stood.at(-1);
  if (last) return { date: last.toOn, isPromised: true };
  const next = own.find((row) => row.madeOn > on && row.undoneOn === null);
  return { date: next?.fromOn ?? next?.toOn ?? now, isPromised: false };
}

/** One request for a gate with the days on which it was asked for and decided. */
export interface GateThen {
  requestedOn: CalendarDate;
  outcome: GateOutcome | null;
  decidedOn: CalendarDate | null;
}

/** Where a phase stood at the end of a day, from when it started and what became of its gate, in order of requests. */
export function phaseOn(
  startedOn: CalendarDate | null,
  gates: readonly GateThen[],
  on: CalendarDate,
): { status: PhaseStatus; gate: GateState; requestedOn: CalendarDate | null } {
  const last = gates.findLast((gate) => gate.requestedOn <= on);
  const outcome = last && last.decidedOn !== null && last.decidedOn <= on ? last.outcome : null;
  if (last && outcome === null)
    return { status: "in_review", gate: "requested", requestedOn: last.requestedOn };
  if (outcome === "signed" || outcome === "waived")
    return { status: "done", gate: outcome, requestedOn: null };
  if (startedOn === null || startedOn > on) return { status: "upcoming", gate: "none", requestedOn: null };
  return { status: "in_progress", gate: outcome === "declined" ? "declined" : "none", requestedOn: null };
}

/** The stretches of the clock that had begun by the end of a day; the one that lasted over it is open. */
export function intervalsOn(intervals: readonly ClockInterval[], on: CalendarDate): ClockInterval[] {
  return intervals
    .filter((interval) => interval.sinceOn <= on)
    .map((interval) => ({
      ...interval,
      untilOn: interval.untilOn !== null && interval.untilOn <= on ? interval.untilOn : null,
    }));
}
