import { describe, expect, it } from "vitest";
import { ARTEFACTS } from "~/domain/deliverable";
import { evaluateGate, type GateFacts, mendPath, whyGateCannotBeRequested } from "~/domain/gate";
import type { GateHotspot } from "~/domain/hotspot";

const taken = { value: 4, on: "2026-03-02", how: "Watched the board" };

const hotspot = (number: number, changes: Partial<GateHotspot> = {}): GateHotspot => ({
  id: `h${number}`,
  findingId: `f${number}`,
  number,
  title: `Hotspot ${number}`,
  minutesBefore: 600 - number,
  fixedOn: "2026-03-12",
  acceptedReason: null,
  testCount: 1,
  ...changes,
});

/** A gate to which nothing is missing. */
const facts = (changes: Partial<GateFacts>): GateFacts => ({
  phase: "read",
  origin: "existing",
  deliverables: [
    { id: "d1", title: "Code review", status: "done", requiresEvidence: true, evidenceCount: 1 },
    { id: "d2", title: "Left out", status: "not_applicable", requiresEvidence: true, evidenceCount: 0 },
  ],
  findings: [{ isVisible: true }],
  hotspots: [hotspot(1)],
  measures: [{ title: "Days to add an endpoint", before: taken, after: taken }],
  standards: [{ id: "s1", number: 1, title: "Errors", withdrawnOn: null }],
  standardChecks: [{ standardId: "s1", deliverableId: "d1", state: "met" }],
  artefacts: ARTEFACTS.map((kind) => ({
    kind,
    place: "here",
    ownerAfter: "them",
    howVerified: "read",
    verifiedOn: "2026-04-30",
    missingReason: null,
  })),
  ...changes,
});

const missing = (changes: Partial<GateFacts>) =>
  evaluateGate(facts(changes)).flatMap((criterion) =>
    criterion.isMet ? [] : [[criterion.key, ...criterion.missing.map((one) => one.text)]],
  );

describe("a gate's criteria", () => {
  it.each(["read", "stabilise", "extend", "document"] as const)(
    "are all met in %s when nothing lacks",
    (phase) => {
      expect(missing({ phase })).toEqual([]);
    },
  );

  it("ask in Read for findings, hotspots and measures where there is a code base to read", () => {
    const nothing = { findings: [], hotspots: [], measures: [] };
    expect(missing({ phase: "read", ...nothing }).map(([key]) => key)).toEqual([
      "findings",
      "hotspots",
      "measures",
    ]);
    expect(missing({ phase: "read", findings: [{ isVisible: false }] }).map(([key]) => key)).toEqual([
      "findings",
    ]);
    expect(missing({ phase: "read", measures: [{ title: "Pain", before: null, after: null }] })).toEqual([
      ["measures", "Pain"],
    ]);
    expect(missing({ phase: "read", origin: "fresh", ...nothing })).toEqual([]);
  });

  it("refuse in Stabilise a costly hotspot without a protecting test by its name, unless it is accepted", () => {
    const hotspots = [
      hotspot(1, { testCount: 0 }),
      hotspot(2, { fixedOn: null }),
      hotspot(3, { fixedOn: null, acceptedReason: "Goes away with the old board" }),
      hotspot(4),
      hotspot(5),
      hotspot(6, { fixedOn: null }),
    ];
    expect(missing({ phase: "stabilise", hotspots })).toEqual([
      ["hotspots", "Hotspot 1: no protecting test", "Hotspot 2: not fixed"],
    ]);
    const [, , criterion] = evaluateGate(facts({ phase: "stabilise", hotspots }));
    expect(criterion?.missing.map((one) => mendPath("ENG-0001", "stabilise", one.mend))).toEqual([
      "/engagements/ENG-0001/findings/f1?gate=stabilise#tests",
      "/engagements/ENG-0001/findings/f2?gate=stabilise#fix",
    ]);
  });

  it("ask in Extend that every standard that stands is met by every deliverable that applies", () => {
    const standards = [
      { id: "s1", number: 1, title: "Errors", withdrawnOn: null },
      { id: "s2", number: 2, title: "Paging", withdrawnOn: null },
      { id: "s3", number: 3, title: "Dropped", withdrawnOn: "2026-03-20" },
    ];
    expect(missing({ phase: "extend", standards })).toEqual([["standards", "Code review: Paging"]]);
    const exempt = { standardId: "s2", deliverableId: "d1", state: "exempt" } as const;
    const checks = [...facts({}).standardChecks, exempt];
    expect(missing({ phase: "extend", standards, standardChecks: checks })).toEqual([]);
  });

  it("ask in Document for a whole register and measures that were taken again", () => {
    const artefacts = facts({}).artefacts.map((entry, index) =>
      index === 0
        ? { ...entry, verifiedOn: null }
        : index === 1
          ? { ...entry, verifiedOn: null, missingReason: "They keep theirs" }
          : entry,
    );
    const measures = [
      { title: "Taken", before: taken, after: null },
      { title: "Never begun", before: null, after: null },
    ];
    expect(missing({ phase: "document", artefacts, measures })).toEqual([
      ["artefacts", "Backend deployed, with its CI/CD pipeline"],
      ["measures", "Taken"],
    ]);
  });

  it("stand in the sentence that says why a gate cannot be asked for", () => {
    const criteria = evaluateGate(facts({ phase: "stabilise", hotspots: [hotspot(1, { fixedOn: null })] }));
    const why = whyGateCannotBeRequested({ kind: "stabilise", status: "in_progress" }, criteria);
    expect(why).toBe(
      "The Stabilise gate is not ready: the one hotspot is neither fixed with a protecting test nor accepted.",
    );
  });
});
