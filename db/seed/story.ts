import type { Origin, TechnicalProfile } from "~/domain/engagement";
import type { PhaseKind } from "~/domain/phase";
import type { SlipCause } from "~/domain/promise";
import type { Stage } from "~/domain/stage";
import type { CompanyKey, PersonKey, TemplateKey } from "./firm-content";

/** Days are working days of the phase, 1 = the day on which it started, unless they say otherwise. */
interface Slip {
  day: number;
  /** Working days later; negative when earlier. */
  days: number;
  cause: SlipCause;
  sentence: string;
  /** Taken back within the ten seconds. */
  isTakenBack?: true;
}

interface Wait {
  day: number;
  /** Null while it lasts. */
  days: number | null;
  holder: "client" | "third_party";
  why: string;
  back?: string;
}

interface Block {
  title: string;
  day: number;
  days: number | null;
  reason: string;
}

interface Pause {
  day: number;
  days: number | null;
  reason: string;
  cause?: SlipCause;
  sentence?: string;
}

interface Decline {
  reason: string;
  /** What is opened again to be mended. */
  reopens: readonly string[];
}

export type GateStep =
  | { day: number; act: "request" | "sign" | "withdraw" }
  | ({ day: number; act: "decline" } & Decline)
  | { day: number; act: "waive"; reason: string };

export interface PhaseStory {
  slips?: readonly Slip[];
  waits?: readonly Wait[];
  blocks?: readonly Block[];
  pause?: Pause;
  /** What does not apply, by title, with the comment. */
  leaves?: Readonly<Record<string, string>>;
  /** Titles that are still open although they are due. */
  stuck?: readonly string[];
  /** Refusals before the gate was signed in the end. */
  declined?: readonly Decline[];
  waived?: string;
  /** The steps of the gate one by one, where the usual course does not tell it. */
  gate?: readonly GateStep[];
}

export interface Addition {
  title: string;
  isVisible: boolean;
  requiresEvidence: boolean;
}

/** A deliverable of this engagement alone: visible to the client, without required evidence. */
export type AdditionText = string | Addition;

/** One that the client does not see. */
export const quietly = (title: string): Addition => ({ title, isVisible: false, requiresEvidence: false });

/** One that needs evidence. */
export const proven = (title: string): Addition => ({ title, isVisible: true, requiresEvidence: true });

interface Offer {
  title: string;
  company: CompanyKey;
  lead: PersonKey | null;
  manager: "adaeze" | "elin";
  template: TemplateKey;
  weeks: number;
  weeksReason?: string;
  origin: Origin;
  pounds: number;
  summary: string;
  profile: Partial<TechnicalProfile>;
  /** Calendar days before today on which it was opened; also the order of the codes. */
  opened: number;
}

/** An engagement that was agreed: how its phases went until it was handed over or until today. */
export interface Story extends Offer {
  lead: PersonKey;
  team: readonly PersonKey[];
  /** Work of this engagement besides the template's, by phase. */
  added: Partial<Record<PhaseKind, readonly AdditionText[]>>;
  phases: Partial<Record<PhaseKind, PhaseStory>>;
  /** Where it stands today, or how many weeks ago it started when it is over. */
  when: { phase: PhaseKind; day: number } | { startedWeeksAgo: number };
}

/** An engagement that is still being sold, or was not won. */
export interface Prospect extends Offer {
  /** Calendar days from today on which the work would start. */
  startsIn: number;
  winProbability: number;
  moves: readonly { daysAgo: number; to: Stage; reason?: string }[];
}
