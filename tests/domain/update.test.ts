import { describe, expect, it } from "vitest";
import { STANDARD_CALENDAR } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { keepDropped, keepOnly, type ReportedEvent, type ReportedWeek, updateFacts } from "~/domain/update";
import { shownLines } from "~/domain/update-line";

let seq = 0;
const event = (
  kind: ReportedEvent["kind"],
  subjectId: string,
  label: string,
  after: Facts = {},
  changes: Partial<ReportedEvent> = {},
): ReportedEvent => ({
  seq: ++seq,
  kind,
  subjectId,
  label,
  before: {},
  after,
  visibility: "client",
  ...changes,
});

const WEEK = {
  intervals: [],
  pauses: [],
  fromOn: "2026-03-02",
  toOn: "2026-03-06",
  company: "Northwind",
  calendar: STANDARD_CALENDAR,
} satisfies Omit<ReportedWeek, "events">;

const tellBoth = (events: readonly ReportedEvent[], changes: Partial<ReportedWeek> = {}) => {
  const { lines } = updateFacts({ ...WEEK, ...changes, events });
  const textOf = (audience: "internal" | "client") =>
    shownLines(lines, audience, "ENG-1").map(
      ({ section, title, rest }) => `${section}: ${title}${rest ? ` – ${rest}` : ""}`,
    );
  return { internal: textOf("internal"), client: textOf("client") };
};

describe("the lines of an update", () => {
  it("tell done, slipped, decided, asked and waited in this order, with the reason of a slip", () => {
    const told = tellBoth([
      event("ask.opened", "a", "Staging access", { due_on: "2026-03-06", is_blocking: 1 }),
      event("decision.recorded", "x", "One queue"),
      event(
        "promise.moved",
        "m",
        "",
        {
          phase: "extend",
          edge: "finish",
          on: "2026-03-18",
          working_days: 4,
          cause: "scope",
          reason: "Webhooks came in.",
        },
        { before: { on: "2026-03-12" } },
      ),
      event("deliverable.status_changed", "d", "Rate limits", { status: "done" }),
    ]);
    expect(told.internal).toEqual([
      "done: Rate limits",
      "slipped: Extend finish: 12 Mar → 18 Mar – +4 working days, scope: Webhooks came in.",
      "decided: One queue",
      "asked: Staging access – needed by 6 Mar; we cannot go on without it",
    ]);
    expect(told.client).toEqual(told.internal);
  });

  it("speak to the client of a slip that came from their side", () => {
    const told = tellBoth([
      event(
        "promise.moved",
        "m",
        "",
        {
          phase: "stabilise",
          edge: "finish",
          on: "2026-03-18",
          working_days: 2,
          cause: "client",
          reason: "Staging came later.",
        },
        { before: { on: "2026-03-16" } },
      ),
    ]);
    const moved = "slipped: Stabilise finish: 16 Mar → 18 Mar – +2 working days";
    expect(told.internal).toEqual([`${moved}, client: Staging came later.`]);
    expect(told.client).toEqual([`${moved}, you: Staging came later.`]);
  });

  it("give the client what was theirs to see when it happened, without our reasons", () => {
    const told = tellBoth([
      event(
        "deliverable.status_changed",
        "d",
        "Margin report",
        { status: "done" },
        { visibility: "internal" },
      ),
      event("deliverable.status_changed", "e", "Webhooks", { status: "blocked", reason: "Sam is ill" }),
      event("decision.recorded", "x", "Our own doubt", {}, { visibility: "internal" }),
    ]);
    expect(told.internal).toEqual([
      "done: Margin report",
      "decided: Our own doubt",
      "waited: Webhooks – held up: Sam is ill",
    ]);
    expect(told.client).toEqual(["waited: Webhooks – held up"]);
    expect(JSON.stringify(told.client)).not.toMatch(/ill|doubt|Margin/);
  });

  it("say the last of what changed often, and nothing of what was taken back", () => {
    const told = tellBoth([
      event("deliverable.status_changed", "d", "Rate limits", { status: "done" }),
      event("deliverable.status_changed", "d", "Rate limits", { status: "doing" }),
      event("deliverable.status_changed", "e", "Pages", { status: "doing" }),
      event("deliverable.status_changed", "e", "Pages", { status: "done" }),
      event("deliverable.status_changed", "f", "Gone", { status: "done" }),
      event("deliverable.removed", "f", "Gone"),
      event("promise.moved", "m", "", { phase: "read", edge: "finish", working_days: 2 }),
      event("promise.undone", "m", "", { phase: "read", edge: "finish" }),
      event("gate.requested", "p", "", { phase: "read" }),
      event("gate.declined", "p", "", { phase: "read", reason: "No restore" }),
      event("gate.requested", "p", "", { phase: "read" }),
      event("gate.signed", "p", "", { phase: "read" }),
      event("ask.opened", "a", "Staging access", {}),
      event("ask.answered", "a", "Staging access"),
      event("ask.opened", "b", "A mistake", {}),
      event("ask.withdrawn", "b", "A mistake", { reason: "Not needed" }),
    ]);
    expect(told.internal).toEqual([
      "done: Pages",
      "done: Read gate – signed",
      "decided: Read gate – declined: No restore",
      "asked: Staging access – asked and answered",
    ]);
  });

  it("count the days that others held the ball, in the same words for both", () => {
    const stretch = (
      holder: "us" | "client" | "third_party",
      sinceOn: string,
      untilOn: string | null,
      why: string,
    ) => ({ holder, sinceOn, untilOn, why });
    const intervals = [
      stretch("us", "2026-02-23", "2026-03-03", "Work"),
      stretch("client", "2026-03-03", "2026-03-05", "Staging access"),
      stretch("third_party", "2026-03-05", null, "The bank"),
    ];
    const told = tellBoth([], { intervals });
    expect(told.internal).toEqual([
      "waited: 2 working days with Northwind – Staging access",
      "waited: 2 working days with a third party – The bank",
    ]);
    expect(told.client[0]).toBe("waited: 2 working days with you – Staging access");
    const { days } = updateFacts({ ...WEEK, events: [], intervals });
    expect(days).toEqual({ us: 1, client: 2, third_party: 2, paused: 0 });
  });

  it("link to their source, each audience in its own rooms", () => {
    const { lines } = updateFacts({
      ...WEEK,
      events: [
        event("deliverable.status_changed", "d1", "Rate limits", { status: "done" }),
        event("gate.signed", "p", "", { phase: "read" }),
        event("ask.answered", "a1", "Staging access"),
      ],
    });
    const to = (audience: "internal" | "client") => shownLines(lines, audience, "ENG-1").map((l) => l.to);
    expect(to("internal")).toEqual([
      "/engagements/ENG-1/deliverables/d1",
      "/engagements/ENG-1/gates/read",
      "/engagements/ENG-1/asks#ask-a1",
    ]);
    expect(to("client")).toEqual([
      "/portal/ENG-1#phases",
      "/portal/ENG-1/gates/read",
      "/portal/ENG-1/asks#ask-a1",
    ]);
  });

  it("stay dropped when they are written anew, whatever came since", () => {
    const events = [
      event("deliverable.status_changed", "d", "Rate limits", { status: "done" }),
      event("phase.started", "p", "", { phase: "read", on: "2026-03-02" }),
    ];
    const first = updateFacts({ ...WEEK, events });
    const edited = keepOnly(first, [first.lines[1]?.key ?? ""]);
    const later = [...events, event("deliverable.status_changed", "e", "Pages", { status: "done" })];
    const fresh = keepDropped(updateFacts({ ...WEEK, events: later }), edited);
    expect(shownLines(fresh.lines, "client", "ENG-1").map((line) => line.title)).toEqual(["Read", "Pages"]);
  });
});
