import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { divisionLabel, readHolidays } from "~/domain/holidays";
import { dateOrderOf, parseDate } from "~/domain/written-date";

const TODAY = "2026-03-02";
const read = (text: string, division?: string) => readHolidays(text, { today: TODAY, division });
const ics = (...events: string[][]) =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//tests//EN",
    ...events.flatMap((lines, index) => [
      "BEGIN:VEVENT",
      `UID:${index}@example.test`,
      ...lines,
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ].join("\r\n");

describe("an iCalendar file", () => {
  it("gives a day for each all-day entry", () => {
    const file = read(
      ics(["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas Day"]),
    );
    expect(file).toEqual({
      holidays: [{ onDate: "2026-12-25", name: "Christmas Day" }],
      divisions: [],
      division: null,
      notes: [],
    });
  });

  it("takes one day where an entry has no end", () => {
    expect(read(ics(["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas Day"])).holidays).toHaveLength(1);
  });

  it("writes an entry of several days out, its end not counted", () => {
    const file = read(ics(["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270102", "SUMMARY:Closed"]));
    expect(file.holidays).toHaveLength(9);
    expect(file.holidays.at(-1)).toEqual({ onDate: "2027-01-01", name: "Closed" });
  });

  it("takes an entry from midnight to midnight as whole days", () => {
    const file = read(ics(["DTSTART:20261225T000000", "DTEND:20261226T000000", "SUMMARY:Christmas Day"]));
    expect(file.holidays).toEqual([{ onDate: "2026-12-25", name: "Christmas Day" }]);
  });

  it("leaves out, with a note, what is no whole day, cancelled, or a season", () => {
    const file = read(
      ics(
        ["DTSTART:20261224T120000Z", "DTEND:20261224T170000Z", "SUMMARY:Half day"],
        ["DTSTART;VALUE=DATE:20260601", "STATUS:CANCELLED", "SUMMARY:Away day"],
        ["DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20260901", "SUMMARY:Summer"],
      ),
    );
    expect(file.holidays).toEqual([]);
    expect(file.notes).toEqual([
      "“Half day” was left out: it does not last whole days.",
      "“Away day” was left out: it is cancelled.",
      "“Summer” was left out: it lasts longer than 31 days.",
    ]);
  });

  it("writes what repeats out for the years around today", () => {
    const file = read(ics(["DTSTART;VALUE=DATE:19900501", "RRULE:FREQ=YEARLY", "SUMMARY:Labour Day"]));
    expect(file.holidays.map((holiday) => holiday.onDate.slice(0, 4))).toEqual([
      "2023",
      "2024",
      "2025",
      "2026",
      "2027",
      "2028",
      "2029",
      "2030",
      "2031",
    ]);
    expect(file.notes).toEqual(["“Labour Day” repeats; it was written out for 2023 to 2031."]);
  });

  it("reads every calendar of a file and unfolds long names", () => {
    const two = `${ics(["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas"])}\r\n${ics(["DTSTART;VALUE=DATE:20261226", "SUMMARY:Boxing", "  Day"])}`;
    expect(read(two).holidays.map((holiday) => holiday.name)).toEqual(["Christmas", "Boxing Day"]);
  });

  it("says so when it is damaged or empty", () => {
    expect(read("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART").notes).toHaveLength(1);
    expect(read("BEGIN:VCALENDAR\r\nEND:VCALENDAR").notes).toEqual(["This calendar file has no entries."]);
  });
});

describe("a CSV file", () => {
  it("finds its columns by what they are called in common", () => {
    for (const header of ["date,name", "Day;Holiday", "\uFEFFStart Date\tSubject", "on_date,Bank holiday"]) {
      const separator = header.includes(";") ? ";" : header.includes("\t") ? "\t" : ",";
      const file = read(`${header}\r\n2026-12-25${separator}"Christmas Day"\r\n`);
      expect(file.holidays, header).toEqual([{ onDate: "2026-12-25", name: "Christmas Day" }]);
    }
  });

  it("reads a file without a header", () => {
    const file = read("2026-12-25,Christmas Day\n2026-12-28,Boxing Day\n");
    expect(file.holidays.map((holiday) => holiday.onDate)).toEqual(["2026-12-25", "2026-12-28"]);
  });

  it("asks for a division where there are several, and reads that one", () => {
    const text =
      "division,date,title,substitute\nnorth,2026-01-01,new_year,0\nsouth,2026-01-02,second_january,0\nsouth,2026-12-28,boxing_day,1\n";
    expect(read(text)).toEqual({ holidays: [], divisions: ["north", "south"], division: null, notes: [] });
    expect(read(text, "east").division).toBeNull();
    expect(read(text, "south").holidays).toEqual([
      { onDate: "2026-01-02", name: "Second january" },
      { onDate: "2026-12-28", name: "Boxing day (substitute day)" },
    ]);
  });

  it("names the row that it leaves out, and why", () => {
    const file = read("date,name\n2026-02-30,Nowhere\n2026-05-01,Labour Day\n,Nameless\nsoon,Then\n");
    expect(file.holidays).toHaveLength(1);
    expect(file.notes).toEqual([
      "Row 2 was left out: “2026-02-30” is not a date.",
      "Row 4 was left out: it has no date.",
      "Row 5 was left out: “soon” is not a date.",
    ]);
  });

  it("keeps the first of two names for one day, and says so", () => {
    const file = read("date,name\n2026-05-01,Labour Day\n2026-05-01,May Day\n2026-05-01,Labour Day\n");
    expect(file.holidays).toEqual([{ onDate: "2026-05-01", name: "Labour Day" }]);
    expect(file.notes).toHaveLength(1);
  });

  it("tells day from month by the whole column, and says when nothing tells", () => {
    const ambiguous = read("date,name\n05/06/2026,One\n");
    expect(ambiguous.holidays[0]?.onDate).toBe("2026-06-05");
    expect(ambiguous.notes).toHaveLength(1);
    expect(read("date,name\n05/06/2026,One\n12/25/2026,Two\n").holidays[0]?.onDate).toBe("2026-05-06");
    expect(read("date,name\n05/06/2026,One\n25/12/2026,Two\n").notes).toEqual([]);
  });

  it("says which column is missing", () => {
    expect(read("when,what\nsoon,that\n").notes[0]).toContain("No column of dates was found.");
    expect(read("").notes).toHaveLength(1);
  });

  it("never says more than a page of notes", () => {
    const file = read(`date,name\n${"x,y\n".repeat(200)}`);
    expect(file.notes).toHaveLength(21);
    expect(file.notes.at(-1)).toBe("And 180 more like these.");
  });
});

describe("written dates", () => {
  it.each([
    ["2026-12-25", "2026-12-25"],
    ["20261225", "2026-12-25"],
    ["2026-12-25T00:00:00Z", "2026-12-25"],
    ["25/12/2026", "2026-12-25"],
    ["25.12.2026", "2026-12-25"],
    ["25 December 2026", "2026-12-25"],
    ["Friday, 25th Dec 2026", "2026-12-25"],
    ["December 25, 2026", "2026-12-25"],
    ["29/02/2024", "2024-02-29"],
    ["29/02/2026", null],
    ["25 Nonsense 2026", null],
    ["", null],
  ])("%s is %s", (text, on) => {
    expect(parseDate(text).on).toBe(on);
  });

  it("need no order when they are written the long way", () => {
    expect(dateOrderOf(["2026-12-25", "1 May 2026"])).toBeNull();
    expect(read("date,name\n2026-12-25,One\n1 May 2026,Two\n").notes).toEqual([]);
  });
});

it("names a division as people do", () => {
  expect(divisionLabel("england-and-wales")).toBe("England and Wales");
  expect(divisionLabel("Bavaria (DE)")).toBe("Bavaria (DE)");
});

describe("the bank holidays of the United Kingdom, as published", () => {
  const file = new URL("../../../shared/data/calendar-uk/bank_holidays.csv", import.meta.url);
  const isThere = existsSync(file);
  if (!isThere)
    console.warn("The published bank holidays: skipped, because the file is not on this machine.");

  it.runIf(isThere)("are read division by division, nothing left out", () => {
    const text = readFileSync(file, "utf8");
    const { divisions } = read(text);
    expect(divisions).toEqual(["england-and-wales", "northern-ireland", "scotland"]);
    const all = divisions.map((division) => read(text, division));
    expect(all.every(({ notes }) => notes.length === 0)).toBe(true);
    expect(all.reduce((sum, { holidays }) => sum + holidays.length, 0)).toBe(
      text.trim().split("\n").length - 1,
    );
    expect(all[0]?.holidays[0]).toEqual({ onDate: "2015-01-01", name: "New year" });
  });
});
