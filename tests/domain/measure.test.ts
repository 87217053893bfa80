import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  barShares,
  changeOf,
  type MeasureState,
  measureSentence,
  measuresAfterMissing,
  measuresBeforeMissing,
  measureValue,
  valueText,
} from "~/domain/measure";

const taken = (value: number) => ({ value, on: "2026-03-02", how: "Timed on three tickets." });
const anyTaking = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(taken));
const anyMeasure: fc.Arbitrary<MeasureState> = fc.record({
  title: fc.constant("Days to add an endpoint"),
  unit: fc.constantFrom("", "days"),
  better: fc.constantFrom("lower" as const, "higher" as const),
  before: anyTaking,
  after: anyTaking,
});

describe("measures", () => {
  it("are read as people write numbers", () => {
    for (const [text, value] of [
      ["12", 12],
      ["0.4", 0.4],
      ["3,5", 3.5],
      ["1 200", 1200],
      ["-3", -3],
    ] as const) {
      expect(measureValue(text)).toBe(value);
    }
    for (const text of ["", "many", "1e9", "0x10", "1.2.3", "Infinity"])
      expect(measureValue(text)).toBeNull();
    expect(valueText(1200.5, "ms")).toBe("1,200.5 ms");
    expect([valueText(1, "days"), valueText(1, "ms"), valueText(2, "days")]).toEqual([
      "1 day",
      "1 ms",
      "2 days",
    ]);
  });

  it("become better, worse or stay, whichever way is better", () => {
    fc.assert(
      fc.property(anyMeasure, (measure) => {
        const change = changeOf(measure);
        if (!measure.before || !measure.after) {
          expect(change).toBeNull();
          return;
        }
        const swapped = { ...measure, better: measure.better === "lower" ? "higher" : "lower" } as const;
        const opposite = { better: "worse", worse: "better", same: "same" } as const;
        expect(change).not.toBeNull();
        if (change) expect(changeOf(swapped)).toBe(opposite[change]);
        expect((change === "same") === (measure.before.value === measure.after.value)).toBe(true);
      }),
    );
  });

  it("are drawn to one scale, the longest bar whole", () => {
    fc.assert(
      fc.property(anyMeasure, (measure) => {
        const { before, after } = barShares(measure);
        expect(before === null).toBe(measure.before === null);
        expect(after === null).toBe(measure.after === null);
        const shares = [before, after].filter((share): share is number => share !== null);
        for (const share of shares) expect(share >= 0 && share <= 1).toBe(true);
        const hasLength = [measure.before, measure.after].some(
          (taking) => taking !== null && taking.value !== 0,
        );
        if (hasLength) expect(Math.max(...shares)).toBe(1);
      }),
    );
  });

  it("are told in words that say what the picture says", () => {
    const measure: MeasureState = {
      title: "Days to add an endpoint",
      unit: "days",
      better: "lower",
      before: taken(5),
      after: taken(1.5),
    };
    expect(measureSentence(measure)).toBe(
      "Days to add an endpoint: 5 days before the work, 1.5 days after it. Better.",
    );
    expect(measureSentence({ ...measure, after: null })).toBe(
      "Days to add an endpoint: 5 days before the work, not measured again yet.",
    );
    expect(measureSentence({ ...measure, before: null, after: null })).toBe(
      "Days to add an endpoint: not measured yet.",
    );
  });

  it("are missing before until they are taken, and after once they were taken before", () => {
    const none = { before: null, after: null };
    const once = { before: taken(0), after: null };
    const twice = { before: taken(5), after: taken(0) };
    expect(measuresBeforeMissing([none, once])).toEqual([none]);
    expect(measuresAfterMissing([none, once, twice])).toEqual([once]);
  });
});
