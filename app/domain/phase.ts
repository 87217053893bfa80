/** The four phases, in the order in which every engagement runs through them. */
export const PHASE_KINDS = ["read", "stabilise", "extend", "document"] as const;
export type PhaseKind = (typeof PHASE_KINDS)[number];

export const PHASE_STATUSES = ["upcoming", "in_progress", "in_review", "done"] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

export const PHASE_LABEL: Record<PhaseKind, string> = {
  read: "Read",
  stabilise: "Stabilise",
  extend: "Extend",
  document: "Document",
};

export const PHASE_STATUS_LABEL: Record<PhaseStatus, string> = {
  upcoming: "Not started",
  in_progress: "In progress",
  in_review: "Gate with the client",
  done: "Done",
};

/** Place in the order, from 1 to 4. */
export function phasePosition(kind: PhaseKind): number {
  return PHASE_KINDS.indexOf(kind) + 1;
}

export function isPhaseKind(text: string): text is PhaseKind {
  return (PHASE_KINDS as readonly string[]).includes(text);
}

/** The phase that an engagement is in: the first that is not done; undefined once all are. */
export function currentPhase<P extends { status: PhaseStatus }>(phases: readonly P[]): P | undefined {
  return phases.find((phase) => phase.status !== "done");
}

/**
 * Whether a phase may start: it has not started, and the phase before it has passed its gate.
 * Returns the reason why not, or null when it may.
 */
export function whyPhaseCannotStart(
  phases: readonly { kind: PhaseKind; status: PhaseStatus }[],
  kind: PhaseKind,
): string | null {
  const index = phases.findIndex((phase) => phase.kind === kind);
  const phase = phases[index];
  if (!phase) return "This engagement has no such phase.";
  if (phase.status !== "upcoming") return `${PHASE_LABEL[kind]} has already started.`;
  const before = phases[index - 1];
  if (before && before.status !== "done") {
    return `${PHASE_LABEL[kind]} starts when the ${PHASE_LABEL[before.kind]} gate is signed or waived.`;
  }
  return null;
}
