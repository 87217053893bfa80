import {
  type CalendarDate,
  shortDate,
  type WorkingCalendar,
  workingDaysFrom,
  workingDaysText,
} from "./calendar";
import type { Holder } from "./clock";
import type { GateState } from "./gate";
import { PHASE_LABEL, type PhaseKind, type PhaseStatus } from "./phase";
import type { Stage } from "./stage";

export const HEALTHS = ["on_track", "at_risk", "off_track"] as const;
export type Health = (typeof HEALTHS)[number];

export const HEALTH_LABEL: Record<Health, string> = {
  on_track: "On track",
  at_risk: "At risk",
  off_track: "Off track",
};

/** What is known of one engagement when asking whether it needs someone. */
export interface Standing {
  stage: Stage;
  isPaused: boolean;
  hasLead: boolean;
  phase: {
    kind: PhaseKind;
    status: PhaseStatus;
    plannedStartOn: CalendarDate;
    plannedFinishOn: CalendarDate;
    /** Whether the client was told its dates. */
    isPromised: boolean;
    gate: GateState;
    gateRequestedOn: CalendarDate | null;
    declines: number;
  } | null;
  lateCount: number;
  blockedCount: number;
  holder: Holder;
  holderSinceOn: CalendarDate | null;
}

export interface Reason {
  /** How strongly it asks for someone; reasons add up. */
  weight: number;
  text: string;
  /** What it makes of the engagement's health by itself. */
  health: Health;
}

/** Working days that a client may hold the ball before a manager is told. */
const PATIENCE_DAYS = 3;

/** Why an engagement needs someone, the strongest reason first; empty when it does not. */
export function reasonsFor(standing: Standing, today: CalendarDate, calendar: WorkingCalendar): Reason[] {
  if (standing.stage !== "active" || standing.isPaused) return [];
  const reasons: Reason[] = [];
  const { phase } = standing;
  if (!standing.hasLead) reasons.push({ weight: 60, text: "It has no lead.", health: "at_risk" });
  if (phase) {
    const name = PHASE_LABEL[phase.kind];
    const past = workingDaysFrom(phase.plannedFinishOn, today, calendar);
    if (past > 0) {
      reasons.push({
        weight: 50 + Math.min(past, 40),
        text: `${name} is ${workingDaysText(past)} past its ${phase.isPromised ? "promised" : "planned"} finish.`,
        health: "off_track",
      });
    }
    const unstarted =
      phase.status === "upcoming" ? workingDaysFrom(phase.plannedStartOn, today, calendar) : 0;
    if (unstarted > 0 && past <= 0) {
      reasons.push({
        weight: 25 + Math.min(unstarted, 20),
        text: `${name} should have started ${workingDaysText(unstarted)} ago.`,
        health: "at_risk",
      });
    }
    if (phase.gate === "declined") {
      const times = phase.declines > 1 ? ` ${phase.declines} times` : "";
      reasons.push({ weight: 40, text: `The ${name} gate was declined${times}.`, health: "at_risk" });
    }
    if (phase.gate === "requested" && phase.gateRequestedOn) {
      const waited = workingDaysFrom(phase.gateRequestedOn, today, calendar);
      if (waited >= PATIENCE_DAYS) {
        reasons.push({
          weight: 20 + Math.min(waited, 20),
          text: `The ${name} gate has been with the client for ${workingDaysText(waited)}.`,
          health: "at_risk",
        });
      }
    } else if (standing.holder !== "us" && standing.holderSinceOn) {
      const waited = workingDaysFrom(standing.holderSinceOn, today, calendar);
      if (waited >= PATIENCE_DAYS) {
        const whom = standing.holder === "client" ? "the client" : "a third party";
        reasons.push({
          weight: 20 + Math.min(waited, 20),
          text: `Waiting on ${whom} for ${workingDaysText(waited)}.`,
          health: "at_risk",
        });
      }
    }
  }
  if (standing.blockedCount > 0) {
    reasons.push({
      weight: 15 + 3 * Math.min(standing.blockedCount, 5),
      text: `${countOf(standing.blockedCount, "deliverable is", "deliverables are")} blocked.`,
      health: "at_risk",
    });
  }
  if (standing.lateCount > 0) {
    reasons.push({
      weight: 5 + 2 * Math.min(standing.lateCount, 10),
      text: `${countOf(standing.lateCount, "deliverable is", "deliverables are")} past due.`,
      health: standing.lateCount > 2 ? "at_risk" : "on_track",
    });
  }
  return reasons.sort((a, b) => b.weight - a.weight);
}

/** How much an engagement needs someone: 0 for not at all. */
export function needOf(reasons: readonly Reason[]): number {
  return reasons.reduce((sum, reason) => sum + reason.weight, 0);
}

/** Health as computed, never as claimed; null where no work is under way. */
export function healthOf(standing: Standing, reasons: readonly Reason[]): Health | null {
  if (standing.stage !== "active") return null;
  if (reasons.some((reason) => reason.health === "off_track")) return "off_track";
  return reasons.some((reason) => reason.health === "at_risk") ? "at_risk" : "on_track";
}

/** What comes next on an engagement that needs nobody. */
export function nextStepText(standing: Standing, today: CalendarDate): string {
  if (standing.isPaused) return "Paused.";
  if (standing.stage !== "active" || !standing.phase) return "Nothing.";
  const { phase } = standing;
  const name = PHASE_LABEL[phase.kind];
  if (phase.status === "upcoming")
    return `Nothing. ${name} starts ${shortDate(phase.plannedStartOn, today)}.`;
  if (phase.status === "in_review") return `Nothing. The ${name} gate is with the client.`;
  return `Nothing. ${name} finishes ${shortDate(phase.plannedFinishOn, today)}.`;
}

function countOf(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
