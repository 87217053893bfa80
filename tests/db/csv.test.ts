import { csvOf } from "db/csv.server";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";

const MARK = "\uFEFF";

/** The cells as a spreadsheet would hold them. */
function cellsOf(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv, { delimiter: ",", skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe("a table as CSV", () => {
  it("neutralises what a spreadsheet would run as a formula", () => {
    const hostile = [
      "=1+1",
      "+44 20 7946 0000",
      "-2",
      "@SUM(A1)",
      "\t=1+1",
      "\r=1+1",
      "\n=1+1",
      "  =cmd|'/c calc'!A0",
      "=1\n+2",
      "＝1+1",
      '=HYPERLINK("https://example.test","x")',
    ];
    const csv = csvOf(
      ["Title"],
      hostile.map((text) => [text]),
    );
    const [, ...rows] = cellsOf(csv);
    expect(rows.map(([cell]) => cell)).toEqual(hostile.map((text) => `'${text}`));
  });

  it("leaves ordinary texts, dates and numbers as they are", () => {
    const plain = ["Booking API", "2026-12-18", "48000.00", "a - b", "O'Hara & Sons", "Krüger", ""];
    const [, row] = cellsOf(
      csvOf(
        plain.map((_, index) => `c${index}`),
        [plain],
      ),
    );
    expect(row).toEqual(plain);
  });

  it("keeps commas, quotes and line breaks inside their cell", () => {
    const texts = ['said "yes", then no', "two\nlines", "semi;colon"];
    const [, row] = cellsOf(csvOf(["a", "b", "c"], [texts]));
    expect(row).toEqual(texts);
  });

  it("begins with a byte-order mark, ends its lines with CRLF, and leaves what is missing empty", () => {
    expect(csvOf(["Code", "Lead"], [["ENG-0001", null]])).toBe(`${MARK}Code,Lead\r\nENG-0001,\r\n`);
    expect(csvOf(["Code"], [])).toBe(`${MARK}Code\r\n`);
  });
});
