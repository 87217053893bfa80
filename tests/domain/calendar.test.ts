import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  addWorkingDays,
  dateInZone,
  daysBetween,
  isCalendarDate,
  isWorkingDay,
  longDate,
  STANDARD_CALENDAR,
  shortDate,
  weekday,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  workingDaysFrom,
  workingDaysIn,
} from "~/domain/calendar";
import { anyCalendar, anyDate } from "../support/arbitraries";

describe("calendar dates", () => {
  it("knows which dates exist", () => {
    expect(["2024-02-29", "2000-02-29", "2026-12-31"].filter(isCalendarDate)).toHaveLength(3);
    expect(
      [
        "2023-02-29",
        "1900-02-29",
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "26-01-01",
        "2026-1-1",
        "",
      ].filter(isCalendarDate),
    ).toEqual([]);
  });

  it("steps over the end of a year and over 29 February", () => {
    expect(addDays("2025-12-31", 1)).toBe("2026-01-01");
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2023-02-28", 1)).toBe("2023-03-01");
    expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
    expect(addWorkingDays("2025-12-31", 1, STANDARD_CALENDAR)).toBe("2026-01-01");
    expect(weekday("2024-02-29")).toBe(4);
  });

  it("adds and subtracts the same number of days", () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (on, days) => {
        expect(addDays(addDays(on, days), -days)).toBe(on);
        expect(daysBetween(on, addDays(on, days))).toBe(days);
      }),
    );
  });

  // The arithmetic is on whole days in UTC, so that no change of the clocks, here or where the server stands, can move
  // a date. Zones with a change at midnight, with half hours, and at both ends of the day.
  it.each([
    "Europe/London",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Pacific/Honolulu",
  ])("counts the same days whatever the time zone of the process: %s", (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      for (const year of [2024, 2025, 2026]) {
        let on = `${year}-01-01`;
        for (let count = 0; on < `${year + 1}-01-01`; count += 1) {
          expect(daysBetween(`${year}-01-01`, on)).toBe(count);
          on = addDays(on, 1);
        }
        expect(daysBetween(`${year}-01-01`, on)).toBe(year === 2024 ? 366 : 365);
      }
      expect(longDate("2026-03-29", "2026-01-01")).toBe("Sun 29 Mar");
      expect(workingDaysIn("2026-03-23", "2026-04-03", STANDARD_CALENDAR)).toBe(10);
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  });

  it("answers the day that it is where the firm works", () => {
    const at = Date.UTC(2026, 11, 31, 23, 30);
    expect(dateInZone(at, "Pacific/Honolulu")).toBe("2026-12-31");
    expect(dateInZone(at, "Europe/London")).toBe("2026-12-31");
    expect(dateInZone(at, "Pacific/Auckland")).toBe("2027-01-01");
    // An hour before and after the clocks go forward in London.
    expect(dateInZone(Date.UTC(2026, 2, 28, 23, 59), "Europe/London")).toBe("2026-03-28");
    expect(dateInZone(Date.UTC(2026, 2, 29, 22, 59), "Europe/London")).toBe("2026-03-29");
    expect(dateInZone(Date.UTC(2026, 2, 29, 23, 1), "Europe/London")).toBe("2026-03-30");
  });

  it("writes a date as people do, with the year where it is another", () => {
    expect(shortDate("2026-12-18", "2026-03-02")).toBe("18 Dec");
    expect(shortDate("2027-01-04", "2026-12-30")).toBe("4 Jan 2027");
    expect(longDate("2026-12-18", "2026-03-02")).toBe("Fri 18 Dec");
  });
});

describe("working days", () => {
  it("starts counting at the working day that follows a day off", () => {
    expect(addWorkingDays("2026-03-07", 0, STANDARD_CALENDAR)).toBe("2026-03-09");
    expect(addWorkingDays("2026-03-06", 1, STANDARD_CALENDAR)).toBe("2026-03-09");
    expect(addWorkingDays("2026-03-09", -1, STANDARD_CALENDAR)).toBe("2026-03-06");
  });

  it("leaves out holidays", () => {
    const calendar = { weekend: [0, 6], holidays: new Set(["2026-12-25", "2026-12-28"]) };
    expect(addWorkingDays("2026-12-24", 1, calendar)).toBe("2026-12-29");
    expect(workingDaysIn("2026-12-24", "2026-12-31", calendar)).toBe(4);
  });

  it("always lands on a working day, as many working days away as asked for", () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -300, max: 300 }), anyCalendar, (on, days, calendar) => {
        const from = workingDayOnOrAfter(on, calendar);
        const to = addWorkingDays(on, days, calendar);
        expect(isWorkingDay(to, calendar)).toBe(true);
        expect(workingDaysFrom(from, to, calendar)).toBe(days);
      }),
    );
  });

  it("counts a span the same in one piece and in two", () => {
    fc.assert(
      fc.property(anyDate, anyDate, anyDate, anyCalendar, (one, two, three, calendar) => {
        const [from, middle, to] = [one, two, three].sort() as [string, string, string];
        expect(workingDaysFrom(from, to, calendar)).toBe(
          workingDaysFrom(from, middle, calendar) + workingDaysFrom(middle, to, calendar),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("finds the nearest working day on either side", () => {
    fc.assert(
      fc.property(anyDate, anyCalendar, (on, calendar) => {
        const [before, after] = [workingDayOnOrBefore(on, calendar), workingDayOnOrAfter(on, calendar)];
        expect(before <= on && on <= after).toBe(true);
        expect(workingDaysIn(before, after, calendar)).toBe(before === after ? 1 : 2);
      }),
    );
  });
});
