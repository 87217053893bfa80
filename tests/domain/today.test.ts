import { describe, expect, it } from "vitest";
import { STANDARD_CALENDAR } from "~/domain/calendar";
import { type ChecklistRow, dueText, lacksEvidence, lateBy, tickTarget } from "~/domain/checklist";
import { DELIVERABLE_STATUSES, isOpen } from "~/domain/deliverable";
import { nextActOf } from "~/domain/engagement-head";
import { asksForAct, type TodayStep, thingsToday, todayAnswer } from "~/domain/today";

const row = (changes: Partial<ChecklistRow> = {}): ChecklistRow => ({
  id: "1",
  title: "Rate limits",
  status: "todo",
  reason: null,
  ownerName: null,
  dueOn: null,
  lateBy: null,
  isVisible: true,
  requiresEvidence: false,
  evidenceCount: 0,
  evidence: null,
  version: 1,
  ...changes,
});

const FRIDAY = "2026-03-06";
const SUNDAY = "2026-03-08";
const TUESDAY = "2026-03-10";

describe("the answer of Today", () => {
  const overdue: TodayStep = { kind: "overdue", phase: "read", promisedOn: FRIDAY, workingDays: 2 };
  const waiting: TodayStep = { kind: "gate_waiting", phase: "read", since: FRIDAY };

  it("counts open rows and acts that are due, not what waits for others or is done", () => {
    const one = {
      rows: [row(), row({ status: "blocked" }), row({ status: "done" })],
      steps: [overdue, waiting],
    };
    expect(thingsToday(one)).toBe(3);
    expect(todayAnswer([one, { rows: [], steps: [waiting] }])).toBe("Three things today on one engagement.");
    expect(todayAnswer([one, { rows: [row(), row()], steps: [] }])).toBe(
      "Five things today on two engagements.",
    );
  });

  it("has words for one, for many and for none", () => {
    expect(todayAnswer([])).toBe("Nothing is due today.");
    expect(todayAnswer([{ rows: [row()], steps: [] }])).toBe("One thing today on one engagement.");
    const many = { rows: Array.from({ length: 12 }, () => row()), steps: [] };
    expect(todayAnswer([many])).toBe("12 things today on one engagement.");
  });

  it("asks to start a phase only once its day has come", () => {
    const start = { kind: "start", phase: "extend", plannedOn: TUESDAY } as const;
    expect(asksForAct({ ...start, isDue: true })).toBe(true);
    expect(asksForAct({ ...start, isDue: false })).toBe(false);
  });
});

describe("a row of a checklist", () => {
  it("is done by one press while it is open, and open again by the next", () => {
    for (const status of DELIVERABLE_STATUSES) {
      expect(tickTarget(status)).toBe(isOpen(status) ? "done" : "todo");
    }
  });

  it("lacks evidence only where some is required, none is there and it applies", () => {
    expect(lacksEvidence(row({ requiresEvidence: true }))).toBe(true);
    expect(lacksEvidence(row({ requiresEvidence: true, evidenceCount: 1 }))).toBe(false);
    expect(lacksEvidence(row({ requiresEvidence: true, status: "not_applicable" }))).toBe(false);
    expect(lacksEvidence(row())).toBe(false);
  });

  it("says how late it is in working days, and when it was due where none has passed", () => {
    const due = (on: string, today: string) => ({
      dueOn: on,
      lateBy: lateBy({ status: "todo", dueOn: on }, today, STANDARD_CALENDAR),
    });
    expect(dueText(due(FRIDAY, TUESDAY), TUESDAY)).toBe("2 days late");
    expect(dueText(due("2026-03-09", TUESDAY), TUESDAY)).toBe("1 day late");
    expect(dueText(due(FRIDAY, SUNDAY), SUNDAY)).toBe("late, was due 6 Mar");
    expect(dueText(due(TUESDAY, TUESDAY), TUESDAY)).toBe("today");
    expect(dueText(due("2026-03-12", TUESDAY), TUESDAY)).toBe("12 Mar");
    expect(dueText({ dueOn: null, lateBy: null }, TUESDAY)).toBeNull();
    expect(lateBy({ status: "done", dueOn: FRIDAY }, TUESDAY, STANDARD_CALENDAR)).toBeNull();
  });
});

describe("the next act of an engagement", () => {
  const live = { stage: "active", pause: null, isGateReady: false } as const;
  const read = (status: "upcoming" | "in_progress" | "in_review" | "done") => [
    { kind: "read", status } as const,
    { kind: "stabilise", status: "upcoming" } as const,
  ];

  it("follows the phase that it is in", () => {
    expect(nextActOf({ ...live, phases: read("upcoming") })).toMatchObject({
      kind: "start",
      label: "Start Read",
    });
    expect(nextActOf({ ...live, phases: read("in_progress") })).toMatchObject({
      kind: "answer",
      phase: "read",
    });
    expect(nextActOf({ ...live, isGateReady: true, phases: read("in_progress") })).toMatchObject({
      kind: "request",
      phase: "read",
    });
    expect(nextActOf({ ...live, phases: read("done") })).toMatchObject({ kind: "start", phase: "stabilise" });
  });

  it("is to resume what is paused, and nothing where no work is under way", () => {
    const pause = { since: FRIDAY, reason: "Their year's end" };
    expect(nextActOf({ ...live, pause, phases: read("in_progress") }).kind).toBe("resume");
    expect(nextActOf({ ...live, stage: "proposal", phases: read("upcoming") }).kind).toBe("none");
  });
});
