import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findingFault, isBeforeMending } from "~/domain/finding";
import {
  boughtBack,
  type GateHotspot,
  gapOf,
  hoursOf,
  hoursText,
  minutesFromHours,
  rankHotspots,
  TOP_RANKS,
  unguardedTop,
} from "~/domain/hotspot";

const anyDay = fc.constantFrom(null, "2026-03-02");
const anyHotspot: fc.Arbitrary<GateHotspot> = fc.record({
  id: fc.uuid(),
  findingId: fc.uuid(),
  number: fc.integer({ min: 1, max: 500 }),
  title: fc.string(),
  minutesBefore: fc.integer({ min: 1, max: 3000 }),
  fixedOn: anyDay,
  acceptedReason: fc.constantFrom(null, "It is replaced in spring."),
  testCount: fc.integer({ min: 0, max: 3 }),
});
const anyHotspots = fc.uniqueArray(anyHotspot, { selector: ({ number }) => number, maxLength: 12 });

const isGuarded = (hotspot: GateHotspot) =>
  hotspot.acceptedReason !== null || (hotspot.fixedOn !== null && hotspot.testCount > 0);

describe("the chain from finding to protecting test", () => {
  it("ranks by cost, the earlier finding first where the cost is equal, and loses none", () => {
    fc.assert(
      fc.property(anyHotspots, (hotspots) => {
        const ranked = rankHotspots(hotspots);
        expect(new Set(ranked)).toEqual(new Set(hotspots));
        ranked.slice(1).forEach((lower, index) => {
          const upper = ranked[index] as GateHotspot;
          expect(upper.minutesBefore).toBeGreaterThanOrEqual(lower.minutesBefore);
          if (upper.minutesBefore === lower.minutesBefore) expect(upper.number).toBeLessThan(lower.number);
        });
      }),
    );
  });

  it("holds the gate for every unguarded hotspot of the top ranks, and for no other", () => {
    fc.assert(
      fc.property(anyHotspots, (hotspots) => {
        const top = rankHotspots(hotspots).slice(0, TOP_RANKS);
        expect(unguardedTop(hotspots)).toEqual(top.filter((hotspot) => !isGuarded(hotspot)));
      }),
    );
  });

  it("finds a gap before the fix, before the test and before the measurement, in that order", () => {
    const open = { minutesAfter: null, fixedOn: null, acceptedReason: null, testCount: 0 };
    const fixed = { ...open, fixedOn: "2026-03-02" };
    expect(gapOf(open)).toBe("unfixed");
    expect(gapOf({ ...open, testCount: 2 })).toBe("unfixed");
    expect(gapOf(fixed)).toBe("unprotected");
    expect(gapOf({ ...fixed, testCount: 1 })).toBe("unmeasured");
    expect(gapOf({ ...fixed, testCount: 1, minutesAfter: 0 })).toBeNull();
    expect(gapOf({ ...open, acceptedReason: "It is replaced in spring." })).toBeNull();
    expect(gapOf({ ...fixed, acceptedReason: "It is replaced in spring." })).toBeNull();
  });

  it("has no gap exactly when it is accepted or fixed, protected and measured", () => {
    fc.assert(
      fc.property(anyHotspot, fc.constantFrom(null, 0, 30), (hotspot, minutesAfter) => {
        const isWhole = hotspot.fixedOn !== null && hotspot.testCount > 0 && minutesAfter !== null;
        const isExcused =
          hotspot.acceptedReason !== null && (hotspot.fixedOn === null || hotspot.testCount === 0);
        expect(gapOf({ ...hotspot, minutesAfter }) === null).toBe(isWhole || isExcused);
      }),
    );
  });
});

describe("time bought back", () => {
  it("adds up what was measured and claims nothing for the rest", () => {
    const anyState = fc.record({
      minutesBefore: fc.integer({ min: 1, max: 3000 }),
      minutesAfter: fc.option(fc.integer({ min: 0, max: 3000 })),
    });
    fc.assert(
      fc.property(fc.array(anyState, { maxLength: 10 }), (hotspots) => {
        const { minutes, measured, unmeasured } = boughtBack(hotspots);
        const known = hotspots.filter((each) => each.minutesAfter !== null);
        expect(measured).toBe(known.length);
        expect(measured + unmeasured).toBe(hotspots.length);
        expect(minutes).toBe(
          known.reduce((sum, each) => sum + each.minutesBefore, 0) -
            known.reduce((sum, each) => sum + (each.minutesAfter ?? 0), 0),
        );
      }),
    );
  });

  it("says how it is reckoned", () => {
    expect(boughtBack([]).words).toBe("Nothing has been marked as a hotspot yet.");
    expect(boughtBack([{ minutesBefore: 60, minutesAfter: null }]).words).toContain("claim nothing");
    const some = boughtBack([
      { minutesBefore: 240, minutesAfter: 30 },
      { minutesBefore: 180, minutesAfter: 0 },
      { minutesBefore: 60, minutesAfter: null },
    ]);
    expect(hoursOf(some.minutes)).toBe("6.5");
    expect(some.words).toBe(
      "The hours a week that 2 hotspots cost when they were found, less the hours a week that they cost now. One that is not measured again yet counts for nothing.",
    );
  });
});

describe("hours", () => {
  it("are read as people write them", () => {
    expect(minutesFromHours("4.5")).toEqual({ minutes: 270 });
    expect(minutesFromHours(" 4,25 h ")).toEqual({ minutes: 255 });
    expect(minutesFromHours("1 hour")).toEqual({ minutes: 60 });
    for (const text of ["", "four", "-2", "1e3", "4.5.1", "NaN", "99999"]) {
      expect(minutesFromHours(text)).toHaveProperty("fault");
    }
  });

  it("are the same minutes when they are written and read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (minutes) => {
        expect(minutesFromHours(hoursOf(minutes))).toEqual({ minutes });
      }),
    );
    expect(hoursText(60)).toBe("1 hour");
    expect(hoursText(90)).toBe("1.5 hours");
  });
});

describe("findings", () => {
  it("are written before anything is touched until Stabilise starts", () => {
    expect(isBeforeMending(null)).toBe(true);
    expect(isBeforeMending("upcoming")).toBe(true);
    for (const status of ["in_progress", "in_review", "done"] as const) {
      expect(isBeforeMending(status)).toBe(false);
    }
  });

  it("are refused without a title and where a text is too long, never cut", () => {
    const finding = { title: "Tokens never expire", area: "Security", body: "", place: "" };
    expect(findingFault(finding)).toBeNull();
    expect(findingFault({ ...finding, title: " " })).toMatchObject({ field: "title" });
    expect(findingFault({ ...finding, title: "x".repeat(201) })).toMatchObject({ field: "title" });
    expect(findingFault({ ...finding, body: "x".repeat(20_001) })).toEqual({
      field: "body",
      message: "Use at most 20,000 characters.",
    });
  });
});
