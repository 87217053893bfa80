import fc from "fast-check";
import { anyCalendar, anyDate } from "tests/support/arbitraries";
import { describe, expect, it } from "vitest";
import { addDays, STANDARD_CALENDAR, weekday } from "~/domain/calendar";
import { freeDays, freeFromWeek, mondayOf, weekFrame, weekLoads, weekLoadText } from "~/domain/capacity";

const MONDAY = "2026-03-02";
const frame = weekFrame(MONDAY, 3, STANDARD_CALENDAR);
const load = (fromOn: string, untilOn: string, sharePercent: number) => ({ fromOn, untilOn, sharePercent });

const anyLoad = fc
  .tuple(anyDate, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 100 }))
  .map(([fromOn, days, sharePercent]) => load(fromOn, addDays(fromOn, days), sharePercent));

describe("weeks of somebody", () => {
  it("begin on Mondays", () => {
    expect(mondayOf("2026-03-08")).toBe(MONDAY);
    expect(mondayOf(MONDAY)).toBe(MONDAY);
    fc.assert(
      fc.property(anyDate, (on) => {
        const monday = mondayOf(on);
        expect(weekday(monday)).toBe(1);
        expect(monday <= on && on < addDays(monday, 7)).toBe(true);
      }),
    );
  });

  it("say the share of their working days, and how much is too much", () => {
    const loads = [load("2026-03-02", "2026-03-10", 60), load("2026-03-09", "2026-03-13", 80)];
    const weeks = weekLoads(frame, loads, []);
    // Two days of 140 % and three of 80 %.
    expect(weeks).toEqual([
      { percent: 60, peakPercent: 60, daysThere: 5, state: "part" },
      { percent: 104, peakPercent: 140, daysThere: 5, state: "over" },
      { percent: 0, peakPercent: 0, daysThere: 5, state: "free" },
    ]);
    expect(weeks.map(weekLoadText)).toEqual(["60 %", "104 %, over by 4 %", "free"]);
  });

  it("tell a full week from one that is too full on some days", () => {
    const [one, two] = weekLoads(
      frame,
      [load("2026-03-02", "2026-03-13", 90), load("2026-03-09", "2026-03-09", 20)],
      [],
    );
    expect(one?.state).toBe("full");
    expect(two).toMatchObject({ percent: 94, peakPercent: 110, state: "peak" });
    expect(two && weekLoadText(two)).toBe("94 %, up to 110 % on a day");
  });

  it("count neither holidays nor days away as time or as work", () => {
    const calendar = { ...STANDARD_CALENDAR, holidays: new Set(["2026-03-09"]) };
    const away = [
      { fromOn: "2026-03-12", untilOn: "2026-03-22" },
      { fromOn: "2026-03-14", untilOn: "2026-03-15" },
    ];
    const weeks = weekLoads(weekFrame(MONDAY, 3, calendar), [load("2026-03-10", "2026-03-10", 80)], away);
    expect(weeks[1]).toEqual({ percent: 40, peakPercent: 80, daysThere: 2, state: "part" });
    expect(weeks[2]).toMatchObject({ percent: 0, daysThere: 0, state: "away" });
    const closed = {
      ...STANDARD_CALENDAR,
      holidays: new Set([0, 1, 2, 3, 4].map((day) => addDays(MONDAY, day))),
    };
    expect(weekLoads(weekFrame(MONDAY, 1, closed), [load(MONDAY, MONDAY, 50)], [])[0]).toMatchObject({
      percent: 0,
      state: "closed",
    });
  });

  it("never lose work by more work, and lie within the days that there are", () => {
    fc.assert(
      fc.property(
        anyCalendar,
        anyDate,
        fc.array(anyLoad, { maxLength: 6 }),
        anyLoad,
        (calendar, on, loads, more) => {
          const weeks = weekFrame(mondayOf(on), 12, calendar);
          const before = weekLoads(weeks, loads, []);
          const after = weekLoads(weeks, [...loads, more], []);
          before.forEach((week, at) => {
            expect(after[at]?.percent).toBeGreaterThanOrEqual(week.percent);
            expect(week.peakPercent).toBeGreaterThanOrEqual(Math.floor(week.percent));
            expect(week.daysThere).toBeLessThanOrEqual(7);
          });
        },
      ),
    );
  });

  it("are free from the week after which nothing fills them again", () => {
    const long = weekFrame(MONDAY, 5, STANDARD_CALENDAR);
    const loads = [load("2026-03-02", "2026-03-06", 80), load("2026-03-09", "2026-04-05", 40)];
    expect(freeFromWeek(weekLoads(long, loads, []), 50)).toBe(1);
    expect(freeFromWeek(weekLoads(long, loads, []), 70)).toBe(-1);
    const away = [{ fromOn: "2026-03-09", untilOn: "2026-03-13" }];
    expect(freeFromWeek(weekLoads(long, loads, away), 50)).toBe(2);
    expect(freeFromWeek(weekLoads(long, [], []), 100)).toBe(0);
  });

  it("add up to free days", () => {
    const half = weekLoads(frame, [load(MONDAY, "2026-03-06", 50)], []);
    const over = weekLoads(frame, [load(MONDAY, "2026-03-06", 80), load(MONDAY, "2026-03-06", 80)], []);
    expect(freeDays([half[0], half[0], over[0]].flatMap((week) => week ?? []))).toBe(5);
  });
});
