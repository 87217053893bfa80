import { describe, expect, it } from "vitest";
import { shortfall, usualAllocation, whyCannotAllocate, whySpanDoesNotFit } from "~/domain/allocation";
import { STANDARD_CALENDAR } from "~/domain/calendar";

const TODAY = "2026-03-02";
const load = (fromOn: string, untilOn: string, sharePercent = 50) => ({ fromOn, untilOn, sharePercent });

describe("a share of somebody", () => {
  it("is refused beside the field that does not fit", () => {
    for (const [given, field] of [
      [load("2026-03-02", "2026-03-06", 0), "share_percent"],
      [load("2026-03-02", "2026-03-06", 101), "share_percent"],
      [load("2026-03-02", "2026-03-06", 33.3), "share_percent"],
      [load("2026-02-30", "2026-03-06"), "from_on"],
      [load("2026-03-02", "soon"), "until_on"],
      [load("2026-03-06", "2026-03-05"), "until_on"],
      [load("2026-03-06", "2029-03-06"), "until_on"],
    ] as const) {
      expect(whyCannotAllocate(given, [], "Mei", TODAY)).toMatchObject({ field });
    }
    expect(whyCannotAllocate(load("2026-03-06", "2026-03-06", 1), [], "Mei", TODAY)).toBeNull();
    expect(whySpanDoesNotFit(load("2026-03-06", "2026-03-06"))).toBeNull();
  });

  it("may follow another of the same person, and not overlap it", () => {
    const other = load("2026-03-09", "2026-03-20", 40);
    expect(whyCannotAllocate(load("2026-03-20", "2026-03-27"), [other], "Mei", TODAY)).toEqual({
      field: "from_on",
      message:
        "Mei is planned on it at 40 % from 9 Mar to 20 Mar already. Change that one, or choose other days.",
    });
    expect(whyCannotAllocate(load("2026-03-02", "2026-03-30"), [other], "Mei", TODAY)).not.toBeNull();
    expect(whyCannotAllocate(load("2026-03-02", "2026-03-08"), [other], "Mei", TODAY)).toBeNull();
    expect(whyCannotAllocate(load("2026-03-21", "2026-03-27"), [other], "Mei", TODAY)).toBeNull();
  });

  it("starts from the days that are still to come", () => {
    const engagement = { startOn: "2026-02-02", finishOn: "2026-04-03" };
    const usual = (isLead: boolean, lastOn: string | null, of = engagement) =>
      usualAllocation(of, { isLead, lastOn }, TODAY);
    expect(usual(true, null)).toEqual(load(TODAY, "2026-04-03", 100));
    expect(usual(false, null)).toEqual(load(TODAY, "2026-04-03", 80));
    expect(usual(false, null, { startOn: "2026-03-16", finishOn: "2026-05-01" })).toEqual(
      load("2026-03-16", "2026-05-01", 80),
    );
    expect(usual(false, "2026-03-13")).toEqual(load("2026-03-14", "2026-04-03", 80));
    // What is over, or has no dates, is planned for nine weeks.
    expect(usual(true, "2026-04-03")).toEqual(load("2026-04-04", "2026-06-05", 100));
    expect(usualAllocation({ startOn: null, finishOn: null }, { isLead: true, lastOn: null }, TODAY)).toEqual(
      load(TODAY, "2026-05-03", 100),
    );
  });

  it("falls short of a finish by the working days between", () => {
    const short = (until: string[], finish: string | null) =>
      shortfall(
        until.map((untilOn) => ({ fromOn: TODAY, untilOn })),
        finish,
        STANDARD_CALENDAR,
      );
    expect(short(["2026-03-27", "2026-03-13"], "2026-04-03")).toEqual({
      endsOn: "2026-03-27",
      workingDays: 5,
    });
    expect(short(["2026-04-03"], "2026-04-03")).toBeNull();
    // Nothing is missed on a weekend.
    expect(short(["2026-04-03"], "2026-04-05")).toBeNull();
    expect(short([], "2026-04-03")).toBeNull();
    expect(short(["2026-04-03"], null)).toBeNull();
  });
});
