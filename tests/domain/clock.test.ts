import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type CalendarDate, STANDARD_CALENDAR, workingDaysIn } from "~/domain/calendar";
import {
  accountText,
  type ClockInterval,
  type ClockPause,
  clockAccount,
  daysByHolder,
  HOLDERS,
  type Holder,
} from "~/domain/clock";
import { anyCalendar, anyDate } from "../support/arbitraries";

type Step = { after: number } & ({ act: "hand"; to: Holder } | { act: "pause" } | { act: "resume" });

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    act: fc.constant("hand" as const),
    to: fc.constantFrom(...HOLDERS),
    after: fc.integer({ min: 0, max: 9 }),
  }),
  // Days apart, often none: several acts on one day.
  fc.record({ act: fc.constant("pause" as const), after: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ act: fc.constant("resume" as const), after: fc.integer({ min: 0, max: 9 }) }),
);

interface Told {
  intervals: ClockInterval[];
  pauses: ClockPause[];
  /** Who held the ball last on each day on which a clock ran. */
  last: Map<CalendarDate, Holder>;
  endOn: CalendarDate;
}

/** Acts as the verbs do, and beside it notes by hand whose each day was. */
function tell(startOn: CalendarDate, steps: readonly Step[]): Told {
  const intervals: ClockInterval[] = [];
  const pauses: ClockPause[] = [];
  const last = new Map<CalendarDate, Holder>();
  let on = startOn;
  let holder: Holder | null = null;
  let before: Holder = "us";
  const stop = () => {
    for (const interval of intervals) interval.untilOn ??= on;
    if (holder) before = holder;
    holder = null;
  };
  const run = (to: Holder) => {
    stop();
    intervals.push({ holder: to, sinceOn: on, untilOn: null, why: "" });
    holder = to;
    last.set(on, to);
  };
  run("us");
  for (const step of steps) {
    for (let day = 0; day < step.after; day += 1) {
      on = addDays(on, 1);
      if (holder) last.set(on, holder);
    }
    if (step.act === "hand" && holder) run(step.to);
    if (step.act === "pause" && holder) {
      stop();
      pauses.push({ pausedOn: on, resumedOn: null });
    }
    if (step.act === "resume" && !holder) {
      for (const pause of pauses) pause.resumedOn ??= on;
      run(before);
    }
  }
  return { intervals, pauses, last, endOn: on };
}

describe("the days of the clock", () => {
  it("add up exactly, each day with who held the ball last on it, for any hand-overs and pauses", () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.array(anyStep, { maxLength: 25 }),
        anyCalendar,
        fc.integer({ min: -4, max: 12 }),
        fc.integer({ min: -10, max: 6 }),
        (startOn, steps, calendar, from, to) => {
          const told = tell(startOn, steps);
          const [fromOn, toOn] = [addDays(startOn, from), addDays(told.endOn, to)];
          const days = daysByHolder(told.intervals, told.pauses, fromOn, toOn, calendar);
          expect(days.us + days.client + days.third_party + days.paused).toBe(
            workingDaysIn(fromOn, toOn, calendar),
          );
          const isRunning = told.intervals.some((interval) => interval.untilOn === null);
          const wanted = { us: 0, client: 0, third_party: 0, paused: 0 };
          for (let on = fromOn; on <= toOn; on = addDays(on, 1)) {
            if (workingDaysIn(on, on, calendar) === 0) continue;
            const [until = on] = [on, told.endOn].sort();
            const whose = on > told.endOn && !isRunning ? undefined : told.last.get(until);
            wanted[whose ?? (on < startOn ? "us" : "paused")] += 1;
          }
          expect(days).toEqual(wanted);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("are accounted for by phase, and their sum is that of the phases", () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.array(anyStep, { maxLength: 15 }),
        anyCalendar,
        fc.integer({ min: 0, max: 20 }),
        (startOn, steps, calendar, length) => {
          const told = tell(startOn, steps);
          const readUntil = addDays(startOn, length);
          const phases = [
            { kind: "read" as const, actualStartOn: startOn, actualFinishOn: readUntil },
            { kind: "stabilise" as const, actualStartOn: addDays(readUntil, 1), actualFinishOn: null },
            { kind: "extend" as const, actualStartOn: null, actualFinishOn: null },
          ];
          const lines = clockAccount(phases, told.intervals, told.pauses, told.endOn, calendar);
          expect(lines.map((line) => line.phase)).toEqual(["read", "stabilise", null]);
          const whole = lines.at(-1);
          const end = [told.endOn, readUntil].sort().at(-1) ?? "";
          expect(whole?.total).toBe(workingDaysIn(startOn, end, calendar));
          expect(lines[0]?.total).toBe(workingDaysIn(startOn, readUntil, calendar));
        },
      ),
    );
  });

  it("belong to who has the ball in the evening when it goes to and fro", () => {
    const on = "2026-03-03";
    const stretch = (holder: Holder, sinceOn: string, untilOn: string | null) => ({
      holder,
      sinceOn,
      untilOn,
      why: "",
    });
    const there = [stretch("us", "2026-03-02", on), stretch("client", on, on), stretch("us", on, null)];
    expect(daysByHolder(there, [], "2026-03-02", "2026-03-04", STANDARD_CALENDAR).us).toBe(3);
    const back = [stretch("us", "2026-03-02", on), stretch("us", on, on), stretch("client", on, null)];
    expect(daysByHolder(back, [], "2026-03-02", "2026-03-04", STANDARD_CALENDAR)).toMatchObject({
      us: 1,
      client: 2,
    });
  });

  it("are told in the same words for us and for the client", () => {
    const days = { us: 9, client: 4, third_party: 2, paused: 0 };
    expect(accountText({ total: 15, days }, "you")).toBe(
      "Of 15 working days, 9 were with us, 4 with you and 2 with a third party.",
    );
    const one = { us: 1, client: 0, third_party: 0, paused: 3 };
    expect(accountText({ total: 4, days: one }, "Northwind")).toBe(
      "Of 4 working days, 1 was with us, 0 with Northwind and 3 paused.",
    );
  });
});
