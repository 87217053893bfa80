import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Database } from "db/connect.server";
import { decisionFiles } from "db/decision-files.server";
import { importDecisions } from "db/decision-import.server";
import { listPortalDecisions } from "db/decision-list.server";
import { supersedeDecision } from "db/decision-verdicts.server";
import { recordDecision } from "db/decisions.server";
import { strToU8 } from "fflate";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { aDecision } from "tests/support/decisions";
import { actBy, anEngagement, founded, type Scene } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import { pack } from "~/domain/import/archive";
import { readDecisionFiles, textsOf } from "~/domain/import/decision-files";

const record = (title: string, rest = "## Status\n\nAccepted\n\n## Decision\n\nYes.\n") =>
  `# ${title}\n\nDate: 2026-02-09\n\n${rest}`;

const filesOf = (texts: Record<string, string>) =>
  readDecisionFiles(textsOf(Object.entries(texts).map(([name, text]) => ({ name, bytes: strToU8(text) }))));

const TAKE = { isVisible: false, isDryRun: false };

async function bringIn(
  database: Database,
  { code, lead }: Scene,
  texts: Record<string, string>,
  options: Partial<typeof TAKE> = {},
) {
  return importDecisions(database.db, actBy(lead), code, filesOf(texts), { ...TAKE, ...options });
}

async function rowsOf(database: Database, code: string) {
  return database.db
    .selectFrom("decision")
    .innerJoin("engagement", "engagement.id", "decision.engagement_id")
    .selectAll("decision")
    .where("engagement.code", "=", code)
    .orderBy("decision.number")
    .execute();
}

describeEachDatabase("importing decision records", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  const USUAL = {
    "0002-outbox.md": record("2. Outbox"),
    "0004-polling.md": record(
      "4. Polling",
      "## Status\n\nSuperseded by [Outbox](0002-outbox.md)\n\n## Decision\n\nA.\n",
    ),
    "0007-keys.md": record("7. Keys", "## Status\n\nPending\n\n## Decision\n\nKeys.\n"),
    "README.md": "# What is here\n",
  };

  it("keeps numbers, maps statuses with a note, ties what was replaced, and says what it left out", async () => {
    const scene = await anEngagement(database.db);
    const dry = await bringIn(database, scene, USUAL, { isDryRun: true });
    expect(await rowsOf(database, scene.code)).toEqual([]);
    const { totals, files } = await bringIn(database, scene, USUAL, { isVisible: true });
    expect(files.map(({ file, number, outcome }) => [file, number, outcome])).toEqual([
      ["0002-outbox.md", 2, "taken"],
      ["0004-polling.md", 4, "taken"],
      ["0007-keys.md", 7, "corrected"],
      ["README.md", null, "refused"],
    ]);
    expect(dry).toEqual({ totals, files });
    const [outbox, polling, keys] = await rowsOf(database, scene.code);
    expect(polling).toMatchObject({ status: "superseded", superseded_by: outbox?.id });
    expect(keys).toMatchObject({ status: "proposed", status_note: "Pending" });
    expect(await listPortalDecisions(database.db, scene.client, scene.code)).toHaveLength(3);
    await expectIntactChain(database.db, scene.code);
  });

  it("a second time changes nothing, whatever was done with them since", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    await bringIn(database, scene, USUAL);
    const [outbox] = await rowsOf(database, scene.code);
    await supersedeDecision(db, actBy(scene.lead), scene.code, outbox?.id ?? "", {
      ...aDecision(),
      version: 1,
    });
    const before = [await rowsOf(database, scene.code), (await findEngagement(db, scene.code)).seq];
    const { totals } = await bringIn(database, scene, USUAL);
    expect(totals).toEqual({ taken: 0, corrected: 0, refused: 1, unchanged: 3 });
    expect([await rowsOf(database, scene.code), (await findEngagement(db, scene.code)).seq]).toEqual(before);
  });

  it("does not rewrite what came from a file of the same name", async () => {
    const scene = await anEngagement(database.db);
    await bringIn(database, scene, { "0002-outbox.md": record("2. Outbox") });
    const changed = record("2. Outbox", "## Status\n\nAccepted\n\n## Decision\n\nNo.\n");
    const { files } = await bringIn(database, scene, { "0002-outbox.md": changed });
    expect(files).toMatchObject([{ number: 2, outcome: "refused" }]);
    expect(files[0]?.notes[0]).toContain("not rewritten");
    expect(await rowsOf(database, scene.code)).toMatchObject([{ decision: "Yes." }]);
  });

  it("gives the next free number where one is taken", async () => {
    const scene = await anEngagement(database.db);
    await recordDecision(database.db, actBy(scene.lead), scene.code, aDecision());
    const { files } = await bringIn(database, scene, {
      "0001-outbox.md": record("1. Outbox"),
      "a/0003-keys.md": record("3. Keys"),
      "b/0003-pages.md": record("3. Pages"),
      "notes.md": record("Without a number"),
    });
    expect(files.map(({ file, number }) => [file, number])).toEqual([
      ["0001-outbox.md", 4],
      ["a/0003-keys.md", 3],
      ["b/0003-pages.md", 5],
      ["notes.md", 6],
    ]);
    expect(files[0]?.notes).toEqual(["Number 1 is taken: it becomes 4."]);
  });

  it("writes them out again so that reading them back changes nothing, in bytes that stay the same", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    await bringIn(database, scene, USUAL);
    await recordDecision(
      db,
      actBy(scene.lead),
      scene.code,
      aDecision({ revisitTrigger: "20 million rows", revisitOn: "2026-09-01" }),
    );
    const engagement = await findEngagement(db, scene.code);
    const files = await decisionFiles(db, engagement, false);
    expect(files.map((file) => file.name)).toEqual([
      "0002-outbox.md",
      "0004-polling.md",
      "0007-keys.md",
      "0008-cursor-pagination-on-every-list.md",
    ]);
    expect(pack(files)).toEqual(pack(await decisionFiles(db, engagement, false)));
    const back = readDecisionFiles(textsOf([{ name: "all.zip", bytes: pack(files) }]));
    const again = await importDecisions(db, actBy(scene.lead), scene.code, back, TAKE);
    expect(again.totals).toEqual({ taken: 0, corrected: 0, refused: 0, unchanged: 4 });
    const elsewhere = await anEngagement(db);
    await importDecisions(db, actBy(elsewhere.lead), elsewhere.code, back, TAKE);
    const copied = await decisionFiles(db, await findEngagement(db, elsewhere.code), false);
    expect(copied).toEqual(files);
    expect(await decisionFiles(db, engagement, true)).toEqual([]);
  });

  it("is for who runs the engagement, and acts once however often it is confirmed", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const other = await anEngagement(db);
    const files = filesOf(USUAL);
    const kindOf = async (change: Promise<unknown>) => (await refusalOf(change)).kind;
    expect(await kindOf(importDecisions(db, actBy(other.lead), scene.code, files, TAKE))).toBe("not_found");
    expect(await kindOf(importDecisions(db, actBy(scene.client), scene.code, files, TAKE))).toBe("forbidden");
    const dry = { ...TAKE, isDryRun: true };
    expect(await kindOf(importDecisions(db, actBy(scene.client), scene.code, files, dry))).toBe("forbidden");
    const act = { ...actBy(scene.lead), idempotencyKey: "import-once" };
    await Promise.all(Array.from({ length: 20 }, () => importDecisions(db, act, scene.code, files, TAKE)));
    expect(await rowsOf(database, scene.code)).toHaveLength(3);
  });
});

/** Public records kept beside the project, never in it. */
const DATA = resolve(process.cwd(), "../shared/data");
const isThere = existsSync(DATA);
if (!isThere) console.warn(`Imports of public decision records: skipped, because there is no ${DATA}.`);

function folder(name: string): Record<string, string> {
  const path = resolve(DATA, name);
  const names = readdirSync(path).filter((file) => file.endsWith(".md"));
  return Object.fromEntries(names.map((file) => [file, readFileSync(resolve(path, file), "utf8")]));
}

/** Blocks of a text that are no headings, whatever the spaces between their words. */
function paragraphs(text: string): string[] {
  return text.split(/\r?\n[ \t]*\r?\n/).flatMap((block) => {
    const lines = block.split(/\r?\n/).filter((line) => !/^\s{0,3}#/.test(line));
    const words = lines.join(" ").replace(/\s+/g, " ").trim();
    return words === "" ? [] : [words];
  });
}

(isThere ? describeEachDatabase : describe.skip)("public decision records", (open) => {
  const fresh = () => founded(open as Parameters<typeof founded>[0]);

  async function expectNothingLost(database: Database, code: string, sources: Record<string, string>) {
    const files = await decisionFiles(database.db, await findEngagement(database.db, code), false);
    const rows = await rowsOf(database, code);
    for (const [at, row] of rows.entries()) {
      const name = row.source_ref?.split("@")[0] ?? "";
      const written = (files[at]?.text ?? "").replace(/\s+/g, " ");
      for (const paragraph of paragraphs(sources[name] ?? "")) {
        // The hint of a template at how to write a date, and the full stop after a status, are no text of the record.
        const said = paragraph.replace(" (yyyy-mm-dd)", "").replace(/^Accepted\.$/, "Accepted");
        expect.soft(written, name).toContain(said);
      }
    }
  }

  it("38 come in whole under their numbers, odd statuses kept and noted", async () => {
    const database = await fresh();
    const scene = await anEngagement(database.db);
    const sources = folder("decisions-govuk-aws");
    const { totals, files } = await bringIn(database, scene, sources);
    expect(totals.taken + totals.corrected).toBe(38);
    expect(files.filter((file) => file.outcome === "refused").map((file) => file.file)).toEqual([
      "README.md",
    ]);
    const rows = await rowsOf(database, scene.code);
    const numbers = Array.from({ length: 39 }, (_, at) => at + 1).filter((number) => number !== 34);
    expect(rows.map((row) => row.number)).toEqual(numbers);
    expect(
      rows.filter((row) => row.status_note === "Pending").every((row) => row.status === "proposed"),
    ).toBe(true);
    expect(rows.filter((row) => row.status_note === "Pending")).toHaveLength(6);
    const of = (number: number) => rows.find((row) => row.number === number);
    expect(of(3)).toMatchObject({ status: "accepted", status_note: "Partly superseded" });
    expect(of(38)).toMatchObject({ status: "accepted", status_note: "Approved" });
    expect(of(4)).toMatchObject({ status: "superseded", superseded_by: of(15)?.id });
    expect(rows.every((row) => row.decided_on !== null)).toBe(true);
    await expectNothingLost(database, scene.code, sources);
    const again = await bringIn(database, scene, sources);
    expect(again.totals).toEqual({ taken: 0, corrected: 0, refused: 1, unchanged: 38 });
  });

  it("23 of one engagement come in whole, dates with their own words", async () => {
    const database = await fresh();
    const scene = await anEngagement(database.db);
    const sources = folder("engagement-tanf/decisions");
    const { totals } = await bringIn(database, scene, sources);
    expect(totals).toMatchObject({ refused: 0, unchanged: 0 });
    const rows = await rowsOf(database, scene.code);
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 23 }, (_, at) => at + 1));
    expect(rows.every((row) => row.decided_on !== null)).toBe(true);
    await expectNothingLost(database, scene.code, sources);
    expect((await bringIn(database, scene, sources)).totals).toMatchObject({
      taken: 0,
      corrected: 0,
      unchanged: 23,
    });
  });
});
