import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NO_FILTER } from "~/domain/engagement-filter";
import { outcomeText, type StageSummary, spanText, summaryText } from "~/domain/pipeline";
import {
  canonicalQuery,
  isDescending,
  PIPELINE_COLUMNS,
  PIPELINE_GROUPS,
  PIPELINE_MODES,
  PIPELINE_SORTS,
  type PipelineView,
  parseView,
  TIMELINE_ZOOMS,
  viewAddress,
  viewInMode,
  viewParams,
} from "~/domain/pipeline-view";
import { STAGES } from "~/domain/stage";
import { chanceText, stageChance, weightedValue } from "~/domain/stage-chance";
import { stageWorths } from "~/domain/stage-worth";

const viewOf = (address: string) => parseView(new URLSearchParams(address));

const anyView: fc.Arbitrary<PipelineView> = fc.record({
  mode: fc.constantFrom(...PIPELINE_MODES),
  filter: fc.record({
    ...Object.fromEntries(Object.entries(NO_FILTER).map(([key, value]) => [key, fc.constant(value)])),
    stage: fc.constantFrom(null, ...STAGES),
    q: fc.constantFrom(null, "booking & co", "100 %"),
  }) as fc.Arbitrary<PipelineView["filter"]>,
  sort: fc.constantFrom(...PIPELINE_SORTS),
  isReversed: fc.boolean(),
  group: fc.constantFrom(null, ...PIPELINE_GROUPS),
  columns: fc.option(fc.subarray([...PIPELINE_COLUMNS], { minLength: 1 })),
  zoom: fc.constantFrom(...TIMELINE_ZOOMS),
});

describe("a view in an address", () => {
  it("comes back as it was, whatever it is", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const address = viewParams(view);
        expect(viewParams(parseView(new URLSearchParams(address)))).toBe(
          // A table without a stage is that of the active ones.
          view.mode === "table" && view.filter.stage === "active"
            ? viewParams({ ...view, filter: { ...view.filter, stage: null } })
            : address,
        );
      }),
    );
  });

  it("is read from a form of boxes as from a link", () => {
    expect(viewOf("columns=lead&columns=plan&columns=nonsense").columns).toEqual(["plan", "lead"]);
    expect(viewOf("columns=lead,plan").columns).toEqual(["plan", "lead"]);
    expect(viewOf("columns=").columns).toBeNull();
  });

  it("is kept with nothing but what is known, and without a place in it", () => {
    expect(
      canonicalQuery(
        "?sort=lead&evil=1&after=%5B1%2C2%5D&move=ENG-0001&stage=lead&group=nobody&stage=active",
      ),
    ).toBe("stage=lead&sort=lead");
    expect(canonicalQuery("javascript:alert(1)")).toBe("");
    expect(canonicalQuery("view=timeline&zoom=quarter&sort=need&group=lead&from=2026-01-01")).toBe(
      "view=timeline&sort=need&zoom=quarter",
    );
    expect(canonicalQuery("stage=active&sort=need&order=usual&view=table")).toBe("");
  });

  it("changes its mode with an order that the mode has", () => {
    const table = viewOf("sort=value&group=lead");
    expect(viewAddress(viewInMode(table, "timeline"))).toBe("/pipeline?view=timeline");
    expect(viewAddress(viewInMode(viewOf("view=timeline"), "table"))).toBe("/pipeline");
    expect(PIPELINE_SORTS.filter((sort) => isDescending(sort, false))).toEqual(["need", "value"]);
  });
});

describe("the chance of a stage", () => {
  it("is not made up from fewer than ten outcomes", () => {
    const few = stageChance({ stage: "lead", known: 9, won: 9 });
    expect(few.percent).toBeNull();
    expect(weightedValue(1_000_000, few)).toBeNull();
    expect(chanceText(few)).toBe("Not enough history: 9 known outcomes, 10 are needed");
    expect(chanceText(stageChance({ stage: "lead", known: 1, won: 0 }))).toContain("1 known outcome,");
    expect(chanceText(stageChance({ stage: "audit", known: 0, won: 0 }))).toContain("no outcome is known");
  });

  it("is the share that became active, said with its count", () => {
    const chance = stageChance({ stage: "proposal", known: 245, won: 178 });
    expect(chance.percent).toBe(73);
    expect(chanceText(chance)).toBe("73 %: 178 of 245 became active");
    expect(weightedValue(245_000, chance)).toBe(178_000);
    expect(stageChance({ stage: "proposal", known: 10, won: 0 }).percent).toBe(0);
  });

  it("never weights above the value or below nothing", () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), fc.nat(1_000_000_000), (a, b, value) => {
        const [won, known] = [Math.min(a, b), Math.max(a, b)];
        const weighted = weightedValue(value, stageChance({ stage: "lead", known, won }));
        if (known < 10) expect(weighted).toBeNull();
        else expect(weighted !== null && weighted >= 0 && weighted <= value).toBe(true);
      }),
    );
  });
});

const summary = (changes: Partial<StageSummary>): StageSummary => ({
  stage: "proposal",
  count: 3,
  needing: 0,
  offTrack: 0,
  byPhase: {},
  byLostAs: {},
  undecided: 0,
  money: [],
  ...changes,
});

describe("a stage in figures", () => {
  const judged = { count: 1, value: 10_000_000, weighted: 6_000_000 };
  const proposals = summary({ money: [{ currency: "GBP", value: 41_000_000, judged }] });

  it("tells what people judged and what outcomes teach apart", () => {
    const learnt = stageChance({ stage: "proposal", known: 20, won: 5 });
    expect(stageWorths([proposals], [learnt])).toEqual([
      {
        stage: "proposal",
        currency: "GBP",
        valueMinor: 41_000_000,
        judged: { count: 1, valueMinor: 10_000_000, weightedMinor: 6_000_000 },
        learntMinor: 10_250_000,
        learntText: "25 %: 5 of 20 became active",
      },
    ]);
    const untaught = stageWorths([proposals], [stageChance({ stage: "proposal", known: 2, won: 1 })]);
    expect(untaught[0]).toMatchObject({
      learntMinor: null,
      learntText: expect.stringContaining("Not enough"),
    });
    expect(stageWorths([proposals], null)[0]).toMatchObject({ learntMinor: null, learntText: null });
    expect(stageWorths([summary({})], [learnt])).toEqual([]);
    expect([summaryText(proposals, learnt), summaryText(proposals, null)]).toEqual([
      "£410k · 25 % of 20 won",
      "£410k",
    ]);
  });

  it("tells what came of them where the stage does not", () => {
    expect(outcomeText(summary({ undecided: 889 }))).toBe("889 without a known decision");
    expect(outcomeText(summary({ stage: "lost", byLostAs: { cancelled: 53, lost: 14 } }))).toBe(
      "14 not won · 53 called off",
    );
    expect(outcomeText(summary({ stage: "active" }))).toBeNull();
  });

  it("writes a stretch of dates as people do", () => {
    const today = "2026-11-22";
    expect(spanText("2026-12-16", "2026-12-24", today)).toBe("16–24 Dec");
    expect(spanText("2026-11-28", "2026-12-04", today)).toBe("28 Nov – 4 Dec");
    expect(spanText("2027-01-16", "2027-01-24", today)).toBe("16–24 Jan 2027");
    expect(spanText("2026-12-30", "2027-01-05", today)).toBe("30 Dec – 5 Jan 2027");
    expect(spanText("2026-12-16", "2026-12-16", today)).toBe("16 Dec");
  });
});
