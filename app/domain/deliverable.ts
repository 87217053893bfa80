import { invalid } from "./refusal";

export const DELIVERABLE_STATUSES = ["todo", "doing", "blocked", "done", "not_applicable"] as const;
export type DeliverableStatus = (typeof DELIVERABLE_STATUSES)[number];

export const DELIVERABLE_STATUS_LABEL: Record<DeliverableStatus, string> = {
  todo: "To do",
  doing: "Doing",
  blocked: "Blocked",
  done: "Done",
  not_applicable: "Not applicable",
};

/** The six things that land in the client's hands, each a deliverable of Document and a row of the hand-over register. */
export const ARTEFACTS = [
  "deployed_backend",
  "api_schema",
  "automated_tests",
  "observability",
  "data_model_docs",
  "secrets_access",
] as const;
export type Artefact = (typeof ARTEFACTS)[number];

export const ARTEFACT_LABEL: Record<Artefact, string> = {
  deployed_backend: "Backend deployed, with its CI/CD pipeline",
  api_schema: "API schema in sync with the code",
  automated_tests: "Automated tests, unit and integration",
  observability: "Observability: logs, metrics and traces",
  data_model_docs: "Data-model docs and migration strategy",
  secrets_access: "Secrets and access management",
};

export function isDeliverableStatus(text: string): text is DeliverableStatus {
  return (DELIVERABLE_STATUSES as readonly string[]).includes(text);
}

/** Whether work on it is still to come: neither done nor left out. */
export function isOpen(status: DeliverableStatus): boolean {
  return status !== "done" && status !== "not_applicable";
}

export interface StatusChange {
  to: DeliverableStatus;
  /** Why it is blocked, or why it does not apply. */
  reason: string | null;
  requiresEvidence: boolean;
  evidenceCount: number;
}

/**
 * Refuses a status that lacks what it needs: a reason when blocked, a comment when not applicable, evidence when it
 * is required before done.
 * @throws Refusal `invalid` on the field `reason` or `evidence`
 */
export function requireStatusAllowed(change: StatusChange): void {
  if (change.to === "blocked" && !change.reason) {
    throw invalid("reason", "Say what blocks it, so that someone can clear it.");
  }
  if (change.to === "not_applicable" && !change.reason) {
    throw invalid("reason", "Say why it does not apply; it leaves the count.");
  }
  if (change.to === "done" && change.requiresEvidence && change.evidenceCount === 0) {
    throw invalid("evidence", "This one needs evidence before it can be done: a link or a note.");
  }
}

/** Whether it is still open after its due date. */
export function isLate(
  deliverable: { status: DeliverableStatus; dueOn: string | null },
  today: string,
): boolean {
  return isOpen(deliverable.status) && deliverable.dueOn !== null && deliverable.dueOn < today;
}
