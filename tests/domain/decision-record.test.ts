import { describe, expect, it } from "vitest";
import { isRevisitDue, mayBecome } from "~/domain/decision";
import {
  type DecisionRecord,
  decisionFileName,
  parseDecisionRecord,
  writeDecisionRecord,
} from "~/domain/decision-record";
import { readStatus } from "~/domain/decision-status-words";

const USUAL = `# 7. Keys that make a booking safe to repeat

Date: 2026-03-02

## Status

Accepted

## Context

Carriers send a booking again when our answer is slow.

A second pallet was sent twice in February.

## Decision

Every POST carries an \`Idempotency-Key\`.

### How long they are kept

Two days.

## Consequences

- A table that grows by 40,000 rows a day.
- A job that empties it.
`;

function read(text: string, file = "0007-keys.md") {
  const outcome = parseDecisionRecord(file, text);
  if ("fault" in outcome) throw new Error(outcome.fault);
  return outcome;
}

const faultOf = (text: string, file = "0007-keys.md") => {
  const outcome = parseDecisionRecord(file, text);
  return "fault" in outcome ? outcome.fault : null;
};

/** The blocks of a text that are no headings, whatever the spaces between their words. */
function paragraphs(text: string): string[] {
  return text
    .split(/\n[ \t]*\n/)
    .map((block) =>
      block
        .split("\n")
        .filter((line) => !/^\s{0,3}#/.test(line))
        .join(" ")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((block) => block !== "");
}

function expectRoundTrip(text: string, file?: string): DecisionRecord {
  const { record } = read(text, file);
  const written = writeDecisionRecord(record);
  for (const paragraph of paragraphs(text)) expect(written.replace(/\s+/g, " ")).toContain(paragraph);
  expect(read(written, file).record).toEqual(record);
  return record;
}

describe("a record in the usual form", () => {
  it("is read whole and without remarks", () => {
    const { record, notes, supersededBy } = read(USUAL);
    expect(notes).toEqual([]);
    expect(supersededBy).toBeNull();
    expect(record).toEqual({
      number: 7,
      title: "Keys that make a booking safe to repeat",
      decidedOn: "2026-03-02",
      status: "accepted",
      statusNote: "",
      context:
        "Carriers send a booking again when our answer is slow.\n\nA second pallet was sent twice in February.",
      options: "",
      decision: "Every POST carries an `Idempotency-Key`.\n\n### How long they are kept\n\nTwo days.",
      consequences: "- A table that grows by 40,000 rows a day.\n- A job that empties it.",
      present: "",
      revisitTrigger: "",
      revisitOn: null,
      more: "",
    });
  });

  it("is written as it was read", () => {
    expect(writeDecisionRecord(read(USUAL).record)).toBe(USUAL);
  });

  it("keeps what has no part of its own, with its heading", () => {
    const record = expectRoundTrip(
      `${USUAL}\n## Notes\n\nSee the load test.\n\n### Figures\n\n300 a second.\n`,
    );
    expect(record.more).toBe("## Notes\n\nSee the load test.\n\n### Figures\n\n300 a second.");
  });

  it("carries what ours say besides: options, people, and when to look again", () => {
    const record: DecisionRecord = {
      ...read(USUAL).record,
      options: "1. Keys from the caller\n2. A hash of the body",
      present: "Dana Okafor, Priya Shah",
      revisitTrigger: "A carrier cannot send headers.",
      revisitOn: "2026-09-01",
      more: "It was a short meeting.",
    };
    expect(read(writeDecisionRecord(record)).record).toEqual(record);
  });

  it("does not take lines of code for headings", () => {
    const record = expectRoundTrip(
      "# 3. Changelog\n\nDate: 2026-01-05\n\n## Status\n\nAccepted\n\n## Context\n\nReleases are told by hand.\n\n## Decision\n\n```\n## [1.2.0]\n\n### Added\n```\n\nOne entry a release.\n",
      "0003-changelog.md",
    );
    expect(record.decision).toContain("## [1.2.0]");
    expect(record.more).toBe("");
  });

  it("lowers headings that somebody wrote into a part, so that they do not end it", () => {
    const record = { ...read(USUAL).record, context: "Before.\n\n## Figures\n\n40 a day." };
    const again = read(writeDecisionRecord(record)).record;
    expect(again.context).toBe("Before.\n\n### Figures\n\n40 a day.");
  });
});

describe("a record in another form", () => {
  it("is numbered by its file where the heading says otherwise", () => {
    const { record, notes } = read(USUAL, "0033-ip-ranges.md");
    expect(record.number).toBe(33);
    expect(notes).toEqual(["Its heading says 7, the file’s name 33: it is numbered by its name."]);
  });

  it("keeps the words of a date that says more than a day", () => {
    const { record, notes } = read(USUAL.replace("2026-03-02", "2026-03-02 (_updated 2026-04-01_)"));
    expect(record).toMatchObject({
      decidedOn: "2026-03-02",
      statusNote: "Date: 2026-03-02 (_updated 2026-04-01_)",
    });
    expect(notes).toHaveLength(1);
    expect(writeDecisionRecord(record)).toContain("\nDate: 2026-03-02 (_updated 2026-04-01_)\n");
    expectRoundTrip(USUAL.replace("2026-03-02", "2026-03-02 (_updated 2026-04-01_)"));
  });

  it("keeps the words of a date that cannot be read, and has none then", () => {
    const { record, notes } = read(USUAL.replace("2026-03-02", "some time in spring"));
    expect(record.decidedOn).toBeNull();
    expect(notes[0]).toContain("could not be read");
    expectRoundTrip(USUAL.replace("2026-03-02", "some time in spring"));
  });

  it("reads a proposal as the decision, unless there is one besides", () => {
    const { record, notes } = read(USUAL.replace("## Decision", "## Proposal"));
    expect(record.decision).toContain("Idempotency-Key");
    expect(notes).toEqual(["Its part “Proposal” was read as the decision."]);
    const both = read(`${USUAL}\n## Proposal\n\nA hash of the body.\n`);
    expect(both.record.more).toBe("## Proposal\n\nA hash of the body.");
    expect(both.notes).toEqual([]);
  });

  it("reads front matter and long headings", () => {
    const record = expectRoundTrip(
      "# Cursor pages\n\n## Context and Problem Statement\n\nOffsets skip rows.\n\n## Considered Options\n\n* Cursors\n* Offsets\n\n## Decision Outcome\n\nCursors.\n\n## Pros and Cons\n\nOffsets are easy.\n",
      "0002-cursor-pages.md",
    );
    expect(record).toMatchObject({
      context: "Offsets skip rows.",
      decision: "Cursors.",
      options: "* Cursors\n* Offsets",
    });
    const { record: headed } = read(
      "---\nstatus: accepted\ndate: 2026-02-11\ndeciders: Mei, Dana\n---\n# Cursor pages\n\n## Decision\n\nCursors.\n",
      "cursor-pages.md",
    );
    expect(headed).toMatchObject({
      status: "accepted",
      decidedOn: "2026-02-11",
      present: "Mei, Dana",
      number: null,
    });
  });

  it("reads underlined headings and parts of the first rank", () => {
    const underlined = read(
      "Cursor pages\n============\n\nStatus\n------\n\nAccepted\n\nDecision\n--------\n\nCursors.\n",
    );
    expect(underlined.record).toMatchObject({
      title: "Cursor pages",
      status: "accepted",
      decision: "Cursors.",
    });
    const flat = expectRoundTrip(
      "# Cursor pages\n\n# Status\n\nAccepted\n\n# Decision\n\nCursors.\n\n## How\n\nBy id.\n",
    );
    expect(flat.decision).toBe("Cursors.\n\n### How\n\nBy id.");
  });

  it("takes the name of the file where it has no title", () => {
    const { record, notes } = read(
      "## Status\n\nAccepted\n\n## Decision\n\nCursors.\n",
      "0009-cursor-pages.md",
    );
    expect(record).toMatchObject({ number: 9, title: "cursor pages" });
    expect(notes).toContain("It has no title; its file’s name serves as one.");
  });

  it("is refused when it is none, empty or too long", () => {
    expect(faultOf("# Read me\n\nWhat is in this folder.\n")).toContain("no decision record");
    expect(faultOf("\ufeff \n")).toBe("It is empty.");
    expect(faultOf(`# 1. Long\n\n## Context\n\n${"word ".repeat(4001)}\n`)).toContain(
      "we keep at most 20,000",
    );
    expect(faultOf(`# 1. ${"Long ".repeat(50)}\n\n## Context\n\nShort.\n`)).toContain("Its title has");
  });
});

describe("a status in other words", () => {
  it.each([
    ["Accepted.", "accepted", ""],
    ["**Accepted**", "accepted", ""],
    ["Approved", "accepted", "Approved"],
    ["Pending", "proposed", "Pending"],
    ["Partly superseded", "accepted", "Partly superseded"],
    ["Not accepted", "rejected", "Not accepted"],
    ["Obsolete", "deprecated", "Obsolete"],
    ["Who knows", "proposed", "Who knows"],
    ["", "proposed", ""],
  ] as const)("%j is %s", (text, status, note) => {
    expect(readStatus(text)).toMatchObject({ status, note });
  });

  it("says what it made of words that are not ours", () => {
    expect(readStatus("Pending").remark).toBe(
      "Its status “Pending” was read as Proposed; its own words are kept.",
    );
    expect(readStatus("Accepted").remark).toBeNull();
  });

  it("keeps what stands below it", () => {
    expect(readStatus("Accepted\n\nAmends [3](0003-x.md)")).toMatchObject({
      status: "accepted",
      note: "Amends [3](0003-x.md)",
    });
  });

  it.each([
    ["Superseded by [DNS](docs/0015-dns.md)", { number: 15, file: "0015-dns.md" }],
    ["Superseded by 15", { number: 15, file: null }],
    ["Replaced by ADR-0004.", { number: 4, file: null }],
    ["Superseded", null],
  ])("%j names its follower", (text, supersededBy) => {
    expect(readStatus(text)).toMatchObject({ status: "superseded", supersededBy });
  });
});

describe("the name of a record's file", () => {
  it("is made of number and title and holds nothing else", () => {
    expect(decisionFileName(7, "Cursor pages, not “offsets”")).toBe("0007-cursor-pages-not-offsets.md");
    expect(decisionFileName(12345, "../../etc/passwd")).toBe("12345-etc-passwd.md");
    expect(decisionFileName(1, "日本")).toBe("0001-decision.md");
  });
});

describe("the life of a decision", () => {
  it("never goes back", () => {
    expect(mayBecome("proposed", "accepted")).toBe(true);
    expect(mayBecome("accepted", "superseded")).toBe(true);
    expect(mayBecome("accepted", "proposed")).toBe(false);
    expect(mayBecome("superseded", "accepted")).toBe(false);
    expect(mayBecome("rejected", "accepted")).toBe(false);
  });

  it("asks to be looked at on its day and after, while it holds", () => {
    const on = (revisitOn: string | null, status: "accepted" | "superseded" = "accepted") =>
      isRevisitDue({ status, revisitOn }, "2026-03-02");
    expect([on("2026-03-01"), on("2026-03-02"), on("2026-03-03"), on(null)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(on("2026-03-01", "superseded")).toBe(false);
  });
});
