import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addWorkingDays, STANDARD_CALENDAR, workingDaysFrom } from "~/domain/calendar";
import {
  coneOf,
  coneSentence,
  type Estimate,
  estimateFault,
  openEstimatePoint,
  varianceByCause,
  weeksText,
} from "~/domain/estimate";
import { SLIP_CAUSES } from "~/domain/promise";

const START = "2026-03-02";
const NO_CLOCK = { intervals: [], pauses: [] };

const estimate = (changes: Partial<Estimate>): Estimate => ({
  madeAfter: "audit",
  madeOn: START,
  weeksLow: 8,
  weeksHigh: 12,
  sentence: "Two days of looking.",
  promisedFinishOn: null,
  ...changes,
});

describe("an estimate", () => {
  it("is a range of whole weeks with a sentence", () => {
    const faultOf = (weeksLow: number | null, weeksHigh: number | null, sentence = "Because.") =>
      estimateFault({ weeksLow, weeksHigh, sentence })?.field ?? null;
    expect(faultOf(8, 10)).toBeNull();
    expect(faultOf(9, 9)).toBeNull();
    expect(faultOf(null, 10)).toBe("weeks_low");
    expect(faultOf(0, 10)).toBe("weeks_low");
    expect(faultOf(7.5, 10)).toBe("weeks_low");
    expect(faultOf(Number.NaN, 10)).toBe("weeks_low");
    expect(faultOf(8, 105)).toBe("weeks_high");
    expect(faultOf(8, 7)).toBe("weeks_high");
    expect(faultOf(8, 10, "")).toBe("sentence");
    expect(faultOf(8, 10, "x".repeat(501))).toBe("sentence");
    expect(weeksText({ weeksLow: 8, weeksHigh: 10 })).toBe("8 to 10 weeks");
    expect(weeksText({ weeksLow: 1, weeksHigh: 1 })).toBe("1 week");
  });

  it("is made at the last point that was reached", () => {
    const at = (read: "upcoming" | "done", stabilise: "in_progress" | "done", isAuditConcluded = true) =>
      openEstimatePoint({
        stage: "active",
        isAuditConcluded,
        phases: [
          { kind: "read", status: read },
          { kind: "stabilise", status: stabilise },
        ],
      });
    expect(at("upcoming", "in_progress")).toBe("audit");
    expect(at("upcoming", "in_progress", false)).toBeNull();
    expect(at("done", "in_progress", false)).toBe("read");
    expect(at("done", "done")).toBe("stabilise");
    for (const stage of ["handed_over", "lost"] as const) {
      expect(openEstimatePoint({ stage, isAuditConcluded: true, phases: [] })).toBeNull();
    }
  });
});

describe("the cone", () => {
  it("shows the last estimate of each point, the promise and the end in weeks of work", () => {
    const estimates = [
      estimate({}),
      estimate({ weeksLow: 7, weeksHigh: 11 }),
      estimate({ madeAfter: "stabilise", weeksLow: 9, weeksHigh: 9 }),
    ];
    const dates = { startOn: START, promisedFinishOn: "2026-05-01", actualFinishOn: "2026-05-06" };
    const cone = coneOf(estimates, dates, STANDARD_CALENDAR);
    expect(cone).toEqual({
      rows: [
        { point: "audit", label: "After the audit", low: 7, high: 11 },
        { point: "stabilise", label: "After Stabilise", low: 9, high: 9 },
      ],
      promised: 9,
      actual: 9.6,
      most: 12,
    });
    expect(cone && coneSentence(cone)).toBe(
      "After the audit: 7 to 11 weeks. After Stabilise: 9 weeks. Promised: 9 weeks. It took 9.6 weeks.",
    );
  });

  it("is nothing without an estimate, and needs no dates", () => {
    const dates = { startOn: null, promisedFinishOn: null, actualFinishOn: null };
    expect(coneOf([], dates, STANDARD_CALENDAR)).toBeNull();
    expect(coneOf([estimate({})], dates, STANDARD_CALENDAR)).toMatchObject({ promised: null, actual: null });
  });
});

describe("the variance by cause", () => {
  it("takes moves by their cause, and what no move told of by who held the ball", () => {
    const variance = varianceByCause(
      [
        { cause: "first", toOn: "2026-05-01", isUndone: false },
        { cause: "scope", toOn: "2026-05-08", isUndone: false },
        { cause: "us", toOn: "2026-05-20", isUndone: true },
        { cause: "client", toOn: "2026-05-06", isUndone: false },
      ],
      "2026-05-12",
      { intervals: [{ holder: "client", sinceOn: "2026-05-08", untilOn: null, why: "" }], pauses: [] },
      STANDARD_CALENDAR,
    );
    expect(variance).toEqual({
      firstFinishOn: "2026-05-01",
      actualFinishOn: "2026-05-12",
      workingDays: 7,
      byCause: { us: 1, client: 1, third_party: 0, scope: 5, discovery: 0 },
    });
  });

  it("counts an early end as ours", () => {
    const first = { cause: "first", toOn: "2026-05-01", isUndone: false } as const;
    const variance = varianceByCause([first], "2026-04-28", NO_CLOCK, STANDARD_CALENDAR);
    expect(variance).toMatchObject({ workingDays: -3, byCause: { us: -3 } });
  });

  it("is nothing before a promise and before the end", () => {
    const first = { cause: "first", toOn: "2026-05-01", isUndone: false } as const;
    expect(varianceByCause([], "2026-05-01", NO_CLOCK, STANDARD_CALENDAR)).toBeNull();
    expect(varianceByCause([first], null, NO_CLOCK, STANDARD_CALENDAR)).toBeNull();
  });

  it("adds up to the whole, whatever was moved, held, paused and off", () => {
    const day = fc.integer({ min: 0, max: 200 }).map((days) => addDays(START, days));
    const span = fc.tuple(day, fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(
        day,
        fc.array(fc.record({ cause: fc.constantFrom(...SLIP_CAUSES), toOn: day, isUndone: fc.boolean() }), {
          maxLength: 12,
        }),
        day,
        fc.array(fc.tuple(fc.constantFrom("us", "client", "third_party"), span), { maxLength: 6 }),
        fc.array(span, { maxLength: 3 }),
        fc.array(day, { maxLength: 8 }),
        (firstOn, moves, actualOn, held, paused, holidays) => {
          const calendar = { ...STANDARD_CALENDAR, holidays: new Set(holidays) };
          const first = {
            cause: "first" as const,
            toOn: addWorkingDays(firstOn, 0, calendar),
            isUndone: false,
          };
          const clock = {
            intervals: held
              .map(([holder, [sinceOn, days]]) => ({
                holder,
                sinceOn,
                untilOn: addDays(sinceOn, days),
                why: "",
              }))
              .sort((a, b) => (a.sinceOn < b.sinceOn ? -1 : 1)),
            pauses: paused.map(([pausedOn, days]) => ({ pausedOn, resumedOn: addDays(pausedOn, days) })),
          };
          const variance = varianceByCause([first, ...moves], actualOn, clock, calendar);
          const sum = SLIP_CAUSES.reduce((total, cause) => total + (variance?.byCause[cause] ?? 0), 0);
          expect(sum).toBe(variance?.workingDays);
          expect(sum).toBe(workingDaysFrom(first.toOn, actualOn, calendar));
        },
      ),
    );
  });
});
