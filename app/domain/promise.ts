import { type CalendarDate, shortDate, workingDaysText } from "./calendar";
import { PHASE_LABEL, type PhaseKind } from "./phase";

/** Why a promised date moved. `first` marks the date that was promised to begin with. */
export const SLIP_CAUSES = ["us", "client", "third_party", "scope", "discovery"] as const;
export type SlipCause = (typeof SLIP_CAUSES)[number];
export type PromiseCause = SlipCause | "first";

export const CAUSE_LABEL: Record<PromiseCause, string> = {
  first: "First promise",
  us: "Us",
  client: "Client",
  third_party: "Third party",
  scope: "Scope",
  discovery: "Discovery",
};

/** What each cause means, said the same way to both sides. */
export const CAUSE_HINT: Record<SlipCause, string> = {
  us: "our own work took longer",
  client: "something from the client came later",
  third_party: "someone outside both of us",
  scope: "what was asked for changed",
  discovery: "we found something nobody knew",
};

/** The same, read by the client, to whom we speak. */
export const CAUSE_LABEL_TO_CLIENT: Record<PromiseCause, string> = { ...CAUSE_LABEL, client: "You" };

export const CAUSE_HINT_TO_CLIENT: Record<SlipCause, string> = {
  ...CAUSE_HINT,
  client: "something from you came later",
};

/** One row of the promise ledger. */
export interface PromiseRow {
  phase: PhaseKind;
  edge: "start" | "finish";
  fromOn: CalendarDate | null;
  toOn: CalendarDate;
  /** Working days later; negative when earlier; 0 for a first promise. */
  workingDays: number;
  cause: PromiseCause;
}

/** `+4 working days`, `2 working days earlier`. */
export function slipText(workingDays: number): string {
  if (workingDays < 0) return `${workingDaysText(-workingDays)} earlier`;
  return `+${workingDaysText(workingDays)}`;
}

/** `Extend finish: 12 Dec → 18 Dec`, or the first promise alone. */
export function promiseText(row: PromiseRow, today?: CalendarDate): string {
  const what = `${PHASE_LABEL[row.phase]} ${row.edge}`;
  if (row.fromOn === null) return `${what}: ${shortDate(row.toOn, today)}`;
  return `${what}: ${shortDate(row.fromOn, today)} → ${shortDate(row.toOn, today)}`;
}

/** How long a move can be taken back by the person who made it, in milliseconds. */
export const UNDO_WINDOW_MS = 10_000;

/** The dates that a ledger adds up to: the last one that stands for each phase and edge. */
export function standingPromises(
  rows: readonly (PromiseRow & { isUndone: boolean })[],
): Map<`${PhaseKind}.${"start" | "finish"}`, CalendarDate> {
  const standing = new Map<`${PhaseKind}.${"start" | "finish"}`, CalendarDate>();
  for (const row of rows) if (!row.isUndone) standing.set(`${row.phase}.${row.edge}`, row.toOn);
  return standing;
}
