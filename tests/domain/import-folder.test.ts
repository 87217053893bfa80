import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "~/domain/calendar";
import { readContract } from "~/domain/import/contract";
import { readFolder, titleOfFolder } from "~/domain/import/folder";
import { readReports } from "~/domain/import/reports";
import { type GivenSpan, placeSpans } from "~/domain/import/spans";
import { decodeFile, readTable } from "~/domain/import/table";
import { readTickets } from "~/domain/import/tickets";

const file = (name: string, text: string) => decodeFile(name, new TextEncoder().encode(text));
const table = (name: string, text: string) => readTable(file(name, text));

/** Sprints of two weeks, one after the other. */
function sprints(count: number, from = "2024-01-03"): GivenSpan[] {
  return Array.from({ length: count }, (_, index) => {
    const startOn = addDays(from, index * 14);
    return { number: index + 1, startOn, endOn: addDays(startOn, 13) };
  });
}

const shifted = (on: string | null, years: number) => on && `${Number(on.slice(0, 4)) + years}${on.slice(4)}`;

describe("dates of sprints", () => {
  it("that are sound stay as they are", () => {
    expect(placeSpans(sprints(12), "sprint").every((span) => span.note === null)).toBe(true);
  });

  it("with a wrong year at one end or both are mended, wherever it is", () => {
    const wrong = fc.record({
      at: fc.integer({ min: 1, max: 28 }),
      ends: fc.constantFrom("start", "end", "both"),
      years: fc.constantFrom(-1, 1),
    });
    fc.assert(
      fc.property(wrong, ({ at, ends, years }) => {
        const good = sprints(30);
        const given = good.map((span, index) => {
          if (index !== at) return span;
          return {
            ...span,
            startOn: ends === "end" ? span.startOn : shifted(span.startOn, years),
            endOn: ends === "start" ? span.endOn : shifted(span.endOn, years),
          };
        });
        const placed = placeSpans(given, "sprint");
        const [mended, was] = [placed[at], good[at]];
        expect(mended).toMatchObject({ startOn: was?.startOn, endOn: was?.endOn });
        expect(mended?.note).toContain("a year");
        expect(placed.filter((span) => span.note !== null)).toHaveLength(1);
      }),
    );
  });

  it("that repeat those of the one before are placed between their neighbours, with a note", () => {
    const given = sprints(8).map((span, index, all) =>
      index === 4 ? { ...span, startOn: all[3]?.startOn ?? null, endOn: all[3]?.endOn ?? null } : span,
    );
    const placed = placeSpans(given, "sprint");
    expect(placed[4]).toMatchObject({
      startOn: "2024-02-28",
      endOn: "2024-03-12",
      note: expect.stringContaining("repeats the dates of sprint 4"),
    });
    expect(placed.filter((span) => span.note !== null)).toHaveLength(1);
  });

  it("that are missing are placed by the rhythm of the others, over gaps in the count too", () => {
    const given = sprints(8)
      .filter(({ number }) => number !== 5)
      .map((span) => (span.number === 1 ? { ...span, startOn: null, endOn: null } : span));
    const placed = placeSpans(given, "week");
    expect(placed[0]).toMatchObject({
      number: 1,
      startOn: "2024-01-03",
      note: expect.stringContaining("no dates"),
    });
    expect(placed.filter((span) => span.note !== null)).toHaveLength(1);
  });

  it("that nothing explains stay as written, flagged", () => {
    const given = sprints(8).map((span, index) =>
      index === 4 ? { ...span, startOn: "1999-05-05", endOn: "2031-01-01" } : span,
    );
    expect(placeSpans(given, "sprint")[4]).toMatchObject({
      startOn: "1999-05-05",
      isMended: false,
      note: expect.stringContaining("cannot be right"),
    });
  });
});

const TICKETS = [
  "sprint,ticket,title,state",
  "1,7,Sign in :lock:,in_progress",
  "2,7,Sign in,done",
  "1,8,Search,submitted",
  "1,9,Export,blocked",
  "2,10,Upload,carried",
  "2,11,Old way,closed_not_merged",
  "2,12,Mail,in_progress",
  "2,12,Mail,done",
  "2,13,Colours,mauve",
  "2,7,Sign in,done",
  "2,,,done",
].join("\n");

describe("tickets", () => {
  const read = readTickets(table("tickets.csv", TICKETS), "sprint");
  const byKey = new Map(read.tickets.map((ticket) => [ticket.key, ticket]));

  it("stand as their latest sprint leaves them, with what came before in the notes", () => {
    expect(byKey.get("7")).toMatchObject({ title: "#7 Sign in", status: "done" });
    expect(byKey.get("7")?.notes).toBe("History: sprint 1 in progress, sprint 2 done.");
    expect(byKey.get("8")).toMatchObject({ status: "doing", notes: "Submitted for acceptance in sprint 1." });
    expect(byKey.get("9")).toMatchObject({ status: "blocked", reason: "Blocked in sprint 1." });
    expect(byKey.get("10")?.status).toBe("todo");
    expect(byKey.get("11")).toMatchObject({
      status: "not_applicable",
      reason: "Closed not merged in sprint 2.",
    });
  });

  it("in two states of one sprint stand as the one further along", () => {
    expect(byKey.get("12")?.status).toBe("done");
    expect(byKey.get("12")?.rows.map((row) => row.note !== null)).toEqual([true, false]);
  });

  it("account for every row", () => {
    const counted =
      read.tickets.flatMap((ticket) => ticket.rows).length + read.refused.length + read.repeated.length;
    expect(counted).toBe(11);
    expect(read.repeated).toEqual([{ row: 11, title: "Sign in", first: 3 }]);
    expect(read.refused.map((row) => row.row)).toEqual([12]);
    expect(byKey.get("13")?.rows[0]?.note).toContain("no state that we know");
  });
});

describe("reports", () => {
  const list = table(
    "sprints.csv",
    "sprint,start,end,done,tickets,blocked\n1,2026-01-05,2026-01-16,3,5,1\n2,2026-01-19,2026-01-30,4,4,0\n",
  );
  const body = "# Sprint 2 summary\n**1/19/2026 - 1/30/2026**\n\n- Search is live\n";
  const read = readReports(
    [list],
    [
      { name: "reports/sprint-002.md", text: body },
      { name: "reports/sprint-003.md", text: "# Sprint 3\n2/2/2026 - 2/13/2026\n" },
      { name: "reports/status-x9.md", text: "# Status\nNothing\n" },
    ],
  );

  it("of one sprint from a list and a text are one update", () => {
    expect(read.updates.map((update) => [update.ref, update.onDate])).toEqual([
      ["sprint:1", "2026-01-16"],
      ["sprint:2", "2026-01-30"],
      ["sprint:3", "2026-02-13"],
      ["sprint:9", expect.any(String)],
    ]);
    expect(read.updates[0]?.sentence).toBe("Sprint 1: 3 of 5 tickets done, 1 blocked.");
    expect(read.updates[1]?.body).toContain("Search is live");
  });

  it("lose what only their publishing tool reads", () => {
    const text =
      '---\ndescription: 01/05/2026 - 01/16/2026\n---\n\n# Sprint 1\n\n{% hint %}\n<mark style="x">Done</mark>\n';
    const { updates } = readReports([], [{ name: "sprint-1.md", text }]);
    expect(updates).toMatchObject([{ onDate: "2026-01-16", sentence: "Sprint 1", body: "Done" }]);
  });

  it("without any date near them are refused", () => {
    const alone = readReports([], [{ name: "status-1.md", text: "# Status report 1\nAll well\n" }]);
    expect(alone.updates).toEqual([]);
    expect(alone.sources[0]).toMatchObject({ isRefused: true, note: expect.stringContaining("no date") });
  });
});

describe("deliverables of a contract", () => {
  it("are read from a table each, in Markdown and in HTML, and from rows", () => {
    const each =
      "| **Deliverable 1** | **Tested code** |\n| --- | --- |\n| Standard | 90 % |\n| Due date | 3 May 2027 |\n";
    const html =
      "<table><tr><th><strong>Deliverable 2</strong></th><th><p>Runbook</p></th></tr><tr><td>Due</td><td>As needed</td></tr></table>";
    const rows =
      "| No | Deliverable | Due |\n| - | - | - |\n| 1 | Plan | 2027-05-03 |\n| 2 | Report | later |\n";
    expect(readContract("a.md", `# Terms\n\n${each}\n${html}\n`)).toMatchObject([
      { ref: "deliverable:1", title: "Tested code", dueOn: "2027-05-03", row: 3 },
      { ref: "deliverable:2", title: "Runbook", dueOn: null },
    ]);
    expect(readContract("b.md", rows).map((each) => [each.title, each.dueOn])).toEqual([
      ["Plan", "2027-05-03"],
      ["Report", null],
    ]);
    expect(readContract("c.md", "| Name | Age |\n| - | - |\n| a | 1 |\n")).toEqual([]);
  });
});

it("a folder is sorted by what its files hold, and names what it leaves out", () => {
  const folder = readFolder("engagement-harbour", [
    file("list.csv", TICKETS),
    file("when.csv", "sprint,start,end\n1,2026-01-05,2026-01-16\n2,2026-01-19,2026-01-30\n"),
    file("people.csv", "who,age\na,1\n"),
    file("notes/a.md", "# Thoughts\n"),
  ]);
  expect(folder.title).toBe("Harbour");
  expect(folder.tickets[0]?.file).toBe("list.csv");
  expect(folder.reports.updates).toHaveLength(2);
  expect(folder.leftOut).toEqual(["people.csv", "notes/a.md"]);
  expect(titleOfFolder("project")).toBe("Project");
});
