import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Database } from "db/connect.server";
import { findBrokenEvent } from "db/events.server";
import { NOTHING_ASKED, runImport } from "db/imports.server";
import { readPipelinePage } from "db/pipeline.server";
import { readBoard } from "db/pipeline-board.server";
import { BY_NEED, pipelineCursor } from "db/pipeline-order.server";
import { summariseStages } from "db/pipeline-summary.server";
import { stageChances } from "db/stages.server";
import { describe, expect, it } from "vitest";
import { NO_FILTER } from "~/domain/engagement-filter";
import type { ImportResult } from "~/domain/import/outcome";
import { prepareFiles } from "~/domain/import/preparation";
import { decodeFile, type SourceFile } from "~/domain/import/table";
import type { Outcome, Stage } from "~/domain/stage";
import { describeEachDatabase } from "../support/databases";
import { actBy, aPerson, founded, TODAY } from "../support/factories";

/** Public data kept beside the project, never in it. */
const DATA = resolve(process.cwd(), "../shared/data");
const isThere = existsSync(DATA);
if (!isThere) console.warn(`Imports of public data: skipped, because there is no ${DATA}.`);

const file = (...path: string[]): SourceFile =>
  decodeFile(basename(path.join("/")), new Uint8Array(readFileSync(join(DATA, ...path))));

function folder(name: string): SourceFile[] {
  const paths = readdirSync(join(DATA, name), { recursive: true, encoding: "utf8" }).filter((path) =>
    /\.(csv|md)$/.test(path),
  );
  return paths.sort().map((path) => ({ ...file(name, path), name: path }));
}

async function run(
  database: Database,
  files: SourceFile[],
  name = files[0]?.name ?? "",
): Promise<ImportResult> {
  const prepared = prepareFiles(name, files);
  const ask = { ...NOTHING_ASKED, fallbackClient: prepared.kind === "folder" ? "The agency" : null };
  return (await runImport(database.db, actBy(), prepared, ask, false)).result;
}

/** Everything that two imports of the same engagements must have in common. */
async function contentOf({ db }: Database) {
  const engagements = await db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .select(["source_ref", "title", "summary", "stage", "phase", "company.name as client", "source_hash"])
    .orderBy("source_ref")
    .execute();
  const milestones = await db
    .selectFrom("milestone")
    .innerJoin("engagement", "engagement.id", "milestone.engagement_id")
    .select(["source_ref", "position", "happened_on", "milestone.title"])
    .orderBy("source_ref")
    .orderBy("position")
    .execute();
  return { engagements, milestones };
}

/** Undecided, not won and called off stand apart on the board, in the table and in what outcomes teach. */
async function tellsOutcomesApart(database: Database): Promise<void> {
  const { db } = database;
  const manager = await aPerson(db, "manager");
  const summaries = await summariseStages(database, manager);
  const of = (stage: string) => summaries.find((summary) => summary.stage === stage);
  expect(of("proposal")).toMatchObject({ count: 889, undecided: 889 });
  expect(of("lost")).toMatchObject({ count: 67, byLostAs: { lost: 14, cancelled: 53 } });

  const { columns } = await readBoard(db, manager, NO_FILTER, TODAY);
  const cards = (key: string) => columns.find((column) => column.key === key)?.cards ?? [];
  expect(cards("proposal")).toHaveLength(25);
  expect(cards("proposal").every((card) => card.words.startsWith("No decision known"))).toBe(true);
  expect(cards("lost").every((card) => /^(Not won by us|Called off by the client): /.test(card.words))).toBe(
    true,
  );

  const counted = async (stage: Stage, outcome: Outcome) => {
    const words: string[] = [];
    let next: string | null = null;
    do {
      const cursor = pipelineCursor(BY_NEED, "after", next);
      const page = await readPipelinePage(db, manager, { ...NO_FILTER, stage, outcome }, cursor, TODAY);
      words.push(...page.rows.map((row) => row.words));
      next = page.next;
    } while (next);
    return { count: words.length, starts: [...new Set(words.map((text) => text.split(/:| ·/)[0]))] };
  };
  expect(await counted("proposal", "undecided")).toEqual({ count: 889, starts: ["No decision known"] });
  expect(await counted("lost", "cancelled")).toEqual({ count: 53, starts: ["Called off by the client"] });
  expect(await counted("lost", "lost")).toEqual({ count: 14, starts: ["Not won by us"] });
  expect(await counted("lost", "declined")).toEqual({ count: 0, starts: [] });
  // 178 of 245 with an outcome; those without one teach nothing.
  expect((await stageChances(database, manager))?.find((chance) => chance.stage === "proposal")).toEqual({
    stage: "proposal",
    known: 245,
    won: 178,
    percent: 73,
  });
}

const suite = isThere ? describeEachDatabase : describe.skip;

suite("public data", (open) => {
  const fresh = () => founded(open as Parameters<typeof founded>[0]);

  it("projects as JSON and as CSV give the same 25 engagements with their milestones", async () => {
    const [json, csv] = [await fresh(), await fresh()];
    const list = [file("projects-18f", "projects.json")];
    const sheets = [file("projects-18f", "projects.csv"), file("projects-18f", "milestones.csv")];
    const fromJson = await run(json, list);
    expect(fromJson.rows).toHaveLength(25);
    expect(fromJson.totals).toMatchObject({ refused: 0, unchanged: 0 });
    await run(csv, sheets);
    const [one, other] = [await contentOf(json), await contentOf(csv)];
    expect(one.engagements).toHaveLength(25);
    expect(one.milestones).toHaveLength(39);
    expect(other).toEqual(one);
    expect((await run(json, sheets)).totals).toEqual({ taken: 0, corrected: 0, refused: 0, unchanged: 25 });
    expect((await run(csv, list)).totals).toEqual({ taken: 0, corrected: 0, refused: 0, unchanged: 25 });
    expect(await contentOf(json)).toEqual(one);
  });

  it("1,134 opportunities come into the pipeline, nine lengths in ten as weeks, and once", async () => {
    const database = await fresh();
    const list = [file("pipeline-uk-dos", "opportunities.csv")];
    const { totals, rows } = await run(database, list);
    expect(rows).toHaveLength(1134);
    expect(totals).toMatchObject({ refused: 0, unchanged: 0 });
    const stages = await database.db
      .selectFrom("engagement")
      .select((eb) => ["stage", eb.fn.countAll<number>().as("count")])
      .groupBy("stage")
      .orderBy("stage")
      .execute();
    expect(Object.fromEntries(stages.map((row) => [row.stage, Number(row.count)]))).toEqual({
      handed_over: 178,
      lost: 67,
      proposal: 889,
    });
    await tellsOutcomesApart(database);
    const known = await database.db
      .selectFrom("engagement")
      .select("id")
      .where("weeks", "is not", null)
      .execute();
    const blank = rows.filter((row) =>
      row.notes.some(
        (note) => note.column === "Expected Contract Length" && note.text.includes("left blank"),
      ),
    );
    expect(known.length).toBeGreaterThan(900);
    // 128 rows say nothing of a length; of the others each has its weeks or a note.
    expect(known.length + blank.length).toBe(1134 - 128);
    expect((await run(database, list)).totals).toEqual({
      taken: 0,
      corrected: 0,
      refused: 0,
      unchanged: 1134,
    });
  }, 150_000);

  it("a folder of one engagement gives 8 deliverables, 650 tickets and 99 updates, the wrong years flagged", async () => {
    const database = await fresh();
    const files = folder("engagement-tanf");
    const { totals, rows } = await run(database, files, "engagement-tanf");
    expect(rows).toHaveLength(8 + 1671 + 97 + 17 + 29);
    expect(totals.refused).toBe(0);
    const engagement = await database.db.selectFrom("engagement").selectAll().executeTakeFirstOrThrow();
    const kinds = await database.db.selectFrom("deliverable").select("source_ref").execute();
    expect(kinds.filter((row) => row.source_ref?.startsWith("deliverable:"))).toHaveLength(8);
    expect(kinds.filter((row) => row.source_ref?.startsWith("ticket:"))).toHaveLength(650);
    const updates = await database.db
      .selectFrom("update")
      .select(["source_ref", "note", "on_date"])
      .orderBy("on_date")
      .execute();
    expect(updates).toHaveLength(99);
    const flagged = updates.filter((update) => update.note !== null).map((update) => update.source_ref);
    const expected = await database.db.selectFrom("milestone_forecast").select("title").execute();
    expect(expected).toHaveLength(29);
    expect(flagged).toEqual(["1", "2", "3", "4", "12", "18", "37", "38"].map((number) => `sprint:${number}`));
    expect(await findBrokenEvent(database.db, engagement.id)).toBeNull();
    const again = await run(database, files, "engagement-tanf");
    expect(again.totals).toEqual({ taken: 0, corrected: 0, refused: 0, unchanged: rows.length });
  });
});
