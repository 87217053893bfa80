/** Where an engagement stands in the pipeline. */
export const STAGES = ["lead", "audit", "proposal", "active", "handed_over", "lost"] as const;
export type Stage = (typeof STAGES)[number];

export const STAGE_LABEL: Record<Stage, string> = {
  lead: "Lead",
  audit: "Audit",
  proposal: "Proposal",
  active: "Active",
  handed_over: "Handed over",
  lost: "Lost",
};

/** How an engagement was lost: not won by us, called off by the client, or because we would not take it. */
export const LOST_AS = ["lost", "cancelled", "declined"] as const;
export type LostAs = (typeof LOST_AS)[number];

export const LOST_AS_LABEL: Record<LostAs, string> = {
  lost: "Not won by us",
  cancelled: "Called off by the client",
  declined: "Not taken by us",
};

/** What came of an engagement where its stage alone does not tell: no decision known, or how it was lost. */
export const OUTCOMES = ["undecided", ...LOST_AS] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_LABEL: Record<Outcome, string> = { undecided: "No decision known", ...LOST_AS_LABEL };

export function isOutcome(text: string): text is Outcome {
  return (OUTCOMES as readonly string[]).includes(text);
}

const ALLOWED: Record<Stage, readonly Stage[]> = {
  lead: ["audit", "proposal", "active", "lost"],
  audit: ["lead", "proposal", "active", "lost"],
  proposal: ["lead", "audit", "active", "lost"],
  active: ["handed_over", "lost"],
  handed_over: ["active"],
  lost: ["lead", "audit", "proposal"],
};

export function isStage(text: string): text is Stage {
  return (STAGES as readonly string[]).includes(text);
}

/** The stages that an engagement may move to from where it stands. */
export function nextStages(from: Stage): readonly Stage[] {
  return ALLOWED[from];
}

/** Clients see an engagement once work was agreed; what is still being sold is ours alone. */
export const CLIENT_STAGES: readonly Stage[] = ["active", "handed_over"];

/** Whether it is still being sold: nothing is promised, and start and length can be set. */
export function isBeforeAgreement(stage: Stage): boolean {
  return stage === "lead" || stage === "audit" || stage === "proposal";
}

export interface StageMove {
  from: Stage;
  to: Stage;
  reason: string | null;
  hasLead: boolean;
  hasPlan: boolean;
  everyPhaseDone: boolean;
}

/** Why a stage move is refused, with the field it concerns; null when it may go ahead. */
export function whyStageCannotMove(move: StageMove): { field: string; message: string } | null {
  if (!ALLOWED[move.from].includes(move.to)) {
    return { field: "to", message: `${STAGE_LABEL[move.from]} cannot become ${STAGE_LABEL[move.to]}.` };
  }
  if (move.to === "lost" && !move.reason) return { field: "reason", message: "Say why it was lost." };
  if (move.to === "active" && !move.hasLead) {
    return { field: "lead_id", message: "Choose a lead before the work starts." };
  }
  if (move.to === "active" && !move.hasPlan) {
    return { field: "starts_on", message: "Set a start date and a length in weeks before the work starts." };
  }
  if (move.to === "handed_over" && !move.everyPhaseDone) {
    return { field: "to", message: "Every phase has to pass its gate before the hand-over." };
  }
  if (move.from === "handed_over" && !move.reason) {
    return { field: "reason", message: "Say why it is taken up again." };
  }
  return null;
}
