import type { ArtefactEntry } from "../artefact";
import type { AskStatus } from "../ask";
import type { Health } from "../attention";
import type { CalendarDate } from "../calendar";
import type { ClockInterval, ClockLine, ClockPause, DaysByHolder } from "../clock";
import type { CommentAbout } from "../comment";
import type { DecisionRecord } from "../decision-record";
import type { Artefact, DeliverableStatus } from "../deliverable";
import type { FindingStatus, Severity, TestKind } from "../finding";
import type { GateOutcome, GateState } from "../gate";
import type { CheckDay, CheckResult } from "../handover-check";
import type { LedgerAct, LedgerSummary } from "../ledger";
import type { MeasureState } from "../measure";
import type { PhaseKind, PhaseStatus } from "../phase";
import type { RailInput } from "../rail-input";
import type { Stage } from "../stage";
import type { ShownLine } from "../update-line";

/** A file that goes into the pack, by the SHA-256 of its bytes. */
export interface PackFile {
  sha256: string;
  /** Bytes. */
  size: number;
  name: string;
  type: string;
}

export interface PackEvidence {
  id: string;
  kind: "link" | "note" | "file";
  note: string;
  url: string | null;
  file: PackFile | null;
  addedBy: string;
  addedOn: CalendarDate;
}

export interface PackPhase {
  kind: PhaseKind;
  status: PhaseStatus;
  firstFinishOn: CalendarDate | null;
  plannedStartOn: CalendarDate;
  plannedFinishOn: CalendarDate;
  actualStartOn: CalendarDate | null;
  actualFinishOn: CalendarDate | null;
  gate: GateState;
}

export interface PackArtefact extends ArtefactEntry {
  verifiedBy: string | null;
  acceptedBy: string | null;
  acceptedOn: CalendarDate | null;
  evidence: PackEvidence[];
}

export interface PackDeliverable {
  id: string;
  phase: PhaseKind;
  title: string;
  status: DeliverableStatus;
  dueOn: CalendarDate | null;
  artefact: Artefact | null;
  evidence: PackEvidence[];
}

export interface PackDecision extends DecisionRecord {
  id: string;
  number: number;
  /** The decision that took its place, where the client sees it. */
  supersededBy: { number: number; title: string } | null;
  /** What it is tied to, of what the client sees. */
  links: string[];
}

export interface PackHotspot {
  minutesBefore: number;
  minutesAfter: number | null;
  measuredOn: CalendarDate | null;
  fix: string;
  fixedOn: CalendarDate | null;
  acceptedReason: string | null;
  acceptedBy: string | null;
  acceptedOn: CalendarDate | null;
  tests: { name: string; kind: TestKind; place: string }[];
  evidence: PackEvidence[];
}

export interface PackFinding {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  area: string;
  /** Markdown. */
  body: string;
  place: string;
  status: FindingStatus;
  resolution: string;
  settledOn: CalendarDate | null;
  isUntouched: boolean;
  evidence: PackEvidence[];
  hotspot: PackHotspot | null;
}

export interface PackStandard {
  number: number;
  title: string;
  area: string;
  /** Markdown. */
  rule: string;
  agreedOn: CalendarDate;
  agreedBy: string;
  withdrawn: { on: CalendarDate; reason: string } | null;
  exceptions: { title: string; reason: string }[];
}

export interface PackMove extends LedgerAct {
  madeOn: CalendarDate;
  madeBy: string;
  sentence: string;
}

export interface PackUpdate {
  onDate: CalendarDate;
  health: Health | null;
  sentence: string;
  /** Markdown. */
  body: string;
  /** Null on one that was kept elsewhere before, as the next. */
  author: string | null;
  reported: { fromOn: CalendarDate; toOn: CalendarDate; days: DaysByHolder; lines: ShownLine[] } | null;
}

export interface PackGate {
  phase: PhaseKind;
  attempt: number;
  requestedOn: CalendarDate;
  requestedBy: string;
  outcome: GateOutcome | null;
  decidedBy: string | null;
  decidedOn: CalendarDate | null;
  reason: string | null;
  /** The kept document, byte for byte, and its fingerprint; null where none was kept. */
  document: { text: string; hash: string } | null;
}

export interface PackMeasure extends MeasureState {
  id: string;
}

export interface PackAsk {
  number: number;
  title: string;
  /** Markdown. */
  body: string;
  status: AskStatus;
  isBlocking: boolean;
  dueOn: CalendarDate | null;
  askedBy: string;
  askedOn: CalendarDate;
  answer: string | null;
  answeredBy: string | null;
  answeredOn: CalendarDate | null;
  withdrawnReason: string | null;
  evidence: PackEvidence[];
}

export interface PackComment {
  about: CommentAbout;
  /** What it is about, in words. */
  subject: string;
  /** Markdown. */
  body: string;
  by: string;
  on: CalendarDate;
}

export interface PackCheck {
  day: CheckDay;
  dueOn: CalendarDate;
  doneOn: CalendarDate | null;
  doneBy: string | null;
  result: CheckResult | null;
}

/** Everything of an engagement that its client may see, as it stood at one event. */
export interface PackContents {
  engagement: {
    code: string;
    title: string;
    client: string;
    firm: string;
    stage: Stage;
    /** Number of the last event. */
    seq: number;
    /** The day of that event, from which everything is reckoned. */
    asOf: CalendarDate;
    handedOverOn: CalendarDate | null;
  };
  phases: PackPhase[];
  rail: RailInput;
  register: PackArtefact[];
  deliverables: PackDeliverable[];
  decisions: PackDecision[];
  findings: PackFinding[];
  standards: PackStandard[];
  /** The newest act first. */
  ledger: { moves: PackMove[]; summary: LedgerSummary | null };
  /** The newest first. */
  updates: PackUpdate[];
  gates: PackGate[];
  measures: PackMeasure[];
  asks: PackAsk[];
  clock: { account: ClockLine[]; stretches: ClockInterval[]; pauses: (ClockPause & { reason: string })[] };
  comments: PackComment[];
  /** The looks back at the hand-over, done or not; none before it. */
  checks: PackCheck[];
  closing: { outcome: string; on: CalendarDate; by: string } | null;
}

/** All evidence of the pack, with what each piece proves, in words. */
export function evidenceOfPack(
  contents: PackContents,
): { of: string; subject: string; evidence: PackEvidence }[] {
  const told = (of: string, subject: string, pieces: readonly PackEvidence[]) =>
    pieces.map((evidence) => ({ of, subject, evidence }));
  return [
    ...contents.register.flatMap((entry) => told("artefact", entry.kind, entry.evidence)),
    ...contents.deliverables.flatMap((row) => told("deliverable", row.title, row.evidence)),
    ...contents.findings.flatMap((row) => [
      ...told("finding", `F-${row.number} ${row.title}`, row.evidence),
      ...told("fix", `F-${row.number} ${row.title}`, row.hotspot?.evidence ?? []),
    ]),
    ...contents.asks.flatMap((row) => told("ask", `A-${row.number} ${row.title}`, row.evidence)),
  ];
}
