import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Canonical, canonicalJson } from "~/domain/canonical-json";
import { ARTEFACTS } from "~/domain/deliverable";
import { changesSince, type GateDocument } from "~/domain/gate-document";

const DOCUMENT: GateDocument = {
  form: "phaseline.gate/1",
  engagement: { code: "ENG-0042", title: "Booking API", client: "Northwind" },
  phase: "stabilise",
  attempt: 1,
  requested: { by: "Priya", on: "2026-03-20" },
  dates: {
    plannedStartOn: "2026-03-05",
    plannedFinishOn: "2026-03-20",
    firstFinishOn: "2026-03-18",
    actualStartOn: "2026-03-05",
  },
  criteria: [{ key: "deliverables", text: "All 4 deliverables are done or do not apply", isMet: true }],
  deliverables: [
    {
      id: "d1",
      title: "Retry storm damped",
      status: "done",
      evidence: [
        {
          id: "e1",
          note: "Load test",
          url: null,
          file: { name: "load.png", type: "image/png", size: 12, sha256: "a".repeat(64) },
        },
      ],
    },
    { id: "d2", title: "Indexes added", status: "not_applicable", evidence: [] },
  ],
  ownCount: 2,
  findings: [
    {
      id: "f1",
      number: 1,
      title: "Quotes retry for ever",
      severity: "high",
      status: "open",
      hotspot: {
        minutesBefore: 270,
        minutesAfter: null,
        fixedOn: "2026-03-12",
        acceptedBy: null,
        acceptedReason: null,
        tests: ["retries stop after three"],
      },
    },
  ],
  standards: [{ id: "s1", number: 1, title: "Errors", rule: "RFC 9457", agreedOn: "2026-03-10", exempt: [] }],
  measures: [{ id: "m1", title: "Days to add an endpoint", unit: "days", beforeValue: 6, afterValue: null }],
  artefacts: [{ kind: ARTEFACTS[0], place: "", ownerAfter: "", verifiedOn: null, missingReason: null }],
};

describe("canonical JSON", () => {
  const value = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Canonical>;

  it("says the same as JSON, and the same content in whatever order gives the same bytes", () => {
    fc.assert(
      fc.property(value, (content) => {
        const text = canonicalJson(content);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(content)));
        const reversed = JSON.parse(JSON.stringify(content), (_, part) =>
          part && typeof part === "object" && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).reverse())
            : part,
        );
        expect(canonicalJson(reversed)).toBe(text);
      }),
    );
  });

  it("gives other bytes for other content", () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const isSame = canonicalJson(one) === canonicalJson(other);
        let isEqual = true;
        try {
          expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
        } catch {
          isEqual = false;
        }
        expect(isSame).toBe(isEqual);
      }),
    );
  });

  it("refuses what JSON cannot say", () => {
    expect(() => canonicalJson({ value: Number.NaN })).toThrow(RangeError);
  });
});

/** Every place in a document that holds a plain value, as a path. */
function leaves(part: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (part === null || typeof part !== "object") return [path];
  return Object.entries(part).flatMap(([key, value]) => leaves(value, [...path, key]));
}

const isRecord = (part: unknown): part is Record<string | number, unknown> =>
  typeof part === "object" && part !== null;

function changedAt(path: readonly (string | number)[]): GateDocument {
  const copy = structuredClone(DOCUMENT);
  let parent: unknown = copy;
  for (const key of path.slice(0, -1)) parent = isRecord(parent) ? parent[key] : undefined;
  if (!isRecord(parent)) throw new Error(`There is nothing at ${path.join(".")}.`);
  const last = path.at(-1) ?? "";
  const was = parent[last];
  parent[last] =
    was === "done" || was === "not_applicable"
      ? "doing"
      : typeof was === "number"
        ? was + 1
        : typeof was === "boolean"
          ? !was
          : `${was ?? ""}x`;
  return copy;
}

describe("what has changed since a document was frozen", () => {
  it("is nothing while nothing has", () => {
    expect(changesSince(DOCUMENT, structuredClone(DOCUMENT))).toEqual([]);
  });

  it("is nothing when what was frozen is read back from its canonical bytes", () => {
    const frozen = JSON.parse(canonicalJson(DOCUMENT)) as GateDocument;
    expect(changesSince(frozen, DOCUMENT)).toEqual([]);
  });

  // Who asked and how often is not content; the criteria follow from what is told item by item; the engagement's
  // names and the form of the document are its head.
  const HEAD = new Set(["form", "engagement", "phase", "attempt", "requested", "criteria"]);

  it.each(leaves(DOCUMENT).map((path) => [path.join("."), path] as const))(
    "tells of a change at %s, or the fingerprint's content has it in its head",
    (_, path) => {
      const now = changedAt(path);
      expect(canonicalJson(now)).not.toBe(canonicalJson(DOCUMENT));
      const isToldApart = HEAD.has(String(path[0]));
      expect(changesSince(DOCUMENT, now).length > 0).toBe(!isToldApart);
    },
  );

  it("is told in words that a client understands", () => {
    const now = structuredClone(DOCUMENT);
    now.deliverables[1] = { id: "d3", title: "Cache warmed", status: "done", evidence: [] };
    now.dates.plannedFinishOn = "2026-03-24";
    const [finding] = now.findings;
    if (finding?.hotspot) finding.hotspot.minutesAfter = 30;
    expect(changesSince(DOCUMENT, now)).toEqual([
      { what: "The promised finish", change: "was Fri 20 Mar 2026 and is Tue 24 Mar 2026" },
      { what: "Indexes added", change: "is no longer shown" },
      { what: "Cache warmed", change: "was added" },
      {
        what: "F-1 Quotes retry for ever",
        change: "after the fix: not measured then, 0.5 h a week now",
      },
    ]);
  });
});
