import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Database } from "db/connect.server";
import { findBrokenEvent } from "db/events.server";
import { NOTHING_ASKED, runImport } from "db/imports.server";
import { readExpectationsOf } from "db/milestone-forecasts.server";
import { refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded } from "tests/support/factories";
import { expect, it } from "vitest";
import { prepareFiles } from "~/domain/import/preparation";
import { decodeFile } from "~/domain/import/table";
import type { Actor } from "~/domain/permissions";

const TABLE = [
  "As of,Workstream,RAG,% complete,ETA,Comment",
  "2026-01-12,Berth booking,Green,20,2026-03-31,",
  "2026-01-12,Tide tables,Needs Attention,5,30 April 2026,Waits for the survey",
  "2026-01-26,Berth booking,Amber,35,2026-04-14,",
  "2026-01-26,Tide tables,Red,5,sometime in spring,",
  "2026-02-09,Berth booking,On Track,120,2026-04-10,",
  "2026-02-09,Berth booking,On Track,120,2026-04-10,",
  "2026-02-09,Berth booking,Off Track,60,2026-05-01,",
  ",Berth booking,Green,20,2026-03-31,",
  "2026-02-09,,Green,20,2026-03-31,",
].join("\n");

/** Public data kept beside the project, never in it. */
const PUBLIC = resolve(process.cwd(), "../shared/data/engagement-tanf/epic_forecasts.csv");
const isThere = existsSync(PUBLIC);
if (!isThere) console.warn(`Expected dates of a public engagement: skipped, because there is no ${PUBLIC}.`);

async function importFolder({ db }: Database, actor: Actor, text: string, isDryRun = false) {
  const file = decodeFile("outlook/told.csv", new TextEncoder().encode(text));
  const prepared = prepareFiles("engagement-harbour", [file, { ...file, name: "readme.md", text: "Notes." }]);
  const ask = { ...NOTHING_ASKED, fallbackClient: "The harbour" };
  return (await runImport(db, actBy(actor), prepared, ask, isDryRun)).result;
}

const codeOf = async ({ db }: Database) =>
  await db
    .selectFrom("engagement")
    .select(["code", "id"])
    .where("source", "is not", null)
    .executeTakeFirstOrThrow();

describeEachDatabase("expected dates of a folder", (open) => {
  it("are taken with what was noticed, and each row is accounted for", async () => {
    const database = await founded(open);
    const manager = await aPerson(database.db, "manager");
    const dry = await importFolder(database, manager, TABLE, true);
    const { totals, rows } = await importFolder(database, manager, TABLE);
    expect(totals).toEqual({ taken: 2, corrected: 3, refused: 3, unchanged: 1 });
    expect(dry.totals).toEqual(totals);
    expect(rows.map((row) => [row.row, row.outcome])).toEqual([
      [2, "taken"],
      [3, "corrected"],
      [4, "taken"],
      [5, "corrected"],
      [6, "corrected"],
      [7, "unchanged"],
      [8, "refused"],
      [9, "refused"],
      [10, "refused"],
    ]);
    expect(rows[1]?.notes).toEqual([{ column: "RAG", text: "“Needs Attention” counts as “at risk”" }]);
    const { code, id } = await codeOf(database);
    const expectations = await readExpectationsOf(database.db, manager, code);
    expect(expectations.map(({ title, slip }) => [title, slip])).toEqual([
      ["Berth booking", 8],
      ["Tide tables", null],
    ]);
    expect(expectations[0]?.tellings).toMatchObject([
      { toldOn: "2026-01-12", expectedOn: "2026-03-31", health: "on_track", progressPercent: 20, slip: null },
      { toldOn: "2026-01-26", expectedOn: "2026-04-14", health: "at_risk", progressPercent: 35, slip: 10 },
      { toldOn: "2026-02-09", expectedOn: "2026-04-10", health: "on_track", progressPercent: null, slip: -2 },
    ]);
    expect(expectations[1]?.tellings).toMatchObject([
      { health: "at_risk", note: "Said to be “Needs Attention”. Waits for the survey" },
      { expectedOn: null, health: "off_track", note: "Expected sometime in spring." },
    ]);
    const events = await database.db
      .selectFrom("event")
      .select("visibility")
      .where("kind", "=", "milestone.expected")
      .execute();
    expect(events).toEqual(Array.from({ length: 5 }, () => ({ visibility: "internal" })));
    expect(await findBrokenEvent(database.db, id)).toBeNull();
  });

  it("change nothing the second time, and only what changed when the file did", async () => {
    const database = await founded(open);
    const manager = await aPerson(database.db, "manager");
    await importFolder(database, manager, TABLE);
    const { id } = await codeOf(database);
    const seqOf = async () =>
      (
        await database.db
          .selectFrom("engagement")
          .select("seq")
          .where("id", "=", id)
          .executeTakeFirstOrThrow()
      ).seq;
    const seq = await seqOf();
    const again = await importFolder(database, manager, TABLE);
    expect(again.totals).toEqual({ taken: 0, corrected: 0, refused: 3, unchanged: 6 });
    expect(await seqOf()).toBe(seq);
    const changed = TABLE.replace("Amber,35,2026-04-14", "Amber,35,2026-04-20");
    const { totals, rows } = await importFolder(database, manager, changed);
    expect(totals).toEqual({ taken: 0, corrected: 1, refused: 3, unchanged: 5 });
    expect(rows.find((row) => row.row === 4)?.notes).toEqual([
      { column: null, text: "it was kept with 2026-04-14 before; renewed" },
    ]);
    expect(await seqOf()).toBe(seq + 1);
    const rowsKept = await database.db.selectFrom("milestone_forecast").select("id").execute();
    expect(rowsKept).toHaveLength(5);
  });

  it("are read by our own people on the engagement alone", async () => {
    const database = await founded(open);
    const manager = await aPerson(database.db, "manager");
    await importFolder(database, manager, TABLE);
    const { code } = await codeOf(database);
    const { lead, client } = await anEngagement(database.db);
    for (const stranger of [lead, client]) {
      expect(await refusalOf(readExpectationsOf(database.db, stranger, code))).toMatchObject({
        kind: "not_found",
      });
    }
  });

  it.runIf(isThere)("of a public engagement: 29 tellings of 7 titles, once", async () => {
    const database = await founded(open);
    const manager = await aPerson(database.db, "manager");
    const text = readFileSync(PUBLIC, "utf8");
    const first = await importFolder(database, manager, text);
    expect(first.totals).toEqual({ taken: 28, corrected: 1, refused: 0, unchanged: 0 });
    const again = await importFolder(database, manager, text);
    expect(again.totals).toEqual({ taken: 0, corrected: 0, refused: 0, unchanged: 29 });
    const { code } = await codeOf(database);
    const expectations = await readExpectationsOf(database.db, manager, code);
    expect(expectations.reduce((sum, { tellings }) => sum + tellings.length, 0)).toBe(29);
    const monitoring = expectations.find(({ title }) => title === "Application Health Monitoring");
    expect(monitoring?.tellings.map(({ slip }) => slip)).toEqual([null, 26, -6, 0, 10, 0, 0]);
    expect(monitoring?.slip).toBe(30);
  });
});
