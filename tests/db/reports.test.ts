import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { csvOf } from "db/csv.server";
import { moveStage } from "db/engagements.server";
import { waiveGate } from "db/gates.server";
import { measureHotspot, writeFix } from "db/hotspots.server";
import { readLedger } from "db/ledger.server";
import { startPhase } from "db/phases.server";
import { movePromisedDate, undoMove } from "db/promises.server";
import { readKept } from "db/reports.server";
import { readAuditReport } from "db/reports-audits.server";
import { countGiven, listGiven } from "db/reports-forecasts.server";
import { readHoursReport } from "db/reports-hours.server";
import { readPhaseReport } from "db/reports-phases.server";
import { readPromiseMoves, readPromiseReport } from "db/reports-promises.server";
import Papa from "papaparse";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { StaticRouter } from "react-router-dom/server";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { aHotspotWithTest } from "tests/support/findings";
import { beforeAll, expect, it } from "vitest";
import { addDays, addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import type { SlipCause } from "~/domain/promise";
import { cellTexts, type ReportTable as Table } from "~/domain/report";
import { AUDIT_VIEWS, auditTable } from "~/domain/report-audits";
import { FORECAST_VIEWS, forecastTable } from "~/domain/report-forecasts";
import { HOURS_VIEWS, hoursTable } from "~/domain/report-hours";
import { PHASE_VIEWS, phaseTable } from "~/domain/report-phases";
import { PROMISE_VIEWS, promiseTable, totalPromises } from "~/domain/report-promises";
import { ReportTable } from "~/ui/report-table";

const after = (on: string, days: number) => addWorkingDays(on, days, STANDARD_CALENDAR);
const ALL = { fromOn: "2020-01-01", toOn: "2030-01-01" };

describeEachDatabase("reports", (open) => {
  let database: Database;
  let manager: Actor;
  /** On time; moved by the client, who also held the ball; late without a word; still running. */
  let kept: Scene;
  let moved: Scene;
  let late: Scene;
  let moveId: string;

  const on = (who: Actor, day: string) => actBy(who, day, Date.parse(`${day}T09:00:00Z`));

  async function planOf(code: string) {
    const rows = await database.db
      .selectFrom("phase")
      .innerJoin("engagement", "engagement.id", "phase.engagement_id")
      .select(["kind", "planned_start_on", "planned_finish_on"])
      .where("engagement.code", "=", code)
      .execute();
    return new Map(rows.map((row) => [row.kind, row]));
  }

  /** Runs a phase as it is planned at that moment, or so many working days longer. */
  async function run({ code, lead }: Scene, kind: PhaseKind, longer = 0): Promise<void> {
    const { db } = database;
    const plan = (await planOf(code)).get(kind);
    if (!plan) throw new Error("There is no plan.");
    const startOn = plan.planned_start_on;
    const finishOn = after(plan.planned_finish_on, longer);
    await startPhase(db, on(lead, startOn), code, { kind, startOn });
    await waiveGate(db, on(manager, finishOn), code, { kind, reason: "Agreed by telephone." });
  }

  async function move({ code, lead }: Scene, days: number, cause: SlipCause): Promise<string> {
    const finish = (await planOf(code)).get("stabilise")?.planned_finish_on ?? "";
    return movePromisedDate(database.db, on(lead, after(finish, -2)), code, {
      kind: "stabilise",
      edge: "finish",
      toOn: after(finish, days),
      cause,
      sentence: "Staging access came later.",
      seq: null,
    });
  }

  beforeAll(async () => {
    database = await founded(open);
    const { db } = database;
    manager = await aPerson(db, "manager");
    kept = await anEngagement(db, { title: "=SUM(A1)" });
    for (const kind of PHASE_KINDS) await run(kept, kind);

    moved = await anEngagement(db, { title: "Moved" });
    await run(moved, "read");
    const { planned_start_on: startOn } = (await planOf(moved.code)).get("stabilise") ?? {};
    await startPhase(db, on(moved.lead, startOn ?? ""), moved.code, {
      kind: "stabilise",
      startOn: startOn ?? "",
    });
    const hand = (day: string, holder: "client" | "us") =>
      handClock(db, on(moved.lead, day), moved.code, { holder, why: "Staging access" });
    await hand(after(startOn ?? "", 1), "client");
    await hand(after(startOn ?? "", 4), "us");
    const undone = await move(moved, 9, "us");
    await undoMove(
      db,
      on(moved.lead, after((await planOf(moved.code)).get("stabilise")?.planned_finish_on ?? "", -11)),
      moved.code,
      undone,
    );
    moveId = await move(moved, 4, "client");
    const finishOn = (await planOf(moved.code)).get("stabilise")?.planned_finish_on ?? "";
    await waiveGate(db, on(manager, finishOn), moved.code, { kind: "stabilise", reason: "Agreed." });
    for (const kind of ["extend", "document"] as const) await run(moved, kind);

    late = await anEngagement(db, { title: "Late" });
    for (const kind of PHASE_KINDS) await run(late, kind, kind === "document" ? 2 : 0);

    const live = await anEngagement(db, { title: "Running" });
    for (const kind of ["read", "stabilise"] as const) await run(live, kind);
  });

  const promises = async (period = ALL, view: "engagement" | "phase" = "engagement") =>
    (await readPromiseReport(database.db, manager, period, view)).facts;

  it("reckons slips, causes and waiting as by hand, the latest first", async () => {
    const facts = await promises();
    const first = (await promises()).find(({ code }) => code === kept.code)?.firstOn ?? "";
    expect(
      facts.map(({ title, slip, byCause, untold, waited }) => [
        title,
        slip,
        byCause.client,
        byCause.us,
        untold,
        waited.client,
      ]),
    ).toEqual([
      ["Moved", 4, 4, 0, 0, 3],
      ["Late", 2, 0, 0, 2, 0],
      ["=SUM(A1)", 0, 0, 0, 0, 0],
    ]);
    expect(facts[0]).toMatchObject({ firstOn: first, lastOn: after(first, 4), actualOn: after(first, 4) });
    expect(facts[1]).toMatchObject({ firstOn: first, lastOn: first, actualOn: after(first, 2) });
    expect(totalPromises(facts)).toMatchObject({ count: 3, keptFirst: 1, keptLast: 2, lateByClient: 1 });
    const light = await readKept(database.db, manager, ALL);
    expect(light.map(({ slip }) => slip).sort()).toEqual([0, 2, 4]);
  });

  it("gives every phase its own promise, the last first", async () => {
    const facts = (await promises(ALL, "phase")).filter(({ code }) => code === moved.code);
    expect(facts.map(({ phase, slip, waited }) => [phase, slip, waited.client])).toEqual([
      ["document", 4, 0],
      ["extend", 4, 0],
      ["stabilise", 4, 3],
      ["read", 0, 0],
    ]);
  });

  it("holds to its period to the day", async () => {
    const end = (await promises()).find(({ code }) => code === late.code)?.actualOn ?? "";
    const titles = async (fromOn: string, toOn: string) =>
      (await promises({ fromOn, toOn })).map(({ title }) => title);
    expect(await titles(end, end)).toEqual(["Late"]);
    expect(await titles(addDays(end, 1), "2030-01-01")).toEqual(["Moved"]);
    expect(await titles("2020-01-01", addDays(end, -1))).toEqual(["=SUM(A1)"]);
    expect(await readPhaseReport(database.db, manager, { fromOn: TODAY, toOn: TODAY })).toEqual([]);
  });

  it("leads from a date to the act of the ledger that made it so, not to one taken back", async () => {
    const { db } = database;
    const moves = await readPromiseMoves(db, manager, [moved.code, kept.code]);
    const ledger = await readLedger(db, manager, moved.code, "see_pipeline");
    const first = ledger.moves.find(({ cause }) => cause === "first");
    expect(moves.get(`${moved.code} document`)).toEqual({ firstId: first?.moveId, lastId: moveId });
    const table = promiseTable("engagement", await promises(), totalPromises([]), ({ code }) =>
      moves.get(`${code} document`),
    );
    const links = table.rows.find(([code]) => code?.text === moved.code)?.map(({ to }) => to);
    expect(links).toContain(`/engagements/${moved.code}/ledger#move-${moveId}`);
  });

  it("counts the dates given that held, by phase and for the whole", async () => {
    const { db } = database;
    await db.deleteFrom("given_forecast").execute();
    expect((await promises()).every(({ forecastOn }) => forecastOn === null)).toBe(true);
    const { id } = await db
      .selectFrom("engagement")
      .select("id")
      .where("code", "=", late.code)
      .executeTakeFirstOrThrow();
    const ended = new Map(
      (await promises(ALL, "phase"))
        .filter(({ code }) => code === late.code)
        .map((fact) => [fact.phase, fact]),
    );
    for (const kind of ["read", "document"] as const) {
      const { actualOn = "", firstOn = "" } = ended.get(kind) ?? {};
      const whole = ended.get("document")?.actualOn ?? "";
      await db
        .insertInto("given_forecast")
        .values({
          id: `given-${kind}`,
          engagement_id: id,
          phase_kind: kind,
          given_on: TODAY,
          p50_on: addDays(firstOn, -1),
          p80_on: firstOn,
          p95_on: actualOn,
          finish_p50_on: addDays(whole, -7),
          finish_p80_on: whole,
          finish_p95_on: addDays(whole, 7),
          past_count: 12,
        })
        .execute();
    }
    const counts = await countGiven(db, manager, ALL);
    expect(counts.sort((a, b) => (a.givenFor < b.givenFor ? -1 : 1))).toEqual([
      { givenFor: "document", count: 1, held: { 50: 0, 80: 0, 95: 1 } },
      { givenFor: "read", count: 1, held: { 50: 0, 80: 1, 95: 1 } },
      { givenFor: "whole", count: 1, held: { 50: 0, 80: 1, 95: 1 } },
    ]);
    const facts = await listGiven(db, manager, ALL, null);
    expect(facts.map(({ givenFor, late: days }) => [givenFor, days])).toEqual([
      ["whole", 0],
      ["document", 2],
      ["read", 0],
    ]);
    expect(await listGiven(db, manager, ALL, { skip: 1, rows: 1 })).toEqual(facts.slice(1, 2));
    expect((await promises()).find(({ code }) => code === late.code)?.forecastOn).toBe(
      ended.get("document")?.actualOn,
    );
  });

  it("sets what phases took against what was promised first, those of live work too", async () => {
    const facts = await readPhaseReport(database.db, manager, ALL);
    expect(facts).toHaveLength(14);
    const over = (code: string) =>
      facts
        .filter((fact) => fact.code === code)
        .map(({ kind, planned, actual }) => `${kind} ${actual - planned}`);
    expect(over(moved.code)).toEqual(["document 0", "extend 0", "stabilise 4", "read 0"]);
    expect(over(late.code)[0]).toBe("document 2");
  });

  it("sums the hours that closed engagements bought back", async () => {
    const { db } = database;
    const scene = await anEngagement(db, { title: "Hot" });
    const act = on(scene.lead, TODAY);
    const finding = await aHotspotWithTest(db, act, scene.code);
    await aHotspotWithTest(db, act, scene.code);
    const versionOf = async () =>
      (
        await db
          .selectFrom("hotspot")
          .select("version")
          .where("finding_id", "=", finding)
          .executeTakeFirstOrThrow()
      ).version;
    await writeFix(db, act, scene.code, finding, {
      fix: "Rounded once.",
      fixedOn: TODAY,
      version: await versionOf(),
    });
    await measureHotspot(db, act, scene.code, finding, {
      hours: "0.5",
      measuredOn: TODAY,
      version: await versionOf(),
    });
    expect(await readHoursReport(db, manager, ALL)).toEqual([]);
    for (const kind of PHASE_KINDS) await run(scene, kind);
    const [fact] = await readHoursReport(db, manager, ALL);
    expect(fact?.title).toBe("Hot");
    expect(fact?.hotspots.map(({ minutesAfter }) => minutesAfter).sort()).toEqual([30, null]);
  });

  it("tells what became of audits, and how the estimate fitted", async () => {
    const { db } = database;
    const audited = async (title: string, concludedOn: string | null) => {
      const { code } = await anEngagement(db, { title, stage: "lead" });
      await moveStage(db, on(manager, TODAY), code, { from: "lead", to: "audit", reason: null });
      const { id } = await db
        .selectFrom("engagement")
        .select("id")
        .where("code", "=", code)
        .executeTakeFirstOrThrow();
      await db
        .insertInto("audit")
        .values({
          id: `audit-${title}`,
          engagement_id: id,
          starts_on: TODAY,
          finishes_on: TODAY,
          summary: "",
          conditions: "",
          auditor_id: null,
          recommendation: concludedOn ? "go" : null,
          concluded_on: concludedOn,
          concluded_by_name: "Ruth",
          created_at: 1,
        })
        .execute();
      for (const [made, weeks] of [
        [1, 3],
        [2, 8],
      ] as const) {
        await db
          .insertInto("estimate")
          .values({
            id: `estimate-${title}-${made}`,
            engagement_id: id,
            made_after: "audit",
            made_on: TODAY,
            weeks_low: weeks,
            weeks_high: weeks + 2,
            promised_finish_on: null,
            sentence: "",
            made_by: null,
            made_by_name: "Ruth",
            made_at: made,
          })
          .execute();
      }
      return code;
    };
    const stage = (code: string, to: "active" | "lost", day: string) =>
      moveStage(db, on(manager, day), code, { from: "audit", to, reason: "No budget.", lostAs: "cancelled" });
    await stage(await audited("Won", TODAY), "active", addDays(TODAY, 7));
    await stage(await audited("Gone", TODAY), "lost", addDays(TODAY, 30));
    await audited("Undecided", addDays(TODAY, 1));
    await audited("Under way", null);
    const { facts, open: under } = await readAuditReport(db, manager, ALL);
    expect(under).toBe(1);
    expect(
      auditTable("each", facts, facts).rows.map((cells) =>
        [cells[1], cells[5], cells[7], cells[8]].map((cell) => cell?.text),
      ),
    ).toEqual([
      ["Undecided", "Still open: audit", "", "8 to 10 weeks"],
      ["Gone", "Lost: called off by the client", "30", "8 to 10 weeks"],
      ["Won", "Won: active", "7", "8 to 10 weeks"],
    ]);
  });

  it("answers nobody with what they may not see", async () => {
    const { db } = database;
    for (const actor of [await aPerson(db, "lead"), kept.client]) {
      const seen = (await readPromiseReport(db, actor, ALL, "engagement")).facts.map(({ code }) => code);
      expect(seen).toEqual(actor === kept.client ? [kept.code] : []);
      expect((await readPhaseReport(db, actor, ALL)).every(({ code }) => code === kept.code)).toBe(true);
    }
  });

  it("says the same in the file as on the screen, to the cell", async () => {
    const { db } = database;
    const tables: Table[] = [];
    for (const view of PROMISE_VIEWS) {
      const facts = await promises(ALL, view);
      tables.push(promiseTable(view, facts, totalPromises(facts)));
    }
    const counts = await countGiven(db, manager, ALL);
    const given = await listGiven(db, manager, ALL, null);
    for (const view of FORECAST_VIEWS) tables.push(forecastTable(view, given, counts));
    const phases = await readPhaseReport(db, manager, ALL);
    for (const view of PHASE_VIEWS) tables.push(phaseTable(view, phases, phases));
    const hours = await readHoursReport(db, manager, ALL);
    for (const view of HOURS_VIEWS) tables.push(hoursTable(view, hours, hours));
    const { facts: audits } = await readAuditReport(db, manager, ALL);
    for (const view of AUDIT_VIEWS) tables.push(auditTable(view, audits, audits));
    for (const table of tables) {
      const { columns, rows } = cellTexts(table);
      const file = Papa.parse<string[]>(csvOf(columns, rows).slice(1).trimEnd()).data;
      // A spreadsheet would run what begins like a formula: the file puts an apostrophe before it.
      const plain = file.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@])/, "")));
      expect(plain).toEqual(shownCells(table));
      expect(plain.length).toBeGreaterThan(2);
    }
    const titles = tables.flatMap((table) => cellTexts(table).rows.map((row) => row[1]));
    expect(titles).toContain("=SUM(A1)");
  });

  it("reads as often for many engagements as for few", async () => {
    const { db } = database;
    const readsOf = async (period: typeof ALL, codes: string[]) => {
      let queries = 0;
      const counting = db.withPlugin({
        transformQuery: ({ node }) => {
          queries += 1;
          return node;
        },
        transformResult: async ({ result }) => result,
      });
      await readPromiseReport(counting, manager, period, "phase");
      await readPromiseMoves(counting, manager, codes);
      return queries;
    };
    const end = (await promises()).find(({ code }) => code === late.code)?.actualOn ?? "";
    const few = await readsOf({ fromOn: end, toOn: end }, [late.code]);
    expect(await readsOf(ALL, [kept.code, moved.code, late.code])).toBe(few);
    expect(few).toBeLessThan(12);
  });
});

/** What a page shows of a table, row by row. */
function shownCells(table: Table): string[][] {
  const html = renderToStaticMarkup(
    createElement(StaticRouter, { location: "/reports" }, createElement(ReportTable, { table })),
  );
  const text = (cell: string) =>
    cell
      .replace(/<[^>]+>/g, "")
      .replaceAll("&#x27;", "'")
      .replaceAll("&quot;", '"')
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  return [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = ""]) => text(cell)),
  );
}
