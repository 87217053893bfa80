import fc from "fast-check";
import { anyCalendar, anyDate } from "tests/support/arbitraries";
import { describe, expect, it } from "vitest";
import { addDays, STANDARD_CALENDAR, workingDaysFrom, workingDaysIn } from "~/domain/calendar";
import { type ClockInterval, daysByHolder, HOLDERS } from "~/domain/clock";
import { dayCounter, medianOf, numberText, quantileOf, shareText, TOO_FEW } from "~/domain/report";
import { type AuditFact, auditTable, daysToDecision, fitOf, outcomeOf } from "~/domain/report-audits";
import { forecastAnswer, type GivenCount, heldOf, ofPhases } from "~/domain/report-forecasts";
import { byClient, type HoursFact, hoursAnswer, hoursTable, sumHours } from "~/domain/report-hours";
import { parsePeriod, periodChoices, reportQuery } from "~/domain/report-period";
import { byQuarter, durationsOf, type PhaseFact, phaseAnswer, quarterOf } from "~/domain/report-phases";
import { dotColumns, ticksOf } from "~/domain/report-picture";
import { type PromiseFact, promiseAnswer, promiseWords, totalPromises } from "~/domain/report-promises";
import { heldDays } from "~/domain/report-waits";

const TODAY = "2026-11-22";
const periodOf = (query: string) => parsePeriod(new URLSearchParams(query), TODAY);

describe("the period of a report", () => {
  it("is three years unless the address says otherwise", () => {
    expect(periodOf("")).toEqual({ fromOn: "2023-11-23", toOn: TODAY });
    expect(periodOf("from=2026-01-01")).toEqual({ fromOn: "2026-01-01", toOn: TODAY });
    expect(periodOf("to=2025-12-31")).toEqual({ fromOn: "2023-01-01", toOn: "2025-12-31" });
  });

  it("puts its dates in order, is ten years at most, and leaves out what is no date", () => {
    expect(periodOf("from=2026-05-01&to=2026-01-01")).toEqual({ fromOn: "2026-01-01", toOn: "2026-05-01" });
    expect(periodOf("from=1990-01-01")).toEqual({ fromOn: "2016-11-23", toOn: TODAY });
    expect(periodOf("from=yesterday&to=2026-02-30")).toEqual(periodOf(""));
    expect(parsePeriod(new URLSearchParams(), "2024-02-29").fromOn).toBe("2021-03-01");
  });

  it("stands in the address and is read back from it", () => {
    for (const { period } of periodChoices(TODAY)) expect(periodOf(reportQuery(period))).toEqual(period);
    expect(reportQuery({ fromOn: "2026-01-01", toOn: TODAY }, { by: "phase", page: 2 })).toBe(
      "?from=2026-01-01&to=2026-11-22&by=phase&page=2",
    );
  });
});

describe("counting", () => {
  it("counts working days as the calendar does", () => {
    fc.assert(
      fc.property(anyCalendar, anyDate, fc.integer({ min: -80, max: 400 }), (calendar, from, days) => {
        const to = addDays(from, days);
        const counter = dayCounter(calendar);
        expect(counter.after(from, to) + 0).toBe(workingDaysFrom(from, to, calendar) + 0);
        expect(counter.within(from, to)).toBe(workingDaysIn(from, to, calendar));
      }),
    );
  });

  it("gives each day to the holder that the clock’s account gives it to", () => {
    const stretch = fc.record({
      holder: fc.constantFrom(...HOLDERS),
      since: fc.integer({ min: -10, max: 60 }),
      lasts: fc.option(fc.integer({ min: 0, max: 20 })),
    });
    fc.assert(
      fc.property(
        anyCalendar,
        anyDate,
        fc.array(stretch, { maxLength: 12 }),
        fc.integer({ min: 0, max: 60 }),
        (calendar, from, drawn, days) => {
          const intervals = drawn
            .sort((a, b) => a.since - b.since)
            .map(({ holder, since, lasts }): ClockInterval => {
              const untilOn = lasts === null ? null : addDays(from, since + lasts);
              return { holder, sinceOn: addDays(from, since), untilOn, why: "" };
            });
          const to = addDays(from, days);
          const held = heldDays(intervals, from, to, dayCounter(calendar));
          const account = daysByHolder(intervals, [], from, to, calendar);
          expect([held.client, held.third_party]).toEqual([account.client, account.third_party]);
        },
      ),
    );
  });

  it("names medians and shares only where they mean something", () => {
    expect([medianOf([]), medianOf([3]), medianOf([1, 9, 2]), medianOf([4, 1])]).toEqual([null, 3, 2, 2.5]);
    expect([quantileOf([], 0.8), quantileOf([1, 2, 3, 4, 5], 0.8), quantileOf([7], 0.8)]).toEqual([
      null,
      4,
      7,
    ]);
    expect([shareText(9, 9), shareText(7, 10)]).toEqual([TOO_FEW, "70 %"]);
    expect([-2, 0, 2.25, -0.04].map(numberText)).toEqual(["−2", "0", "2.3", "0"]);
  });

  it("never draws what is on time and what is late in one column", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -300, max: 900 }), { minLength: 1 }), (values) => {
        const dots = dotColumns(values, [0]);
        expect(dots.columns.every(({ from, to }) => to <= 0 || from > 0)).toBe(true);
        expect(dots.columns.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        expect(dots.columns.length).toBeLessThanOrEqual(28);
        expect(ticksOf(dots).length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

const NO_CAUSES = { us: 0, client: 0, third_party: 0, scope: 0, discovery: 0 };
const promise = (changes: Partial<PromiseFact>): PromiseFact => ({
  code: "ENG-0001",
  title: "Booking API",
  client: "Quay",
  phase: null,
  firstOn: "2026-05-01",
  lastOn: "2026-05-01",
  forecastOn: null,
  actualOn: "2026-05-01",
  slip: 0,
  byCause: NO_CAUSES,
  untold: 0,
  spent: 40,
  waited: { client: 0, thirdParty: 0 },
  ...changes,
});

describe("whether promises are kept", () => {
  it("counts what ended by the first date, and says what the client alone moved", () => {
    const totals = totalPromises([
      promise({}),
      promise({ actualOn: "2026-04-30", slip: -1, forecastOn: "2026-05-04" }),
      promise({
        lastOn: "2026-05-06",
        actualOn: "2026-05-06",
        slip: 3,
        byCause: { ...NO_CAUSES, client: 3 },
        forecastOn: "2026-05-05",
      }),
      promise({ actualOn: "2026-05-07", slip: 4, untold: 4 }),
    ]);
    expect(totals).toMatchObject({
      count: 4,
      keptFirst: 2,
      keptLast: 3,
      lateByClient: 1,
      forecasts: { count: 2, held: 1 },
      slip: 6,
      untold: 4,
    });
    expect(promiseAnswer(totals, false)).toBe("We kept 2 of 4 promises.");
    expect(promiseWords(totals, false).join(" ")).toContain("Fewer than 10 are too few to tell a share.");
    expect(promiseWords(totals, false).join(" ")).toContain(
      "Of the 2 late, 1 was late by what the client moved alone.",
    );
  });
});

const counted = (givenFor: GivenCount["givenFor"], count: number, held: number): GivenCount => ({
  givenFor,
  count,
  held: { 50: 0, 80: held, 95: count },
});

describe("whether forecasts hold", () => {
  it("tells a share only from twenty on, and counts phases apart from the whole", () => {
    const few = [counted("read", 10, 9), counted("whole", 40, 40)];
    expect(heldOf(ofPhases(few), 80)).toMatchObject({ count: 10, held: 9, share: null });
    expect(heldOf(ofPhases(few), 80).sentence).toContain("The sample is too small to tell");
    const enough = [...few, counted("extend", 10, 7)];
    expect(heldOf(ofPhases(enough), 80)).toMatchObject({ count: 20, held: 16, share: 0.8 });
    expect(forecastAnswer(heldOf(ofPhases(enough), 80))).toBe(
      "16 of 20 dates given with a chance of 80 % held.",
    );
  });
});

const phase = (planned: number, actual: number, finishOn = "2026-05-01"): PhaseFact => ({
  code: "ENG-0001",
  title: "Booking API",
  client: "Quay",
  kind: "extend",
  startOn: "2026-04-01",
  finishOn,
  planned,
  actual,
});

describe("how long phases take", () => {
  it("sets what was spent against what was promised", () => {
    expect(durationsOf([phase(10, 10), phase(10, 12), phase(20, 30)])).toEqual({
      count: 3,
      planned: 10,
      actual: 12,
      mostly: 30,
      ratio: 1.3,
      within: 1,
    });
    expect(phaseAnswer({ count: 93, within: 66 })).toBe("66 of 93 phases took no longer than promised.");
  });

  it("knows every quarter between the first and the last", () => {
    expect(quarterOf("2026-03-31")).toBe("2026 Q1");
    const quarters = byQuarter([phase(1, 1, "2026-04-01"), phase(1, 1, "2025-09-30")]);
    expect(quarters.map(({ quarter, facts }) => `${quarter}: ${facts.length}`)).toEqual([
      "2025 Q3: 1",
      "2025 Q4: 0",
      "2026 Q1: 0",
      "2026 Q2: 1",
    ]);
  });
});

describe("hours a week bought back", () => {
  const fact = (client: string, ...hotspots: HoursFact["hotspots"]): HoursFact => ({
    code: "ENG-0001",
    title: "Booking API",
    client,
    closedOn: "2026-05-01",
    hotspots,
  });

  it("counts measured hotspots alone and says what was not measured", () => {
    const facts = [
      fact("Quay", { minutesBefore: 300, minutesAfter: 60 }, { minutesBefore: 999, minutesAfter: null }),
      fact("Lock", { minutesBefore: 60, minutesAfter: 120 }),
      fact("Weir", { minutesBefore: 60, minutesAfter: null }),
    ];
    expect(sumHours(facts)).toEqual({
      engagements: 3,
      hotspots: 4,
      measured: 2,
      before: 360,
      after: 180,
      minutes: 180,
    });
    expect(hoursAnswer(sumHours(facts))).toBe("We bought 3 hours a week back.");
    expect(byClient(facts).map(({ client }) => client)).toEqual(["Quay", "Weir", "Lock"]);
    const table = hoursTable("engagement", facts, facts);
    expect(table.rows.map((cells) => cells.at(-1)?.text)).toEqual(["4", "−1", "not measured"]);
  });
});

describe("what becomes of audits", () => {
  const audit = (changes: Partial<AuditFact>): AuditFact => ({
    code: "ENG-0001",
    title: "Booking API",
    client: "Quay",
    concludedOn: "2026-01-10",
    recommendation: "go",
    stage: "proposal",
    lostAs: null,
    wonOn: null,
    lostOn: null,
    estimate: { low: 8, high: 10 },
    weeks: null,
    ...changes,
  });

  it("tells won, lost and open apart, with the days that a decision took", () => {
    const won = audit({ stage: "handed_over", wonOn: "2026-01-20", weeks: 10.4 });
    const lost = audit({ stage: "lost", lostAs: "cancelled", lostOn: "2026-02-09" });
    const later = audit({ stage: "lost", lostAs: "cancelled", wonOn: "2026-01-20", lostOn: "2026-03-01" });
    expect([won, lost, later, audit({})].map(outcomeOf)).toEqual(["won", "lost", "won", "open"]);
    expect([won, lost, later, audit({})].map(daysToDecision)).toEqual([10, 30, 10, null]);
    expect([won, audit({ weeks: 10.6 }), audit({ weeks: 6 }), audit({})].map(fitOf)).toEqual([
      "within",
      "longer",
      "shorter",
      null,
    ]);
    const texts = auditTable("each", [won, lost, later, audit({})], []).rows.map((cells) => cells[5]?.text);
    expect(texts).toEqual([
      "Won: handed over",
      "Lost: called off by the client",
      "Won, then lost: called off by the client",
      "Still open: proposal",
    ]);
  });
});

it("leaves the working calendar as it is", () => {
  const counter = dayCounter(STANDARD_CALENDAR);
  expect(counter.within("2026-11-20", "2026-11-23")).toBe(2);
  expect(counter.after("2026-11-23", "2026-11-20")).toBe(-1);
});
