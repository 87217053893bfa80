import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, isWorkingDay, STANDARD_CALENDAR, weekday } from "~/domain/calendar";
import {
  type Claim,
  contradiction,
  dueOnOrBefore,
  dueUpdate,
  nextDueAfter,
  silentFor,
  type UpdateRhythm,
  updateTroubles,
} from "~/domain/update-standing";
import { anyCalendar, anyDate } from "../support/arbitraries";

const [MONDAY, FRIDAY, NEXT_MONDAY, NEXT_FRIDAY] = ["2026-03-02", "2026-03-06", "2026-03-09", "2026-03-13"];

const RHYTHM: UpdateRhythm = {
  isLive: true,
  isPaused: false,
  weekday: 5,
  startedOn: MONDAY,
  resumedOn: null,
  lastFor: null,
  lastPublishedOn: null,
};

const CLAIM: Claim = {
  health: "on_track",
  isLive: true,
  isPaused: false,
  phase: { kind: "extend", plannedFinishOn: "2026-03-20" },
  promisedFinishOn: "2026-04-17",
};

const due = (changes: Partial<UpdateRhythm>, today: string) =>
  dueUpdate({ ...RHYTHM, ...changes }, today, STANDARD_CALENDAR);
const troubles = (changes: Partial<UpdateRhythm>, today: string, claim: Partial<Claim> = { health: null }) =>
  updateTroubles({ ...RHYTHM, ...changes }, { ...CLAIM, ...claim }, today, STANDARD_CALENDAR).map(
    (one) => one.kind,
  );

describe("the day on which an update is due", () => {
  it("is a working day, at most once a week in ordinary weeks, and never leaves a week out", () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 0, max: 6 }), anyCalendar, (today, day, calendar) => {
        const last = dueOnOrBefore(day, today, calendar);
        const next = nextDueAfter(day, today, calendar);
        expect(isWorkingDay(last, calendar) && isWorkingDay(next, calendar)).toBe(true);
        expect(last <= today && next > today).toBe(true);
        expect(dueOnOrBefore(day, next, calendar)).toBe(next);
        expect(dueOnOrBefore(day, addDays(next, -1), calendar)).toBe(last);
      }),
    );
  });

  it("is the weekday itself where that is worked", () => {
    for (const day of [1, 2, 3, 4, 5]) {
      expect(weekday(dueOnOrBefore(day, "2026-03-18", STANDARD_CALENDAR))).toBe(day);
    }
  });

  it("comes forward when the week ends in a holiday", () => {
    const easter = { weekend: [0, 6], holidays: new Set(["2026-04-03", "2026-04-06"]) };
    expect(dueOnOrBefore(5, "2026-04-02", easter)).toBe("2026-04-02");
    expect(nextDueAfter(5, "2026-04-02", easter)).toBe("2026-04-10");
  });
});

describe("an update", () => {
  it("is due on its day, late from the next working day on, and then no more once published", () => {
    expect(due({}, "2026-03-05")).toBeNull();
    expect(due({}, FRIDAY)).toEqual({ dueOn: FRIDAY, missedOn: FRIDAY, lateBy: 0 });
    expect(due({}, "2026-03-07")).toEqual({ dueOn: FRIDAY, missedOn: FRIDAY, lateBy: 0 });
    expect(due({}, NEXT_MONDAY)).toMatchObject({ dueOn: FRIDAY, lateBy: 1 });
    expect(due({ lastFor: FRIDAY }, NEXT_MONDAY)).toBeNull();
    expect(due({ lastFor: "2026-03-05" }, NEXT_MONDAY)).toBeNull();
    expect(due({ lastFor: "2026-03-04" }, NEXT_MONDAY)).toMatchObject({ dueOn: FRIDAY, lateBy: 1 });
    expect(due({ lastFor: FRIDAY }, NEXT_FRIDAY)).toMatchObject({ dueOn: NEXT_FRIDAY, lateBy: 0 });
  });

  it("counts as late from the first day that went by, on a due day too", () => {
    expect(due({}, NEXT_FRIDAY)).toEqual({ dueOn: NEXT_FRIDAY, missedOn: FRIDAY, lateBy: 5 });
    expect(troubles({ lastFor: FRIDAY, lastPublishedOn: FRIDAY }, NEXT_FRIDAY)).toEqual([]);
    expect(troubles({ resumedOn: FRIDAY }, NEXT_FRIDAY)).toEqual([]);
  });

  it("is asked of nobody before the work, after it, or in a pause; resuming starts the count anew", () => {
    expect(due({ startedOn: null }, NEXT_MONDAY)).toBeNull();
    expect(due({ isLive: false }, NEXT_MONDAY)).toBeNull();
    expect(due({ isPaused: true }, NEXT_MONDAY)).toBeNull();
    expect(due({ startedOn: FRIDAY }, NEXT_MONDAY)).toBeNull();
    expect(due({ resumedOn: NEXT_MONDAY }, "2026-03-10")).toBeNull();
    expect(due({ resumedOn: NEXT_MONDAY }, NEXT_FRIDAY)).toMatchObject({ dueOn: NEXT_FRIDAY, lateBy: 0 });
  });

  it("is late first and silent after ten working days without one, never both", () => {
    expect(troubles({}, "2026-03-10")).toEqual(["late"]);
    expect(silentFor(RHYTHM, NEXT_FRIDAY, STANDARD_CALENDAR)).toBeNull();
    expect(silentFor(RHYTHM, "2026-03-16", STANDARD_CALENDAR)).toBe(10);
    expect(troubles({}, "2026-03-16")).toEqual(["silent"]);
    expect(troubles({ lastFor: FRIDAY, lastPublishedOn: "2026-03-09" }, "2026-03-16")).toEqual(["late"]);
    expect(troubles({ resumedOn: NEXT_MONDAY }, "2026-03-16")).toEqual(["late"]);
    expect(troubles({ isPaused: true }, "2026-04-16")).toEqual([]);
  });
});

describe("a claim", () => {
  const against = (changes: Partial<Claim>, today: string) =>
    contradiction({ ...CLAIM, ...changes }, today, STANDARD_CALENDAR);

  it("of being on track contradicts a phase that is past its promised finish", () => {
    expect(against({}, "2026-03-20")).toBeNull();
    expect(against({}, "2026-03-24")).toBe(
      "It claims to be on track, but Extend is 2 working days past its promised finish.",
    );
    expect(against({ health: "at_risk" }, "2026-03-24")).toBeNull();
    expect(against({ health: null }, "2026-03-24")).toBeNull();
    expect(against({ isPaused: true }, "2026-03-24")).toBeNull();
  });

  it("contradicts an expected finish that lies wholly past the promise", () => {
    expect(against({ expected: { fromOn: "2026-04-14", toOn: "2026-04-28" } }, FRIDAY)).toBeNull();
    expect(against({ expected: { fromOn: "2026-04-21", toOn: "2026-04-28" } }, FRIDAY)).toBe(
      "It claims to be on track, but is expected to finish 21 Apr to 28 Apr, after the promised 17 Apr.",
    );
  });

  it("is told beside what is late or silent", () => {
    expect(troubles({}, "2026-03-24", CLAIM)).toEqual(["silent", "contradicting"]);
  });
});
