import fc from "fast-check";
import { anyCalendar, anyDate } from "tests/support/arbitraries";
import { describe, expect, it } from "vitest";
import { addDays, addWorkingDays, isWorkingDay, STANDARD_CALENDAR } from "~/domain/calendar";
import {
  answerTo,
  type ExpectedDates,
  expectedDates,
  plannedDays,
  questionOf,
  type TimedPhase,
  type TimeTold,
} from "~/domain/expected";
import { expectedPicture } from "~/domain/expected-picture";
import { againstPromise, expectedWords, spanText } from "~/domain/expected-words";
import { learn, type PastPhase } from "~/domain/forecast";
import { PHASE_KINDS, type PhaseStatus } from "~/domain/phase";
import { layOut } from "~/domain/schedule";
import { plainWords } from "~/domain/words";

const NOTHING_TOLD: TimeTold = { intervals: [], pauses: [], moves: [] };
const LENGTHS = [3, 15, 20, 8];
const MONDAY = "2026-03-02";

/** Four phases from a day on, of which so many are done and the next stands as given. */
function phasesFrom(
  startOn: string,
  done: number,
  status: PhaseStatus,
  calendar = STANDARD_CALENDAR,
): TimedPhase[] {
  const lengths = PHASE_KINDS.map((kind, at) => ({ kind, workingDays: LENGTHS[at] ?? 1 }));
  return layOut(startOn, lengths, calendar).map((plan, at) => ({
    ...plan,
    workingDays: LENGTHS[at] ?? 1,
    status: at < done ? "done" : at === done ? status : "upcoming",
    firstStartOn: plan.plannedStartOn,
    firstFinishOn: plan.plannedFinishOn,
    actualStartOn: at < done || (at === done && status !== "upcoming") ? plan.plannedStartOn : null,
    actualFinishOn: at < done ? plan.plannedFinishOn : null,
  }));
}

const datesOf = (
  phases: readonly TimedPhase[],
  today: string,
  history: readonly PastPhase[] = [],
  calendar = STANDARD_CALENDAR,
): ExpectedDates[] => {
  const question = questionOf(phases, NOTHING_TOLD, today, calendar);
  if (!question) return [];
  const { ends } = answerTo(question, { experience: learn(history), waits: [] });
  return expectedDates(question, ends, today, calendar);
};

const anyHistory = fc.array(
  fc.record({
    group: fc.constantFrom(...PHASE_KINDS),
    planned: fc.integer({ min: 1, max: 40 }),
    actual: fc.integer({ min: 0, max: 90 }),
    isFinished: fc.boolean(),
  }),
  { maxLength: 30 },
);

const anyStatus = fc.constantFrom<PhaseStatus>("upcoming", "in_progress", "in_review");

describe("when phases are expected to end", () => {
  it("tells no date beyond ten years, however long a small phase has gone on", () => {
    const phases = phasesFrom("2016-03-07", 0, "in_progress");
    const [read, ...others] = datesOf(phases, MONDAY);
    expect(others).toHaveLength(3);
    expect(read?.p95On).toBe(addWorkingDays(MONDAY, 2610, STANDARD_CALENDAR));
    expect(others.at(-1)?.p95On).toBe(read?.p95On);
  });

  it("is on working days, never before today, never crossing, one phase after the other, for any history", () => {
    fc.assert(
      fc.property(
        anyHistory,
        anyDate,
        anyCalendar,
        fc.integer({ min: 0, max: 3 }),
        anyStatus,
        fc.integer({ min: -40, max: 400 }),
        (history, startOn, calendar, done, status, after) => {
          const today = addDays(startOn, after);
          const dates = datesOf(phasesFrom(startOn, done, status, calendar), today, history, calendar);
          expect(dates).toHaveLength(4 - done);
          for (const [at, { p50On, p80On, p95On }] of dates.entries()) {
            expect([p50On, p80On, p95On].every((on) => on >= today && isWorkingDay(on, calendar))).toBe(true);
            expect([p50On, p80On, p95On]).toEqual([p50On, p80On, p95On].sort());
            const before = dates[at - 1];
            if (before)
              expect(p50On >= before.p50On && p80On >= before.p80On && p95On >= before.p95On).toBe(true);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("is not moved by a weekend, on which nobody works", () => {
    const phases = phasesFrom(MONDAY, 1, "in_progress");
    const friday = "2026-03-13";
    for (const on of ["2026-03-14", "2026-03-15"])
      expect(datesOf(phases, on)).toEqual(datesOf(phases, friday));
  });

  it("counts from the plan where the work has not begun, and from tomorrow where it should have", () => {
    const phases = phasesFrom(MONDAY, 0, "upcoming");
    expect(datesOf(phases, addDays(MONDAY, -30))).toEqual(datesOf(phases, addDays(MONDAY, -10)));
    const late = datesOf(phases, addDays(MONDAY, 7));
    expect((late[0]?.p50On ?? "") > (datesOf(phases, addDays(MONDAY, -10))[0]?.p50On ?? "")).toBe(true);
  });

  it("keeps the days that the plan leaves free between two phases", () => {
    const phases = phasesFrom(MONDAY, 0, "upcoming");
    const later = phases.map((phase, at) =>
      at < 2
        ? phase
        : {
            ...phase,
            plannedStartOn: addDays(phase.plannedStartOn, 14),
            plannedFinishOn: addDays(phase.plannedFinishOn, 14),
          },
    );
    const [before, after] = [datesOf(phases, MONDAY), datesOf(later, MONDAY)];
    expect(after[1]).toEqual(before[1]);
    expect(after[3]?.p80On).toBe(addDays(before[3]?.p80On ?? "", 14));
  });

  it("lacks nothing but the signature at a gate, and the more the longer that has waited", () => {
    const phases = phasesFrom(MONDAY, 0, "in_review");
    const told = (days: number): TimeTold => ({
      ...NOTHING_TOLD,
      intervals: [{ holder: "client", sinceOn: addDays(MONDAY, -days), untilOn: null, why: "" }],
    });
    const waitOf = (days: number, waits: number[]) => {
      const begun = phases.map((phase) => ({
        ...phase,
        actualStartOn: phase.actualStartOn && addDays(MONDAY, -days),
      }));
      const question = questionOf(begun, told(days), MONDAY, STANDARD_CALENDAR);
      if (!question) throw new Error("There is something left.");
      const past = waits.map((waited) => ({ group: "read", worked: 3, waited }));
      return answerTo(question, { experience: learn([]), waits: past }).ends[0] ?? [];
    };
    expect(waitOf(0, []).map(Math.ceil)).toEqual([1, 3, 7]);
    expect(waitOf(14, []).map(Math.ceil)).toEqual([5, 15, 42]);
    expect(waitOf(0, [2, 2, 2, 3, 3, 4, 4, 9, 0, 1])).toEqual([2, 3, 8]);
  });
});

describe("what a phase was planned to take", () => {
  const phase = phasesFrom(MONDAY, 1, "in_progress")[1] as TimedPhase;
  const move = { kind: "stabilise", workingDays: 4, isScope: false, madeOn: "2026-03-20" } as const;

  it("is what was promised when it began, with what was added for scope", () => {
    const of = (moves: TimeTold["moves"]) => plannedDays(phase, moves, STANDARD_CALENDAR);
    expect(of([])).toBe(15);
    expect(of([move])).toBe(15);
    expect(of([{ ...move, isScope: true }])).toBe(19);
    expect(of([{ ...move, madeOn: MONDAY }])).toBe(19);
    expect(of([{ ...move, kind: "extend", isScope: true }])).toBe(15);
    expect(of([{ ...move, isScope: true, workingDays: -40 }])).toBe(1);
    expect(plannedDays({ ...phase, firstStartOn: null, workingDays: 9 }, [], STANDARD_CALENDAR)).toBe(9);
  });
});

describe("in words", () => {
  const dates = { p50On: "2026-03-03", p80On: "2026-03-12", p95On: "2026-03-30" };

  it("a range is as short as it may be", () => {
    expect(spanText("2026-03-03", "2026-03-12", MONDAY)).toBe("3–12 Mar");
    expect(spanText("2026-03-03", "2026-03-03", MONDAY)).toBe("3 Mar");
    expect(spanText("2026-02-27", "2026-03-04", MONDAY)).toBe("27 Feb – 4 Mar");
    expect(spanText("2026-12-28", "2027-01-04", MONDAY)).toBe("28 Dec – 4 Jan 2027");
    expect(spanText("2027-01-02", "2027-02-04", MONDAY)).toBe("2 Jan – 4 Feb 2027");
  });

  it("the client reads how sure the range is, and of a phase only while it is ours", () => {
    const finish = { p50On: "2026-04-01", p80On: "2026-04-10", p95On: "2026-05-01" };
    const phase = { kind: "stabilise" as const, expected: dates, isWithClient: false };
    expect(plainWords(expectedWords(phase, finish, false), MONDAY)).toBe(
      "We expect to finish Stabilise between Tue 3 Mar and Thu 12 Mar, and everything between Wed 1 Apr and Fri 10 Apr, in 8 of 10 cases by the later date.",
    );
    expect(plainWords(expectedWords({ ...phase, isWithClient: true }, finish, false), MONDAY)).toBe(
      "We expect to finish everything between Wed 1 Apr and Fri 10 Apr, in 8 of 10 cases by the later date.",
    );
    expect(plainWords(expectedWords(phase, { ...dates, p80On: dates.p50On }, true), MONDAY)).toBe(
      "We expect to finish on Tue 3 Mar.",
    );
  });

  it("the 80 % date is told against the promise", () => {
    const against = (on: string | null) => againstPromise(dates, on, STANDARD_CALENDAR);
    expect(against("2026-03-10")).toBe("2 working days past the promise");
    expect(against("2026-03-13")).toBe("1 working day before the promise");
    expect(against("2026-03-12")).toBe("on the promised day");
    expect(against(null)).toBeNull();
  });
});

describe("in a picture", () => {
  it("lies between today or a promise that has passed and the last date", () => {
    const expected = { p50On: "2026-03-10", p80On: "2026-03-12", p95On: "2026-03-20" };
    const picture = expectedPicture([{ expected, promisedOn: "2026-02-20" }], MONDAY);
    const row = picture?.rows[0];
    const places = [row?.promisedAt, picture?.todayAt, row?.p50At, row?.p80At, row?.p95At].map(Number);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.every((at) => at > 0 && at < 1)).toBe(true);
    expect(picture?.ticks.length).toBeLessThanOrEqual(5);
    expect(picture?.ticks.map(({ text }) => text)).toContain("2 Mar");
    expect(expectedPicture([], MONDAY)).toBeNull();
  });
});
