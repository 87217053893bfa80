import fc from "fast-check";
import { anyCalendar } from "tests/support/arbitraries";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addWorkingDays,
  isWorkingDay,
  STANDARD_CALENDAR,
  workingDayOnOrAfter,
} from "~/domain/calendar";
import {
  type Commitment,
  type ExpectedFinish,
  earliestStart,
  finishCurve,
  type LeadLoad,
  type StartDates,
} from "~/domain/earliest-start";

const TODAY = "2026-03-02";
const HALF = { sharePercent: 50, weeks: 9 };

const expected = (p50: number, p80: number, p95: number): ExpectedFinish => ({
  p50On: addDays(TODAY, p50),
  p80On: addDays(TODAY, p80),
  p95On: addDays(TODAY, p95),
  plannedOn: addDays(TODAY, p50),
});
const work = (
  engagementId: string,
  finish: ExpectedFinish,
  changes: Partial<Commitment> = {},
): Commitment => ({
  engagementId,
  fromOn: addDays(TODAY, -20),
  untilOn: addDays(TODAY, 30),
  sharePercent: 100,
  isUntilFinish: true,
  finish,
  ...changes,
});
const lead = (id: string, ...commitments: Commitment[]): LeadLoad => ({ id, commitments, absences: [] });
const datesFor = (...leads: LeadLoad[]): StartDates =>
  earliestStart(leads, HALF, TODAY, STANDARD_CALENDAR).any;

const anyFinish = fc
  .tuple(fc.nat(90), fc.nat(40), fc.nat(40))
  .map(([p50, more, yet]) => expected(p50, p50 + more, p50 + more + yet));
const anyWork = fc
  .tuple(
    fc.uuid(),
    anyFinish,
    fc.integer({ min: -30, max: 60 }),
    fc.integer({ min: 1, max: 100 }),
    fc.boolean(),
    fc.nat(80),
  )
  .map(([id, finish, from, sharePercent, isUntilFinish, days]) =>
    work(id, finish, {
      fromOn: addDays(TODAY, from),
      untilOn: addDays(TODAY, from + days),
      sharePercent,
      isUntilFinish,
    }),
  );
const anyLead = fc
  .tuple(
    fc.uuid(),
    fc.array(anyWork, { maxLength: 4 }),
    fc.array(fc.tuple(fc.nat(60), fc.nat(20)), { maxLength: 2 }),
  )
  .map(
    ([id, commitments, away]): LeadLoad => ({
      id,
      commitments,
      absences: away.map(([from, days]) => ({
        fromOn: addDays(TODAY, from),
        untilOn: addDays(TODAY, from + days),
      })),
    }),
  );

const NEVER = "9999";
const values = ({ p50On, p80On, p95On }: StartDates) => [p50On ?? NEVER, p80On ?? NEVER, p95On ?? NEVER];
const notEarlier = (after: StartDates, before: StartDates) => {
  const [late, early] = [values(after), values(before)];
  for (const at of [0, 1, 2]) expect((late[at] as string) >= (early[at] as string)).toBe(true);
};
const runs = { numRuns: 40 };

describe("a finish", () => {
  it("goes through its three dates and on beyond them", () => {
    const finish = expected(40, 50, 64);
    expect([0, 0.5, 0.8, 0.95].map((share) => finishCurve(finish, TODAY)(share))).toEqual([0, 40, 50, 64]);
    expect(finishCurve(finish, TODAY)(0.2)).toBe(32);
    expect(finishCurve(finish, TODAY)(0.65)).toBe(45);
    // From 20 % left to 5 % it takes 14 days; so it does from 5 % to 1.25 %.
    expect(finishCurve(finish, TODAY)(0.9875)).toBeCloseTo(78);
  });

  it("never falls as the share grows, and never lies before today", () => {
    fc.assert(
      fc.property(
        anyFinish,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (finish, one, other) => {
          const [low, high] = [Math.min(one, other), Math.max(one, other)];
          expect(finishCurve(finish, TODAY)(low)).toBeGreaterThanOrEqual(0);
          expect(finishCurve(finish, TODAY)(high)).toBeGreaterThanOrEqual(
            finishCurve(finish, TODAY)(low) - 1e-9,
          );
        },
      ),
    );
  });

  it("is the planned one where nothing was forecast", () => {
    const finish = { p50On: null, p80On: null, p95On: null, plannedOn: addDays(TODAY, 12) };
    expect(finishCurve(finish, TODAY)(0.1)).toBe(12);
    expect(finishCurve({ ...finish, plannedOn: addDays(TODAY, -3) }, TODAY)(0.99)).toBe(0);
  });
});

describe("the earliest start", () => {
  it("is the next working day with a lead who is free", () => {
    expect(datesFor(lead("a"))).toEqual({ p50On: "2026-03-03", p80On: "2026-03-03", p95On: "2026-03-03" });
    const friday = "2026-03-06";
    expect(earliestStart([lead("a")], HALF, friday, STANDARD_CALENDAR).any.p80On).toBe("2026-03-09");
    fc.assert(
      fc.property(anyCalendar, (calendar) => {
        const { any } = earliestStart([lead("a")], HALF, TODAY, calendar);
        expect(any.p95On).toBe(workingDayOnOrAfter(addDays(TODAY, 1), calendar));
      }),
      runs,
    );
  });

  it("is the working day after the finish of the only work, as sure as its forecast", () => {
    const dates = datesFor(lead("a", work("x", expected(40, 50, 64))));
    const dayAfter = (days: number) => workingDayOnOrAfter(addDays(TODAY, days + 1), STANDARD_CALENDAR);
    expect(dates).toEqual({ p50On: dayAfter(40), p80On: dayAfter(50), p95On: dayAfter(64) });
  });

  it("does not wait where enough of the lead is free", () => {
    const finish = expected(40, 50, 64);
    expect(datesFor(lead("a", work("x", finish, { sharePercent: 50 }))).p95On).toBe("2026-03-03");
    expect(datesFor(lead("a", work("x", finish, { sharePercent: 51 }))).p95On).not.toBe("2026-03-03");
  });

  it("needs the share for the whole length, so that planned work in between makes it later", () => {
    const planned = work("y", expected(70, 70, 70), {
      fromOn: addDays(TODAY, 21),
      untilOn: addDays(TODAY, 49),
      isUntilFinish: false,
    });
    const at = (weeks: number) =>
      earliestStart([lead("a", planned)], { ...HALF, weeks }, TODAY, STANDARD_CALENDAR).any.p80On;
    expect(at(2)).toBe("2026-03-03");
    expect(at(3)).toBe(workingDayOnOrAfter(addDays(TODAY, 50), STANDARD_CALENDAR));
  });

  it("respects absences for the days of Read, and holidays", () => {
    const away = { fromOn: "2026-03-05", untilOn: "2026-03-13" };
    const start = (absences: LeadLoad["absences"], holidays: string[] = []) =>
      earliestStart([{ id: "a", commitments: [], absences }], HALF, TODAY, {
        ...STANDARD_CALENDAR,
        holidays: new Set(holidays),
      }).any.p80On;
    expect(start([away])).toBe("2026-03-16");
    expect(start([{ fromOn: "2026-03-06", untilOn: "2026-03-13" }])).toBe("2026-03-03");
    expect(start([away], ["2026-03-16"])).toBe("2026-03-17");
  });

  it("is never earlier with more work, for one lead and for any", () => {
    fc.assert(
      fc.property(anyLead, anyLead, anyWork, (one, other, more) => {
        const busier = { ...one, commitments: [...one.commitments, more] };
        notEarlier(datesFor(busier), datesFor(one));
        notEarlier(datesFor(busier, other), datesFor(one, other));
      }),
      runs,
    );
  });

  it("is never earlier with more certainty, nor with fewer leads, nor on a day off", () => {
    fc.assert(
      fc.property(fc.array(anyLead, { minLength: 1, maxLength: 3 }), anyCalendar, (leads, calendar) => {
        const { any, leads: each } = earliestStart(leads, HALF, TODAY, calendar);
        for (const dates of [any, ...each.map((one) => one.dates)]) {
          const told = values(dates);
          expect(told).toEqual([...told].sort());
          for (const on of told)
            if (on !== NEVER) expect(isWorkingDay(on, calendar) && on > TODAY).toBe(true);
        }
        for (const one of each) notEarlier(one.dates, any);
        expect(Math.max(...each.map(({ firstShare }) => firstShare))).toBeGreaterThan(0);
      }),
      runs,
    );
  });

  it("is the same each time", () => {
    const leads = [lead("a", work("x", expected(10, 30, 60))), lead("b", work("y", expected(20, 25, 30)))];
    const first = earliestStart(leads, HALF, TODAY, STANDARD_CALENDAR);
    expect(earliestStart(leads, HALF, TODAY, STANDARD_CALENDAR)).toEqual(first);
    // Two chances are better than either alone.
    expect((first.any.p80On ?? "") < (first.leads[1]?.dates.p80On ?? "")).toBe(true);
    expect((first.any.p80On ?? "") >= addWorkingDays(TODAY, 1, STANDARD_CALENDAR)).toBe(true);
  });

  it("says so where nothing can be said within three years", () => {
    const taken = work("x", expected(0, 0, 0), { isUntilFinish: false, untilOn: addDays(TODAY, 1200) });
    const endless = {
      ...taken,
      finish: { p50On: null, p80On: null, p95On: null, plannedOn: addDays(TODAY, 1200) },
    };
    expect(datesFor(lead("a", endless))).toEqual({ p50On: null, p80On: null, p95On: null });
    expect(earliestStart([], HALF, TODAY, STANDARD_CALENDAR).any.p50On).toBeNull();
  });
});
