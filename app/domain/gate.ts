import { type ArtefactEntry, artefactState } from "./artefact";
import { ARTEFACT_LABEL, type Artefact, type DeliverableStatus, isOpen } from "./deliverable";
import type { Origin } from "./engagement";
import { type GateHotspot, TOP_RANKS, unguardedTop } from "./hotspot";
import { type MeasureState, measuresAfterMissing, measuresBeforeMissing } from "./measure";
import { PHASE_LABEL, type PhaseKind, type PhaseStatus } from "./phase";
import { type AgreedStandard, type StandardCheck, unmetStandards } from "./standard";

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

/** Where what is missing can be mended. */
export type Mend =
  | { room: "checklist" | "deliverable"; id: string }
  | { room: "finding"; id: string; part: "tests" | "fix" }
  | { room: "standards"; deliverableId: string }
  | { room: "findings" | "measures" }
  | { room: "handover"; artefact: Artefact };

export interface Criterion {
  key: "deliverables" | "evidence" | "findings" | "hotspots" | "measures" | "standards" | "artefacts";
  text: string;
  isMet: boolean;
  /** What is missing, each with the place that mends it. */
  missing: { text: string; mend: Mend }[];
}

/** Everything that the gate of one phase looks at. */
export interface GateFacts {
  phase: PhaseKind;
  origin: Origin;
  deliverables: readonly GateDeliverable[];
  findings: readonly { isVisible: boolean }[];
  hotspots: readonly GateHotspot[];
  measures: readonly Pick<MeasureState, "title" | "before" | "after">[];
  standards: readonly AgreedStandard[];
  standardChecks: readonly StandardCheck[];
  artefacts: readonly ArtefactEntry[];
}

/**
 * The criteria of a phase's gate, evaluated as things stand: the checklist everywhere; in Read that findings are
 * written and shared, hotspots ranked and measures taken, where there was a code base to read; in Stabilise that the
 * costliest hotspots are guarded; in Extend that every standard is met; in Document that the register is whole and
 * the measures were taken again.
 */
export function evaluateGate(facts: GateFacts): Criterion[] {
  const checklist = [deliverablesCriterion(facts), evidenceCriterion(facts)];
  const hasCodeBase = facts.origin === "existing";
  if (facts.phase === "read") return hasCodeBase ? [...checklist, ...readCriteria(facts)] : checklist;
  if (facts.phase === "stabilise") return [...checklist, guardCriterion(facts)];
  if (facts.phase === "extend") return [...checklist, standardsCriterion(facts)];
  return [...checklist, registerCriterion(facts), ...measuredAgain(facts)];
}

function deliverablesCriterion({ deliverables }: GateFacts): Criterion {
  const open = deliverables.filter((deliverable) => isOpen(deliverable.status));
  return {
    key: "deliverables",
    text:
      open.length === 0
        ? deliverables.length === 1
          ? "The one deliverable is done or does not apply"
          : `All ${deliverables.length} deliverables are done or do not apply`
        : `${open.length} of ${deliverables.length} deliverables ${open.length === 1 ? "is" : "are"} open`,
    isMet: open.length === 0,
    missing: open.map(({ id, title }) => ({ text: title, mend: { room: "checklist", id } })),
  };
}

function evidenceCriterion({ deliverables }: GateFacts): Criterion {
  const needing = deliverables.filter((d) => d.requiresEvidence && d.status !== "not_applicable");
  const bare = needing.filter((deliverable) => deliverable.evidenceCount === 0);
  return {
    key: "evidence",
    text:
      bare.length === 0
        ? `The evidence asked for is there (${needing.length})`
        : `${bare.length} ${bare.length === 1 ? "deliverable needs" : "deliverables need"} evidence`,
    isMet: bare.length === 0,
    missing: bare.map(({ id, title }) => ({ text: title, mend: { room: "deliverable", id } })),
  };
}

function readCriteria({ findings, hotspots, measures }: GateFacts): Criterion[] {
  const shared = findings.filter((finding) => finding.isVisible).length;
  const bare = measuresBeforeMissing(measures);
  const hasMeasures = measures.length > 0 && bare.length === 0;
  const write = { text: "Write down what was found and share it", mend: { room: "findings" } } as const;
  const mark = { text: "Mark the findings that cost hours as hotspots", mend: { room: "findings" } } as const;
  const measure = { text: "Measure at least one pain", mend: { room: "measures" } } as const;
  return [
    {
      key: "findings",
      text:
        shared === 0
          ? "No finding is written and shared"
          : `${shared} ${shared === 1 ? "finding is" : "findings are"} written and shared`,
      isMet: shared > 0,
      missing: shared > 0 ? [] : [write],
    },
    {
      key: "hotspots",
      text:
        hotspots.length === 0
          ? "No hotspot is ranked"
          : `${hotspots.length} ${hotspots.length === 1 ? "hotspot is" : "hotspots are"} ranked by cost`,
      isMet: hotspots.length > 0,
      missing: hotspots.length > 0 ? [] : [mark],
    },
    {
      key: "measures",
      text: hasMeasures
        ? `${measures.length} ${measures.length === 1 ? "measure was" : "measures were"} taken before the work`
        : "Measures before the work are missing",
      isMet: hasMeasures,
      missing:
        measures.length === 0
          ? [measure]
          : bare.map(({ title }) => ({ text: title, mend: { room: "measures" } })),
    },
  ];
}

function guardCriterion({ hotspots }: GateFacts): Criterion {
  const open = unguardedTop(hotspots);
  const count = Math.min(hotspots.length, TOP_RANKS);
  const [which, are] = count === 1 ? ["The one hotspot", "is"] : [`The ${count} costliest hotspots`, "are"];
  const some = count === 1 ? which : `${open.length} of the ${count} costliest hotspots`;
  return {
    key: "hotspots",
    text:
      open.length > 0
        ? `${some} ${open.length === 1 ? "is" : "are"} neither fixed with a protecting test nor accepted`
        : count === 0
          ? "There is no hotspot to guard"
          : `${which} ${are} fixed with a protecting test, or accepted`,
    isMet: open.length === 0,
    missing: open.map(({ findingId, title, fixedOn }) => ({
      text: fixedOn ? `${title}: no protecting test` : `${title}: not fixed`,
      mend: { room: "finding", id: findingId, part: fixedOn ? "tests" : "fix" },
    })),
  };
}

function standardsCriterion({ standards, deliverables, standardChecks }: GateFacts): Criterion {
  const unmet = unmetStandards(standards, deliverables, standardChecks);
  const standing = standards.filter((standard) => standard.withdrawnOn === null).length;
  return {
    key: "standards",
    text:
      unmet.length > 0
        ? `${unmet.length} ${unmet.length === 1 ? "check" : "checks"} of agreed standards ${unmet.length === 1 ? "is" : "are"} open`
        : standing === 0
          ? "No standard was agreed"
          : `Every deliverable meets the ${standing} agreed ${standing === 1 ? "standard" : "standards"}`,
    isMet: unmet.length === 0,
    missing: unmet.map((pair) => ({
      text: `${pair.deliverableTitle}: ${pair.standardTitle}`,
      mend: { room: "standards", deliverableId: pair.deliverableId },
    })),
  };
}

function registerCriterion({ artefacts }: GateFacts): Criterion {
  const open = artefacts.filter((entry) => artefactState(entry) === "open");
  const missing = artefacts.filter((entry) => artefactState(entry) === "missing").length;
  return {
    key: "artefacts",
    text:
      open.length > 0
        ? `${open.length} of ${artefacts.length} artefacts ${open.length === 1 ? "is" : "are"} not verified`
        : missing === 0
          ? `All ${artefacts.length} artefacts are verified`
          : `${artefacts.length - missing} of ${artefacts.length} artefacts verified, ${missing} marked missing with the reason`,
    isMet: open.length === 0,
    missing: open.map(({ kind }) => ({
      text: ARTEFACT_LABEL[kind],
      mend: { room: "handover", artefact: kind },
    })),
  };
}

/** Asked only where something was measured before. */
function measuredAgain({ measures }: GateFacts): Criterion[] {
  const taken = measures.filter((measure) => measure.before !== null);
  if (taken.length === 0) return [];
  const open = measuresAfterMissing(measures);
  return [
    {
      key: "measures",
      text:
        open.length === 0
          ? `The ${taken.length} ${taken.length === 1 ? "measure was" : "measures were"} taken again`
          : `${open.length} of ${taken.length} measures ${open.length === 1 ? "was" : "were"} not taken again`,
      isMet: open.length === 0,
      missing: open.map(({ title }) => ({ text: title, mend: { room: "measures" } })),
    },
  ];
}

/** The address at which something missing is mended; it knows the gate to lead back to. */
export function mendPath(code: string, phase: PhaseKind, mend: Mend): string {
  const base = `/engagements/${code}`;
  const back = `?gate=${phase}`;
  switch (mend.room) {
    case "checklist":
      return `${base}${back}#d-${mend.id}`;
    case "deliverable":
      return `${base}/deliverables/${mend.id}${back}`;
    case "finding":
      return `${base}/findings/${mend.id}${back}#${mend.part}`;
    case "standards":
      return `${base}/standards${back}#d-${mend.deliverableId}`;
    case "handover":
      return `${base}/handover${back}#${mend.artefact}`;
    default:
      return `${base}/${mend.room}${back}`;
  }
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
