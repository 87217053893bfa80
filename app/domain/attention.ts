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
import { silentFor } from "./update-standing";

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
  lead: "none" | "disabled" | "there";
  /** The phase that it is in, or comes to next; null without a plan, and once all are done. */
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
  /** The finish of the whole as the client was told it. */
  promisedFinishOn: CalendarDate | null;
  /**
   * The finish as it is expected, with a chance of 50 and 80 %; null where nothing is reckoned. While our own past says
   * little the range is anybody's, and no reason to doubt one promise more than another.
   */
  expected: { p50On: CalendarDate; p80On: CalendarDate; isLittle: boolean } | null;
  lateCount: number;
  blockedCount: number;
  holder: Holder;
  holderSinceOn: CalendarDate | null;
  /** When the first of what the client is asked for and has not given is due. */
  askDueOn: CalendarDate | null;
  /** From when updates are expected: since the work began or was last resumed; null before. */
  updatesFromOn: CalendarDate | null;
  lastUpdateOn: CalendarDate | null;
}

export interface Reason {
  id: ReasonId;
  /** How strongly it asks for someone; reasons add up. */
  weight: number;
  text: string;
  /** What it makes of the engagement's health by itself. */
  health: Health;
}

/** Working days that a client may hold the ball before a manager is told. */
const PATIENCE_DAYS = 3;

/** Working days past the promise that can still be made up: an expected date within them is no bad health yet. */
const SLACK_DAYS = 5;

/** Overdue deliverables beyond so many put the phase at risk. */
const FEW_LATE = 2;

/** What the rules weigh: counts, and working days up to today that are 0 where there is nothing to count. */
interface Facts {
  standing: Standing;
  /** The phase's name and its finish as the client or only we know it. */
  phase: string;
  finish: string;
  daysPastFinish: number;
  daysUnstarted: number;
  daysAtGate: number;
  daysAway: number;
  daysAskLate: number;
  daysSilent: number;
  /** How far the dates with a chance of 80 and 50 % lie past the promise. */
  daysOver80: number;
  daysOver50: number;
}

interface Rule {
  /** 0 where it does not hold. Never falls from one day to the next while the facts stay. */
  weight(facts: Facts): number;
  sentence(facts: Facts): string;
  health: Health | ((facts: Facts) => Health);
}

/** `base` and a little more for each day, up to `most` more; nothing where there is no day. */
const growing = (base: number, more: number, most: number): number =>
  more > 0 ? base + Math.min(more, most) : 0;

/** Every reason for which an engagement needs someone. Of two that weigh the same the one named first is told first. */
const RULES = {
  no_lead: {
    weight: ({ standing }) => (standing.lead === "none" ? 60 : 0),
    sentence: () => "It has no lead.",
    health: "at_risk",
  },
  lead_disabled: {
    weight: ({ standing }) => (standing.lead === "disabled" ? 58 : 0),
    sentence: () => "Its lead can no longer sign in.",
    health: "at_risk",
  },
  past_finish: {
    weight: ({ daysPastFinish }) => growing(50, daysPastFinish, 40),
    sentence: ({ phase, finish, daysPastFinish }) =>
      `${phase} is ${workingDaysText(daysPastFinish)} past its ${finish} finish.`,
    health: "off_track",
  },
  likely_over: {
    weight: ({ daysOver80, daysOver50 }) => (daysOver50 > 0 ? growing(26, 2 * daysOver80, 40) : 0),
    sentence: ({ daysOver80, daysOver50 }) =>
      `The 80 % date is ${workingDaysText(daysOver80)} past the promise, even the 50 % date ${daysOver50}.`,
    health: ({ daysOver80, daysOver50 }) =>
      daysOver50 > SLACK_DAYS ? "off_track" : daysOver80 > SLACK_DAYS ? "at_risk" : "on_track",
  },
  maybe_over: {
    weight: ({ daysOver80, daysOver50 }) => (daysOver50 > 0 ? 0 : growing(18, 2 * daysOver80, 40)),
    sentence: ({ daysOver80 }) => `The 80 % date is ${workingDaysText(daysOver80)} past the promise.`,
    health: ({ daysOver80 }) => (daysOver80 > SLACK_DAYS ? "at_risk" : "on_track"),
  },
  gate_declined: {
    weight: ({ standing }) => (standing.phase?.gate === "declined" ? 40 : 0),
    sentence: ({ standing, phase }) => {
      const declines = standing.phase?.declines ?? 0;
      return `The ${phase} gate was declined${declines > 1 ? ` ${declines} times` : ""}.`;
    },
    health: "at_risk",
  },
  unstarted: {
    weight: ({ daysUnstarted }) => growing(25, daysUnstarted, 20),
    sentence: ({ phase, daysUnstarted }) =>
      `${phase} should have started ${workingDaysText(daysUnstarted)} ago.`,
    health: "at_risk",
  },
  gate_waits: {
    weight: ({ daysAtGate }) => growing(20, daysAtGate, 20),
    sentence: ({ phase, daysAtGate }) =>
      `The ${phase} gate has been with the client for ${workingDaysText(daysAtGate)}.`,
    health: "at_risk",
  },
  ball_away: {
    weight: ({ daysAway }) => growing(20, daysAway, 20),
    sentence: ({ standing, daysAway }) =>
      `Waiting on ${standing.holder === "client" ? "the client" : "a third party"} for ${workingDaysText(daysAway)}.`,
    health: "at_risk",
  },
  silent: {
    weight: ({ daysSilent }) => growing(16, daysSilent, 30),
    sentence: ({ daysSilent }) => `No update for ${workingDaysText(daysSilent)}.`,
    health: "at_risk",
  },
  blocked: {
    weight: ({ standing }) => (standing.blockedCount > 0 ? 15 + 3 * Math.min(standing.blockedCount, 5) : 0),
    sentence: ({ standing }) =>
      `${countOf(standing.blockedCount, "deliverable is", "deliverables are")} blocked.`,
    health: "at_risk",
  },
  ask_late: {
    weight: ({ daysAskLate }) => growing(12, daysAskLate, 15),
    sentence: ({ daysAskLate }) =>
      `What we asked the client for is ${workingDaysText(daysAskLate)} past its date.`,
    health: ({ daysAskLate }) => (daysAskLate >= PATIENCE_DAYS ? "at_risk" : "on_track"),
  },
  late: {
    weight: ({ standing }) => (standing.lateCount > 0 ? 5 + 2 * Math.min(standing.lateCount, 10) : 0),
    sentence: ({ standing }) =>
      `${countOf(standing.lateCount, "deliverable is", "deliverables are")} past due.`,
    health: ({ standing }) => (standing.lateCount > FEW_LATE ? "at_risk" : "on_track"),
  },
} as const satisfies Record<string, Rule>;

export type ReasonId = keyof typeof RULES;
export const REASON_IDS = Object.keys(RULES) as ReasonId[];

/** Why an engagement needs someone, the strongest reason first; empty when it does not. */
export function reasonsFor(standing: Standing, today: CalendarDate, calendar: WorkingCalendar): Reason[] {
  if (standing.stage !== "active" || standing.isPaused) return [];
  const facts = factsOf(standing, today, calendar);
  const reasons: Reason[] = [];
  for (const id of REASON_IDS) {
    const rule: Rule = RULES[id];
    const weight = rule.weight(facts);
    if (weight <= 0) continue;
    const health = typeof rule.health === "string" ? rule.health : rule.health(facts);
    reasons.push({ id, weight, text: rule.sentence(facts), health });
  }
  return reasons.sort((a, b) => b.weight - a.weight);
}

function factsOf(standing: Standing, today: CalendarDate, calendar: WorkingCalendar): Facts {
  const { phase, expected, promisedFinishOn, askDueOn } = standing;
  const after = (from: CalendarDate | null | undefined, to: CalendarDate = today): number =>
    from && from < to ? workingDaysFrom(from, to, calendar) : 0;
  const over = (on: CalendarDate | undefined): number =>
    on && promisedFinishOn && !expected?.isLittle ? after(promisedFinishOn, on) : 0;
  const patiently = (days: number): number => (days >= PATIENCE_DAYS ? days : 0);
  const daysPastFinish = after(phase?.plannedFinishOn);
  const isAtGate = phase?.gate === "requested" && phase.gateRequestedOn !== null;
  const isAway = phase !== null && standing.holder !== "us" && !isAtGate;
  return {
    standing,
    phase: phase ? PHASE_LABEL[phase.kind] : "",
    finish: phase?.isPromised ? "promised" : "planned",
    daysPastFinish,
    daysUnstarted: phase?.status === "upcoming" && daysPastFinish === 0 ? after(phase.plannedStartOn) : 0,
    daysAtGate: isAtGate ? patiently(after(phase?.gateRequestedOn)) : 0,
    daysAway: isAway ? patiently(after(standing.holderSinceOn)) : 0,
    daysAskLate: after(askDueOn),
    daysSilent: daysSilent(standing, today, calendar),
    daysOver80: over(expected?.p80On),
    daysOver50: over(expected?.p50On),
  };
}

/** The same count that the page of the weekly updates shows. */
function daysSilent(standing: Standing, today: CalendarDate, calendar: WorkingCalendar): number {
  const { stage, isPaused, updatesFromOn, lastUpdateOn } = standing;
  const rhythm = {
    isLive: stage === "active",
    isPaused,
    startedOn: updatesFromOn,
    resumedOn: null,
    lastPublishedOn: lastUpdateOn,
  };
  return silentFor(rhythm, today, calendar) ?? 0;
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
  if (standing.stage !== "active") return "Nothing.";
  if (!standing.phase)
    return standing.updatesFromOn ? "Nothing. Every phase is done." : "Nothing. It has no plan.";
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
