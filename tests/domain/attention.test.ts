import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  HEALTHS,
  healthOf,
  needOf,
  nextStepText,
  REASON_IDS,
  type ReasonId,
  reasonsFor,
  type Standing,
} from "~/domain/attention";
import { addDays, addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import { HOLDERS } from "~/domain/clock";
import { PHASE_KINDS } from "~/domain/phase";
import { updateTroubles } from "~/domain/update-standing";
import { anyCalendar, anyDate } from "../support/arbitraries";

/** A Monday. */
const TODAY = "2026-03-02";

const inDays = (days: number) => addWorkingDays(TODAY, days, STANDARD_CALENDAR);
const ago = (days: number) => inDays(-days);

const PHASE: NonNullable<Standing["phase"]> = {
  kind: "extend",
  status: "in_progress",
  plannedStartOn: ago(5),
  plannedFinishOn: inDays(10),
  isPromised: true,
  gate: "none",
  gateRequestedOn: null,
  declines: 0,
};

const expecting = (p50On: string, p80On: string, isLittle = false) => ({ p50On, p80On, isLittle });

/** Nobody is needed here. */
const CALM: Standing = {
  stage: "active",
  isPaused: false,
  lead: "there",
  phase: PHASE,
  promisedFinishOn: inDays(30),
  expected: expecting(inDays(20), inDays(30)),
  lateCount: 0,
  blockedCount: 0,
  holder: "us",
  holderSinceOn: ago(9),
  askDueOn: null,
  updatesFromOn: ago(40),
  lastUpdateOn: ago(3),
};

const inPhase = (changes: Partial<typeof PHASE>): Partial<Standing> => ({ phase: { ...PHASE, ...changes } });
const reasons = (changes: Partial<Standing>, today = TODAY) =>
  reasonsFor({ ...CALM, ...changes }, today, STANDARD_CALENDAR);

interface Case {
  id: ReasonId;
  standing: Partial<Standing>;
  weight: number;
  text: string;
  health: (typeof HEALTHS)[number];
}

const CASES: Case[] = [
  { id: "no_lead", standing: { lead: "none" }, weight: 60, text: "It has no lead.", health: "at_risk" },
  {
    id: "lead_disabled",
    standing: { lead: "disabled" },
    weight: 58,
    text: "Its lead can no longer sign in.",
    health: "at_risk",
  },
  {
    id: "past_finish",
    standing: inPhase({ plannedFinishOn: ago(1) }),
    weight: 51,
    text: "Extend is 1 working day past its promised finish.",
    health: "off_track",
  },
  {
    id: "past_finish",
    standing: inPhase({ plannedFinishOn: ago(60), isPromised: false }),
    weight: 90,
    text: "Extend is 60 working days past its planned finish.",
    health: "off_track",
  },
  {
    id: "maybe_over",
    standing: { expected: expecting(inDays(30), inDays(31)) },
    weight: 20,
    text: "The 80 % date is 1 working day past the promise.",
    health: "on_track",
  },
  {
    id: "maybe_over",
    standing: { expected: expecting(inDays(22), inDays(36)) },
    weight: 30,
    text: "The 80 % date is 6 working days past the promise.",
    health: "at_risk",
  },
  {
    id: "likely_over",
    standing: { expected: expecting(inDays(31), inDays(35)) },
    weight: 36,
    text: "The 80 % date is 5 working days past the promise, even the 50 % date 1.",
    health: "on_track",
  },
  {
    id: "likely_over",
    standing: { expected: expecting(inDays(35), inDays(42)) },
    weight: 50,
    text: "The 80 % date is 12 working days past the promise, even the 50 % date 5.",
    health: "at_risk",
  },
  {
    id: "likely_over",
    standing: { expected: expecting(inDays(36), inDays(90)) },
    weight: 66,
    text: "The 80 % date is 60 working days past the promise, even the 50 % date 6.",
    health: "off_track",
  },
  {
    id: "gate_declined",
    standing: inPhase({ gate: "declined", declines: 1 }),
    weight: 40,
    text: "The Extend gate was declined.",
    health: "at_risk",
  },
  {
    id: "gate_declined",
    standing: inPhase({ gate: "declined", declines: 2 }),
    weight: 40,
    text: "The Extend gate was declined 2 times.",
    health: "at_risk",
  },
  {
    id: "unstarted",
    standing: inPhase({ status: "upcoming", plannedStartOn: ago(1) }),
    weight: 26,
    text: "Extend should have started 1 working day ago.",
    health: "at_risk",
  },
  {
    id: "gate_waits",
    standing: inPhase({ status: "in_review", gate: "requested", gateRequestedOn: ago(3) }),
    weight: 23,
    text: "The Extend gate has been with the client for 3 working days.",
    health: "at_risk",
  },
  {
    id: "ball_away",
    standing: { holder: "client", holderSinceOn: ago(8) },
    weight: 28,
    text: "Waiting on the client for 8 working days.",
    health: "at_risk",
  },
  {
    id: "ball_away",
    standing: { holder: "third_party", holderSinceOn: ago(30) },
    weight: 40,
    text: "Waiting on a third party for 30 working days.",
    health: "at_risk",
  },
  {
    id: "silent",
    standing: { lastUpdateOn: ago(10) },
    weight: 26,
    text: "No update for 10 working days.",
    health: "at_risk",
  },
  {
    id: "blocked",
    standing: { blockedCount: 1 },
    weight: 18,
    text: "1 deliverable is blocked.",
    health: "at_risk",
  },
  {
    id: "blocked",
    standing: { blockedCount: 9 },
    weight: 30,
    text: "9 deliverables are blocked.",
    health: "at_risk",
  },
  {
    id: "ask_late",
    standing: { askDueOn: ago(1) },
    weight: 13,
    text: "What we asked the client for is 1 working day past its date.",
    health: "on_track",
  },
  {
    id: "ask_late",
    standing: { askDueOn: ago(4) },
    weight: 16,
    text: "What we asked the client for is 4 working days past its date.",
    health: "at_risk",
  },
  {
    id: "late",
    standing: { lateCount: 1 },
    weight: 7,
    text: "1 deliverable is past due.",
    health: "on_track",
  },
  {
    id: "late",
    standing: { lateCount: 3 },
    weight: 11,
    text: "3 deliverables are past due.",
    health: "at_risk",
  },
];

describe("every reason by itself", () => {
  it("is not there while nothing is the matter", () => {
    expect(reasons({})).toEqual([]);
  });

  it.each(CASES)("$id: $text", ({ id, standing, weight, text, health }) => {
    expect(reasons(standing)).toEqual([{ id, weight, text, health }]);
    expect(healthOf({ ...CALM, ...standing }, reasons(standing))).toBe(health);
  });

  it("can be reached", () => {
    expect(new Set(CASES.map((one) => one.id))).toEqual(new Set(REASON_IDS));
  });
});

describe("what is no reason", () => {
  const calm: [string, Partial<Standing>][] = [
    ["a phase on the day of its finish", inPhase({ plannedFinishOn: TODAY })],
    ["an 80 % date on the promise", { expected: expecting(inDays(30), inDays(30)) }],
    ["a late expectation where nothing was promised", { promisedFinishOn: null, expected: CALM.expected }],
    [
      "a late expectation that leans on what is usual, and not on our past",
      { expected: expecting(inDays(50), inDays(70), true) },
    ],
    ["no expectation", { expected: null }],
    ["two days with the client", { holder: "client", holderSinceOn: ago(2) }],
    [
      "two days of a gate with the client",
      inPhase({ status: "in_review", gate: "requested", gateRequestedOn: ago(2) }),
    ],
    ["nine days without an update", { lastUpdateOn: ago(9) }],
    [
      "ten days since an update, with a pause that ended after it",
      { lastUpdateOn: ago(12), updatesFromOn: ago(4) },
    ],
    ["no update before the work began", { lastUpdateOn: null, updatesFromOn: null }],
    ["an ask that is due today", { askDueOn: TODAY }],
    ["a gate that was signed", inPhase({ gate: "signed", declines: 2 })],
  ];
  it.each(calm)("%s", (_, standing) => {
    expect(reasons(standing)).toEqual([]);
  });

  it("is the weekend after the finish", () => {
    const standing = inPhase({ plannedFinishOn: "2026-03-06" });
    expect(reasons(standing, "2026-03-08")).toEqual([]);
    expect(reasons(standing, "2026-03-09")).toHaveLength(1);
  });

  it("is anything in a pause, before the work is agreed, and after it is over", () => {
    const all: Partial<Standing> = { ...inPhase({ plannedFinishOn: ago(9) }), lead: "none", lateCount: 4 };
    expect(reasons(all).length).toBeGreaterThan(2);
    expect(reasons({ ...all, isPaused: true })).toEqual([]);
    for (const stage of ["lead", "audit", "proposal", "handed_over", "lost"] as const) {
      expect(reasons({ ...all, stage })).toEqual([]);
      expect(healthOf({ ...CALM, ...all, stage }, [])).toBeNull();
    }
  });

  it("is the ball of the client once more beside their gate", () => {
    const gate = inPhase({ status: "in_review", gate: "requested", gateRequestedOn: ago(6) });
    expect(reasons({ ...gate, holder: "client", holderSinceOn: ago(6) }).map(({ id }) => id)).toEqual([
      "gate_waits",
    ]);
  });
});

describe("an engagement whose phases are all done", () => {
  it("still needs a lead and its updates", () => {
    const found = reasons({ phase: null, lead: "none", lastUpdateOn: ago(11), holder: "client" });
    expect(found.map(({ id }) => id)).toEqual(["no_lead", "silent"]);
    expect(nextStepText({ ...CALM, phase: null }, TODAY)).toBe("Nothing. Every phase is done.");
  });
});

describe("silence", () => {
  it("is told in the words of the page of the weekly updates, from the same day on", () => {
    for (let days = 8; days < 14; days += 1) {
      const rhythm = {
        isLive: true,
        isPaused: false,
        weekday: 5,
        startedOn: CALM.updatesFromOn,
        resumedOn: null,
        lastFor: ago(days),
        lastPublishedOn: ago(days),
      };
      const claim = { health: null, isLive: true, isPaused: false, phase: null, promisedFinishOn: null };
      const told = updateTroubles(rhythm, claim, TODAY, STANDARD_CALENDAR).find(
        (one) => one.kind === "silent",
      );
      expect(reasons({ lastUpdateOn: ago(days) })[0]?.text).toBe(told?.text);
    }
  });
});

const maybeDate = (from: number, to: number) =>
  fc.option(fc.integer({ min: from, max: to }), { nil: null, freq: 3 });

/** Any standing, with dates around the day that is given. */
const anyStanding = (around: string) => {
  const at = (days: number | null) => (days === null ? null : addDays(around, days));
  const date = (from: number, to: number) => maybeDate(from, to).map(at);
  const certain = fc.integer({ min: -90, max: 90 }).map((days) => addDays(around, days));
  const phase = fc.record({
    kind: fc.constantFrom(...PHASE_KINDS),
    status: fc.constantFrom("upcoming" as const, "in_progress" as const, "in_review" as const),
    plannedStartOn: certain,
    plannedFinishOn: certain,
    isPromised: fc.boolean(),
    gate: fc.constantFrom("none" as const, "requested" as const, "declined" as const, "signed" as const),
    gateRequestedOn: date(-60, 0),
    declines: fc.integer({ min: 0, max: 3 }),
  });
  const expected = fc
    .tuple(fc.integer({ min: -60, max: 120 }), fc.integer({ min: 0, max: 60 }), fc.boolean())
    .map(([p50, more, isLittle]) => expecting(addDays(around, p50), addDays(around, p50 + more), isLittle));
  return fc.record({
    stage: fc.constant("active" as const),
    isPaused: fc.boolean(),
    lead: fc.constantFrom("none" as const, "disabled" as const, "there" as const),
    phase: fc.option(phase, { nil: null, freq: 5 }),
    promisedFinishOn: date(-60, 90),
    expected: fc.option(expected, { nil: null, freq: 3 }),
    lateCount: fc.nat(20),
    blockedCount: fc.nat(8),
    holder: fc.constantFrom(...HOLDERS),
    holderSinceOn: date(-60, 0),
    askDueOn: date(-60, 60),
    updatesFromOn: date(-90, 10),
    lastUpdateOn: date(-90, 0),
  });
};

const anyCase = fc.tuple(anyDate, anyCalendar).chain(([today, calendar]) =>
  fc.record({
    today: fc.constant(today),
    calendar: fc.constant(calendar),
    standing: anyStanding(today),
  }),
);

describe("whatever the standing", () => {
  it("tells the reasons by weight, each above nothing and each once, and need is their sum", () => {
    fc.assert(
      fc.property(anyCase, ({ today, calendar, standing }) => {
        const found = reasonsFor(standing, today, calendar);
        const weights = found.map(({ weight }) => weight);
        expect(weights).toEqual([...weights].sort((a, b) => b - a));
        expect(weights.every((weight) => Number.isInteger(weight) && weight > 0)).toBe(true);
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
        expect(needOf(found)).toBe(weights.reduce((sum, weight) => sum + weight, 0));
        // What has a reason stands above everything that has none.
        expect(needOf(found) > 0).toBe(found.length > 0);
        if (standing.isPaused) expect(found).toEqual([]);
      }),
    );
  });

  it("says how many in the singular of one only", () => {
    fc.assert(
      fc.property(anyCase, ({ today, calendar, standing }) => {
        for (const { text } of reasonsFor(standing, today, calendar)) {
          expect(text).toMatch(/^[A-Z\d].*[^.]\.$/);
          for (const [, count, days] of text.matchAll(/\b(\d+) working (days?)/g)) {
            expect(days).toBe(count === "1" ? "day" : "days");
          }
          const [, count, verb] = /^(\d+) (deliverables? \w+)/.exec(text) ?? [];
          if (count) expect(verb).toBe(count === "1" ? "deliverable is" : "deliverables are");
        }
      }),
    );
  });

  it("never needs someone less a day later, nor looks healthier", () => {
    fc.assert(
      fc.property(anyCase, ({ today, calendar, standing }) => {
        const now = reasonsFor(standing, today, calendar);
        const later = reasonsFor(standing, addDays(today, 1), calendar);
        expect(needOf(later)).toBeGreaterThanOrEqual(needOf(now));
        const rank = (found: typeof now) => HEALTHS.indexOf(healthOf(standing, found) ?? "on_track");
        expect(rank(later)).toBeGreaterThanOrEqual(rank(now));
      }),
    );
  });

  it("never needs someone less when the expected dates move later", () => {
    const more = fc.nat(40);
    fc.assert(
      fc.property(anyCase, more, more, ({ today, calendar, standing }, p50, p80) => {
        const { expected } = standing;
        if (!expected) return;
        const p50On = addDays(expected.p50On, Math.min(p50, p80));
        const moved = { ...standing, expected: { ...expected, p50On, p80On: addDays(expected.p80On, p80) } };
        expect(needOf(reasonsFor(moved, today, calendar))).toBeGreaterThanOrEqual(
          needOf(reasonsFor(standing, today, calendar)),
        );
      }),
    );
  });
});
