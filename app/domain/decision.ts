import type { CalendarDate } from "./calendar";

export const DECISION_STATUSES = ["proposed", "accepted", "rejected", "deprecated", "superseded"] as const;
export type DecisionStatus = (typeof DECISION_STATUSES)[number];

export const DECISION_STATUS_LABEL: Record<DecisionStatus, string> = {
  proposed: "Proposed",
  accepted: "Accepted",
  rejected: "Rejected",
  deprecated: "Deprecated",
  superseded: "Superseded",
};

/** What a status means, for somebody who was not in the room. */
export const DECISION_STATUS_HINT: Record<DecisionStatus, string> = {
  proposed: "Still open: it can be changed until it is accepted or rejected.",
  accepted: "It holds.",
  rejected: "It was considered and turned down.",
  deprecated: "It no longer applies, and nothing took its place.",
  superseded: "A later decision took its place.",
};

export function isDecisionStatus(text: string): text is DecisionStatus {
  return (DECISION_STATUSES as readonly string[]).includes(text);
}

const FOLLOWING: Record<DecisionStatus, readonly DecisionStatus[]> = {
  proposed: ["accepted", "rejected", "superseded"],
  accepted: ["deprecated", "superseded"],
  rejected: [],
  deprecated: [],
  superseded: [],
};

/** Whether a decision may go from one status to another; none ever goes back. */
export function mayBecome(from: DecisionStatus, to: DecisionStatus): boolean {
  return FOLLOWING[from].includes(to);
}

/** Whether the text can still be changed: once it was accepted or rejected it is fixed for good. */
export function isOpenToEdits(status: DecisionStatus): boolean {
  return status === "proposed";
}

/** Whether it can be looked at again: what was replaced or turned down is not. */
export function isRevisitable(status: DecisionStatus): boolean {
  return status === "proposed" || status === "accepted";
}

/** Whether it asks to be looked at again today. */
export function isRevisitDue(
  decision: { status: DecisionStatus; revisitOn: CalendarDate | null },
  today: CalendarDate,
): boolean {
  return isRevisitable(decision.status) && decision.revisitOn !== null && decision.revisitOn <= today;
}

/** Characters that a title and a Markdown part may have. */
export const TITLE_MOST = 200;
export const TEXT_MOST = 20_000;

/** The parts of a decision in Markdown, in the order in which it is read. */
export const DECISION_PARTS = [
  "context",
  "options",
  "decision",
  "consequences",
  "present",
  "revisitTrigger",
  "more",
] as const;
export type DecisionPart = (typeof DECISION_PARTS)[number];

export const DECISION_PART_LABEL: Record<DecisionPart, string> = {
  context: "Context",
  options: "Options",
  decision: "Decision",
  consequences: "Consequences",
  present: "Who was there",
  revisitTrigger: "Revisit when",
  more: "Besides",
};

/** What a decision says, as it stands in its record. */
export interface DecisionText extends Record<DecisionPart, string> {
  title: string;
  decidedOn: CalendarDate | null;
}
