import { longDate } from "./calendar";
import { canonicalJson } from "./canonical-json";
import {
  ARTEFACT_LABEL,
  type Artefact,
  DELIVERABLE_STATUS_LABEL,
  type DeliverableStatus,
} from "./deliverable";
import type { FindingStatus, Severity } from "./finding";
import type { Criterion } from "./gate";
import type { PhaseKind } from "./phase";

// Type aliases and not interfaces: only they fit the index signature of canonical JSON.

/** A piece of evidence as it is shown to the client; a file by the SHA-256 of its bytes. */
export type DocumentEvidence = {
  id: string;
  note: string;
  url: string | null;
  file: { name: string; type: string; size: number; sha256: string } | null;
};

export type DocumentDeliverable = {
  id: string;
  title: string;
  status: DeliverableStatus;
  evidence: DocumentEvidence[];
};

export type DocumentHotspot = {
  minutesBefore: number;
  minutesAfter: number | null;
  fixedOn: string | null;
  acceptedBy: string | null;
  acceptedReason: string | null;
  tests: string[];
};

export type DocumentFinding = {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  status: FindingStatus;
  hotspot: DocumentHotspot | null;
};

export type DocumentStandard = {
  id: string;
  number: number;
  title: string;
  rule: string;
  agreedOn: string;
  /** Deliverables of Extend that the client sees and that are excepted, by title. */
  exempt: string[];
};

export type DocumentMeasure = {
  id: string;
  title: string;
  unit: string;
  beforeValue: number | null;
  afterValue: number | null;
};

export type DocumentArtefact = {
  kind: Artefact;
  place: string;
  ownerAfter: string;
  verifiedOn: string | null;
  missingReason: string | null;
};

/** What the client is shown at a gate and signs: nothing in it is ours alone. */
export type GateDocument = {
  form: "phaseline.gate/1";
  engagement: { code: string; title: string; client: string };
  phase: PhaseKind;
  attempt: number;
  requested: { by: string; on: string };
  dates: {
    plannedStartOn: string;
    plannedFinishOn: string;
    firstFinishOn: string | null;
    actualStartOn: string | null;
  };
  criteria: Pick<Criterion, "key" | "text" | "isMet">[];
  deliverables: DocumentDeliverable[];
  /** Steps of the phase that are ours alone; they are counted and not shown. */
  ownCount: number;
  findings: DocumentFinding[];
  standards: DocumentStandard[];
  measures: DocumentMeasure[];
  artefacts: DocumentArtefact[];
};

/** One thing that is not as it was when the document was frozen. */
export interface DocumentChange {
  what: string;
  change: string;
}

/**
 * What has changed since a document was frozen, item by item in the order of the document. Who asked, when, and how
 * often, is not a change of what was signed.
 */
export function changesSince(frozen: GateDocument, now: GateDocument): DocumentChange[] {
  return [
    ...dateChanges(frozen.dates, now.dates),
    ...changesOf(frozen.deliverables, now.deliverables, (item) => item.title, deliverableChanges),
    ...changesOf(frozen.findings, now.findings, (item) => `F-${item.number} ${item.title}`, findingChanges),
    ...changesOf(
      frozen.standards,
      now.standards,
      (item) => `S-${item.number} ${item.title}`,
      standardChanges,
    ),
    ...changesOf(frozen.measures, now.measures, (item) => item.title, measureChanges),
    ...changesOf(
      frozen.artefacts.map((item) => ({ ...item, id: item.kind })),
      now.artefacts.map((item) => ({ ...item, id: item.kind })),
      (item) => ARTEFACT_LABEL[item.kind],
      artefactChanges,
    ),
    ...countChange(frozen.ownCount, now.ownCount),
  ];
}

/** Items are told apart by their id; `tell` answers in words what differs between two states of one. */
function changesOf<Item extends { id: string }>(
  before: readonly Item[],
  now: readonly Item[],
  nameOf: (item: Item) => string,
  tell: (before: Item, now: Item) => string[],
): DocumentChange[] {
  const nowById = new Map(now.map((item) => [item.id, item]));
  const known = new Set(before.map((item) => item.id));
  const changed = before.flatMap((item): DocumentChange[] => {
    const later = nowById.get(item.id);
    if (!later) return [{ what: nameOf(item), change: "is no longer shown" }];
    const told = tell(item, later);
    if (nameOf(item) !== nameOf(later)) told.unshift(`is called “${nameOf(later)}” now`);
    return told.map((change) => ({ what: nameOf(item), change }));
  });
  const added = now.filter((item) => !known.has(item.id));
  return [...changed, ...added.map((item) => ({ what: nameOf(item), change: "was added" }))];
}

const dayText = (on: string | null): string => (on ? longDate(on) : "no date");

const DATE_LABEL: Record<keyof GateDocument["dates"], string> = {
  plannedStartOn: "The promised start",
  plannedFinishOn: "The promised finish",
  firstFinishOn: "The finish promised first",
  actualStartOn: "The actual start",
};

function dateChanges(before: GateDocument["dates"], now: GateDocument["dates"]): DocumentChange[] {
  return (Object.keys(DATE_LABEL) as (keyof GateDocument["dates"])[])
    .filter((key) => before[key] !== now[key])
    .map((key) => ({
      what: DATE_LABEL[key],
      change: `was ${dayText(before[key])} and is ${dayText(now[key])}`,
    }));
}

/** `one` when it differs, in words. */
const told = (differs: boolean, text: string): string[] => (differs ? [text] : []);

function deliverableChanges(before: DocumentDeliverable, now: DocumentDeliverable): string[] {
  const word = (status: DeliverableStatus) => DELIVERABLE_STATUS_LABEL[status].toLowerCase();
  const evidence = changesOf(before.evidence, now.evidence, evidenceName, evidenceChanges);
  return [
    ...told(before.status !== now.status, `was ${word(before.status)} and is ${word(now.status)}`),
    ...evidence.map(({ what, change }) => `evidence “${what}” ${change}`),
  ];
}

const evidenceName = (evidence: DocumentEvidence): string =>
  evidence.note || evidence.file?.name || evidence.url || "";

function evidenceChanges(before: DocumentEvidence, now: DocumentEvidence): string[] {
  return [
    ...told(before.url !== now.url, "leads somewhere else"),
    // Canonical, because the keys of a frozen document stand in another order than those of a fresh one.
    ...told(canonicalJson(before.file) !== canonicalJson(now.file), "is another file"),
  ];
}

function findingChanges(before: DocumentFinding, now: DocumentFinding): string[] {
  return [
    ...told(before.severity !== now.severity, `was ${before.severity} and is ${now.severity}`),
    ...told(before.status !== now.status, `was ${before.status} and is ${now.status}`),
    ...hotspotChanges(before.hotspot, now.hotspot),
  ];
}

const hours = (minutes: number | null): string =>
  minutes === null ? "not measured" : `${Math.round(minutes / 6) / 10} h a week`;

function hotspotChanges(before: DocumentHotspot | null, now: DocumentHotspot | null): string[] {
  if (!before || !now) {
    return told(before !== now, now ? "became a hotspot" : "is no hotspot any more");
  }
  return [
    ...told(
      before.minutesBefore !== now.minutesBefore,
      `cost ${hours(before.minutesBefore)}, and ${hours(now.minutesBefore)} now by a new reckoning`,
    ),
    ...told(
      before.minutesAfter !== now.minutesAfter,
      `after the fix: ${hours(before.minutesAfter)} then, ${hours(now.minutesAfter)} now`,
    ),
    ...told(
      before.fixedOn !== now.fixedOn,
      now.fixedOn ? `was fixed on ${dayText(now.fixedOn)}` : "is not fixed",
    ),
    ...told(
      before.acceptedBy !== now.acceptedBy || before.acceptedReason !== now.acceptedReason,
      now.acceptedReason ? `was accepted as it is: ${now.acceptedReason}` : "is not accepted any more",
    ),
    ...told(
      before.tests.join("\n") !== now.tests.join("\n"),
      `protecting tests: ${now.tests.join(", ") || "none"}`,
    ),
  ];
}

function standardChanges(before: DocumentStandard, now: DocumentStandard): string[] {
  return [
    ...told(before.rule !== now.rule, "was worded anew"),
    ...told(before.agreedOn !== now.agreedOn, `was agreed on ${dayText(now.agreedOn)}`),
    ...told(
      before.exempt.join("\n") !== now.exempt.join("\n"),
      `excepted: ${now.exempt.join(", ") || "nothing any more"}`,
    ),
  ];
}

function measureChanges(before: DocumentMeasure, now: DocumentMeasure): string[] {
  const value = (one: number | null, unit: string) =>
    one === null ? "not measured" : `${one} ${unit}`.trim();
  const differs = (edge: "beforeValue" | "afterValue") =>
    before[edge] !== now[edge] || (now[edge] !== null && before.unit !== now.unit);
  return [
    ...told(
      differs("beforeValue"),
      `before the work: ${value(before.beforeValue, before.unit)} then, ${value(now.beforeValue, now.unit)} now`,
    ),
    ...told(
      differs("afterValue"),
      `after the work: ${value(before.afterValue, before.unit)} then, ${value(now.afterValue, now.unit)} now`,
    ),
  ];
}

function artefactChanges(before: DocumentArtefact, now: DocumentArtefact): string[] {
  return [
    ...told(before.place !== now.place, `lies at ${now.place || "no place"}`),
    ...told(before.ownerAfter !== now.ownerAfter, `belongs to ${now.ownerAfter || "nobody"}`),
    ...told(
      before.verifiedOn !== now.verifiedOn,
      now.verifiedOn ? `was verified on ${dayText(now.verifiedOn)}` : "is not verified",
    ),
    ...told(
      before.missingReason !== now.missingReason,
      now.missingReason ? `is missing: ${now.missingReason}` : "is no longer marked missing",
    ),
  ];
}

function countChange(before: number, now: number): DocumentChange[] {
  if (before === now) return [];
  return [{ what: "Steps of our own", change: `were ${before} and are ${now}` }];
}
