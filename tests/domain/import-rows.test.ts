import { describe, expect, it } from "vitest";
import { currencyNamed, guessColumns, mapColumns, unitNamed } from "~/domain/import/columns";
import { readEngagements } from "~/domain/import/engagement-rows";
import { changedFacts, factsOf } from "~/domain/import/facts";
import { totalsLine, totalsOf } from "~/domain/import/outcome";
import { belongsTo, prepareFiles, readList, sourceOf } from "~/domain/import/preparation";
import { decodeFile, readTable } from "~/domain/import/table";

const bytes = (text: string) => new TextEncoder().encode(text);
const file = (text: string, name = "list.csv") => decodeFile(name, bytes(text));
const table = (text: string, name?: string) => readTable(file(text, name));

function read(text: string, name?: string) {
  const list = table(text, name);
  const mapping = { columns: guessColumns(list.columns), currency: null, fallbackClient: null };
  return readEngagements(list, mapping, { currency: "GBP", milestones: null });
}

describe("a CSV file", () => {
  it.each([
    ["with a byte-order mark and CRLF", "\ufeffTitle,Client\r\nTides,Harbour\r\n"],
    ["with semicolons", "Title;Client\nTides;Harbour\n"],
    ["with tabs", "Title\tClient\nTides\tHarbour\n"],
    ["with quotes", '"Title","Client"\n"Tides","Harbour"\n'],
    ["with empty lines", "\n\nTitle,Client\n\nTides,Harbour\n\n\n"],
  ])("%s gives its rows", (_, text) => {
    expect(table(text).rows.map((row) => row.cells)).toEqual([{ Title: "Tides", Client: "Harbour" }]);
  });

  it("numbers its rows as a spreadsheet does, empty lines counted", () => {
    expect(table("Title,Client\nA,x\n\nB,y\n").rows.map((row) => row.number)).toEqual([2, 4]);
  });

  it("is read as Windows-1252 when it is not UTF-8, and says so", () => {
    const latin = decodeFile(
      "list.csv",
      new Uint8Array([...bytes("Title,Client\nCaf"), 0xe9, ...bytes(" API,Sm\n")]),
    );
    const list = readTable(latin);
    expect(list.rows[0]?.cells.Title).toBe("Café API");
    expect(list.remarks.join()).toContain("Windows-1252");
  });

  it("is read as UTF-16 where its mark says so", () => {
    const text = "\ufeffTitle\tClient\nTides\tHarbour\n";
    const wide = new Uint8Array(new Uint16Array([...text].map((sign) => sign.charCodeAt(0))).buffer);
    expect(readTable(decodeFile("list.csv", wide)).rows[0]?.cells.Title).toBe("Tides");
  });

  it("loses its NUL characters and says so", () => {
    const list = readTable(file("Title,Client\nTi\0des,Harbour\n"));
    expect(list.rows[0]?.cells.Title).toBe("Tides");
    expect(list.remarks.join()).toContain("NUL");
  });

  it("notes a row that is too short and refuses one that is too long", () => {
    const result = read("Title,Client,Status\nTides,Harbour\nPort dues,Harbour, Ltd,new\n");
    expect(result.engagements[0]?.notes[0]?.text).toContain("has 2 of 3 cells");
    expect(result.refused[0]).toMatchObject({
      row: 3,
      notes: [{ text: expect.stringContaining("4 cells") }],
    });
  });

  it("refuses a row whose quotation mark is never closed", () => {
    const result = read('Title,Client\n"Tides,Harbour\nPort dues,Harbour\n');
    expect(result.engagements).toEqual([]);
    expect(result.refused[0]?.notes[0]?.text).toContain("quotation mark");
  });

  it("without headings has columns that can be mapped", () => {
    const list = table("Tides,Harbour,2027-04-01\nPort dues,Harbour,2027-05-01\n");
    expect(list.columns).toEqual(["Column 1", "Column 2", "Column 3"]);
    expect(list.rows).toHaveLength(2);
    expect(list.remarks.join()).toContain("no heading row");
  });

  it("keeps columns of the same name apart", () => {
    expect(table("Title,Note,Note\nA,b,c\n").columns).toEqual(["Title", "Note", "Note (2)"]);
  });

  it("keeps a cell of ten thousand characters, and cuts a title with a note", () => {
    const long = "é👍".repeat(5000);
    const result = read(`Title,Client,Description\n${long},Harbour,${long}\n`);
    const [engagement] = result.engagements;
    expect(Array.from(engagement?.title ?? "")).toHaveLength(200);
    expect(engagement?.notes.map((note) => note.column)).toEqual(["Title"]);
    expect(engagement?.summary?.startsWith("é👍")).toBe(true);
  });

  it.each([
    ["empty", ""],
    ["blank", " \n \n"],
  ])("that is %s is refused as a whole", (_, text) => {
    expect(() => table(text)).toThrow(/empty/);
  });

  it("that is a spreadsheet, or too large, is refused as a whole", () => {
    expect(() => decodeFile("a.xlsx", new Uint8Array([0x50, 0x4b, 3, 4]))).toThrow(/Save it as CSV/);
    expect(() => decodeFile("a.csv", new Uint8Array(10 * 1024 * 1024 + 1))).toThrow(/10 MB/);
  });
});

describe("a JSON file", () => {
  it.each([
    ["a list", '[{"title":"Tides","client":"Harbour"}]'],
    ["an object of objects", '{"tides":{"title":"Tides","client":"Harbour"}}'],
    ["a list inside an object", '{"meta":1,"projects":[{"title":"Tides","client":"Harbour"}]}'],
    ["a value a line", '{"title":"Tides","client":"Harbour"}\n{"title":"Dues","client":"Harbour"}'],
  ])("may be %s", (_, text) => {
    expect(read(text, "list.json").engagements[0]).toMatchObject({ title: "Tides", client: "Harbour" });
  });

  it("takes the key of an object of objects as the key of the row", () => {
    expect(
      read('{"t-1":{"title":"Tides"},"t-2":{"title":"Dues"}}', "list.json").engagements.map((row) => row.ref),
    ).toEqual(["t-1", "t-2"]);
  });

  it("reads null, lists, named objects, and a singular beside its plural", () => {
    const result = read(
      JSON.stringify([
        { title: "Tides", partners: null, partner: ["Harbour", "Port"] },
        { title: "Dues", partners: [{ name: "Quay" }], partner: null },
      ]),
      "list.json",
    );
    expect(result.engagements.map((row) => row.client)).toEqual(["Harbour", "Quay"]);
    expect(result.engagements[0]?.summary).toContain("Also for Port.");
  });

  it("reads milestones however they are written", () => {
    const result = read(
      JSON.stringify([
        {
          title: "Tides",
          milestones: ["June 2026: a", { "July 2026": "b" }, { date: "2026-08-01", title: "c" }, "no date"],
        },
      ]),
      "list.json",
    );
    expect(result.engagements[0]?.milestones).toEqual([
      { happenedOn: "2026-06", title: "a" },
      { happenedOn: "2026-07", title: "b" },
      { happenedOn: "2026-08-01", title: "c" },
      { happenedOn: null, title: "no date" },
    ]);
    expect(result.engagements[0]?.notes.map((note) => note.text).join()).toContain("no date could be read");
  });

  it("reads a history by month, and is not troubled by what is nested deep", () => {
    const deep = `${"[".repeat(5000)}1${"]".repeat(5000)}`;
    const text = `[{"title":"Tides","milestones":{"May 2026":"a","June 2026":"b"},"links":${deep}}]`;
    expect(read(text, "list.json").engagements[0]?.milestones).toHaveLength(2);
  });

  it("refuses items that are no objects, and a file that is no JSON", () => {
    expect(read('[{"title":"Tides"},"loose",null]', "list.json").refused.map((row) => row.row)).toEqual([
      2, 3,
    ]);
    expect(() => table("{ not json", "list.json")).toThrow(/no valid JSON/);
    expect(() => table("3", "list.json")).toThrow(/no list/);
  });
});

describe("columns", () => {
  it.each([
    ["Opportunity", "title"],
    ["Organisation Name", "client"],
    ["Agency", "client"],
    ["Expected Contract Length", "length"],
    ["Duration (months)", "length"],
    ["Contract amount", "value"],
    ["Budget (£)", "value"],
    ["publishedAt", "created_on"],
    ["contract_start_date", "starts_on"],
    ["Closing date", "deadline"],
  ] as const)("%s is the %s", (heading, field) => {
    expect(guessColumns([heading])[field]).toBe(heading);
  });

  it("takes a short name beside a full one as the key", () => {
    expect(guessColumns(["name", "full_name"])).toMatchObject({ title: "full_name", key: "name" });
    expect(guessColumns(["name", "client"])).toMatchObject({ title: "name" });
  });

  it("follows what was asked for over what it guesses, and tells what is missing", () => {
    const { columns, missing } = mapColumns(["What", "Who", "Status"], {
      title: "what",
      client: "Who",
      status: "",
      value: "Fee",
    });
    expect(columns).toEqual({ title: "What", client: "Who" });
    expect(missing).toEqual([{ field: "value", column: "Fee" }]);
  });

  it("learns units and currencies from headings", () => {
    expect([unitNamed("Duration (months)"), unitNamed("Weeks"), unitNamed("Length")]).toEqual([
      "month",
      "week",
      null,
    ]);
    expect([currencyNamed("Budget (€)"), currencyNamed("Value USD"), currencyNamed("Value")]).toEqual([
      "EUR",
      "USD",
      null,
    ]);
  });
});

describe("rows", () => {
  it("are each taken, noted, refused or a repeat, and add up", () => {
    const result = read(
      [
        "ID,Title,Client,Status,Start,Length,Value",
        "1,Tides,Harbour,new,2027-04-01,8 weeks,£48k",
        "2,,Harbour,new,,,",
        "3,Dues,,purple,31/02/2027,soon,-5",
        "1,Tides,Harbour,new,2027-04-01,8 weeks,£48k",
        "1,Other,Harbour,new,,,",
      ].join("\n"),
    );
    expect(result.engagements.map((row) => row.row)).toEqual([2, 4]);
    expect(result.engagements[1]?.notes.map((note) => note.column)).toEqual([
      "Client",
      "Start",
      "Length",
      "Status",
      "Status",
      "Value",
    ]);
    expect(result.refused.map((row) => [row.row, row.notes[0]?.column])).toEqual([
      [3, "Title"],
      [6, "ID"],
    ]);
    expect(result.repeated).toEqual([{ row: 5, title: "Tides", first: 2 }]);
  });

  it("without a column for the title are all refused, with what to do", () => {
    const list = table("A1,B2,2026-01-01\nc,d,2026-01-02\n");
    const result = readEngagements(
      list,
      { columns: {}, currency: null, fallbackClient: null },
      { currency: "GBP", milestones: null },
    );
    expect(result.refused).toHaveLength(2);
    expect(result.refused[0]?.notes[0]?.text).toContain("mapped");
  });

  it("count the weeks between dates where the length is written as such", () => {
    const result = read(
      "Title,Start,Length\nTides,2026-11-02,until 29/11/2026\nDues,,1/11/2026 to 28/11/2026\n",
    );
    expect(result.engagements.map((row) => row.weeks)).toEqual([4, 4]);
  });

  it("of the same content have the same facts, whatever the file is", () => {
    const csv = read("key,title,partners,status,description\nt,Tides,Harbour; Port,active,About  tides\n")
      .engagements[0];
    const json = read(
      JSON.stringify({
        t: { title: "Tides", partners: ["Harbour", "Port"], status: "active", description: "About\ntides\n" },
      }),
      "list.json",
    ).engagements[0];
    if (!csv || !json) throw new Error("Both files have one row.");
    expect(factsOf(csv)).toEqual(factsOf(json));
  });

  it("that are silent about something do not differ from what was said of it before", () => {
    expect(changedFacts({ title: "Tides" }, { title: "Tides", weeks: 8 })).toEqual([]);
    expect(changedFacts({ title: "Tides", weeks: null }, { title: "Tides", weeks: 8 })).toEqual(["weeks"]);
  });
});

describe("files that belong together", () => {
  const list = file("name,full_name\ntides,Tide tables\n", "projects.csv");
  const beside = file(
    "project,month,milestone\ntides,2026-06,Kick-off\ntides,,July 2026 - Release\nother,2026-06,x\n",
    "milestones.csv",
  );

  it("join milestones to a list by key or title, and account for each row", () => {
    const prepared = prepareFiles("projects.csv", [list, beside]);
    if (prepared.kind !== "list") throw new Error("It is a list.");
    const { read: rows } = readList(prepared, { columns: {}, currency: null, fallbackClient: null }, "GBP");
    expect(rows.engagements[0]?.milestones).toEqual([
      { happenedOn: "2026-06", title: "Kick-off" },
      { happenedOn: "2026-07", title: "Release" },
    ]);
    expect(rows.remarks.join("\n")).toContain("2 of 3 milestones");
    expect(rows.remarks.join("\n")).toContain("row 4");
    expect(belongsTo(readTable(beside), readTable(list))).toBe(true);
  });

  it("of one engagement's tickets are no list of engagements, a list with numbers and dates is", () => {
    expect(
      prepareFiles("t", [file("sprint,ticket,title,state\n1,7,Sign in,done\n", "tickets.csv")]).kind,
    ).toBe("folder");
    const numbered = file(
      "No,Project,Client,Status,Start,End,Milestone\n1,Tides,Quay,new,2026-01-05,2026-03-06,x\n",
    );
    expect(prepareFiles("list.csv", [numbered, beside]).kind).toBe("list");
  });

  it("are one source whatever the ending", () => {
    expect(sourceOf("in/Projects 2024.json")).toBe(sourceOf("projects 2024.CSV"));
  });
});

it("totals are one line", () => {
  const totals = totalsOf([{ outcome: "taken" }, { outcome: "refused" }, { outcome: "taken" }]);
  expect(totalsLine(totals)).toBe("taken 2, corrected 0, refused 1, unchanged 0");
});
