import { describe, expect, it } from "vitest";
import {
  type AuditText,
  auditFault,
  auditFinish,
  stageAfterAudit,
  whyAuditIsClosed,
  whyNotConcluded,
} from "~/domain/audit";
import { STANDARD_CALENDAR } from "~/domain/calendar";

const MONDAY = "2026-03-02";
const GO: AuditText & { startsOn: string } = {
  summary: "It holds together.",
  conditions: "",
  recommendation: "go",
  startsOn: MONDAY,
};

describe("the two days of an audit", () => {
  it("are two working days, over a weekend and a holiday", () => {
    const calendar = { ...STANDARD_CALENDAR, holidays: new Set(["2026-03-09"]) };
    expect(auditFinish(MONDAY, calendar)).toBe("2026-03-03");
    expect(auditFinish("2026-03-06", calendar)).toBe("2026-03-10");
  });

  it("begin on a working day", () => {
    expect(() => auditFinish("2026-03-07", STANDARD_CALENDAR)).toThrow("The next working day is 2026-03-09.");
    expect(() => auditFinish("soon", STANDARD_CALENDAR)).toThrow("Choose the day");
  });
});

describe("the conclusion of an audit", () => {
  it("needs a recommendation, a summary, and conditions where there are any", () => {
    const lackOf = (changes: Partial<typeof GO>, today = MONDAY) =>
      whyNotConcluded({ ...GO, ...changes }, today)?.field ?? null;
    expect(lackOf({})).toBeNull();
    expect(lackOf({ recommendation: null })).toBe("recommendation");
    expect(lackOf({ summary: "" })).toBe("summary");
    expect(lackOf({ recommendation: "go_with_conditions" })).toBe("conditions");
    expect(lackOf({ recommendation: "go_with_conditions", conditions: "A staging system." })).toBeNull();
    expect(lackOf({ conditions: "A staging system." })).toBe("conditions");
    expect(lackOf({}, "2026-03-01")).toBe("starts_on");
    expect(whyNotConcluded({ ...GO, recommendation: "no", summary: "" }, MONDAY)?.message).toBe(
      "Say why we would not take it.",
    );
  });

  it("takes texts of 20,000 characters and says so where they are longer", () => {
    expect(auditFault({ ...GO, summary: "x".repeat(20_000) })).toBeNull();
    expect(auditFault({ ...GO, conditions: "x".repeat(20_001) })).toEqual({
      field: "conditions",
      message: "Use at most 20,000 characters.",
    });
  });

  it("closes it, as the agreement does", () => {
    expect(whyAuditIsClosed({ isConcluded: false, stage: "lead" })).toBeNull();
    expect(whyAuditIsClosed({ isConcluded: true, stage: "lead" })).toContain("concluded");
    for (const stage of ["active", "handed_over", "lost"] as const) {
      expect(whyAuditIsClosed({ isConcluded: false, stage })).not.toBeNull();
    }
  });

  it("leads on to the proposal, or to declining the work", () => {
    expect(stageAfterAudit("go", "audit")).toBe("proposal");
    expect(stageAfterAudit("go_with_conditions", "lead")).toBe("proposal");
    expect(stageAfterAudit("no", "audit")).toBe("lost");
    expect(stageAfterAudit("go", "proposal")).toBeNull();
    expect(stageAfterAudit("no", "active")).toBeNull();
    expect(stageAfterAudit("no", "lost")).toBeNull();
  });
});
