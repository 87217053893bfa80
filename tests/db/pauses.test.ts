import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { readPlanPage } from "db/engagement-page.server";
import { findPause, pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { listLedger } from "db/promises.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";

const NEXT_MONDAY = "2026-03-09";

describeEachDatabase("pauses", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  async function paused() {
    const scene = await anEngagement(database.db);
    await startPhase(database.db, actBy(scene.lead), scene.code, { kind: "read", startOn: TODAY });
    await pauseEngagement(database.db, actBy(scene.lead), scene.code, "Their year's end");
    return scene;
  }

  it("stop the clock, and ask for nobody while they last", async () => {
    const { db } = database;
    const { code, lead } = await paused();
    const engagement = await findEngagement(db, code);
    expect(engagement).toMatchObject({ is_paused: 1, holder_since_on: null, need: 0 });
    const running = await db
      .selectFrom("clock_interval")
      .select("id")
      .where("engagement_id", "=", engagement.id)
      .where("until_on", "is", null)
      .execute();
    expect(running).toEqual([]);
    const handed = handClock(db, actBy(lead), code, { holder: "client", why: "Staging access" });
    expect(await refusalOf(handed)).toMatchObject({ kind: "invalid", field: "holder" });
    expect(await findPause(db, engagement.id, NEXT_MONDAY)).toEqual({
      reason: "Their year's end",
      pausedOn: TODAY,
      workingDays: 5,
    });
  });

  it("need a reason, a live engagement, and last once at a time", async () => {
    const { db } = database;
    const { code, lead } = await paused();
    expect(await refusalOf(pauseEngagement(db, actBy(lead), code, "Again"))).toMatchObject({
      field: "reason",
    });
    const other = await anEngagement(db);
    expect(await refusalOf(pauseEngagement(db, actBy(other.lead), other.code, ""))).toMatchObject({
      field: "reason",
    });
    const sold = await anEngagement(db, { stage: "lead" });
    expect(await refusalOf(pauseEngagement(db, actBy(sold.lead), sold.code, "Early"))).toMatchObject({
      kind: "invalid",
    });
  });

  it("end with the dates where they were, when nobody moves them", async () => {
    const { db } = database;
    const { code, lead } = await paused();
    const before = await findEngagement(db, code);
    expect(await resumeEngagement(db, actBy(lead, NEXT_MONDAY), code, { shift: null })).toBeNull();
    expect(await findEngagement(db, code)).toMatchObject({
      is_paused: 0,
      holder: "us",
      holder_since_on: NEXT_MONDAY,
      promised_finish_on: before.promised_finish_on,
    });
    const again = resumeEngagement(db, actBy(lead, NEXT_MONDAY), code, { shift: null });
    expect(await refusalOf(again)).toMatchObject({ kind: "invalid" });
  });

  it("move what is left by their length through the ledger, as the plan page offers it", async () => {
    const { db } = database;
    const { code, lead } = await paused();
    const { resumption } = await readPlanPage(db, lead, code, { today: NEXT_MONDAY, at: AT, moveId: null });
    expect(resumption).toEqual({ workingDays: 5, toOn: "2026-03-11", phase: "read", edge: "finish" });
    const moveId = await resumeEngagement(db, actBy(lead, NEXT_MONDAY), code, {
      shift: { toOn: resumption?.toOn ?? "", cause: "client", sentence: "Their year's end took a week" },
    });
    const [latest] = await listLedger(db, await findEngagement(db, code));
    expect(latest).toMatchObject({ moveId, cause: "client", sentence: "Their year's end took a week" });
    expect(latest?.rows[0]).toMatchObject({
      phase: "read",
      edge: "finish",
      toOn: "2026-03-11",
      workingDays: 5,
    });
    expect(latest?.rows.every((row) => row.workingDays === 5)).toBe(true);
    await expectIntactChain(db, code);
  });

  it("count as nobody's days", async () => {
    const { db } = database;
    const { code, lead } = await paused();
    const days = async (today: string) =>
      (await readPlanPage(db, lead, code, { today, at: AT, moveId: null })).phases[0]?.days;
    expect(await days(NEXT_MONDAY)).toEqual({ us: 1, client: 0, third_party: 0, paused: 5 });
    await resumeEngagement(db, actBy(lead, NEXT_MONDAY), code, { shift: null });
    expect(await days("2026-03-10")).toEqual({ us: 3, client: 0, third_party: 0, paused: 4 });
  });

  it("resume nothing when the dates cannot move as asked", async () => {
    const { db } = database;
    const { code, lead } = await paused();
    const shift = { toOn: "2026-03-14", cause: "client" as const, sentence: "A Saturday" };
    const refusal = await refusalOf(resumeEngagement(db, actBy(lead, NEXT_MONDAY), code, { shift }));
    expect(refusal).toMatchObject({ kind: "invalid", field: "to_on" });
    expect((await findEngagement(db, code)).is_paused).toBe(1);
  });

  it("are for who runs the engagement", async () => {
    const { db } = database;
    const { code, client } = await anEngagement(db);
    expect(await refusalOf(pauseEngagement(db, actBy(client), code, "Please"))).toMatchObject({
      kind: "forbidden",
    });
    const stranger = await aPerson(db, "lead");
    expect(await refusalOf(pauseEngagement(db, actBy(stranger), code, "Please"))).toMatchObject({
      kind: "not_found",
    });
  });
});
