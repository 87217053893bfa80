import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween, weekday } from "~/domain/calendar";
import { PHASE_KINDS } from "~/domain/phase";
import { steppedFrom, timelineBar, timelineTicks, timelineWindow } from "~/domain/pipeline-timeline";
import type { RailPhase } from "~/domain/rail";

const TODAY = "2026-03-04";

describe("the window of the timeline", () => {
  it("is of whole weeks from a Monday, or of whole quarters, with today in it", () => {
    const weeks = timelineWindow("weeks", null, TODAY);
    expect([weekday(weeks.fromOn), daysBetween(weeks.fromOn, weeks.toOn)]).toEqual([1, 126]);
    expect(weeks.fromOn < TODAY && TODAY < weeks.toOn).toBe(true);
    expect(timelineWindow("quarter", null, TODAY)).toEqual({
      zoom: "quarter",
      fromOn: "2025-10-01",
      toOn: "2026-10-01",
    });
  });

  it("steps there and back", () => {
    for (const zoom of ["weeks", "quarter"] as const) {
      const here = timelineWindow(zoom, null, TODAY);
      const later = timelineWindow(zoom, steppedFrom(here, 1), TODAY);
      expect(later.fromOn > here.fromOn && later.fromOn < here.toOn).toBe(true);
      expect(timelineWindow(zoom, steppedFrom(later, -1), TODAY)).toEqual(here);
    }
    expect(timelineWindow("weeks", "0001-01-01", TODAY)).toEqual(timelineWindow("weeks", null, TODAY));
  });

  it("has lines from its first day on, in order", () => {
    for (const zoom of ["weeks", "quarter"] as const) {
      const ticks = timelineTicks(timelineWindow(zoom, null, TODAY));
      expect(ticks[0]?.at).toBe(0);
      expect(ticks.every((tick, index) => index === 0 || tick.at > (ticks[index - 1]?.at ?? 1))).toBe(true);
      expect(ticks.every((tick) => tick.at < 1)).toBe(true);
    }
    expect(timelineTicks(timelineWindow("quarter", null, TODAY)).map((tick) => tick.text)).toContain(
      "Jan 2026",
    );
  });
});

const phasesFrom = (
  startOn: string,
  lengths: readonly number[],
  status: RailPhase["status"],
): RailPhase[] => {
  let on = startOn;
  return PHASE_KINDS.map((kind, index) => {
    const finishOn = addDays(on, lengths[index] ?? 7);
    const phase: RailPhase = {
      kind,
      status,
      gate: "none",
      firstStartOn: addDays(on, -3),
      firstFinishOn: addDays(finishOn, -3),
      plannedStartOn: on,
      plannedFinishOn: finishOn,
      actualStartOn: status === "upcoming" ? null : on,
      actualFinishOn: status === "done" ? finishOn : null,
      done: 0,
      notApplicable: 0,
      total: 0,
    };
    on = addDays(finishOn, 1);
    return phase;
  });
};

describe("an engagement on the timeline", () => {
  const window = timelineWindow("weeks", null, TODAY);

  it("stays within the window, its pieces in order and apart, wherever it lies", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400, max: 400 }),
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 4, maxLength: 4 }),
        fc.constantFrom("upcoming" as const, "in_progress" as const, "done" as const),
        (offset, lengths, status) => {
          const phases = phasesFrom(addDays(TODAY, offset), lengths, status);
          const bar = timelineBar({ phases, waiting: [], promisedOn: null, expected: null }, window, TODAY);
          let before = 0;
          for (const { from, to } of bar.pieces) {
            expect(from).toBeGreaterThanOrEqual(before - 1e-9);
            expect(to).toBeGreaterThan(from);
            before = to;
          }
          expect(before).toBeLessThanOrEqual(1);
          const marks = [...bar.letters, ...bar.gates].map((mark) => mark.at);
          expect(marks.every((at) => at >= 0 && at <= 1)).toBe(true);
        },
      ),
    );
  });

  it("shows what is past its date, what is promised and what is expected", () => {
    const [read, ...rest] = phasesFrom("2026-02-16", [4, 20, 20, 6], "upcoming");
    if (!read) throw new Error("There are four phases.");
    const late: RailPhase = { ...read, status: "in_progress", actualStartOn: "2026-02-16" };
    const expected = { p50On: "2026-04-20", p80On: "2026-04-27", p95On: "2026-05-11" };
    const waiting = [{ fromOn: "2026-02-20", toOn: "2026-02-27" }];
    const bar = timelineBar(
      { phases: [late, ...rest], waiting, promisedOn: "2026-04-10", expected },
      window,
      TODAY,
    );
    expect(bar.pieces.map((piece) => piece.state).slice(0, 3)).toEqual(["worked", "late", "upcoming"]);
    expect(bar.likely?.firm?.to).toBe(bar.likely?.soft?.from);
    expect(bar.promisedAt).toBeLessThan(bar.likely?.firm?.from ?? 0);
    expect([bar.waiting.length, bar.gates.length, bar.ghosts.length]).toEqual([1, 4, 4]);
  });

  it("says that it goes on beyond the window", () => {
    const input = (startOn: string) => ({
      phases: phasesFrom(startOn, [10, 30, 30, 10], "upcoming"),
      waiting: [],
      promisedOn: null,
      expected: null,
    });
    expect(timelineBar(input(addDays(window.fromOn, -20)), window, TODAY).isCut).toEqual({
      before: true,
      after: false,
    });
    expect(timelineBar(input(addDays(window.toOn, -20)), window, TODAY).isCut.after).toBe(true);
    expect(timelineBar(input(addDays(window.toOn, 20)), window, TODAY).pieces).toEqual([]);
  });
});
