import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { engagementHeader } from "db/engagement-header.server";
import { exportEngagements, filterOptions, listCursor, listEngagements } from "db/engagement-list.server";
import { createEngagement, moveStage } from "db/engagements.server";
import { findByText } from "db/find.server";
import { startPhase } from "db/phases.server";
import { PIPELINE_PAGE_ROWS, readPipelinePage } from "db/pipeline.server";
import { readBoard } from "db/pipeline-board.server";
import { BY_NEED, pipelineCursor } from "db/pipeline-order.server";
import { summariseStages } from "db/pipeline-summary.server";
import { saveTeam } from "db/team.server";
import { saveTerms } from "db/terms.server";
import { describeEachDatabase } from "tests/support/databases";
import {
  aCompany,
  actBy,
  anEngagement,
  aPerson,
  builtinTemplateId,
  founded,
  TODAY,
} from "tests/support/factories";
import { expect, it } from "vitest";
import { addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import { type EngagementFilter, parseFilter } from "~/domain/engagement-filter";
import { LIST_SORTS } from "~/domain/engagement-list";
import type { Actor } from "~/domain/permissions";
import { intervalsFromText, phasesFromText } from "~/domain/rail-text";

const filterOf = (address: string): EngagementFilter => parseFilter(new URLSearchParams(address));
const active = { ...filterOf(""), stage: "active" as const };

/** Copies an engagement's row so many times, which is quicker than opening each; need differs. */
async function copies(database: Database, code: string, count: number, needs: number): Promise<void> {
  const { db } = database;
  const row = await db
    .selectFrom("engagement")
    .selectAll()
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  const rows = Array.from({ length: count }, (_, index) => ({
    ...row,
    id: `copy-${index}`,
    number: 1000 + index,
    code: `ENG-${1000 + index}`,
    title: `Copy ${String(index % 7)}`,
    need: index % needs,
    promised_finish_on: index % 3 === 0 ? null : `2026-0${1 + (index % 9)}-15`,
  }));
  for (let from = 0; from < rows.length; from += 20) {
    await db
      .insertInto("engagement")
      .values(rows.slice(from, from + 20))
      .execute();
  }
}

describeEachDatabase("the pipeline", (open) => {
  it("shows a manager everything, a lead and a member their own, and a client nothing that is being sold", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const member = await aPerson(db, "member");
    const own = await anEngagement(db);
    const other = await anEngagement(db, { title: "Somebody else's" });
    await saveTeam(db, actBy(manager), own.code, { leadId: own.lead.id, memberIds: [member.id] });
    const seenBy = async (actor: Actor) =>
      (await readPipelinePage(db, actor, active, null, TODAY)).rows.map((row) => row.code).sort();
    expect(await seenBy(manager)).toEqual([own.code, other.code]);
    expect(await seenBy(own.lead)).toEqual([own.code]);
    expect(await seenBy(member)).toEqual([own.code]);
    expect(await seenBy(other.client)).toEqual([other.code]);
    await db.updateTable("engagement").set({ stage: "proposal" }).where("code", "=", other.code).execute();
    const proposals = { ...filterOf(""), stage: "proposal" as const };
    expect((await readPipelinePage(db, other.client, proposals, null, TODAY)).rows).toEqual([]);
    expect((await findByText(db, other.client, "somebody")).engagements).toEqual([]);
    expect((await findByText(db, own.lead, "")).engagements.map((found) => found.code)).toEqual([own.code]);
  });

  it("shows money to who may see it, and to nobody else, in rows, sums and files alike", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const member = await aPerson(db, "member");
    const guest = await aPerson(db, "lead");
    const scene = await anEngagement(db, { stage: "lead" });
    await saveTeam(db, actBy(manager), scene.code, {
      leadId: scene.lead.id,
      memberIds: [member.id, guest.id],
    });
    const { seq } = await db
      .selectFrom("engagement")
      .select("seq")
      .where("code", "=", scene.code)
      .executeTakeFirstOrThrow();
    const terms = { title: "Booking API", startsOn: TODAY, weeks: 9, weeksReason: null, seq };
    await saveTerms(db, actBy(manager), scene.code, { ...terms, valueMinor: 4_800_000, winProbability: 60 });
    const leads = { ...filterOf(""), stage: "lead" as const };
    const told = async (actor: Actor) => ({
      words: (await readPipelinePage(db, actor, leads, null, TODAY)).rows[0]?.words ?? "",
      sum: (await summariseStages(database, actor)).find((one) => one.stage === "lead")?.money,
      file: (await exportEngagements(db, actor, leads, "newest", TODAY))[0]?.money,
    });
    const money = { valueMinor: 4_800_000, currency: "GBP", chance: 60 };
    for (const actor of [manager, scene.lead]) {
      const seen = await told(actor);
      expect(seen.words).toContain("£48,000");
      expect(seen.sum).toEqual([
        {
          currency: "GBP",
          value: 4_800_000,
          judged: { count: 1, value: 4_800_000, weighted: 2_880_000 },
        },
      ]);
      expect(seen.file).toEqual(money);
    }
    // A lead who only helps on this one is a member here.
    for (const actor of [member, guest]) {
      const seen = await told(actor);
      expect(seen.words).not.toMatch(/48|60/);
      expect(seen.sum).toEqual([]);
      expect(seen.file).toBeNull();
    }
  });

  it("puts what needs someone most first and says why, and what needs nobody last", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const calm = await anEngagement(db, { title: "Calm" });
    const waiting = await anEngagement(db, { title: "Waiting" });
    await anEngagement(db, { title: "Late", startsOn: "2026-02-02" });
    for (const scene of [calm, waiting]) {
      await startPhase(db, actBy(scene.lead), scene.code, { kind: "read", startOn: TODAY });
    }
    const before = addWorkingDays(TODAY, -4, STANDARD_CALENDAR);
    await handClock(db, actBy(waiting.lead, before), waiting.code, { holder: "client", why: "Access" });
    await db.updateTable("engagement").set({ standing_on: null }).execute();
    const { rows } = await readPipelinePage(db, manager, active, null, TODAY);
    expect(rows.map((row) => row.title)).toEqual(["Late", "Waiting", "Calm"]);
    expect(rows[0]).toMatchObject({ health: "off_track", isNeeding: true });
    expect(rows[0]?.words).toContain("past its promised finish");
    expect(rows[1]).toMatchObject({ health: "at_risk", words: "Waiting on the client for 4 working days." });
    expect(rows[2]).toMatchObject({ health: "on_track", isNeeding: false });
    const summary = (await summariseStages(database, manager)).find((one) => one.stage === "active");
    expect(summary).toMatchObject({ count: 3, needing: 2, offTrack: 1 });
  });

  it("draws a row's rail from the same dates as the engagement's own page", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager");
    const scene = await anEngagement(db);
    await startPhase(db, actBy(scene.lead), scene.code, { kind: "read", startOn: TODAY });
    const later = addWorkingDays(TODAY, 1, STANDARD_CALENDAR);
    await handClock(db, actBy(scene.lead, later), scene.code, { holder: "client", why: "Access" });
    const today = addWorkingDays(TODAY, 3, STANDARD_CALENDAR);
    const [row] = (await readPipelinePage(db, manager, active, null, today)).rows;
    const { rail } = await engagementHeader(db, manager, scene.code, today);
    const uncounted = { done: 0, notApplicable: 0, total: 0 };
    expect(phasesFromText(row?.rail ?? null)).toEqual(
      rail.phases.map((phase) => ({ ...phase, ...uncounted })),
    );
    expect(intervalsFromText(row?.waiting ?? null, today)).toEqual(rail.waiting);
    expect(row?.promisedOn).toBe(rail.promisedFinishOn);
  });

  it("pages forward and back over every row once, whatever shares a place", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const scene = await anEngagement(db);
    await copies(database, scene.code, 2 * PIPELINE_PAGE_ROWS + 30, 4);
    await db.updateTable("engagement").set({ standing_on: TODAY }).execute();
    const seen: string[] = [];
    const pages: string[][] = [];
    let cursor = null as ReturnType<typeof pipelineCursor>;
    let previous: string | null = null;
    do {
      const page = await readPipelinePage(db, manager, active, cursor, TODAY);
      const codes = page.rows.map((row) => row.code);
      pages.push(codes);
      seen.push(...codes);
      previous = page.previous;
      cursor = pipelineCursor(BY_NEED, "after", page.next);
    } while (cursor);
    expect(seen).toHaveLength(2 * PIPELINE_PAGE_ROWS + 31);
    expect(new Set(seen).size).toBe(seen.length);
    const back = await readPipelinePage(
      db,
      manager,
      active,
      pipelineCursor(BY_NEED, "before", previous),
      TODAY,
    );
    expect(back.rows.map((row) => row.code)).toEqual(pages.at(-2));
    const nonsense = [null, "", "1", "[1]", '["1",2]', "[1,-2]", `[1,${"9".repeat(12)}]`, "[1,2,3]", "{}"];
    expect(nonsense.map((text) => pipelineCursor(BY_NEED, "after", text))).toEqual(nonsense.map(() => null));
  });

  it("lists all stages in every order, each row once, and exports the same ones", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const scene = await anEngagement(db, { title: "a ~ title, 100 % odd" });
    await copies(database, scene.code, 130, 3);
    await db.updateTable("engagement").set({ standing_on: TODAY }).execute();
    for (const sort of LIST_SORTS) {
      const seen: string[] = [];
      let cursor = null as ReturnType<typeof listCursor>;
      do {
        const page = await listEngagements(db, manager, filterOf(""), sort, cursor, TODAY);
        expect(page.total).toBe(131);
        seen.push(...page.rows.map((row) => row.code));
        cursor = listCursor("after", sort, page.next);
      } while (cursor);
      const exported = await exportEngagements(db, manager, filterOf(""), sort, TODAY);
      expect(seen).toEqual(exported.map((row) => row.code));
      expect(new Set(seen).size).toBe(131);
    }
  });

  it("narrows by stage, phase, health, lead, client and text, wildcards standing for themselves", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const northwind = await aCompany(db, "Northwind Freight");
    const booking = await anEngagement(db, { title: "Booking API", companyId: northwind });
    const odd = await anEngagement(db, { title: "100%_sure", stage: "lead" });
    await startPhase(db, actBy(booking.lead), booking.code, { kind: "read", startOn: TODAY });
    const found = async (address: string) =>
      (await listEngagements(db, manager, filterOf(address), "newest", null, TODAY)).rows.map(
        (row) => row.code,
      );
    expect(await found("stage=lead")).toEqual([odd.code]);
    expect(await found("phase=read&stage=active")).toEqual([booking.code]);
    expect(await found("health=on_track")).toEqual([booking.code]);
    expect(await found("health=off_track")).toEqual([]);
    expect(await found(`lead=${odd.lead.id}`)).toEqual([odd.code]);
    expect(await found("lead=none")).toEqual([]);
    expect(await found(`client=${northwind}`)).toEqual([booking.code]);
    expect(await found("client=NORTHWIND")).toEqual([booking.code]);
    expect(await found("origin=existing")).toEqual([]);
    expect(await found("origin=fresh")).toHaveLength(2);
    await db
      .updateTable("engagement")
      .set({ stage: "proposal", is_undecided: 1 })
      .where("code", "=", odd.code)
      .execute();
    expect(await found("outcome=undecided")).toEqual([odd.code]);
    expect(await found("outcome=cancelled")).toEqual([]);
    expect(await found("q=booking+north")).toEqual([booking.code]);
    expect(await found(`q=${Number(odd.code.slice(4))}`)).toEqual([odd.code]);
    expect(await found("q=%25_")).toEqual([odd.code]);
    expect(await found("q=%25%25")).toEqual([]);
    expect(await found("stage=nonsense&health=nonsense")).toHaveLength(2);
    expect((await filterOptions(database, booking.lead)).clients).toEqual([
      { id: northwind, name: "Northwind Freight" },
    ]);
    expect((await filterOptions(database, manager)).clients).toHaveLength(2);
  });

  it("puts every engagement in one column of the board", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager");
    const live = await anEngagement(db);
    const lead = await anEngagement(db, { stage: "lead" });
    const gone = await anEngagement(db, { stage: "lead" });
    await moveStage(db, actBy(manager), gone.code, {
      from: "lead",
      to: "lost",
      reason: "Their budget is gone",
      lostAs: "cancelled",
    });
    const { columns } = await readBoard(db, manager, filterOf(""), TODAY);
    const codesIn = (key: string) =>
      columns.find((column) => column.key === key)?.cards.map((card) => card.code);
    expect(codesIn("read")).toEqual([live.code]);
    expect(codesIn("lead")).toEqual([lead.code]);
    expect(codesIn("lost")).toEqual([gone.code]);
    expect(columns.flatMap((column) => column.cards)).toHaveLength(3);
    expect(columns.find((column) => column.key === "lost")?.cards[0]?.words).toBe(
      "Called off by the client: Their budget is gone",
    );
    const narrowed = await readBoard(db, live.lead, filterOf("stage=lead&phase=extend"), TODAY);
    expect(narrowed.columns.flatMap((column) => column.cards.map((card) => card.code))).toEqual([live.code]);
  });

  it("counts anew as soon as anything was written", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const count = async () =>
      (await summariseStages(database, manager)).find((one) => one.stage === "lead")?.count;
    expect(await count()).toBe(0);
    const companyId = await aCompany(db);
    const templateId = await builtinTemplateId(db);
    for (const expected of [1, 2]) {
      await createEngagement(db, actBy(manager), {
        title: "Another",
        companyId,
        leadId: null,
        startsOn: TODAY,
        weeks: 9,
        weeksReason: null,
        templateId,
        stage: "lead",
      });
      expect(await count()).toBe(expected);
    }
  });
});
