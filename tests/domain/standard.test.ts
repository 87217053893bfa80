import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DELIVERABLE_STATUSES } from "~/domain/deliverable";
import { areaLabel, inherits, STANDARD_STATES, unmetStandards } from "~/domain/standard";

const standard = (number: number, withdrawnOn: string | null = null) => ({
  id: `s${number}`,
  number,
  title: `Standard ${number}`,
  withdrawnOn,
});
const deliverable = (id: string, status: (typeof DELIVERABLE_STATUSES)[number] = "todo") => ({
  id,
  title: `Deliverable ${id}`,
  status,
});

describe("standards that are not met yet", () => {
  it("are every standard that stands for every deliverable that applies, until somebody says otherwise", () => {
    const unmet = unmetStandards([standard(1), standard(2)], [deliverable("a"), deliverable("b")], []);
    expect(unmet.map((one) => `${one.deliverableId}${one.standardNumber}`)).toEqual(["a1", "a2", "b1", "b2"]);
    expect(unmet[0]).toEqual({
      standardId: "s1",
      standardNumber: 1,
      standardTitle: "Standard 1",
      deliverableId: "a",
      deliverableTitle: "Deliverable a",
    });
  });

  it("leave out what was withdrawn, what does not apply, what is met and what is excepted", () => {
    const unmet = unmetStandards(
      [standard(1), standard(2, "2026-03-02")],
      [deliverable("a", "done"), deliverable("b", "not_applicable"), deliverable("c"), deliverable("d")],
      [
        { standardId: "s1", deliverableId: "a", state: "met" },
        { standardId: "s1", deliverableId: "c", state: "exempt" },
      ],
    );
    expect(unmet.map((one) => one.deliverableId)).toEqual(["d"]);
  });

  it("and those that are checked add up to every pair that has to be", () => {
    const pairs = fc.record({
      standing: fc.array(fc.boolean(), { maxLength: 6 }),
      statuses: fc.array(fc.constantFrom(...DELIVERABLE_STATUSES), { maxLength: 8 }),
      said: fc.array(fc.tuple(fc.nat(5), fc.nat(7), fc.constantFrom(...STANDARD_STATES))),
    });
    fc.assert(
      fc.property(pairs, ({ standing, statuses, said }) => {
        const standards = standing.map((stands, at) => standard(at, stands ? null : "2026-01-01"));
        const deliverables = statuses.map((status, at) => deliverable(String(at), status));
        const checks = said.map(([s, d, state]) => ({
          standardId: `s${s}`,
          deliverableId: String(d),
          state,
        }));
        const needed = standards
          .filter((one) => one.withdrawnOn === null)
          .flatMap((one) => deliverables.filter(inherits).map((of) => `${one.id} ${of.id}`));
        const checked = new Set(checks.map((check) => `${check.standardId} ${check.deliverableId}`));
        const unmet = unmetStandards(standards, deliverables, checks).map(
          (one) => `${one.standardId} ${one.deliverableId}`,
        );
        expect(unmet.sort()).toEqual(needed.filter((pair) => !checked.has(pair)).sort());
      }),
    );
  });
});

describe("the area of a standard", () => {
  it("is named in words, and stands as it is when it is none of ours", () => {
    expect(areaLabel("errors")).toBe("Error shape");
    expect(areaLabel("caching")).toBe("caching");
  });
});
