import fc from "fast-check";
import { anyCalendar, anyDate } from "tests/support/arbitraries";
import { describe, expect, test } from "vitest";
import { isWorkingDay, STANDARD_CALENDAR, workingDaysIn } from "~/domain/calendar";
import {
  basisOf,
  type ChainedPhase,
  dateAfter,
  durationQuantiles,
  forecastChain,
  type GivenDate,
  hitRate,
  learn,
  type OpenPhase,
  type PastPhase,
} from "~/domain/forecast";

const SHARES = [0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95];

const anyGroup = fc.constantFrom("read", "stabilise", "extend", "document");
const anyPlanned = fc.double({ min: 0.25, max: 400, noNaN: true });

const anyPast: fc.Arbitrary<PastPhase> = fc
  .record({
    group: anyGroup,
    planned: fc.oneof(anyPlanned, fc.constantFrom(1, 2, 5, 10)),
    ratio: fc.oneof(fc.constant(1), fc.double({ min: 0, max: 8, noNaN: true })),
    isFinished: fc.boolean(),
  })
  .map(({ ratio, ...phase }) => ({ ...phase, actual: phase.planned * ratio }));

const fewPast = fc.array(anyPast, { maxLength: 59 });
/** Enough of it for settings and calibration to be learnt. */
const muchPast = fc.array(anyPast, { minLength: 60, maxLength: 90 });
const someHistory = fc.oneof({ weight: 3, arbitrary: fewPast }, { weight: 1, arbitrary: muchPast });

const anyPhase: fc.Arbitrary<OpenPhase> = fc.record({
  group: fc.oneof(anyGroup, fc.constant("never seen")),
  planned: anyPlanned,
  elapsed: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 4000, noNaN: true })),
});

/** As forEach, for checks that are expressions. */
function check<T>(items: readonly T[], each: (item: T, at: number) => void): void {
  for (const [at, item] of items.entries()) each(item, at);
}

const RUNS = { numRuns: 60 };
const quantilesOf = (history: readonly PastPhase[], phase: OpenPhase) =>
  durationQuantiles(learn(history), [phase], SHARES)[0] ?? [];
const median = (history: readonly PastPhase[], phase: OpenPhase) => quantilesOf(history, phase)[3] ?? 0;
const done = (group: string, planned: number, actual: number): PastPhase => ({
  group,
  planned,
  actual,
  isFinished: true,
});

describe("how long a phase takes", () => {
  test("quantiles are finite, never cross and never fall below what has elapsed", () => {
    fc.assert(
      fc.property(someHistory, anyPhase, (history, phase) => {
        const quantiles = quantilesOf(history, phase);
        expect(quantiles.every(Number.isFinite)).toBe(true);
        check(quantiles, (each, at) =>
          expect(each).toBeGreaterThanOrEqual(quantiles[at - 1] ?? phase.elapsed),
        );
      }),
      RUNS,
    );
  });

  test("more elapsed time never makes the finish earlier", () => {
    fc.assert(
      fc.property(
        someHistory,
        anyPhase,
        fc.double({ min: 0, max: 500, noNaN: true }),
        (history, phase, more) => {
          const experience = learn(history);
          const later = { ...phase, elapsed: phase.elapsed + more };
          const [before, after] = durationQuantiles(experience, [phase, later], SHARES);
          check(before ?? [], (each, at) => expect(after?.[at]).toBeGreaterThanOrEqual(each * (1 - 1e-9)));
        },
      ),
      RUNS,
    );
  });

  test("no history gives the prior: a tenth over plan on the median, 1.6 times for four in five, 2.5 for 95 %", () => {
    const [p05, , , p50, p80, , p95] = quantilesOf([], { group: "read", planned: 10, elapsed: 0 });
    expect(p05).toBeGreaterThan(3.5);
    expect(p05).toBeLessThan(5);
    expect(Math.abs((p50 ?? 0) - 11)).toBeLessThan(0.2);
    expect(Math.abs((p80 ?? 0) - 16)).toBeLessThan(0.8);
    expect(Math.abs((p95 ?? 0) - 25)).toBeLessThan(2.5);
  });

  test("the prior scales with the plan and knows no groups", () => {
    fc.assert(
      fc.property(anyPhase, anyPlanned, (phase, planned) => {
        const prior = quantilesOf([], { group: "read", planned: 1, elapsed: 0 });
        const answer = quantilesOf([], { group: phase.group, planned, elapsed: 0 });
        check(answer, (each, at) => expect(each / planned).toBeCloseTo(prior[at] ?? 0, 9));
      }),
      RUNS,
    );
  });

  test("another unit scales the answer and changes nothing else", () => {
    fc.assert(
      fc.property(fewPast, anyPhase, fc.constantFrom(0.125, 8, 64), (history, phase, unit) => {
        const scaled = history.map((past) => ({
          ...past,
          planned: past.planned * unit,
          actual: past.actual * unit,
        }));
        const answer = quantilesOf(scaled, {
          ...phase,
          planned: phase.planned * unit,
          elapsed: phase.elapsed * unit,
        });
        check(quantilesOf(history, phase), (each, at) =>
          expect((answer[at] ?? 0) / (each * unit)).toBeCloseTo(1, 6),
        );
      }),
      RUNS,
    );
  });

  test("the order of a short history does not matter", () => {
    fc.assert(
      fc.property(fewPast, anyPhase, (history, phase) => {
        const answer = quantilesOf([...history].reverse(), phase);
        check(quantilesOf(history, phase), (each, at) =>
          expect((answer[at] ?? 0) / (each || 1)).toBeCloseTo(1, 6),
        );
      }),
      RUNS,
    );
  });

  test("the same question has the same answer, alone or among others", () => {
    fc.assert(
      fc.property(someHistory, fc.array(anyPhase, { minLength: 1, maxLength: 5 }), (history, phases) => {
        const together = durationQuantiles(learn(history), phases, SHARES);
        check(phases, (phase, at) => expect(quantilesOf(history, phase)).toEqual(together[at]));
      }),
      { numRuns: 30 },
    );
  });

  test("a phase still running far beyond the others does not lower what may be needed at most", () => {
    const ratios = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(ratios, fc.double({ min: 1, max: 3, noNaN: true }), (given, beyond) => {
        const history = given.map((ratio) => done("read", 10, 10 * ratio));
        const phase = { group: "read", planned: 10, elapsed: 0 };
        const without = quantilesOf(history, phase);
        const running = { ...done("read", 10, (without[6] ?? 0) * beyond), isFinished: false };
        const answer = quantilesOf([...history, running], phase);
        // One more phase at risk lets the tail begin a step later, which may move a quantile within that step.
        check([4, 5, 6], (at) => expect(answer[at]).toBeGreaterThanOrEqual((without[at] ?? 0) * 0.97));
      }),
      RUNS,
    );
  });

  test("unfinished phases count: leaving them out would promise too much", () => {
    const history = Array.from({ length: 40 }, (_, at) => done("extend", 20, 14 + at / 2));
    const cut = history.map((past) => (past.actual > 25 ? { ...past, actual: 25, isFinished: false } : past));
    const phase = { group: "extend", planned: 20, elapsed: 0 };
    const finished = cut.filter(({ isFinished }) => isFinished);
    expect(quantilesOf(cut, phase)[4]).toBeGreaterThan((quantilesOf(finished, phase)[4] ?? 0) * 1.1);
  });

  test("own history soon outweighs the prior, and a little of it widens rather than decides", () => {
    const slow = (count: number) => Array.from({ length: count }, (_, at) => done("read", 10, 29 + (at % 3)));
    const phase = { group: "read", planned: 10, elapsed: 0 };
    const [one, three, forty] = [1, 3, 40].map((count) => median(slow(count), phase));
    expect(one).toBeGreaterThan(11);
    expect(one).toBeLessThan(three ?? 0);
    expect(forty).toBeGreaterThan(28);
    const spread = (count: number) => {
      const [p05 = 0, , , , , , p95 = 0] = quantilesOf(slow(count), phase);
      return p95 / p05;
    };
    expect(spread(3)).toBeGreaterThan(2 * spread(40));
  });

  test("a group's own ratio and the size of the plan tell", () => {
    const history = Array.from({ length: 400 }, (_, at) => {
      const planned = [2, 4, 40, 80][at % 4] ?? 2;
      const slow = at % 3 === 0;
      return done(
        slow ? "slow" : "quick",
        planned,
        planned * (slow ? 2 : 1) * (planned > 10 ? 1.5 : 1) * (0.9 + (at % 7) / 30),
      );
    });
    const ratio = (group: string, planned: number) =>
      median(history, { group, planned, elapsed: 0 }) / planned;
    expect(ratio("slow", 4)).toBeGreaterThan(1.5 * ratio("quick", 4));
    expect(ratio("quick", 40)).toBeGreaterThan(1.3 * ratio("quick", 4));
  });

  test("where most end exactly as planned, the forecast invents no spread", () => {
    const history = Array.from({ length: 200 }, (_, at) =>
      done("dev", 4 + (at % 3), (4 + (at % 3)) * (at % 10 === 0 ? 2 : 1)),
    );
    const [, , p20, p50, p80] = quantilesOf(history, { group: "dev", planned: 5, elapsed: 0 });
    expect([p20, p50, p80]).toEqual([5, 5, 5]);
  });

  test("a phase that has outlasted all the past is not expected to end at once", () => {
    const history = Array.from({ length: 300 }, () => done("dev", 5, 5));
    const [p05, , , , p80] = quantilesOf(history, { group: "dev", planned: 5, elapsed: 20 });
    expect(p05).toBeGreaterThanOrEqual(20);
    expect(p80).toBeGreaterThan(24);
  });

  test("a list sorted by outcome is not read as a change over time", () => {
    const sorted = Array.from({ length: 200 }, (_, at) => done("read", 10, 5 + at / 10));
    const turned = [...sorted].reverse();
    const phase = { group: "read", planned: 10, elapsed: 0 };
    for (const history of [sorted, turned]) {
      expect(Math.abs(median(history, phase) - 15)).toBeLessThan(1);
      expect(Math.abs((quantilesOf(history, phase)[4] ?? 0) - 21)).toBeLessThan(1.5);
    }
  });

  test("later phases tell more than earlier ones where the firm has changed", () => {
    const changed = Array.from({ length: 200 }, (_, at) =>
      done("read", 10, (at < 140 ? 10 : 18) + ((at * 7) % 11) / 5),
    );
    expect(median(changed, { group: "read", planned: 10, elapsed: 0 })).toBeGreaterThan(15);
  });

  test("says what it rests on", () => {
    const past = Array.from({ length: 14 }, (_, at) => ({
      ...done(at < 5 ? "read" : "extend", 3, 4),
      isFinished: at > 0,
    }));
    expect(basisOf(past, "read").sentence).toBe(
      "Learnt from our 13 finished phases, 4 of this kind, and from 1 not finished yet.",
    );
    expect(basisOf(past.slice(0, 4), "read")).toMatchObject({
      own: 3,
      all: 3,
      unfinished: 1,
      isLittle: true,
    });
    expect(basisOf(past.slice(0, 2), "read").sentence).toBe(
      "Only 1 finished phase so far: the range is wide and leans on what is usual for engagements of 6 to 12 weeks.",
    );
    expect(basisOf([], "read").sentence).toMatch(/^No phase of ours has finished yet/);
  });

  test("a phase without a plan is no question, and no past", () => {
    const experience = learn([done("read", 0, 5), done("read", Number.NaN, 5)]);
    const phase = { group: "read", planned: 10, elapsed: 0 };
    expect(durationQuantiles(experience, [phase], SHARES)).toEqual(
      durationQuantiles(learn([]), [phase], SHARES),
    );
    expect(() => durationQuantiles(experience, [{ ...phase, planned: 0 }], SHARES)).toThrow(
      "planned duration",
    );
    expect(() => durationQuantiles(experience, [{ ...phase, elapsed: -1 }], SHARES)).toThrow("elapsed");
  });
});

describe("phases one after another", () => {
  const four: ChainedPhase[] = [
    { group: "read", planned: 3, elapsed: 2, waited: 0 },
    { group: "stabilise", planned: 12, elapsed: 0, waited: 0 },
    { group: "extend", planned: 20, elapsed: 0, waited: 0 },
    { group: "document", planned: 5, elapsed: 0, waited: 0 },
  ];
  const nothing = { experience: learn([]), waits: [] };
  const TOLD = [0.5, 0.8, 0.95];

  test("the same seed gives the same answer, another one nearly the same", () => {
    const first = forecastChain(four, nothing, TOLD, 7);
    expect(forecastChain(four, nothing, TOLD, 7)).toEqual(first);
    const other = forecastChain(four, nothing, TOLD, 8).ends[3] ?? [];
    check(first.ends[3] ?? [], (days, at) => expect(Math.abs((other[at] ?? 0) / days - 1)).toBeLessThan(0.1));
  });

  test("each end comes after the one before, each share after the smaller one, none before today", () => {
    fc.assert(
      fc.property(fewPast, fc.integer({ min: 0, max: 60 }), (history, elapsed) => {
        const [head, ...rest] = four as [ChainedPhase, ...ChainedPhase[]];
        const phases = [{ ...head, elapsed }, ...rest];
        const { ends } = forecastChain(phases, { experience: learn(history), waits: [] }, TOLD, 1);
        check(ends, (days, at) =>
          check(days, (each, share) => {
            expect(each).toBeGreaterThanOrEqual(ends[at - 1]?.[share] ?? 0);
            expect(each).toBeGreaterThanOrEqual(days[share - 1] ?? 0);
          }),
        );
      }),
      { numRuns: 15 },
    );
  });

  test("the chain is wider than its phases alone would have it, and narrower than all at their worst", () => {
    const fresh = four.map((phase) => ({ ...phase, elapsed: 0 }));
    const sumOf = (share: number) =>
      durationQuantiles(nothing.experience, fresh, [share]).reduce((sum, [each = 0]) => sum + each, 0);
    const [p50 = 0, , p95 = 0] = forecastChain(fresh, nothing, TOLD, 3).ends[3] ?? [];
    expect(p50).toBeGreaterThan(sumOf(0.5));
    expect(p95).toBeLessThan(sumOf(0.95));
    expect(p95).toBeGreaterThan(sumOf(0.8));
  });

  test("waiting on the client is kept apart and added where the past has it", () => {
    const waits = Array.from({ length: 10 }, () => ({ group: "extend", worked: 10, waited: 5 }));
    const own = forecastChain(four.slice(2, 3), nothing, TOLD, 1);
    const both = forecastChain(four.slice(2, 3), { ...nothing, waits }, TOLD, 1);
    expect(own).toMatchObject({ waits: 0, waiting: [0] });
    expect(both.waits).toBe(10);
    check(own.ends[0] ?? [], (days, at) => expect((both.ends[0]?.[at] ?? 0) / days).toBeCloseTo(1.5, 6));
    const waited = forecastChain(
      [{ group: "extend", planned: 20, elapsed: 0, waited: 4 }],
      { ...nothing, waits },
      TOLD,
      1,
    );
    expect(waited.waiting[0]).toBeLessThan(both.waiting[0] ?? 0);
  });

  test("more elapsed or waited days never bring an end nearer, counted from the phase's beginning", () => {
    const waits = [0, 1, 2, 6].map((waited) => ({ group: "read", worked: 4, waited }));
    const days = fc.integer({ min: 0, max: 30 });
    fc.assert(
      fc.property(days, days, days, days, (elapsed, waited, more, longer) => {
        const endOf = (spent: number, held: number) => {
          const phase = { group: "read", planned: 5, elapsed: spent, waited: held };
          const { ends } = forecastChain([phase], { ...nothing, waits }, TOLD, 2);
          return (ends[0] ?? []).map((each) => each + spent + held);
        };
        const before = endOf(elapsed, waited);
        check(endOf(elapsed + more, waited + longer), (each, at) =>
          expect(each).toBeGreaterThanOrEqual((before[at] ?? 0) - 1e-9),
        );
      }),
      { numRuns: 25 },
    );
  });

  test("working days become dates: never before today, always a working day, as many days as said", () => {
    fc.assert(
      fc.property(
        anyDate,
        anyCalendar,
        fc.double({ min: 0, max: 90, noNaN: true }),
        (today, calendar, days) => {
          const date = dateAfter(today, days, calendar);
          expect(date >= today).toBe(true);
          expect(isWorkingDay(date, calendar)).toBe(true);
          const counted = workingDaysIn(today, date, calendar) - 1;
          expect(Math.abs(counted - days)).toBeLessThanOrEqual(1);
        },
      ),
      RUNS,
    );
    expect(dateAfter("2026-11-20", 0.2, STANDARD_CALENDAR)).toBe("2026-11-23");
  });
});

describe("how often the 80 % dates held", () => {
  const given = (count: number, held: number): GivenDate[] =>
    Array.from({ length: count }, (_, at) => ({
      given: "2026-03-10",
      actual: at < held ? "2026-03-10" : "2026-03-11",
    }));

  test("says so with the count, and what would be right", () => {
    expect(hitRate(given(40, 31))).toMatchObject({ count: 40, held: 31, share: 0.775 });
    expect(hitRate(given(40, 31)).sentence).toBe(
      "Of 40 phases, 31 ended by the 80 % date given at the start (78 %; 80 % would be right).",
    );
  });

  test("says when the sample is too small to tell", () => {
    expect(hitRate(given(19, 19))).toMatchObject({ share: null });
    expect(hitRate(given(19, 19)).sentence).toContain("too small to tell");
    expect(hitRate(given(1, 0)).sentence).toContain("Of 1 phase, 0 ended");
    expect(hitRate([]).sentence).toBe("No phase that was given an 80 % date has ended yet.");
  });
});
