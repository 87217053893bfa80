import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, weekday } from "~/domain/calendar";
import type { EventKind, Facts } from "~/domain/event";
import { beginningOf, countsText, isChange, mondayOf, mostImportant, unseenSince } from "~/domain/review";
import { anyDate } from "../support/arbitraries";

const event = (seq: number, kind: EventKind, after: Facts = {}) => ({ seq, kind, before: {}, after });

describe("the week of a review", () => {
  it("begins on the Monday on or before the day, also on a Sunday", () => {
    expect(mondayOf("2026-03-02")).toBe("2026-03-02");
    expect(mondayOf("2026-03-08")).toBe("2026-03-02");
    fc.assert(
      fc.property(anyDate, (on) => {
        const monday = mondayOf(on);
        expect(weekday(monday)).toBe(1);
        expect(monday <= on && on < addDays(monday, 7)).toBe(true);
      }),
    );
  });
});

describe("how an answer begins", () => {
  it("is one line, cut between words where it is long", () => {
    expect(beginningOf(" Their auditor.\n\nBack on Monday. ")).toBe("Their auditor. Back on Monday.");
    const long = beginningOf("word ".repeat(100));
    expect(long).toMatch(/word …$/);
    expect(long.length).toBeLessThanOrEqual(282);
    expect(beginningOf("a".repeat(400))).toBe(`${"a".repeat(280)} …`);
    expect(beginningOf("a".repeat(280))).toBe("a".repeat(280));
  });
});

describe("what was not looked at", () => {
  const WEEK = "2026-03-16";

  it("is marked with the day of the last review, unless that was last week", () => {
    expect(unseenSince("2026-03-09", "2026-01-05", WEEK)).toBeNull();
    expect(unseenSince("2026-03-13", "2026-01-05", WEEK)).toBeNull();
    expect(unseenSince("2026-03-06", "2026-01-05", WEEK)).toBe("2026-03-06");
  });

  it("was never looked at only once it could have been in a whole week", () => {
    expect(unseenSince(null, "2026-03-06", WEEK)).toBe("never");
    expect(unseenSince(null, "2026-03-09", WEEK)).toBeNull();
    expect(unseenSince(null, null, WEEK)).toBeNull();
  });
});

describe("what has changed", () => {
  it("leaves out reviews, reading and tidying up", () => {
    const kinds: EventKind[] = [
      "review.acknowledged",
      "review.asked",
      "update.acknowledged",
      "promise.moved",
    ];
    expect(kinds.filter((kind) => isChange({ kind }))).toEqual(["promise.moved"]);
  });

  it("is counted by what it is", () => {
    const happened = [
      event(1, "deliverable.status_changed", { status: "done" }),
      event(2, "deliverable.status_changed", { status: "done" }),
      event(3, "deliverable.status_changed", { status: "doing" }),
      event(4, "promise.moved"),
      event(5, "gate.requested"),
    ];
    expect(countsText(happened)).toBe("1 date moved, 1 act on a gate, 2 deliverables done, 1 other change");
    expect(countsText([event(1, "evidence.added")])).toBe("");
    expect(countsText([])).toBe("");
  });

  it("tells the weightiest first, and of equal ones the latest", () => {
    const happened = [
      event(1, "promise.moved"),
      event(2, "deliverable.status_changed", { status: "done" }),
      event(3, "deliverable.status_changed", { status: "done" }),
      event(4, "gate.declined"),
      event(5, "deliverable.status_changed", { status: "blocked" }),
      event(6, "evidence.added"),
    ];
    expect(mostImportant(happened, 4).map(({ seq }) => seq)).toEqual([4, 1, 5, 3]);
  });
});
