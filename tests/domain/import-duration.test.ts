import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDuration } from "~/domain/import/duration";

const weeks = (text: string) => parseDuration(text).weeks;

describe("a length in words", () => {
  it.each([
    ["8 weeks", 8],
    ["1 week", 1],
    ["3 months", 13],
    ["18 Months", 78],
    ["1 year", 52],
    ["Two (2) years", 104],
    ["twenty-four months", 104],
    ["6mths", 26],
    ["1.5 years", 78],
    ["half a year", 26],
    ["a fortnight", 2],
    ["12w", 12],
    ["P3M", 13],
    ["1 year and 6 months", 78],
  ])("%s is %i weeks, without a note", (text, expected) => {
    const read = parseDuration(text);
    expect(read.weeks).toBe(expected);
  });

  it.each([
    ["6-8 weeks", 8, "longer end"],
    ["three to six months", 26, "longer end"],
    ["between 4 and 6 weeks", 6, "longer end"],
    ["up to 2 years", 104, "upper limit"],
    ["Maximum 9 months", 39, "upper limit"],
    ["minimum 6 months", 26, "lower limit"],
    ["2+1 years", 104, "without the extension"],
    ["6 months with an option to extend by 6 months", 26, "without the extension"],
    ["40 days", 8, "working days"],
    ["We think it will run for about 10 weeks.", 10, "read as 10 weeks"],
  ])("%s is %i weeks, and the note says why", (text, expected, note) => {
    const read = parseDuration(text);
    expect(read.weeks).toBe(expected);
    expect(read.note).toContain(note);
  });

  it("does not count a statement of work, a review or a notice inside a contract", () => {
    expect(weeks("Up to 2 years, the first statement of work for 3 months")).toBe(104);
    expect(weeks("9 months with a 3 month review point")).toBe(39);
    expect(weeks("1 year, 4 weeks notice")).toBe(52);
  });

  it("takes the time over which days of effort are spread", () => {
    expect(weeks("60 days over 6 months")).toBe(26);
    expect(weeks("2 days per week for 3 months")).toBe(13);
  });

  it.each([
    ["until 31 March 2027", "date"],
    ["03/04/2027", "date"],
    ["to be agreed", "no length"],
    ["170", "without a unit"],
    ["Discovery 6 weeks; alpha 10 weeks", "several parts"],
    ["Initially to June, with an option of a further 2 years", "no first term"],
    ["90 years", "ten years"],
    ["0 weeks", "no time"],
  ])("%s stays blank, and the note says why", (text, note) => {
    const read = parseDuration(text);
    expect(read.weeks).toBeNull();
    expect(read.note).toContain(note);
  });

  it("reads a bare number in the unit of its heading", () => {
    expect(parseDuration("10", "week")).toEqual({ weeks: 10, note: null });
    expect(parseDuration("3", "month").weeks).toBe(13);
  });

  it("is blank without a note when nothing is written", () => {
    expect(parseDuration("   ")).toEqual({ weeks: null, note: null });
  });

  it("answers whole weeks within ten years, or none with a note, whatever the text", () => {
    const words = fc.array(
      fc.oneof(
        fc.string(),
        fc.integer().map(String),
        fc.constantFrom("weeks", "months", "to", "-", "up to", "+", "years", "days", "(", "option to extend"),
      ),
    );
    fc.assert(
      fc.property(words, (parts) => {
        const read = parseDuration(parts.join(" "));
        if (read.weeks === null)
          return read.note !== null || parts.join("").replace(/\s|\p{Cf}|\p{Cc}/gu, "") === "";
        return Number.isInteger(read.weeks) && read.weeks >= 1 && read.weeks <= 520;
      }),
    );
  });

  it("a longer number of the same unit is never fewer weeks", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom("days", "weeks", "months"),
        (number, unit) => {
          const [one, more] = [weeks(`${number} ${unit}`), weeks(`${number + 1} ${unit}`)];
          return one !== null && more !== null && more >= one;
        },
      ),
    );
  });
});
