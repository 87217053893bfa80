import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { listChain } from "db/chain.server";
import type { Database } from "db/connect.server";
import {
  confirmFindingFile,
  dropFindingFile,
  importFindings,
  keepFindingFile,
  type PreparedFindings,
  prepareFindings,
  previewFindings,
  recordSuggestions,
  requireFindingFile,
  saveFindingColumns,
} from "db/finding-imports.server";
import { listUploads } from "db/imports.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import { readChanges } from "~/domain/import/change-counts";
import type { FindingColumns } from "~/domain/import/finding-columns";
import { decodeFile, readTable, type SourceFile } from "~/domain/import/table";

const csv = (name: string, ...lines: string[]): SourceFile => ({ name, text: lines.join("\n"), remarks: [] });

function findingsOf(file: SourceFile, chosen: FindingColumns = {}) {
  const prepared: PreparedFindings = prepareFindings(file, chosen);
  if (prepared.kind !== "findings") throw new Error("The file holds no findings.");
  return prepared.read;
}

function changesOf(file: SourceFile) {
  const prepared = prepareFindings(file, {});
  if (prepared.kind !== "changes") throw new Error("The file holds no change counts.");
  return prepared.read;
}

async function storedOf({ db }: Database, code: string) {
  return db
    .selectFrom("finding")
    .selectAll()
    .where("engagement_id", "=", (await findEngagement(db, code)).id)
    .orderBy("number")
    .execute();
}

const LIST = csv(
  "audit.csv",
  "Finding,Priority,Component,Details,Path,Client visible,Owner",
  "Retries never stop,P1,Jobs,The queue fills.,src/jobs/retry.ts,yes,Sam",
  "Logs hold card numbers,dreadful,Logging,,src/log.ts,perhaps,",
  ",high,,,,,",
  "Retries never stop,P1,Jobs,The queue fills.,src/jobs/retry.ts,yes,Sam",
);

describeEachDatabase("imported findings", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const db = () => database.db;
  const run = (scene: Scene, file: SourceFile, chosen?: FindingColumns) =>
    importFindings(db(), actBy(scene.lead), scene.code, findingsOf(file, chosen));

  it("are taken, corrected with a note, or refused with their row and column; none is lost", async () => {
    const scene = await anEngagement(db());
    const preview = await previewFindings(db(), scene.lead, scene.code, findingsOf(LIST));
    const result = await run(scene, LIST);
    expect(preview).toEqual(result);
    expect(result.totals).toEqual({ taken: 1, corrected: 1, refused: 1, unchanged: 1 });
    const [, corrected, refused] = result.rows;
    expect(corrected).toMatchObject({
      row: 3,
      notes: [
        { column: "Priority", text: expect.stringContaining("dreadful") },
        { column: "Client visible", text: expect.stringContaining("perhaps") },
      ],
    });
    expect(refused).toMatchObject({ row: 4, notes: [{ column: "Finding", text: expect.any(String) }] });
    expect(await storedOf(database, scene.code)).toMatchObject([
      {
        number: 1,
        title: "Retries never stop",
        severity: "critical",
        area: "Jobs",
        body: "The queue fills.\n\n- Owner: Sam",
        place: "src/jobs/retry.ts",
        is_visible: 1,
        is_untouched: 1,
      },
      { number: 2, title: "Logs hold card numbers", severity: "medium", is_visible: 0 },
    ]);
    await expectIntactChain(db(), scene.code);
  });

  it("come again as the same file and change nothing", async () => {
    const scene = await anEngagement(db());
    await run(scene, LIST);
    const { seq } = await findEngagement(db(), scene.code);
    expect((await run(scene, LIST)).totals).toEqual({ taken: 0, corrected: 0, refused: 1, unchanged: 3 });
    expect((await findEngagement(db(), scene.code)).seq).toBe(seq);
    await Promise.all([1, 2].map(() => run(scene, csv("b.csv", "title,area", "One,A", "Two,B"))));
    expect(await storedOf(database, scene.code)).toHaveLength(4);
  });

  it("follow the columns that were chosen", async () => {
    const scene = await anEngagement(db());
    const file = csv("odd.csv", "Headline,Wert,Ort", "Backups were never restored,low,db");
    await run(scene, file, { title: "Headline", severity: "Wert" });
    expect(await storedOf(database, scene.code)).toMatchObject([
      { title: "Backups were never restored", severity: "low" },
    ]);
  });

  it("from checked points are those that are not met", async () => {
    const scene = await anEngagement(db());
    const file = csv("checks.csv", "id,point,met", "S1,1,1", "S1,2,0", "S2,2,no", "S2,3,maybe");
    const result = await run(scene, file);
    expect(result).toMatchObject({ met: 1, totals: { taken: 2, refused: 1 } });
    expect((await storedOf(database, scene.code)).map((row) => row.title)).toEqual([
      "Point 2 is not met: S1",
      "Point 2 is not met: S2",
    ]);
    expect((await run(scene, file)).totals).toMatchObject({ taken: 0, unchanged: 2 });
  });

  it("keep long texts whole and refuse what cannot be kept", async () => {
    const scene = await anEngagement(db());
    const long = `The service asks for the same address three times. ${"And again. ".repeat(40)}`.trim();
    const file = csv("long.csv", "recommendation,body", `${long},`, `Short,${"x".repeat(20_001)}`);
    expect((await run(scene, file)).totals).toMatchObject({ corrected: 1, refused: 1 });
    const [row] = await storedOf(database, scene.code);
    expect(row).toMatchObject({ title: "The service asks for the same address three times.", body: long });
  });

  it("wait as a file that only who put it up reaches, on that engagement alone", async () => {
    const [scene, another] = [await anEngagement(db()), await anEngagement(db())];
    const manager = await aPerson(db(), "manager");
    const act = actBy(manager);
    const id = await keepFindingFile(db(), act, scene.code, LIST);
    await saveFindingColumns(db(), act, scene.code, id, { area: "" });
    expect(await requireFindingFile(db(), manager, scene.code, id)).toMatchObject({
      file: LIST,
      columns: { area: "" },
    });
    expect(await listUploads(db(), act)).toEqual([]);
    for (const [actor, code] of [
      [scene.lead, scene.code],
      [manager, another.code],
    ] as const) {
      expect(await refusalOf(requireFindingFile(db(), actor, code, id))).toMatchObject({ kind: "not_found" });
    }
    const results = await Promise.all([1, 2].map(() => confirmFindingFile(db(), act, scene.code, id)));
    expect(results[0]?.totals).toEqual({ taken: 1, corrected: 1, refused: 1, unchanged: 1 });
    expect(await requireFindingFile(db(), manager, scene.code, id)).toMatchObject({
      file: null,
      result: { totals: results[0]?.totals },
    });
    expect(await storedOf(database, scene.code)).toHaveLength(2);
    await dropFindingFile(db(), act, scene.code, id);
    expect(await refusalOf(requireFindingFile(db(), manager, scene.code, id))).toMatchObject({
      kind: "not_found",
    });
    expect(await refusalOf(keepFindingFile(db(), act, scene.code, csv("x.csv", "")))).toMatchObject({
      field: "file",
    });
  });

  describe("change counts", () => {
    const COUNTS = csv(
      "churn.csv",
      "month,path,commits,fix_commits",
      "2024-05,src/old.ts,90,40",
      "2026-01,src/a.ts,4,3",
      "2026-02,src/b.ts,6,0",
      "2026-02,src/c.ts,many,0",
      "February,src/c.ts,1,0",
    );

    it("rank files by what happened in the last twelve months and refuse rows that do not count", () => {
      const read = changesOf(COUNTS);
      expect(read.files.map(({ path, score }) => [path, score])).toEqual([
        ["src/a.ts", 10],
        ["src/b.ts", 6],
        ["src/old.ts", 0],
      ]);
      expect(read).toMatchObject({ firstMonth: "2024-05", lastMonth: "2026-02" });
      expect(read.refused).toMatchObject([
        { row: 5, notes: [{ column: "commits" }] },
        { row: 6, notes: [{ column: "month" }] },
      ]);
    });

    it("become findings with their counts, and hotspots where hours are given, once", async () => {
      const scene = await anEngagement(db());
      const picks = [
        { at: 0, path: "src/a.ts", hours: "3,5" },
        { at: 1, path: "src/b.ts", hours: "" },
      ];
      const record = (by = scene.lead, changed = picks) =>
        recordSuggestions(db(), actBy(by), scene.code, changesOf(COUNTS), changed);
      const odd = [{ at: 4, path: "src/a.ts", hours: "lots" }];
      expect(await refusalOf(record(scene.lead, odd))).toMatchObject({ field: "hours-4" });
      expect(await storedOf(database, scene.code)).toEqual([]);
      expect(await record()).toBe(2);
      expect(await record()).toBe(0);
      expect(await storedOf(database, scene.code)).toMatchObject([
        { title: "a.ts is changed and fixed again and again", place: "src/a.ts", is_visible: 0 },
        { title: "b.ts is changed again and again", place: "src/b.ts" },
      ]);
      const engagement = await findEngagement(db(), scene.code);
      expect(await listChain(db(), engagement.id, { onlyVisible: false })).toMatchObject([
        { number: 1, minutesBefore: 210 },
      ]);
      await expectIntactChain(db(), scene.code);
    });
  });
});

/** Public data kept beside the project, never in it. */
const DATA = resolve(process.cwd(), "../shared/data");
const isThere = existsSync(DATA);
if (!isThere) console.warn(`Findings of public data: skipped, because there is no ${DATA}.`);

const shared = (...path: string[]): SourceFile =>
  decodeFile(basename(path.join("/")), new Uint8Array(readFileSync(join(DATA, ...path))));

const suite = isThere ? describeEachDatabase : describe.skip;

suite("findings of public data", (open) => {
  const fresh = () => founded(open as Parameters<typeof founded>[0]);

  it("97 audits come in whole, once, whichever of their files comes first", async () => {
    const database = await fresh();
    const scene = await anEngagement(database.db);
    const run = (name: string) =>
      importFindings(database.db, actBy(scene.lead), scene.code, findingsOf(shared("findings-gds", name)));
    const points = await run("points.csv");
    expect(points).toMatchObject({
      met: 1846,
      totals: { taken: 190, corrected: 0, refused: 0, unchanged: 0 },
    });
    const advice = await run("recommendations.csv");
    expect(advice.rows).toHaveLength(283);
    expect(advice.totals).toMatchObject({ refused: 0, unchanged: 0 });
    const audits = await run("assessments.json");
    expect(audits.totals).toMatchObject({ taken: 97, refused: 0, unchanged: 190 + 283 });
    const stored = await storedOf(database, scene.code);
    expect(stored).toHaveLength(97 + 190 + 283);
    expect(stored.filter((row) => row.source_ref?.endsWith(":audit"))).toHaveLength(97);
    for (const name of ["assessments.json", "points.csv", "recommendations.csv"]) {
      expect((await run(name)).totals).toMatchObject({ taken: 0, corrected: 0, refused: 0 });
    }
    const whole = await anEngagement(database.db);
    const read = findingsOf(shared("findings-gds", "assessments.json"));
    const { totals } = await importFindings(database.db, actBy(whole.lead), whole.code, read);
    expect(totals.taken + totals.corrected).toBe(97 + 190 + 283);
    await expectIntactChain(database.db, scene.code);
  });

  it("files ranked on the months up to a day are those that are fixed after it, far above chance", () => {
    const table = readTable(shared("hotspots-tanf", "churn_monthly.csv"));
    const ranked = readChanges(table, "2025-12");
    const later = new Map<string, number>();
    for (const { cells } of table.rows) {
      if (String(cells.month) <= "2025-12") continue;
      const path = String(cells.path);
      later.set(path, (later.get(path) ?? 0) + Number(cells.fix_commits));
    }
    const isFixedLater = ({ path }: { path: string }) => (later.get(path) ?? 0) > 0;
    const chance = ranked.files.filter(isFixedLater).length / ranked.files.length;
    const precision = ranked.files.slice(0, 20).filter(isFixedLater).length / 20;
    expect(ranked.refused).toEqual([]);
    expect(precision).toBeGreaterThanOrEqual(0.5);
    expect(precision).toBeGreaterThan(3 * chance);
  });

  it("counts without months rank as well", () => {
    const read = changesOf(shared("hotspots-tanf", "files.csv"));
    expect(read.files).toHaveLength(795);
    expect(read).toMatchObject({ lastMonth: null, refused: [] });
    expect(read.files[0]?.path).toMatch(/FRAReports\.jsx$/);
  });
});
