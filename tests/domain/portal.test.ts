import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { STANDARD_CALENDAR } from "~/domain/calendar";
import { EVENT_KINDS } from "~/domain/event";
import type { PhaseKind, PhaseStatus } from "~/domain/phase";
import { PHASE_LABEL } from "~/domain/phase";
import { type PortalHeading, type PortalStanding, portalAnswer } from "~/domain/portal";
import { agoText, type ClientEvent, groupChanges } from "~/domain/portal-changes";
import { listText, plainWords, type Words } from "~/domain/words";

const PLAN: Record<PhaseKind, [startOn: string, finishOn: string]> = {
  read: ["2026-11-02", "2026-11-04"],
  stabilise: ["2026-11-05", "2026-11-18"],
  extend: ["2026-11-19", "2026-12-09"],
  document: ["2026-12-10", "2026-12-18"],
};

/** An engagement of seven weeks from Monday 2 November, with the phases before `current` done. */
function standing(
  current: PhaseKind | null,
  status: PhaseStatus,
  todayOn: string,
  changes: Partial<PortalStanding> = {},
): PortalStanding {
  let isPast = true;
  const phases = Object.entries(PLAN).map(([name, [plannedStartOn, plannedFinishOn]]) => {
    const kind = name as PhaseKind;
    if (kind === current) isPast = false;
    const own: PhaseStatus = kind === current ? status : isPast ? "done" : "upcoming";
    return {
      kind,
      status: own,
      plannedStartOn,
      plannedFinishOn,
      firstFinishOn: plannedFinishOn,
      actualFinishOn: own === "done" ? plannedFinishOn : null,
    };
  });
  const ball = { holder: "us" as const, sinceOn: "2026-11-19", why: "Extend is under way." };
  return {
    openAsks: 0,
    title: "Booking API",
    stage: "active",
    todayOn,
    phases,
    pause: null,
    ball,
    gateRequestedOn: null,
    ...changes,
  };
}

const ask = (facts: PortalStanding) => portalAnswer(facts, STANDARD_CALENDAR);
const headingText = ({ before, phase, after }: PortalHeading) =>
  `${before}${phase ? PHASE_LABEL[phase] : ""}${after}`;
const text = (words: Words | null, todayOn = "2026-11-25") => (words ? plainWords(words, todayOn) : null);

describe("the first line of the portal", () => {
  test.each([
    ["extend", "in_progress", "2026-11-25", {}, "Booking API: week 4 of 7, in Extend."],
    ["extend", "upcoming", "2026-11-19", {}, "Booking API: week 3 of 7, next is Extend."],
    ["read", "upcoming", "2026-10-28", {}, "Booking API is about to start with Read."],
    ["read", "upcoming", "2026-11-03", {}, "Booking API has not started yet."],
    ["document", "in_progress", "2026-12-29", {}, "Booking API: week 9, promised in 7, in Document."],
    ["extend", "in_progress", "2026-11-25", { stage: "handed_over" }, "Booking API is handed over."],
    [null, "done", "2026-12-21", {}, "Booking API: all four phases are done."],
    ["read", "upcoming", "2026-11-03", { phases: [] }, "Booking API is under way."],
  ] as const)("%s %s on %s", (kind, status, todayOn, changes, expected) => {
    expect(headingText(ask(standing(kind, status, todayOn, changes)).heading)).toBe(expected);
  });

  test("says in which phase the work is paused", () => {
    const pause = { sinceOn: "2026-11-24", why: "Your team is moving offices." };
    const answer = ask(standing("extend", "in_progress", "2026-11-25", { pause }));
    expect(headingText(answer.heading)).toBe("Booking API: paused in Extend.");
    expect(answer.ball?.title).toBe("The work is paused");
    expect(answer.ball?.why).toBe("Your team is moving offices.");
    expect(answer.next).toBeNull();
    expect(text(answer.wholePromise)).toBe("We look at these dates again when the work goes on.");
  });
});

describe("the promise", () => {
  test("names the next date and the whole", () => {
    const answer = ask(standing("extend", "in_progress", "2026-11-25"));
    expect(text(answer.promise)).toBe(
      "We promised to finish Extend by Wed 9 Dec and everything by Fri 18 Dec.",
    );
    expect(answer.isLate).toBe(false);
    expect(answer.firstPromisedOn).toBeNull();
  });

  test("says today when it is today", () => {
    const answer = ask(standing("extend", "in_progress", "2026-12-09"));
    expect(text(answer.promise)).toBe(
      "We promised to finish Extend today, Wed 9 Dec, and everything by Fri 18 Dec.",
    );
  });

  test("says plainly that a date was missed and that a new one is owed", () => {
    const answer = ask(standing("stabilise", "in_progress", "2026-11-23"));
    expect(text(answer.promise)).toBe(
      "Stabilise was promised for Wed 18 Nov; that was 3 working days ago. We owe you a new date.",
    );
    expect(text(answer.wholePromise)).toBe("The whole is promised for Fri 18 Dec.");
    expect(answer.isLate).toBe(true);
  });

  test("does not call a weekend a working day", () => {
    const answer = ask(standing("document", "in_progress", "2026-12-19"));
    expect(text(answer.promise)).toBe(
      "Document was promised for Fri 18 Dec; that has just passed. We owe you a new date.",
    );
    expect(answer.wholePromise).toBeNull();
  });

  test("says that a phase should have started", () => {
    const answer = ask(standing("extend", "upcoming", "2026-11-23"));
    expect(text(answer.promise)).toBe(
      "Extend was promised to start on Thu 19 Nov; that was 2 working days ago, and it has not started yet.",
    );
  });

  test("says when the first phase starts", () => {
    expect(text(ask(standing("read", "upcoming", "2026-10-28")).promise)).toBe(
      "We promised to start Read on Mon 2 Nov, to finish it by Wed 4 Nov and everything by Fri 18 Dec.",
    );
  });

  test("counts our part as kept by the day on which we asked for the signature", () => {
    const kept = ask(standing("read", "in_review", "2026-11-10", { gateRequestedOn: "2026-11-04" }));
    expect(text(kept.promise)).toBe(
      "We finished our part of Read on Wed 4 Nov, as promised. It is done when you sign.",
    );
    expect(kept.isLate).toBe(false);
    const early = ask(standing("read", "in_review", "2026-11-10", { gateRequestedOn: "2026-11-03" }));
    expect(text(early.promise)).toBe(
      "We finished our part of Read on Tue 3 Nov, promised for Wed 4 Nov. It is done when you sign.",
    );
    const late = ask(standing("read", "in_review", "2026-11-10", { gateRequestedOn: "2026-11-06" }));
    expect(text(late.promise)).toBe(
      "We finished our part of Read on Fri 6 Nov, 2 working days after the promised Wed 4 Nov. It is done when you sign.",
    );
  });

  test("keeps the date that was promised first in sight", () => {
    const facts = standing("extend", "in_progress", "2026-11-25");
    const phases = facts.phases.map((phase) =>
      phase.kind === "document" ? { ...phase, firstFinishOn: "2026-12-12" } : phase,
    );
    expect(ask({ ...facts, phases }).firstPromisedOn).toBe("2026-12-12");
  });

  test("never calls a plan that nobody promised a promise", () => {
    const facts = standing("extend", "in_progress", "2026-11-25");
    const phases = facts.phases.map((phase) => ({ ...phase, firstFinishOn: null }));
    expect(text(ask({ ...facts, phases }).promise)).toBe(
      "We plan to finish Extend by Wed 9 Dec and everything by Fri 18 Dec. No date has been promised yet.",
    );
  });

  test.each([
    ["2026-12-18", "We finished on Fri 18 Dec, as promised."],
    ["2026-12-16", "We finished on Wed 16 Dec, 2 working days before the promised date."],
    ["2026-12-22", "We finished on Tue 22 Dec, 2 working days after the promised Fri 18 Dec."],
  ])("says how the finish of %s compares", (actualFinishOn, expected) => {
    const facts = standing(null, "done", "2026-12-28", { stage: "handed_over" });
    const phases = facts.phases.map((phase) =>
      phase.kind === "document" ? { ...phase, actualFinishOn } : phase,
    );
    const answer = ask({ ...facts, phases });
    expect(text(answer.promise)).toBe(expected);
    expect(answer.ball).toBeNull();
    expect(answer.act).toBeNull();
  });

  test("does not call a date that was moved the one promised, once the work is over", () => {
    const facts = standing(null, "done", "2026-12-28", { stage: "handed_over" });
    const phases = facts.phases.map((phase) =>
      phase.kind === "document"
        ? { ...phase, firstFinishOn: "2026-12-11", actualFinishOn: "2026-12-18" }
        : phase,
    );
    const answer = ask({ ...facts, phases });
    expect(text(answer.promise)).toBe("We finished on Fri 18 Dec, as last promised.");
    expect(answer.firstPromisedOn).toBe("2026-12-11");
  });
});

describe("the ball", () => {
  test("is with us, since when and why, and says what we shall need next", () => {
    const answer = ask(standing("extend", "in_progress", "2026-11-25"));
    expect(answer.ball).toMatchObject({
      who: "us",
      title: "The ball is with us",
      why: "Extend is under way.",
    });
    expect(text(answer.ball?.since ?? null)).toBe("since Thu 19 Nov, 4 working days");
    expect(answer.act).toBeNull();
    expect(answer.next).toContain("Nothing is needed from you now");
  });

  test("is with the client while a gate waits, with the one thing to do", () => {
    const ball = { holder: "client" as const, sinceOn: "2026-11-25", why: "The Extend gate waits." };
    const answer = ask(
      standing("extend", "in_review", "2026-11-25", { ball, gateRequestedOn: "2026-11-25" }),
    );
    expect(answer.ball).toMatchObject({ who: "you", title: "The ball is with you" });
    expect(text(answer.ball?.since ?? null)).toBe("since today");
    expect(answer.act).toEqual({
      phase: "extend",
      title: "Read and sign the Extend gate",
      detail: "With it Extend is done and Document can start.",
    });
    expect(answer.next).toBeNull();
  });

  test("does not promise quiet while we wait for the client", () => {
    const ball = { holder: "client" as const, sinceOn: "2026-11-20", why: "We need access to billing." };
    const answer = ask(standing("extend", "in_progress", "2026-11-25", { ball }));
    expect(answer.next).toBeNull();
    expect(answer.ball?.why).toBe("We need access to billing.");
  });
});

const event = (changes: Partial<ClientEvent> & Pick<ClientEvent, "kind">): ClientEvent => ({
  label: null,
  before: {},
  after: {},
  subjectId: null,
  actorName: "Priya Shah",
  isOwn: false,
  isOurs: true,
  phase: null,
  ...changes,
});
const marked = (id: string, label: string, status: string, phase: PhaseKind = "extend") =>
  event({ kind: "deliverable.status_changed", subjectId: id, label, after: { status, phase }, phase });
const said = (events: ClientEvent[]) =>
  groupChanges(events, "2026-11-25").map(({ strong, rest }) => `${strong}${rest}`);

describe("what changed", () => {
  test("groups deliverables by what became of them and by phase", () => {
    expect(
      said([
        marked("1", "Quote endpoint", "doing"),
        marked("1", "Quote endpoint", "done"),
        marked("2", "Idempotent booking", "done"),
        marked("3", "Rate limits", "done"),
        marked("4", "Carrier webhooks", "blocked"),
        marked("5", "Runbook", "done", "document"),
      ]),
    ).toEqual([
      "3 deliverables done in Extend: Quote endpoint; Idempotent booking; Rate limits",
      "1 deliverable done in Document: Runbook",
      "1 deliverable held up in Extend: Carrier webhooks",
    ]);
  });

  test("tells a moved date with its length and its reason, first of all", () => {
    const moved = event({
      kind: "promise.moved",
      subjectId: "m",
      before: { on: "2026-12-14" },
      after: {
        phase: "document",
        edge: "finish",
        on: "2026-12-18",
        working_days: 4,
        cause: "scope",
        reason: "carrier webhooks added",
        finish_on: "2026-12-18",
      },
    });
    const inner = event({
      kind: "promise.moved",
      subjectId: "n",
      before: { on: "2026-12-09" },
      after: {
        phase: "extend",
        edge: "finish",
        on: "2026-12-07",
        working_days: -2,
        cause: "us",
        reason: "quicker than we thought",
        finish_on: "2026-12-16",
      },
    });
    expect(said([marked("1", "Runbook", "done"), moved, inner])).toEqual([
      "Finish moved 14 Dec → 18 Dec, 4 working days, because of scope: carrier webhooks added",
      "Extend finish moved 9 Dec → 7 Dec, 2 working days earlier (everything by 16 Dec), because of us: quicker than we thought",
      "1 deliverable done in Extend: Runbook",
    ]);
  });

  test("tells a move that was taken back once", () => {
    const moved = event({
      kind: "promise.moved",
      subjectId: "m",
      after: { phase: "extend", edge: "finish" },
    });
    const undone = event({
      kind: "promise.undone",
      subjectId: "m",
      after: { phase: "extend", edge: "finish", on: "2026-12-09" },
    });
    expect(said([moved, undone])).toEqual([
      "Extend finish stays 9 Dec: a move was taken back within seconds",
    ]);
  });

  test("tells of each gate what became of it last, and calls the reader you", () => {
    const after = { phase: "stabilise" };
    expect(
      said([
        event({ kind: "gate.requested", after }),
        event({ kind: "gate.signed", after, isOwn: true, isOurs: false, actorName: "Dana Reyes" }),
        event({ kind: "gate.requested", after: { phase: "extend" } }),
        event({
          kind: "gate.declined",
          after: { phase: "extend", reason: "the runbook is empty" },
          isOurs: false,
          actorName: "Sam Okoro",
        }),
      ]),
    ).toEqual(["You signed the Stabilise gate", "Sam Okoro declined the Extend gate: the runbook is empty"]);
  });

  test("counts every event in exactly one sentence", () => {
    const events = [
      event({ kind: "engagement.created", label: "Booking API", after: { stage: "active" } }),
      event({ kind: "promise.made", after: { finish_on: "2026-12-18" } }),
      event({ kind: "phase.started", after: { phase: "read", on: "2026-11-02" } }),
      event({ kind: "phase.dates_confirmed", after: { phase: "read", start_on: "2026-11-02" } }),
      event({ kind: "deliverable.added", subjectId: "9", label: "Webhooks", after: { phase: "extend" } }),
      event({ kind: "deliverable.edited", subjectId: "9", label: "Webhooks" }),
      event({ kind: "evidence.added", subjectId: "9", label: "Webhooks" }),
      marked("9", "Webhooks", "done"),
      event({ kind: "evidence.removed", subjectId: "8", label: "Runbook" }),
      event({ kind: "deliverable.removed", subjectId: "7", label: "Old", before: { phase: "read" } }),
      event({ kind: "clock.handed", after: { holder: "client", reason: "access to billing" } }),
      event({ kind: "clock.handed", after: { holder: "us", reason: "thank you" } }),
      event({ kind: "engagement.paused", after: { reason: "summer" } }),
      event({ kind: "engagement.resumed", after: { on: "2026-11-20" } }),
      event({ kind: "gate.requested", after: { phase: "read" } }),
      event({ kind: "gate.withdrawn", after: { phase: "read" } }),
      event({ kind: "gate.waived", after: { phase: "stabilise", reason: "agreed by telephone" } }),
      event({ kind: "engagement.stage_moved", after: { stage: "handed_over" } }),
      event({ kind: "update.published", after: { on: "2026-11-20" } }),
      event({ kind: "milestone.recorded", label: "Contract" }),
    ];
    const changes = groupChanges(events, "2026-11-25");
    expect(changes.reduce((sum, change) => sum + change.events, 0)).toBe(events.length);
    for (const change of changes) expect(`${change.strong}${change.rest}`).not.toMatch(/undefined|null/);
  });

  test("tells what stands around the work by what became of each thing", () => {
    const about = (kind: ClientEvent["kind"], subjectId: string, label: string, after = {}) =>
      event({ kind, subjectId, label, after });
    expect(
      said([
        about("finding.recorded", "f1", "Retries pile up"),
        about("finding.edited", "f2", "Tokens never expire", { is_visible: 1 }),
        about("finding.edited", "f1", "Retries pile up", { body: "more" }),
        about("finding.recorded", "f3", "No index"),
        about("finding.settled", "f3", "No index", { status: "resolved", reason: "indexed" }),
        about("hotspot.marked", "f1", "Retries pile up", { minutes_before: 270 }),
        about("test.added", "f1", "Retries pile up", { test: "retries.spec.ts" }),
        about("test.added", "f1", "Retries pile up", { test: "backoff.spec.ts" }),
        about("ask.opened", "a1", "Staging access", { due_on: "2026-11-27" }),
        about("ask.opened", "a2", "Sample data", { due_on: null }),
        about("ask.opened", "a3", "A name"),
        about("ask.answered", "a3", "A name"),
        about("decision.recorded", "d1", "Use queues"),
        about("decision.settled", "d1", "Use queues", { status: "accepted" }),
        about("standard.checked", "s1", "Errors", { deliverable: "Webhooks", deliverable_id: "7" }),
        about("standard.checked", "s2", "Paging", { deliverable: "Webhooks", deliverable_id: "7" }),
        about("measure.taken", "m1", "Days to add an endpoint", { value: 4, unit: "days", edge: "before" }),
        about("artefact.verified", "observability", "", { artefact: "observability" }),
        about("evidence.added", "f1", "Retries pile up", { of: "finding", kind: "note" }),
        about("update.published", "u1", "On track", { on: "2026-11-20" }),
        event({ kind: "comment.written", subjectId: "c1", label: "Use queues" }),
        event({ kind: "comment.written", subjectId: "c2", isOwn: true, isOurs: false }),
      ]),
    ).toEqual([
      "1 ask answered: A name",
      "We asked you for 2 things: Staging access by 27 Nov; Sample data",
      "1 weekly update: 20 Nov",
      "1 finding resolved: No index",
      "2 findings shared: Retries pile up; Tokens never expire",
      "1 hotspot that costs your team time: Retries pile up (4.5 hours a week)",
      "2 protecting tests added: retries.spec.ts; backoff.spec.ts",
      "1 decision recorded: Use queues",
      "1 deliverable held against the standards: Webhooks",
      "1 measure taken: Days to add an endpoint, 4 days",
      "1 part of the hand-over verified: Observability: logs, metrics and traces",
      "New evidence for 1 thing: Retries pile up",
      "2 comments: Priya Shah on “Use queues”; you",
    ]);
  });

  test("counts every event of any kind in exactly one sentence, and says nothing that is not there", () => {
    const made = fc
      .record({
        kind: fc.constantFrom(...EVENT_KINDS),
        subjectId: fc.constantFrom(null, "1", "2", "3"),
        label: fc.constantFrom(null, "Webhooks"),
        isOwn: fc.boolean(),
        isOurs: fc.boolean(),
        after: fc.constantFrom(
          {},
          {
            phase: "read",
            edge: "finish",
            on: "2026-11-20",
            working_days: 2,
            cause: "us",
            reason: "a reason",
          },
          { status: "done", phase: "extend", is_visible: 1 },
          { status: "accepted", of: "finding", artefact: "api_schema", minutes_before: 30, minutes_after: 6 },
          { stage: "active", holder: "us", due_on: "2026-11-27", value: 3, unit: "days", edge: "after" },
        ),
      })
      .map((drawn) => event(drawn as Partial<ClientEvent> & Pick<ClientEvent, "kind">));
    // A move is undone at most once, so each of these stands for a move of its own.
    const distinct = (events: ClientEvent[]) =>
      events.map((one, index) =>
        one.kind.startsWith("promise.") ? { ...one, subjectId: `m${index}` } : one,
      );
    fc.assert(
      fc.property(fc.array(made, { maxLength: 40 }), (drawn) => {
        const events = distinct(drawn);
        const changes = groupChanges(events, "2026-11-25");
        expect(changes.reduce((sum, change) => sum + change.events, 0)).toBe(events.length);
        for (const { strong, rest } of changes) expect(`${strong}${rest}`.trim()).not.toBe("");
      }),
    );
  });

  test("says how long ago in words", () => {
    expect(agoText("2026-11-25", "2026-11-25")).toBe("earlier today");
    expect(agoText("2026-11-24", "2026-11-25")).toBe("yesterday");
    expect(agoText("2026-11-16", "2026-11-25")).toBe("9 days ago");
  });

  test("shortens long lists and says how many are left out", () => {
    expect(listText([])).toBe("");
    expect(listText(["a"])).toBe("a");
    expect(listText(["Signed, retried", "b"])).toBe("Signed, retried; b");
    expect(listText(["a", "b", "c", "d", "e", "f"])).toBe("a; b; c; d; and 2 more");
  });
});
