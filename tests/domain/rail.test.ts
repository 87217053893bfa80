import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, dateOf, dayNumber } from "~/domain/calendar";
import { PHASE_KINDS } from "~/domain/phase";
import { layoutRail, type RailInput, type RailPhase, weekOf } from "~/domain/rail";
import { labelSteps, labelsEvery, railAxis, railLines, unitWidth } from "~/domain/rail-axis";
import { labelRail, placeGates, placeLetters, type RailLabels } from "~/domain/rail-labels";
import { textWidth } from "~/domain/rail-placing";
import { describeRail } from "~/domain/rail-words";

const WIDTHS = [232, 274, 560, 900];

const read: RailPhase = {
  kind: "read",
  status: "done",
  firstStartOn: "2026-10-12",
  firstFinishOn: "2026-10-14",
  plannedStartOn: "2026-10-12",
  plannedFinishOn: "2026-10-14",
  actualStartOn: "2026-10-12",
  actualFinishOn: "2026-10-14",
  gate: "signed",
  done: 6,
  notApplicable: 0,
  total: 6,
};
const stabilise: RailPhase = {
  ...read,
  kind: "stabilise",
  firstStartOn: "2026-10-15",
  firstFinishOn: "2026-11-04",
  plannedStartOn: "2026-10-15",
  plannedFinishOn: "2026-11-06",
  actualStartOn: "2026-10-15",
  actualFinishOn: "2026-11-08",
  done: 8,
  notApplicable: 1,
  total: 9,
};
const extend: RailPhase = {
  ...read,
  kind: "extend",
  status: "in_progress",
  firstStartOn: "2026-11-05",
  firstFinishOn: "2026-12-02",
  plannedStartOn: "2026-11-09",
  plannedFinishOn: "2026-12-04",
  actualStartOn: "2026-11-09",
  actualFinishOn: null,
  gate: "none",
  done: 4,
  total: 8,
};
const document: RailPhase = {
  ...extend,
  kind: "document",
  status: "upcoming",
  firstStartOn: "2026-12-03",
  firstFinishOn: "2026-12-10",
  plannedStartOn: "2026-12-07",
  plannedFinishOn: "2026-12-18",
  actualStartOn: null,
  done: 0,
  total: 7,
};
const booking: RailInput = {
  title: "Booking API",
  phases: [read, stabilise, extend, document],
  todayOn: "2026-11-18",
  promisedFinishOn: "2026-12-18",
};

function pictureOf(input: RailInput, weeks?: number) {
  const picture = layoutRail(input, weeks);
  if (!picture) throw new Error("expected a picture");
  return picture;
}

const dateArb = (from: string, days: number) =>
  fc.integer({ min: 0, max: days }).map((offset) => addDays(from, offset));

/** Phases of one day to two years, slipped or not, in every mix of statuses, with or without what surrounds them. */
const inputArb: fc.Arbitrary<RailInput> = fc
  .record({
    startOn: dateArb("2026-01-01", 400),
    lengths: fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 300 })), {
      minLength: 1,
      maxLength: 4,
    }),
    slips: fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 4, maxLength: 4 }),
    status: fc.constantFrom("upcoming", "in_progress", "in_review", "done"),
    reached: fc.integer({ min: 0, max: 3 }),
    gate: fc.constantFrom("none", "requested", "declined", "signed", "waived"),
    hasActuals: fc.boolean(),
    today: fc.integer({ min: -60, max: 900 }),
    promised: fc.option(fc.integer({ min: 0, max: 500 })),
    dues: fc.array(
      fc.record({
        day: fc.oneof(fc.integer({ min: -5, max: 200 }), fc.constant(20_000)),
        state: fc.constantFrom("todo", "doing", "blocked", "done", "not_applicable"),
      }),
      { maxLength: 30 },
    ),
    spans: fc.array(fc.tuple(fc.integer({ min: -10, max: 200 }), fc.integer({ min: 0, max: 30 })), {
      maxLength: 4,
    }),
    expected: fc.option(fc.tuple(fc.nat(300), fc.nat(60), fc.nat(900))),
  })
  .map((made) => {
    const on = (day: number) => addDays(made.startOn, day);
    let cursor = 0;
    const phases = made.lengths.map((length, index): RailPhase => {
      const [start, finish] = [cursor, cursor + length - 1];
      const slip = made.slips[index] ?? 0;
      cursor = finish + 1;
      const status =
        index < made.reached
          ? ("done" as const)
          : index === made.reached
            ? made.status
            : ("upcoming" as const);
      const isKnown = made.hasActuals && status !== "upcoming";
      return {
        kind: PHASE_KINDS[index] ?? "read",
        status,
        firstStartOn: on(start),
        firstFinishOn: on(finish),
        plannedStartOn: on(start + Math.max(0, slip)),
        plannedFinishOn: on(finish + Math.max(0, slip)),
        actualStartOn: isKnown ? on(start + slip) : null,
        actualFinishOn: isKnown && status === "done" ? on(finish + slip) : null,
        gate: made.gate,
        done: 1,
        notApplicable: 0,
        total: length,
      };
    });
    const spans = made.spans.map(([from, length]) => ({ fromOn: on(from), toOn: on(from + length) }));
    return {
      title: "Any",
      phases,
      todayOn: on(made.today),
      promisedFinishOn: made.promised === null ? null : on(made.promised),
      deliverables: made.dues.map(({ day, state }, index) => ({ title: `D${index}`, dueOn: on(day), state })),
      waiting: spans.slice(0, 2),
      paused: spans.slice(2),
      expected: made.expected && {
        p50On: on(made.expected[0]),
        p80On: on(made.expected[0] + made.expected[1]),
        p95On: on(made.expected[0] + made.expected[1] + made.expected[2]),
      },
    };
  });

interface Box {
  left: number;
  right: number;
}

function expectApart(boxes: Box[], what: string) {
  const inOrder = [...boxes].sort((a, b) => a.left - b.left);
  for (const [index, box] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next) expect(box.right, what).toBeLessThanOrEqual(next.left + 0.01);
  }
}

function boxesOf(labels: RailLabels, width: number) {
  const box = (item: { at: number; dx: number; width: number }): Box => {
    const left = item.at * width + item.dx;
    return { left, right: left + item.width };
  };
  return {
    names: labels.names.map(box),
    axes: ([0, 1] as const).map((row) =>
      [
        ...labels.flags.filter((flag) => flag.row === row),
        ...(labels.weeksRow === row ? labels.weeks : []),
      ].map(box),
    ),
    flags: labels.flags.map((flag) => ({ ...box(flag), stem: flag.stemAt * width })),
    dots: labels.dots.map((dot) => box({ ...dot, dx: dot.dx - dot.width / 2 })),
  };
}

describe("layoutRail", () => {
  it("has nothing to draw without phases", () => {
    expect(layoutRail({ ...booking, phases: [] })).toBeNull();
  });

  it("draws a phase from its first to the end of its last day", () => {
    const { segments, axis } = pictureOf(booking);
    const days = axis.endDay - axis.startDay;
    expect(days % 7).toBe(0);
    expect(segments[0]).toMatchObject({ kind: "read", from: 0, to: 3 / days });
    expect(segments[1]?.to).toBeCloseTo(28 / days);
  });

  it("is solid up to today and pale after", () => {
    const { pieces, needle } = pictureOf(booking);
    expect(pieces.map((piece) => piece.state)).toEqual(["done", "done", "worked", "ahead", "upcoming"]);
    expect(pieces[2]?.to).toBe(needle.at);
    expect(pieces[3]?.from).toBe(needle.at);
    expect(needle.side).toBe("inside");
  });

  it("runs on to today when late, and what follows starts no earlier", () => {
    const { pieces, segments, needle, gates } = pictureOf({ ...booking, todayOn: "2026-12-09" });
    expect(pieces.filter((piece) => piece.kind === "extend").map((piece) => piece.state)).toEqual([
      "worked",
      "late",
    ]);
    expect(segments[2]).toMatchObject({ isLate: true, to: needle.at });
    expect(segments[3]?.from).toBe(needle.at);
    expect(gates[2]?.at).toBe(needle.at);
  });

  it("leaves the ghost where it was first promised", () => {
    const { ghosts, axis } = pictureOf(booking);
    expect(ghosts[3]?.from).toBeCloseTo(axis.fraction(dayNumber("2026-12-03")));
    expect(ghosts[3]?.to).toBeCloseTo(axis.fraction(dayNumber("2026-12-11")));
  });

  it("points past an edge when today is outside", () => {
    expect(pictureOf({ ...booking, todayOn: "2026-09-01" }).needle).toEqual({ at: 0, side: "before" });
    const finished = booking.phases.map((phase) => ({ ...phase, status: "done" as const }));
    const after = pictureOf({ ...booking, phases: finished, todayOn: "2027-03-01" });
    expect(after.needle).toEqual({ at: 1, side: "after" });
    expect(after.pieces.every((piece) => piece.state === "done")).toBe(true);
  });

  it("interrupts the bar while paused, and hatches waiting up to today only", () => {
    const picture = pictureOf({
      ...booking,
      paused: [
        { fromOn: "2026-10-20", toOn: "2026-10-22" },
        { fromOn: "2026-10-23", toOn: "2026-10-25" },
      ],
      waiting: [
        { fromOn: "2026-11-17", toOn: "2026-11-30" },
        { fromOn: "2026-12-01", toOn: "2026-12-02" },
      ],
    });
    expect(picture.pieces.filter((piece) => piece.kind === "stabilise")).toHaveLength(2);
    expect(picture.paused).toHaveLength(1);
    expect(picture.waiting).toHaveLength(1);
    expect(picture.waiting[0]?.to).toBeCloseTo(picture.axis.fraction(dayNumber("2026-11-19")));
  });

  it("shares a scale between rows and never cuts a longer one off", () => {
    const short = pictureOf(
      { ...booking, phases: [read], promisedFinishOn: null, todayOn: "2026-10-12" },
      12,
    );
    expect(short.axis.endDay - short.axis.startDay).toBe(84);
    expect(short.segments[0]?.to).toBeCloseTo(3 / 84);
    const long = pictureOf(booking, 2);
    expect(long.axis.endDay).toBeGreaterThan(dayNumber("2026-12-18"));
  });

  it("is not pressed into a corner by a due date in the wrong century", () => {
    const due = { title: "Typo", dueOn: "2126-11-20", state: "todo" as const };
    const picture = pictureOf({ ...booking, deliverables: [due] });
    expect(picture.segments[3]?.to).toBeGreaterThan(0.5);
    expect(picture.dots[0]?.at).toBe(1);
  });

  it("keeps every mark within the box, in order, and finite", () => {
    fc.assert(
      fc.property(inputArb, fc.integer({ min: 0, max: 16 }), (input, weeks) => {
        const picture = pictureOf(input, weeks);
        const spans = [
          ...picture.segments,
          ...picture.pieces,
          ...picture.ghosts,
          ...picture.waiting,
          ...picture.paused,
          ...(picture.likely ? [picture.likely.firm, picture.likely.soft] : []),
        ];
        for (const span of spans) {
          expect(span.from).toBeGreaterThanOrEqual(0);
          expect(span.to).toBeLessThanOrEqual(1 + 1e-9);
          expect(span.to).toBeGreaterThanOrEqual(span.from);
        }
        const marks = [picture.needle, ...picture.gates, ...picture.dots].map((mark) => mark.at);
        for (const at of [...marks, picture.promisedAt ?? 0]) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(1 + 1e-9);
        }
        for (const [index, segment] of picture.segments.entries()) {
          expect(segment.to).toBeGreaterThan(segment.from);
          const next = picture.segments[index + 1];
          if (next) expect(next.from).toBeGreaterThanOrEqual(segment.to - 1e-9);
          expect(picture.pieces.some((piece) => piece.kind === segment.kind)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("places later days further right", () => {
    fc.assert(
      fc.property(inputArb, fc.nat(900), fc.nat(60), (input, day, more) => {
        const axis = railAxis(input, 0);
        const first = dayNumber(input.phases[0]?.plannedStartOn ?? "") + day - 60;
        expect(axis?.fraction(first + more)).toBeGreaterThanOrEqual(axis?.fraction(first) ?? 2);
      }),
    );
  });
});

describe("labelRail", () => {
  it("never lets labels overlap each other, leave the rail or lie under the needle, at any width", () => {
    fc.assert(
      fc.property(
        inputArb,
        fc.constantFrom(...WIDTHS),
        fc.integer({ min: 0, max: 900 }),
        (input, from, wider) => {
          const picture = pictureOf(input);
          const labels = labelRail(input, picture, from, from * 2);
          const width = from + wider;
          const { names, axes, dots, flags } = boxesOf(labels, width);
          expectApart(names, "names");
          for (const axis of axes) expectApart(axis, "week numbers and flags");
          expectApart(dots, "deliverables");
          for (const { left, right } of [...names, ...axes.flat(), ...flags]) {
            expect(left).toBeGreaterThanOrEqual(-4.01);
            expect(right).toBeLessThanOrEqual(width + 4.01);
          }
          for (const { left, right } of dots) {
            expect(left).toBeGreaterThanOrEqual(-8.01);
            expect(right).toBeLessThanOrEqual(width + 8.01);
            if (picture.needle.side !== "inside") continue;
            const needle = picture.needle.at * width;
            expect(right <= needle - 2 || left >= needle + 2).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it("keeps each flag across what it flags, over the range that a placing serves", () => {
    fc.assert(
      fc.property(inputArb, fc.constantFrom([232, 274], [274, 560], [560, 900]), (input, range) => {
        const [from = 0, to = 0] = range;
        const labels = labelRail(input, pictureOf(input), from, to);
        for (const width of [from, (from + to) / 2, to]) {
          for (const { left, right, stem } of boxesOf(labels, width).flags) {
            expect(left).toBeLessThanOrEqual(stem + 1.01);
            expect(right).toBeGreaterThanOrEqual(stem - 1.01);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("puts the promise beneath the week numbers when both flags crowd an edge", () => {
    const input = { ...booking, todayOn: "2026-12-17" };
    const rows = (width: number) =>
      labelRail(input, pictureOf(input), width, width * 2).flags.map((flag) => [flag.of, flag.row]);
    expect(rows(274)).toEqual([
      ["today", 0],
      ["promised", 1],
    ]);
  });

  it("numbers the weeks by an even step from the first, with no gap under a flag", () => {
    fc.assert(
      fc.property(inputArb, fc.constantFrom(...WIDTHS), (input, width) => {
        const picture = pictureOf(input);
        const { weeks, weeksRow, flags } = labelRail(input, picture, width, width * 2);
        const [first, second] = weeks;
        if (!first) {
          // Only where both flags cover the first week, each in its own row.
          expect(flags.map((flag) => flag.row).sort()).toEqual([0, 1]);
          return;
        }
        const step = second ? second.index - first.index : 0;
        expect(weeks.map((week) => week.index)).toEqual(weeks.map((_, place) => first.index + place * step));
        const isByNumber = picture.axis.endDay - picture.axis.startDay <= 60 * 7;
        if (isByNumber) expect(first).toMatchObject({ index: 0, text: "Week 1" });
        // Nothing is left out at the far end that would still have had room.
        const last = weeks.at(-1) ?? first;
        const next =
          second && labelsEvery(picture.axis, step).find(({ index }) => index === last.index + step);
        if (next) {
          const size = textWidth(next.text, 11);
          expect(next.labelAt * width + size / 2).toBeGreaterThan(width);
        }
        expect(weeksRow === 0 || flags.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps the first week when today stands over it", () => {
    const input = { ...booking, todayOn: "2026-10-13" };
    const { weeks, weeksRow } = labelRail(input, pictureOf(input), 274, 560);
    expect(weeks.map((week) => week.text)).toEqual(["Week 1", "3", "5", "7", "9"]);
    expect(weeksRow).toBe(1);
  });

  it("loses no deliverable and no phase", () => {
    fc.assert(
      fc.property(inputArb, fc.constantFrom(...WIDTHS), (input, width) => {
        const picture = pictureOf(input);
        const labels = labelRail(input, picture, width, width * 2);
        const counted = labels.dots.reduce((sum, dot) => sum + dot.titles.length, 0);
        expect(counted).toBe(picture.dots.length);
        expect(labels.names).toHaveLength(input.phases.length);
        expect(placeGates(picture, width, 8)).toHaveLength(input.phases.length);
      }),
    );
  });

  it("keeps whole names on a phone, a letter only when there is no room", () => {
    const picture = pictureOf(booking);
    const texts = (width: number) =>
      labelRail(booking, picture, width, width * 2).names.map((name) => name.text);
    expect(texts(274)).toEqual(["Read", "Stabilise", "Extend", "Document"]);
    expect(texts(200)).toContain("Extend");
    expect(texts(200)).toContain("R");
    expect(labelRail(booking, picture, 560, 900).names.map((name) => name.count)).toEqual([
      "6/6",
      "8/8",
      "4/8",
      "0/7",
    ]);
  });

  it("says a block first when deliverables are drawn as one", () => {
    const deliverables = (["done", "blocked", "todo"] as const).map((state) => ({
      title: state,
      dueOn: "2026-12-01",
      state,
    }));
    const input = { ...booking, deliverables };
    const [dot] = labelRail(input, pictureOf(input), 274, 560).dots;
    expect(dot).toMatchObject({ state: "blocked", text: "3!", titles: ["done", "blocked", "todo"] });
  });

  it("gives the letters of a row a place each", () => {
    fc.assert(
      fc.property(inputArb, (input) => {
        const letters = placeLetters(pictureOf(input), 338, 10);
        expect(letters.map((letter) => letter.text).join("")).toBe("RSED".slice(0, input.phases.length));
        expectApart(
          letters.map(({ at, dx }) => ({ left: at * 338 + dx, right: at * 338 + dx + 8 })),
          "letters",
        );
      }),
    );
  });

  it("reckons a text wider when it is longer or larger", () => {
    expect(textWidth("Stabilise", 12)).toBeGreaterThan(textWidth("Stab", 12));
    expect(textWidth("Stabilise", 13)).toBeGreaterThan(textWidth("Stabilise", 12));
  });
});

describe("labels of the axis", () => {
  const axisOver = (weeks: number) => {
    const finish = dateOf(dayNumber("2026-10-12") + weeks * 7 - 1);
    const axis = railAxis(
      { ...booking, phases: [{ ...read, plannedFinishOn: finish }], promisedFinishOn: null },
      0,
    );
    if (!axis) throw new Error("expected an axis");
    return axis;
  };
  const textsEvery = (weeks: number, step: number) =>
    labelsEvery(axisOver(weeks), step).map((one) => one.text);

  it("numbers the weeks from the first planned start, at every one, 2nd, 3rd …", () => {
    expect(textsEvery(4, 1)).toEqual(["Week 1", "2", "3", "4"]);
    expect(textsEvery(12, 3)).toEqual(["Week 1", "4", "7", "10"]);
    expect(labelSteps(axisOver(12))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("stands each label at a line", () => {
    for (const weeks of [4, 12, 28, 40, 60, 104, 300]) {
      const axis = axisOver(weeks);
      const lines = railLines(axis);
      expect(lines.length * 9).toBeLessThanOrEqual(288);
      for (const step of labelSteps(axis)) {
        for (const { at } of labelsEvery(axis, step)) expect(lines).toContain(at);
      }
    }
  });

  it("turns to months over a year", () => {
    expect(textsEvery(104, 6)).toEqual(["2027", "Jul", "2028", "Jul"]);
    expect(unitWidth(axisOver(104), 560)).toBeCloseTo((560 * 30.4) / 728);
  });
});

describe("weekOf", () => {
  it.each([
    ["2026-10-11", 0],
    ["2026-10-12", 1],
    ["2026-10-18", 1],
    ["2026-10-19", 2],
    ["2026-12-18", 10],
    ["2027-01-04", 13],
  ])("on %s it is week %i of 10", (todayOn, week) => {
    expect(weekOf(todayOn, "2026-10-12", "2026-12-18")).toEqual({ week, of: 10 });
  });

  it("counts one week for a single day", () => {
    expect(weekOf("2026-10-12", "2026-10-12", "2026-10-12")).toEqual({ week: 1, of: 1 });
  });
});

describe("describeRail", () => {
  it("says to the client that it is they on whom it waits", () => {
    const [read, stabilise, extend, document] = booking.phases;
    if (!read || !stabilise || !extend || !document) throw new Error("A phase is missing.");
    const phases = [
      read,
      stabilise,
      { ...extend, status: "in_review" as const, gate: "requested" as const },
      document,
    ];
    const input = { ...booking, phases, waiting: [{ fromOn: "2026-11-13", toOn: "2026-11-17" }] };
    expect(describeRail(input)).toMatch(/gate with the client.* Waiting on the client for/);
    const theirs = describeRail(input, "full", true);
    expect(theirs).toMatch(/gate with you.* Waiting on you for/);
    expect(theirs).not.toContain("client");
  });

  it("says what the picture shows", () => {
    const words = describeRail({
      ...booking,
      waiting: [
        { fromOn: "2026-11-13", toOn: "2026-11-17" },
        { fromOn: "2026-11-17", toOn: "2026-11-24" },
      ],
      expected: { p50On: "2026-12-16", p80On: "2026-12-24", p95On: "2027-01-04" },
      deliverables: [{ title: "Carrier webhooks", dueOn: "2026-11-16", state: "blocked" }],
    });
    expect(words).toBe(
      "Week 6 of 10, in Extend. Read done 14 Oct, 6 of 6 done, gate signed. " +
        "Stabilise done 8 Nov, 8 of 8 done, gate signed. " +
        "Extend in progress since 9 Nov, promised 4 Dec, first promised 2 Dec, 4 of 8 done. " +
        "Document planned 7 Dec to 18 Dec, first promised 10 Dec, 0 of 7 done. " +
        "Promised finish 18 Dec, first promised 10 Dec. " +
        "Likely finish between 16 Dec and 24 Dec, almost surely by 4 Jan 2027. " +
        "Waiting on the client for 4 working days. Blocked: Carrier webhooks.",
    );
  });

  it("is brief for a row", () => {
    expect(describeRail(booking, "short")).toBe("Week 6 of 10, in Extend. Promised finish 18 Dec.");
  });

  it("says that a phase is late, that a promise has passed, that all is finished, that nothing is planned", () => {
    expect(describeRail({ ...booking, todayOn: "2026-12-09" }, "short")).toContain(
      "Week 9 of 10, in Extend, late.",
    );
    expect(describeRail({ ...booking, todayOn: "2027-01-06" }, "short")).toContain(
      "Week 13, 3 past the 10 that were promised, in Extend, late.",
    );
    const finished = booking.phases.map((phase) => ({ ...phase, status: "done" as const }));
    expect(describeRail({ ...booking, phases: finished }, "short")).toContain("Finished 18 Dec.");
    expect(describeRail({ ...booking, phases: [] })).toBe("No dates yet.");
  });

  it("never says undefined, NaN or null", () => {
    fc.assert(
      fc.property(inputArb, (input) => {
        expect(describeRail(input)).not.toMatch(/undefined|NaN|null/);
      }),
    );
  });
});
