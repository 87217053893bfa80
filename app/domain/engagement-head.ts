import type { Health } from "./attention";
import type { CalendarDate } from "./calendar";
import type { Holder } from "./clock";
import type { Role } from "./permissions";
import { currentPhase, PHASE_LABEL, type PhaseKind, type PhaseStatus } from "./phase";
import type { RailInput } from "./rail-input";
import type { Stage } from "./stage";

/** The rail's input in a form that keeps its type on the way to the browser. */
export type HeadRail = Omit<RailInput, "calendar"> & {
  calendar: { weekend: number[]; holidays: Set<CalendarDate> };
};

/** What stands at the head of every screen of an engagement. */
export interface EngagementHead {
  code: string;
  title: string;
  company: { id: string; name: string };
  leadName: string | null;
  stage: Stage;
  health: Health | null;
  /** Why it needs someone, the strongest reason first; empty when it does not. */
  reasons: string[];
  pause: { since: CalendarDate; reason: string } | null;
  /** Who holds the ball; null while no clock runs. */
  ball: { holder: Holder; since: CalendarDate; why: string } | null;
  phases: { kind: PhaseKind; status: PhaseStatus }[];
  /** Whether the gate of the phase under way could be requested now. */
  isGateReady: boolean;
  rail: HeadRail;
  /** What the reader is to this engagement; decides which acts are offered. */
  relation: Role;
}

/** The one act that would carry the engagement on, with the card of the plan page or the gate on which it is done. */
export interface NextAct {
  kind: "start" | "request" | "answer" | "resume" | "none";
  label: string;
  phase: PhaseKind | null;
}

/** What carries an engagement on: starting the next phase, asking for its gate, or waiting for its answer. */
export function nextActOf(head: Pick<EngagementHead, "stage" | "pause" | "phases" | "isGateReady">): NextAct {
  const none: NextAct = { kind: "none", label: "", phase: null };
  if (head.stage !== "active") return none;
  if (head.pause) return { kind: "resume", label: "Resume", phase: null };
  const phase = currentPhase(head.phases);
  if (!phase) return none;
  const name = PHASE_LABEL[phase.kind];
  if (phase.status === "upcoming") return { kind: "start", label: `Start ${name}`, phase: phase.kind };
  if (phase.status === "in_review") return { kind: "answer", label: `${name} gate`, phase: phase.kind };
  return head.isGateReady
    ? { kind: "request", label: "Request gate", phase: phase.kind }
    : { kind: "answer", label: `${name} gate`, phase: phase.kind };
}
