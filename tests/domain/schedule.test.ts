import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addWorkingDays,
  type CalendarDate,
  isWorkingDay,
  STANDARD_CALENDAR,
  type WorkingCalendar,
  workingDaysFrom,
  workingDaysIn,
  workingDaysPerWeek,
} from "~/domain/calendar";
import { PHASE_KINDS } from "~/domain/phase";
import {
  type DateMove,
  layOut,
  lengthWarning,
  moveDate,
  type PhaseLength,
  plannedWorkingDays,
  type ScheduledPhase,
  scaleLengths,
} from "~/domain/schedule";
import { BACKEND_TEMPLATE } from "~/domain/template";
import { anyCalendar, anyDate } from "../support/arbitraries";

const anyLengths: fc.Arbitrary<PhaseLength[]> = fc
  .array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 4 })
  .map((days) =>
    PHASE_KINDS.map((kind, index) => ({ kind, workingDays: days[index] ?? 1, isFixed: kind === "read" })),
  );

interface Plan {
  phases: ScheduledPhase[];
  calendar: WorkingCalendar;
}

/** A plan as it is laid out, with the first so many phases under way or done. */
const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    startsOn: anyDate,
    lengths: anyLengths,
    calendar: anyCalendar,
    started: fc.integer({ min: 0, max: 4 }),
  })
  .map(({ startsOn, lengths, calendar, started }) => ({
    calendar,
    phases: layOut(startsOn, lengths, calendar).map((phase, index) => ({
      ...phase,
      status: index < started - 1 ? "done" : index === started - 1 ? "in_progress" : "upcoming",
    })),
  }));

const anyMove = (plan: Plan): fc.Arbitrary<DateMove> =>
  fc
    .record({
      index: fc.integer({ min: 0, max: 3 }),
      edge: fc.constantFrom("start" as const, "finish" as const),
      days: fc.integer({ min: -30, max: 60 }),
    })
    .map(({ index, edge, days }) => {
      const phase = plan.phases[index] as ScheduledPhase;
      const on = edge === "start" ? phase.plannedStartOn : phase.plannedFinishOn;
      return { kind: phase.kind, edge, toOn: addWorkingDays(on, days, plan.calendar) };
    });

const planAndMove = anyPlan.chain((plan) => fc.tuple(fc.constant(plan), anyMove(plan)));

describe("laying out a plan", () => {
  it("fills exactly the weeks chosen and keeps Read at three days", () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 12 }), anyCalendar, (weeks, calendar) => {
        const lengths = scaleLengths(BACKEND_TEMPLATE.phases, weeks, calendar);
        const days = lengths.reduce((sum, length) => sum + length.workingDays, 0);
        expect(days).toBe(weeks * workingDaysPerWeek(calendar));
        expect(lengths[0]).toEqual({ kind: "read", workingDays: 3 });
        expect(lengths.every((length) => length.workingDays >= 1)).toBe(true);
      }),
    );
  });

  it("puts the phases end to end, on working days only", () => {
    fc.assert(
      fc.property(anyDate, anyLengths, anyCalendar, (startsOn, lengths, calendar) => {
        const phases = layOut(startsOn, lengths, calendar);
        phases.forEach((phase, index) => {
          expect(isWorkingDay(phase.plannedStartOn, calendar)).toBe(true);
          expect(isWorkingDay(phase.plannedFinishOn, calendar)).toBe(true);
          expect(plannedWorkingDays(phase, calendar)).toBe(lengths[index]?.workingDays);
          const before = phases[index - 1];
          if (before) expect(workingDaysFrom(before.plannedFinishOn, phase.plannedStartOn, calendar)).toBe(1);
        });
      }),
    );
  });

  it("steps over Christmas, the new year and 29 February", () => {
    const calendar = { weekend: [0, 6], holidays: new Set(["2027-12-27", "2027-12-28", "2028-01-03"]) };
    const [read, stabilise] = layOut(
      "2027-12-24",
      [
        { kind: "read", workingDays: 3 },
        { kind: "stabilise", workingDays: 42 },
      ],
      calendar,
    );
    expect(read).toMatchObject({ plannedStartOn: "2027-12-24", plannedFinishOn: "2027-12-30" });
    expect(stabilise).toMatchObject({ plannedStartOn: "2027-12-31", plannedFinishOn: "2028-02-29" });
  });

  it("warns outside six to twelve weeks and nowhere else", () => {
    expect([6, 7, 9, 12].map(lengthWarning)).toEqual([null, null, null, null]);
    expect(lengthWarning(5)).toContain("shorter");
    expect(lengthWarning(13)).toContain("longer");
  });
});

describe("moving a date", () => {
  it("keeps every later phase's length and distance, and the order", () => {
    fc.assert(
      fc.property(planAndMove, ([plan, move]) => {
        const { calendar, phases } = plan;
        const outcome = moveDate(phases, move, calendar);
        if (!outcome.ok) return;
        const at = phases.findIndex((phase) => phase.kind === move.kind);
        outcome.phases.forEach((now, index) => {
          const was = phases[index] as ScheduledPhase;
          const before = outcome.phases[index - 1];
          expect(now.plannedStartOn <= now.plannedFinishOn).toBe(true);
          if (before) expect(before.plannedFinishOn < now.plannedStartOn).toBe(true);
          if (index < at)
            expect(now).toMatchObject({
              plannedStartOn: was.plannedStartOn,
              plannedFinishOn: was.plannedFinishOn,
            });
          if (index > at || (index === at && move.edge === "start")) {
            expect(plannedWorkingDays(now, calendar)).toBe(plannedWorkingDays(was, calendar));
          }
          if (index > at && before) {
            const wasBefore = phases[index - 1] as ScheduledPhase;
            expect(workingDaysFrom(before.plannedFinishOn, now.plannedStartOn, calendar)).toBe(
              workingDaysFrom(wasBefore.plannedFinishOn, was.plannedStartOn, calendar),
            );
          }
        });
      }),
    );
  });

  it("names every date that changed, the moved one first, and no other", () => {
    fc.assert(
      fc.property(planAndMove, ([{ phases, calendar }, move]) => {
        const outcome = moveDate(phases, move, calendar);
        if (!outcome.ok) return;
        expect(outcome.changes[0]).toMatchObject({ kind: move.kind, edge: move.edge, toOn: move.toOn });
        const after = new Map(outcome.changes.map((change) => [`${change.kind}.${change.edge}`, change]));
        expect(after.size).toBe(outcome.changes.length);
        phases.forEach((was, index) => {
          const now = outcome.phases[index];
          const edges: ["start" | "finish", CalendarDate, CalendarDate | undefined][] = [
            ["start", was.plannedStartOn, now?.plannedStartOn],
            ["finish", was.plannedFinishOn, now?.plannedFinishOn],
          ];
          for (const [edge, fromOn, toOn] of edges) {
            const change = after.get(`${was.kind}.${edge}`);
            if (fromOn === toOn) expect(change).toBeUndefined();
            else expect(change).toMatchObject({ fromOn, toOn });
          }
        });
      }),
    );
  });

  it("can be moved back, and the working days then add up to nothing", () => {
    fc.assert(
      fc.property(planAndMove, ([{ phases, calendar }, move]) => {
        const there = moveDate(phases, move, calendar);
        if (!there.ok) return;
        const between = there.phases.map((phase, index) => ({
          ...phase,
          status: phases[index]?.status ?? "upcoming",
        }));
        const own = there.changes[0];
        const back = moveDate(between, { ...move, toOn: own?.fromOn ?? "" }, calendar);
        expect(back.ok).toBe(true);
        if (!back.ok) return;
        expect(back.phases).toEqual(phases.map(({ status: _status, ...phase }) => phase));
        const sum = [...there.changes, ...back.changes].reduce(
          (days, change) => days + change.workingDays,
          0,
        );
        expect(sum).toBe(0);
      }),
    );
  });

  it("refuses a day off, a phase that is done, a start that has been, and a date before what it follows", () => {
    const phases: ScheduledPhase[] = layOut(
      "2026-03-02",
      [
        { kind: "read", workingDays: 3 },
        { kind: "stabilise", workingDays: 15 },
        { kind: "extend", workingDays: 20 },
        { kind: "document", workingDays: 7 },
      ],
      STANDARD_CALENDAR,
    ).map((phase, index) => ({
      ...phase,
      status: index === 0 ? "done" : index === 1 ? "in_progress" : "upcoming",
    }));
    const refusal = (move: DateMove) => {
      const outcome = moveDate(phases, move, STANDARD_CALENDAR);
      return outcome.ok ? null : outcome.message;
    };
    expect(refusal({ kind: "extend", edge: "finish", toOn: "2026-05-02" })).toContain("not a working day");
    expect(refusal({ kind: "read", edge: "finish", toOn: "2026-03-09" })).toContain("Read is done");
    expect(refusal({ kind: "stabilise", edge: "start", toOn: "2026-03-09" })).toContain("has started");
    expect(refusal({ kind: "extend", edge: "start", toOn: "2026-03-10" })).toContain(
      "cannot start before Stabilise",
    );
    expect(refusal({ kind: "extend", edge: "finish", toOn: "2026-03-10" })).toContain("cannot finish before");
    expect(refusal({ kind: "stabilise", edge: "finish", toOn: phases[1]?.plannedFinishOn ?? "" })).toContain(
      "the date it has now",
    );
    expect(workingDaysIn("2026-03-02", phases[3]?.plannedFinishOn ?? "", STANDARD_CALENDAR)).toBe(45);
  });
});
