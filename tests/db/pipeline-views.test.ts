import { createEngagement, moveStage } from "db/engagements.server";
import { pipelineCursor } from "db/pipeline-order.server";
import { readTimeline, TIMELINE_PAGE_ROWS, timelineArrangement } from "db/pipeline-timeline.server";
import { listViews, removeView, saveView } from "db/saved-views.server";
import { stageChances } from "db/stages.server";
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
import { addDays } from "~/domain/calendar";
import { NO_FILTER } from "~/domain/engagement-filter";
import { timelineWindow } from "~/domain/pipeline-timeline";
import type { Stage } from "~/domain/stage";

describeEachDatabase("kept views of the pipeline", (open) => {
  it("are their owner's, and everybody's once shared, with only what is known in them", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager", { name: "Adaeze" });
    const lead = await aPerson(db, "lead");
    const mine = await saveView(db, actBy(manager), {
      name: "By lead",
      query: "group=lead&evil=<script>&after=[1,2]",
      isShared: false,
    });
    const shared = await saveView(db, actBy(manager), {
      name: "at risk",
      query: "?health=at_risk",
      isShared: true,
    });
    expect(mine.query).toBe("group=lead");
    expect((await listViews(db, manager)).map((view) => [view.name, view.query, view.isOwn])).toEqual([
      ["at risk", "health=at_risk", true],
      ["By lead", "group=lead", true],
    ]);
    expect(await listViews(db, lead)).toEqual([
      {
        id: shared.id,
        name: "at risk",
        query: "health=at_risk",
        isShared: true,
        isOwn: false,
        by: "Adaeze",
      },
    ]);
  });

  it("are found by nobody else to take away, hidden or not there alike", async () => {
    const { db } = await founded(open);
    const [manager, admin] = [await aPerson(db, "manager"), await aPerson(db, "admin")];
    const view = { query: "group=lead", isShared: false };
    const hidden = await saveView(db, actBy(manager), { ...view, name: "Mine" });
    const shared = await saveView(db, actBy(manager), { ...view, name: "Ours", isShared: true });
    for (const id of [hidden.id, shared.id, "nothing"]) {
      await expect(removeView(db, actBy(admin), id)).rejects.toMatchObject({
        kind: "not_found",
        message: "We could not find that view.",
      });
    }
    await removeView(db, actBy(manager), hidden.id);
    await expect(removeView(db, actBy(manager), hidden.id)).rejects.toMatchObject({ kind: "not_found" });
    expect((await listViews(db, manager)).map((one) => one.name)).toEqual(["Ours"]);
  });

  it("have one name each per person, whatever its case, and are kept once for a post sent twice", async () => {
    const { db } = await founded(open);
    const [manager, other] = [await aPerson(db, "manager"), await aPerson(db, "manager")];
    const view = { name: "By lead", query: "group=lead", isShared: true };
    const act = { ...actBy(manager), idempotencyKey: "once" };
    const [first, again] = [await saveView(db, act, view), await saveView(db, act, view)];
    expect(again).toEqual(first);
    await expect(saveView(db, actBy(manager), { ...view, name: "BY LEAD" })).rejects.toMatchObject({
      kind: "invalid",
      field: "name",
      message: "You have a view named “BY LEAD” already.",
    });
    await saveView(db, actBy(other), view);
    expect(await listViews(db, manager)).toHaveLength(2);
    const atOnce = await Promise.allSettled(
      [1, 2].map(() => saveView(db, actBy(manager), { ...view, name: "At once" })),
    );
    expect(atOnce.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  });
});

describeEachDatabase("the timeline of the pipeline", (open) => {
  const window = timelineWindow("weeks", null, TODAY);
  const byStart = { window, order: "start" as const };

  it("shows what is live and what is about to start, by start, as far as the reader sees it", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager");
    const live = await anEngagement(db, { title: "Live" });
    await anEngagement(db, { title: "Soon", stage: "lead", startsOn: addDays(TODAY, 14) });
    await anEngagement(db, { title: "Never began", stage: "lead", startsOn: addDays(TODAY, -21) });
    await anEngagement(db, { title: "Far away", startsOn: addDays(TODAY, 400) });
    const bare = await anEngagement(db, { title: "Without dates", stage: "lead" });
    await db
      .updateTable("engagement")
      .set({ starts_on: null, weeks: null, phase_start_on: null })
      .where("code", "=", bare.code)
      .execute();
    const titles = async (...[filter, asked]: [typeof NO_FILTER, typeof byStart]) =>
      (await readTimeline(db, manager, filter, asked, null, TODAY)).rows.map((row) => row.title);
    expect(await titles(NO_FILTER, byStart)).toEqual(["Live", "Soon"]);
    expect(await titles({ ...NO_FILTER, stage: "lead" }, byStart)).toEqual(["Never began", "Soon"]);
    const later = { ...byStart, window: timelineWindow("weeks", addDays(TODAY, 390), TODAY) };
    expect(await titles(NO_FILTER, later)).toEqual(["Far away"]);
    const { rows } = await readTimeline(db, live.lead, NO_FILTER, byStart, null, TODAY);
    expect(rows.map((row) => row.title)).toEqual(["Live"]);
    expect((await readTimeline(db, live.client, NO_FILTER, byStart, null, TODAY)).rows).toHaveLength(1);
  });

  it("pages over every row once in both orders", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager");
    const { code } = await anEngagement(db);
    const row = await db
      .selectFrom("engagement")
      .selectAll()
      .where("code", "=", code)
      .executeTakeFirstOrThrow();
    const [phase] = await db.selectFrom("phase").selectAll().limit(1).execute();
    if (!phase) throw new Error("It has phases.");
    const count = TIMELINE_PAGE_ROWS + 7;
    for (let index = 0; index < count; index += 1) {
      const id = `copy-${index}`;
      const number = 1000 + index;
      await db
        .insertInto("engagement")
        .values({
          ...row,
          id,
          number,
          code: `ENG-${number}`,
          need: index % 3,
          starts_on: addDays(TODAY, index % 5),
        })
        .execute();
      await db
        .insertInto("phase")
        .values({ ...phase, id, engagement_id: id })
        .execute();
    }
    await db.updateTable("engagement").set({ standing_on: TODAY }).execute();
    for (const order of ["start", "need"] as const) {
      const read = (cursor: ReturnType<typeof pipelineCursor>) =>
        readTimeline(db, manager, NO_FILTER, { window, order }, cursor, TODAY);
      const first = await read(null);
      const second = await read(pipelineCursor(timelineArrangement(order), "after", first.next));
      const codes = [...first.rows, ...second.rows].map((one) => one.code);
      expect(new Set(codes).size).toBe(count + 1);
      expect([first.previous, second.next]).toEqual([null, null]);
      const back = await read(pipelineCursor(timelineArrangement(order), "before", second.previous));
      expect(back.rows).toEqual(first.rows);
    }
  });
});

describeEachDatabase("what outcomes teach", (open) => {
  it("counts the engagements that stood in a stage and became active, among those with an outcome", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const lead = await aPerson(db, "lead");
    const companyId = await aCompany(db);
    const templateId = await builtinTemplateId(db);
    const send = async (...way: Stage[]) => {
      const code = await createEngagement(db, actBy(manager), {
        title: "Booking API",
        companyId,
        leadId: lead.id,
        startsOn: TODAY,
        weeks: 9,
        weeksReason: null,
        templateId,
        stage: "lead",
      });
      let from: Stage = "lead";
      for (const to of way) {
        await moveStage(db, actBy(manager), code, { from, to, reason: to === "lost" ? "Price" : null });
        from = to;
      }
    };
    const chance = async (stage: Stage) =>
      (await stageChances(database, manager))?.find((one) => one.stage === stage);
    for (let index = 0; index < 4; index += 1) await send("proposal", "active");
    for (let index = 0; index < 5; index += 1) await send("lost");
    expect(await chance("lead")).toEqual({ stage: "lead", known: 9, won: 4, percent: null });
    await send("proposal", "lost");
    // Still open, and once more open: neither teaches anything.
    await send("proposal");
    await send("lost", "lead");
    // It was won, whatever came of it later.
    await send("active", "lost");
    expect(await chance("lead")).toEqual({ stage: "lead", known: 11, won: 5, percent: 45 });
    expect(await chance("proposal")).toEqual({ stage: "proposal", known: 5, won: 4, percent: null });
    expect(await chance("audit")).toEqual({ stage: "audit", known: 0, won: 0, percent: null });
    expect(await stageChances(database, lead)).toBeNull();
  });
});
