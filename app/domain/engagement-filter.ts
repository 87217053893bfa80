import { HEALTHS, type Health } from "./attention";
import { ORIGINS, type Origin } from "./engagement";
import { isPhaseKind, type PhaseKind } from "./phase";
import { isOutcome, isStage, type Outcome, type Stage } from "./stage";

/** What a list of engagements is narrowed to; null for no matter what. It stands in the address of the page. */
export interface EngagementFilter {
  stage: Stage | null;
  phase: PhaseKind | null;
  health: Health | "paused" | null;
  /** A person's id, or `none` for engagements without a lead. */
  lead: string | null;
  /** A company's id, or part of its name. */
  client: string | null;
  origin: Origin | null;
  /** What came of it, told apart further than its stage does. */
  outcome: Outcome | null;
  /** Part of a code, a title or a client's name. */
  q: string | null;
}

export const FILTER_KEYS = [
  "stage",
  "phase",
  "health",
  "lead",
  "client",
  "origin",
  "outcome",
  "q",
] as const satisfies readonly (keyof EngagementFilter)[];

/** A filter that narrows nothing. */
export const NO_FILTER: EngagementFilter = {
  stage: null,
  phase: null,
  health: null,
  lead: null,
  client: null,
  origin: null,
  outcome: null,
  q: null,
};

const LONGEST_TEXT = 100;

/** Reads a filter from an address; what makes no sense is left out. */
export function parseFilter(params: URLSearchParams): EngagementFilter {
  const text = (key: string): string | null => params.get(key)?.trim().slice(0, LONGEST_TEXT) || null;
  const stage = text("stage");
  const phase = text("phase");
  const health = text("health");
  const outcome = text("outcome");
  return {
    stage: stage && isStage(stage) ? stage : null,
    phase: phase && isPhaseKind(phase) ? phase : null,
    health: health === "paused" ? "paused" : (HEALTHS.find((one) => one === health) ?? null),
    lead: text("lead"),
    client: text("client"),
    origin: ORIGINS.find((one) => one === text("origin")) ?? null,
    outcome: outcome && isOutcome(outcome) ? outcome : null,
    q: text("q"),
  };
}

/** The filter as it stands in an address, with changes; an empty value leaves a key out. */
export function filterParams(
  filter: EngagementFilter,
  changes: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const params = new URLSearchParams();
  for (const key of FILTER_KEYS) {
    const value = key in changes ? changes[key] : filter[key];
    if (value) params.set(key, value);
  }
  for (const [key, value] of Object.entries(changes)) {
    if (value && !params.has(key)) params.set(key, value);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** Whether anything but the stage narrows the list. */
export function isNarrowed(filter: EngagementFilter): boolean {
  return FILTER_KEYS.some((key) => key !== "stage" && filter[key] !== null);
}
