import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMilestone, splitMilestones, tellsOfHandOver } from "~/domain/import/milestones";
import { parseMoney } from "~/domain/import/money";
import { combineWords, readStageWord, stageOf } from "~/domain/import/stage-words";
import { cleanLine, cutText } from "~/domain/import/text";
import { dateOrderOf, datesIn, parseDate, weeksBetween } from "~/domain/written-date";
import { anyDate } from "../support/arbitraries";

describe("a date", () => {
  it.each([
    ["2027-04-03", "2027-04-03"],
    ["2027-4-3", "2027-04-03"],
    ["2027-04-03T10:00:00Z", "2027-04-03"],
    ["20270403", "2027-04-03"],
    ["13/04/2027", "2027-04-13"],
    ["04/13/2027", "2027-04-13"],
    ["13.4.27", "2027-04-13"],
    ["3rd April 2027", "2027-04-03"],
    ["Saturday 3 April 2027", "2027-04-03"],
    ["April 3, 2027", "2027-04-03"],
    ["3-Apr-27", "2027-04-03"],
  ])("%s is %s", (text, on) => {
    expect(parseDate(text)).toEqual({ on, month: null, note: null });
  });

  it("is a month where no day is written", () => {
    expect(parseDate("June 2026").month).toBe("2026-06");
    expect(parseDate("2026-6").month).toBe("2026-06");
  });

  it("says so where day and month could be told either way", () => {
    expect(parseDate("03/04/2027")).toMatchObject({
      on: "2027-04-03",
      note: expect.stringContaining("day first"),
    });
    expect(parseDate("03/04/2027", "month_first", true)).toEqual({
      on: "2027-03-04",
      month: null,
      note: null,
    });
  });

  it("learns the order from the values of a column that leave no doubt", () => {
    expect(dateOrderOf(["03/04/2027", "14/04/2027"])).toBe("day_first");
    expect(dateOrderOf(["03/04/2027", "04/14/2027"])).toBe("month_first");
    expect(dateOrderOf(["03/04/2027"])).toBeNull();
  });

  it("reads the day number of a spreadsheet and says so", () => {
    expect(parseDate("46115")).toMatchObject({
      on: "2026-04-03",
      note: expect.stringContaining("spreadsheet"),
    });
  });

  it.each(["31/06/2027", "2027-02-30", "soon", "14/14/2027", "31/01/21018", "12"])(
    "%s is blank with a note",
    (text) => {
      const read = parseDate(text);
      expect(read.on ?? read.month).toBeNull();
      expect(read.note).toContain("left blank");
    },
  );

  it("comes back from every way of writing it", () => {
    fc.assert(
      fc.property(anyDate, (on) => {
        const [year, month, day] = on.split("-").map(Number);
        const written = [`${day}/${month}/${year}`, `${year}-${month}-${day}`, on.replaceAll("-", "/")];
        return written.every((text) => parseDate(text, "day_first", true).on === on);
      }),
    );
  });

  it("is found inside a sentence", () => {
    expect(datesIn("from 1/11/2026 to 31/3/2027, at the latest")).toEqual(["2026-11-01", "2027-03-31"]);
    expect(weeksBetween("2026-11-02", "2026-11-29")).toBe(4);
    expect(weeksBetween("2026-11-02", "2026-10-01")).toBeNull();
  });
});

describe("an amount", () => {
  it.each([
    ["60000.0", 6_000_000, null],
    ["£1,083,427.50", 108_342_750, "GBP"],
    ["1.250,00 EUR", 125_000, "EUR"],
    ["1.250.000", 125_000_000, null],
    ["$12k", 1_200_000, "USD"],
    ["1.2 million", 120_000_000, null],
    ["12 500", 1_250_000, null],
    ["about 48,000", 4_800_000, null],
    ["¥5000", 5000, "JPY"],
    ["0", 0, null],
  ])("%s is %i minor units", (text, minor, currency) => {
    expect(parseMoney(text, "GBP")).toMatchObject({ minor, currency });
  });

  it("takes the upper end of a range, with a note", () => {
    expect(parseMoney("£10,000 - £20,000", "GBP")).toMatchObject({
      minor: 2_000_000,
      note: expect.stringContaining("range"),
    });
  });

  it.each(["-5", "TBC", "1,2,3", "1e9", "99999999999999999999", "=1+1"])(
    "%s is blank with a note",
    (text) => {
      expect(parseMoney(text, "GBP")).toMatchObject({
        minor: null,
        note: expect.stringContaining("left blank"),
      });
    },
  );

  it("is exact or blank, never a broken number", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,£k -") }), (text) => {
        const { minor } = parseMoney(text, "GBP");
        return minor === null || (Number.isSafeInteger(minor) && minor >= 0);
      }),
    );
  });
});

describe("a word for where work stands", () => {
  it.each([
    ["Won", "won"],
    ["awarded", "won"],
    ["Closed Lost", "lost"],
    ["cancelled", "lost"],
    ["canceled", "lost"],
    ["unsuccessful", "lost"],
    ["In progress", "active"],
    ["on hold", "active"],
    ["Proposal sent", "proposal"],
    ["tendering", "proposal"],
    ["Qualified", "audit"],
    ["open", "lead"],
    ["Handed over", "handed_over"],
    ["completed", "handed_over"],
    ["closed", "closed"],
  ])("%s means %s", (text, standing) => {
    expect(readStageWord(text)?.standing).toBe(standing);
  });

  it.each([
    ["discovery", "read"],
    ["Alpha", "stabilise"],
    ["private beta", "extend"],
    ["live", "document"],
  ])("%s is on the way, in %s", (text, phase) => {
    expect(readStageWord(text)).toMatchObject({ standing: "active", phase });
  });

  it.each([
    ["lost", "lost"],
    ["Closed - lost", "lost"],
    ["unsuccessful", "lost"],
    ["Not awarded", "lost"],
    ["cancelled", "cancelled"],
    ["Procurement canceled", "cancelled"],
    ["withdrawn", "cancelled"],
    ["No bid", "declined"],
    ["disqualified", "declined"],
    ["awarded", null],
    ["closed", null],
  ])("%s was lost as %s", (text, lostAs) => {
    const word = readStageWord(text);
    expect(word?.lostAs).toBe(lostAs);
    expect(combineWords(word ? [word] : [])?.lostAs).toBe(lostAs);
  });

  it("is not known when it is not", () => {
    expect(readStageWord("purple")).toBeNull();
  });

  it("gives way to a stronger word of the same row", () => {
    const words = ["beta", "cancelled"].flatMap((text) => readStageWord(text) ?? []);
    expect(combineWords(words)).toMatchObject({ standing: "lost", phase: "extend" });
  });

  const context = { startsOn: null, weeks: null, createdOn: null, today: "2026-03-02", wasHandedOver: false };

  it("closes an offer or a project, by the list it stands in", () => {
    expect(stageOf("closed", { ...context, isOfList: "offers" })).toBe("proposal");
    expect(stageOf("closed", { ...context, isOfList: "projects" })).toBe("handed_over");
  });

  it("makes history of what was won and has ended", () => {
    const won = { ...context, isOfList: "offers" as const };
    expect(stageOf("won", { ...won, startsOn: "2024-01-01", weeks: 8 })).toBe("handed_over");
    expect(stageOf("won", { ...won, startsOn: "2026-02-02", weeks: 8 })).toBe("active");
    expect(stageOf("won", { ...won, createdOn: "2024-01-01" })).toBe("handed_over");
    expect(stageOf("won", won)).toBe("active");
  });
});

describe("a milestone", () => {
  it.each([
    ["June 2026: Kick-off", "2026-06", "Kick-off"],
    ["July 2026 - First release", "2026-07", "First release"],
    ["September 2026 First release", "2026-09", "First release"],
    ["2026-09-14 First release", "2026-09-14", "First release"],
    ["Some day: First release", null, "Some day: First release"],
  ])("%s", (text, happenedOn, title) => {
    expect(readMilestone(text)).toEqual({ happenedOn, title });
  });

  it("takes the date of its own column before one in its text", () => {
    expect(readMilestone("September review", "2026-10")).toEqual({
      happenedOn: "2026-10",
      title: "September review",
    });
  });

  it("is one of several in a cell", () => {
    expect(splitMilestones("May 2026: a; June 2026: b")).toEqual(["May 2026: a", "June 2026: b"]);
    expect(splitMilestones("- May 2026: a\n- June 2026: b")).toEqual(["May 2026: a", "June 2026: b"]);
  });

  it("may tell of the hand-over, once its day has come", () => {
    const milestone = { happenedOn: "2026-01", title: "Handed over to the client" };
    expect(tellsOfHandOver([milestone], "2026-03-02")).toBe(true);
    expect(tellsOfHandOver([{ ...milestone, happenedOn: "2026-12" }], "2026-03-02")).toBe(false);
  });
});

describe("text from a file", () => {
  it("loses what cannot be seen and keeps every sign whole", () => {
    expect(cleanLine("\u0000 A\u200b  b\r\n c\u0007 ")).toBe("A b c");
    expect(cutText("👩‍🚀👍👍👍", 2)).not.toMatch(/[\ud800-\udbff]$/);
  });
});
