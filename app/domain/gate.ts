import { type DeliverableStatus, isOpen } from "./deliverable";
import { PHASE_LABEL, type PhaseKind, type PhaseStatus } from "./phase";

export const GATE_OUTCOMES = ["signed", "declined", "waived", "withdrawn"] as const;
export type GateOutcome = (typeof GATE_OUTCOMES)[number];

export const GATE_OUTCOME_LABEL: Record<GateOutcome, string> = {
  signed: "Signed",
  declined: "Declined",
  waived: "Waived",
  withdrawn: "Taken back",
};

/** What the picture of a phase shows of its gate. */
export type GateState = "none" | "requested" | "declined" | "signed" | "waived";

export interface GateDeliverable {
  id: string;
  title: string;
  status: DeliverableStatus;
  requiresEvidence: boolean;
  evidenceCount: number;
}

export interface Criterion {
  key: "deliverables" | "evidence";
  text: string;
  isMet: boolean;
  /** What is missing, each with the deliverable that mends it. */
  missing: { deliverableId: string; text: string }[];
}

/** The criteria of a phase's gate, evaluated on the checklist as it stands. */
export function evaluateGate(deliverables: readonly GateDeliverable[]): Criterion[] {
  const open = deliverables.filter((deliverable) => isOpen(deliverable.status));
  const bare = deliverables.filter(
    (deliverable) =>
      deliverable.status !== "not_applicable" &&
      deliverable.requiresEvidence &&
      deliverable.evidenceCount === 0,
  );
  const needing = deliverables.filter((d) => d.requiresEvidence && d.status !== "not_applicable").length;
  return [
    {
      key: "deliverables",
      text:
        open.length === 0
          ? `All ${deliverables.length} deliverables are done or do not apply`
          : `${open.length} of ${deliverables.length} deliverables ${open.length === 1 ? "is" : "are"} open`,
      isMet: open.length === 0,
      missing: open.map((deliverable) => ({ deliverableId: deliverable.id, text: deliverable.title })),
    },
    {
      key: "evidence",
      text:
        bare.length === 0
          ? `The evidence asked for is there (${needing})`
          : `${bare.length} ${bare.length === 1 ? "deliverable needs" : "deliverables need"} evidence`,
      isMet: bare.length === 0,
      missing: bare.map((deliverable) => ({ deliverableId: deliverable.id, text: deliverable.title })),
    },
  ];
}

/** Why the gate cannot be requested now; null when it can. */
export function whyGateCannotBeRequested(
  phase: { kind: PhaseKind; status: PhaseStatus },
  criteria: readonly Criterion[],
): string | null {
  const name = PHASE_LABEL[phase.kind];
  if (phase.status === "upcoming") return `${name} has not started.`;
  if (phase.status === "in_review") return `The ${name} gate is already with the client.`;
  if (phase.status === "done") return `The ${name} gate has been passed.`;
  const unmet = criteria.filter((criterion) => !criterion.isMet);
  if (unmet.length === 0) return null;
  return `The ${name} gate is not ready: ${unmet.map((c) => c.text.toLowerCase()).join("; ")}.`;
}
