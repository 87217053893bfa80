import { describe, expect, it } from "vitest";
import { filterParams, isNarrowed, parseFilter } from "~/domain/engagement-filter";
import { type LedgerAct, summariseLedger } from "~/domain/ledger";
import { decimalMoney, parseMoney, shortMoney, typedMoney } from "~/domain/money";
import type { Actor, Role } from "~/domain/permissions";
import { needHeading, prospectText, seesMoneyOf } from "~/domain/pipeline";
import { intervalsFromText, phasesFromText, sharedWeeks } from "~/domain/rail-text";

const actorOf = (role: Role, id = "me"): Actor => ({ id, name: "", email: "", role, companyIds: ["acme"] });

describe("the pipeline's words", () => {
  it("says how many need the reader, in words up to twelve", () => {
    expect(needHeading(3, 12)).toBe("Three engagements need you.");
    expect(needHeading(1, 12)).toBe("One engagement needs you.");
    expect(needHeading(40, 99)).toBe("40 engagements need you.");
    expect(needHeading(0, 12)).toBe("Nothing needs you right now.");
    expect(needHeading(0, 0)).toBe("No engagement is live yet.");
  });

  it("shortens money without losing its size", () => {
    expect(
      ["4800", "960000", "41000000", "126000000"].map((minor) => shortMoney(Number(minor), "GBP")),
    ).toEqual(["£48", "£9,600", "£410k", "£1.3m"]);
    expect(shortMoney(41_000, "JPY")).toBe("JP¥41k");
  });

  it("tells of a prospect only what is known and may be seen", () => {
    const unknown = {
      stage: "lead" as const,
      startsOn: null,
      weeks: null,
      lostReason: null,
      lostAs: null,
      isUndecided: false,
      money: null,
      chance: null,
    };
    expect(prospectText(unknown, "2026-03-02")).toBe("Value, start and length are not known yet.");
    expect(prospectText({ ...unknown, startsOn: "2026-04-06", weeks: 1 }, "2026-03-02")).toBe(
      "could start 6 Apr · 1 week",
    );
    expect(prospectText({ ...unknown, stage: "lost" }, "2026-03-02")).toBe(
      "Not won by us, without a reason on record.",
    );
    const lost = { ...unknown, stage: "lost" as const, lostReason: "Their budget is gone." };
    expect(prospectText({ ...lost, lostAs: "cancelled" }, "2026-03-02")).toBe(
      "Called off by the client: Their budget is gone.",
    );
    const proposal = { ...unknown, stage: "proposal" as const, weeks: 8, isUndecided: true };
    expect(prospectText(proposal, "2026-03-02")).toBe("No decision known · 8 weeks");
  });

  it("shows money to managers, and to leads what they lead", () => {
    const own = { leadId: "me", companyId: "acme" };
    const other = { leadId: "you", companyId: "acme" };
    const seers = (of: typeof own) =>
      (["admin", "manager", "lead", "member", "client"] as const).filter((role) =>
        seesMoneyOf(actorOf(role), of),
      );
    expect(seers(own)).toEqual(["admin", "manager", "lead"]);
    expect(seers(other)).toEqual(["admin", "manager"]);
  });
});

describe("money in a field", () => {
  it("is read as people type it", () => {
    expect(
      ["48000", "48,000", "48 000.50", "£48k", " 0 ", "48.5k"].map((text) => parseMoney(text, "GBP")),
    ).toEqual([4_800_000, 4_800_000, 4_800_050, 4_800_000, 0, 4_850_000]);
    expect(parseMoney("48000", "JPY")).toBe(48_000);
  });

  it("is refused when it is no amount, below nothing, or beyond reason", () => {
    for (const text of ["", "lots", "-5", "1,00", "1.005", "1e9", "9".repeat(20), "48000 GBP", "=1+1"]) {
      expect(parseMoney(text, "GBP")).toBeUndefined();
    }
  });

  it("is written back as it was typed", () => {
    expect(typedMoney(4_800_000, "GBP")).toBe("48000");
    expect(typedMoney(4_800_050, "GBP")).toBe("48000.50");
    expect(decimalMoney(4_800_000, "GBP")).toBe("48000.00");
    expect(decimalMoney(48_000, "JPY")).toBe("48000");
  });
});

describe("a filter in an address", () => {
  it("comes back as it was, without what makes no sense", () => {
    const filter = parseFilter(
      new URLSearchParams("stage=active&phase=read&health=paused&lead=none&q=+a+b+&x=1"),
    );
    expect(filterParams(filter)).toBe("?stage=active&phase=read&health=paused&lead=none&q=a+b");
    expect(filterParams(filter, { q: null, after: "3.4" })).toBe(
      "?stage=active&phase=read&health=paused&lead=none&after=3.4",
    );
    expect(parseFilter(new URLSearchParams("stage=won&phase=x&health=fine&q="))).toEqual({
      stage: null,
      phase: null,
      health: null,
      lead: null,
      client: null,
      origin: null,
      outcome: null,
      q: null,
    });
    const further = parseFilter(new URLSearchParams("stage=lost&origin=existing&outcome=cancelled"));
    expect(filterParams(further)).toBe("?stage=lost&origin=existing&outcome=cancelled");
    expect([isNarrowed(filter), isNarrowed(parseFilter(new URLSearchParams("stage=lost")))]).toEqual([
      true,
      false,
    ]);
  });
});

describe("a rail as text", () => {
  it("is read into phases and intervals, and nothing from nothing", () => {
    const [read, stabilise] = phasesFromText(
      "1,done,signed,20260302,20260304,,,20260302,20260305;2,in_progress,none,20260306,20260320,20260305,20260319,20260306,",
    );
    expect(read).toMatchObject({ kind: "read", firstFinishOn: "2026-03-04", actualFinishOn: "2026-03-05" });
    expect(stabilise).toMatchObject({
      firstStartOn: "2026-03-05",
      plannedFinishOn: "2026-03-20",
      actualFinishOn: null,
    });
    expect(intervalsFromText("20260302,20260305;20260309,", "2026-03-10")).toEqual([
      { fromOn: "2026-03-02", toOn: "2026-03-04" },
      { fromOn: "2026-03-09", toOn: "2026-03-10" },
    ]);
    expect(intervalsFromText("20260302,20260302", "2026-03-10")).toEqual([]);
    expect([phasesFromText(null), phasesFromText(""), intervalsFromText(null, "2026-03-10")]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("shares a scale that no single long plan decides", () => {
    const plan = (plannedFinishOn: string) => [{ plannedStartOn: "2026-03-02", plannedFinishOn }];
    expect(sharedWeeks([plan("2026-05-03"), plan("2026-05-24"), plan("2027-12-31"), []])).toBe(12);
    expect(sharedWeeks([])).toBe(0);
  });
});

describe("what a ledger adds up to", () => {
  const act = (
    cause: LedgerAct["cause"],
    fromOn: string | null,
    toOn: string,
    workingDays: number,
    isUndone = false,
  ) => ({
    cause,
    isUndone,
    rows: [{ phase: "document" as const, edge: "finish" as const, fromOn, toOn, workingDays }],
  });
  const first = act("first", null, "2026-05-01", 0);

  it("sums the promised finish by cause, leaving out what was taken back", () => {
    const acts = [
      act("client", "2026-05-08", "2026-05-06", -2),
      act("us", "2026-05-08", "2026-05-20", 8, true),
      act("scope", "2026-05-05", "2026-05-08", 3),
      act("client", "2026-05-01", "2026-05-05", 2),
      first,
    ];
    expect(summariseLedger(acts)).toEqual({
      firstFinishOn: "2026-05-01",
      finishOn: "2026-05-06",
      slip: 3,
      byCause: [
        { cause: "client", workingDays: 0 },
        { cause: "scope", workingDays: 3 },
      ],
      moves: 3,
    });
  });

  it("counts a move that left the finish where it was, and is nothing before the first promise", () => {
    const inner: LedgerAct = {
      cause: "us",
      isUndone: false,
      rows: [{ phase: "document", edge: "start", fromOn: "2026-04-20", toOn: "2026-04-21", workingDays: 1 }],
    };
    expect(summariseLedger([inner, first])).toMatchObject({ slip: 0, moves: 1, byCause: [] });
    expect(summariseLedger([])).toBeNull();
  });
});
