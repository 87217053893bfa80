import { handClock } from "db/clock.server";
import { readForecastPage } from "db/forecast-page.server";
import { shareForecast } from "db/forecast-sharing.server";
import { readHitRate } from "db/forecasts.server";
import { requestGate, waiveGate } from "db/gates.server";
import { learntOn } from "db/past-phases.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { readPortal } from "db/portal.server";
import { readPortalAsOf } from "db/portal-as-of.server";
import { movePromisedDate } from "db/promises.server";
import type { DB } from "db/schema";
import { refreshSome, refreshStandings, tendStandings } from "db/standing-refresh.server";
import { setStatus } from "db/status.server";
import type { Kysely } from "kysely";
import { aDeliverable, findEngagement } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { describe, expect, it } from "vitest";
import { addDays, addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";

const DAY_MS = 86_400_000;
/** An act so many working days after the suite's day. */
function later(actor: Scene["lead"], days: number) {
  const today = addWorkingDays(TODAY, days, STANDARD_CALENDAR);
  return actBy(actor, today, AT + (Date.parse(today) - Date.parse(TODAY)));
}

async function phaseOf(db: Kysely<DB>, code: string, kind: PhaseKind) {
  const { id } = await findEngagement(db, code);
  return db
    .selectFrom("phase")
    .selectAll()
    .where("engagement_id", "=", id)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
}

const givenOf = async (db: Kysely<DB>, code: string) =>
  db
    .selectFrom("given_forecast")
    .selectAll()
    .where("engagement_id", "=", (await findEngagement(db, code)).id)
    .orderBy("given_on")
    .execute();

/** A live engagement of which one phase after the other took so many working days. */
async function aPast(db: Kysely<DB>, days: readonly number[]): Promise<Scene> {
  const scene = await anEngagement(db);
  const manager = await aPerson(db, "manager");
  let day = 0;
  for (const [at, length] of days.entries()) {
    const kind = PHASE_KINDS[at] as PhaseKind;
    const start = later(scene.lead, day);
    await startPhase(db, start, scene.code, { kind, startOn: start.today });
    day += length - 1;
    await waiveGate(db, later(manager, day), scene.code, { kind, reason: "Agreed on the phone." });
    day += 1;
  }
  return scene;
}

describeEachDatabase("forecasts", (open) => {
  it("gives the prior where there is no history, and says so", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const { p50_on, p80_on, p95_on, promised_finish_on, forecast_on } = await findEngagement(db, code);
    expect(forecast_on).toBe(TODAY);
    expect(p50_on).not.toBeNull();
    expect((p50_on ?? "") > (promised_finish_on ?? "")).toBe(true);
    expect([p50_on, p80_on, p95_on]).toEqual([p50_on, p80_on, p95_on].sort());
    const page = await readForecastPage(db, lead, code, TODAY);
    expect(page.lines.map(({ kind }) => kind)).toEqual(PHASE_KINDS);
    expect(page.lines.map(({ isWhole }) => isWhole)).toEqual([false, false, false, true]);
    expect(page.basis).toMatchObject({ isLittle: true });
    expect(page.basis?.sentence).toMatch(/^No phase of ours has finished yet/);
    expect(page.hitRate).toMatch(/^No phase that was given/);
    expect(page.waiting).toEqual({ days: 0, learntFrom: 0 });
  });

  it("learns working days without those of the client and of a pause, finished or not", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const manager = await aPerson(db, "manager");
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    await handClock(db, later(lead, 2), code, { holder: "client", why: "We need access." });
    await handClock(db, later(lead, 5), code, { holder: "us", why: "" });
    await pauseEngagement(db, later(lead, 6), code, "The budget is looked at.");
    await resumeEngagement(db, later(lead, 9), code, { shift: null });
    await waiveGate(db, later(manager, 10), code, { kind: "read", reason: "Agreed." });
    const other = await anEngagement(db);
    await startPhase(db, actBy(other.lead), other.code, { kind: "read", startOn: TODAY });

    const { history, waits } = await learntOn(db, later(lead, 12).today);
    // Of eleven days two were lost in the pause (its first and last are worked) and three with the client.
    expect(history).toContainEqual({ group: "read", planned: 3, actual: 6, isFinished: true });
    expect(history).toContainEqual({ group: "read", planned: 3, actual: 13, isFinished: false });
    expect(waits).toEqual([{ group: "read", worked: 6, waited: 3 }]);
    // As it was known on an earlier day nothing had finished.
    const then = await learntOn(db, later(lead, 3).today);
    expect(then.history.every(({ isFinished }) => !isFinished)).toBe(true);
  });

  it("takes the length that was promised when a phase began, with what was added for scope", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const planned = async (day: number) =>
      (await learntOn(db, later(lead, day).today)).history.map((past) => past.planned);
    const finish = async (days: number) =>
      addWorkingDays((await phaseOf(db, code, "read")).planned_finish_on, days, STANDARD_CALENDAR);
    const move = async (day: number, days: number, cause: "us" | "scope") =>
      movePromisedDate(db, later(lead, day), code, {
        kind: "read",
        edge: "finish",
        toOn: await finish(days),
        cause,
        sentence: "A second code base.",
        seq: null,
      });
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    await move(1, 2, "us");
    expect(await planned(1)).toEqual([3]);
    await move(2, 4, "scope");
    expect(await planned(2)).toEqual([7]);
  });

  it("never expects anything before today, and the longer it takes the later", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    let before = "";
    for (const days of [0, 1, 4, 9, 25]) {
      const { today } = later(lead, days);
      await refreshStandings(db, today);
      const { p50_on, forecast_on } = await findEngagement(db, code);
      const read = await phaseOf(db, code, "read");
      expect(forecast_on).toBe(today);
      expect((read.p50_on ?? "") >= today).toBe(true);
      expect((p50_on ?? "") > (read.p50_on ?? "")).toBe(true);
      expect((p50_on ?? "") >= before).toBe(true);
      before = p50_on ?? "";
    }
  });

  it("gives dates when a phase starts, once, and keeps them as they were", async () => {
    const { db } = await founded(open);
    const { code, lead } = await aPast(db, [3]);
    const start = later(lead, 3);
    await startPhase(db, start, code, { kind: "stabilise", startOn: start.today });
    await startPhase(db, start, code, { kind: "stabilise", startOn: start.today });
    const given = await givenOf(db, code);
    expect(given.map((row) => row.phase_kind)).toEqual(["read", "stabilise"]);
    expect(given.map((row) => row.past_count)).toEqual([0, 1]);
    const phase = await phaseOf(db, code, "stabilise");
    expect(given[1]).toMatchObject({
      given_on: start.today,
      p50_on: phase.p50_on,
      p80_on: phase.p80_on,
      finish_p95_on: (await findEngagement(db, code)).p95_on,
    });
    await refreshStandings(db, later(lead, 30).today);
    expect(await givenOf(db, code)).toEqual(given);

    const page = await readForecastPage(db, lead, code, later(lead, 30).today);
    expect(page.given).toMatchObject([
      { kind: "read", hasHeld: true, endedOn: later(lead, 2).today },
      { kind: "stabilise", endedOn: null },
    ]);
    expect(page.hitRate).toMatch(/^Of 1 phase, 1 ended by the 80 % date/);
    expect((await readHitRate(db, lead)).count).toBe(1);
  });

  it("expects nothing in a pause, after the end, and of what is not agreed", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    await pauseEngagement(db, actBy(lead), code, "The budget is looked at.");
    expect(await findEngagement(db, code)).toMatchObject({ p50_on: null, p95_on: null });
    expect(await phaseOf(db, code, "extend")).toMatchObject({ p50_on: null });
    expect(await readForecastPage(db, lead, code, TODAY)).toMatchObject({ lines: [], without: "paused" });
    await resumeEngagement(db, later(lead, 4), code, { shift: null });
    expect((await findEngagement(db, code)).p50_on).not.toBeNull();

    const prospect = await anEngagement(db, { stage: "lead" });
    const page = await readForecastPage(db, await aPerson(db, "manager"), prospect.code, TODAY);
    expect(page).toMatchObject({ lines: [], without: "not_active", canShare: false });

    const over = await aPast(db, [3, 15, 20, 8]);
    expect(await findEngagement(db, over.code)).toMatchObject({ stage: "handed_over", p50_on: null });
    expect(await phaseOf(db, over.code, "document")).toMatchObject({ p95_on: null });
  });

  it("is not touched by a tick, but by the clock, a move and the gate", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    const { id } = await findEngagement(db, code);
    const forget = async () => {
      await db
        .updateTable("engagement")
        .set({ p50_on: null, forecast_on: null })
        .where("id", "=", id)
        .execute();
    };
    const isReckoned = async () => (await findEngagement(db, code)).p50_on !== null;
    await forget();
    const item = await aDeliverable(db, code);
    await setStatus(db, actBy(lead), code, {
      id: item.id,
      to: "doing",
      from: null,
      reason: null,
      evidence: null,
    });
    expect(await isReckoned()).toBe(false);
    await handClock(db, actBy(lead), code, { holder: "client", why: "Access is missing." });
    expect(await isReckoned()).toBe(true);
    await forget();
    await movePromisedDate(db, actBy(lead), code, {
      kind: "read",
      edge: "finish",
      toOn: addDays(TODAY, 8),
      cause: "us",
      sentence: "We need longer.",
      seq: null,
    });
    expect(await isReckoned()).toBe(true);
  });

  describe("the client", () => {
    it("sees the range only once it is shown, and not of a past day", async () => {
      const { db } = await founded(open);
      const scene = await anEngagement(db);
      const { code, lead } = scene;
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
      expect((await readPortalRail(db, scene, TODAY)).text).not.toMatch(/p80On|We expect/);

      const act = { ...actBy(lead), idempotencyKey: "show" };
      await shareForecast(db, act, code, true);
      await shareForecast(db, act, code, true);
      await shareForecast(db, actBy(lead), code, true);
      const shown = await readPortalRail(db, scene, TODAY);
      const { p50_on, p95_on } = await findEngagement(db, code);
      expect(shown.expected).toMatchObject({ p50On: p50_on, p95On: p95_on });
      expect(shown.words).toContain("We expect to finish Read");
      expect(shown.words).toContain("in 8 of 10 cases");
      expect(shown.changes).toContain("We show you when we expect to finish");
      const events = await db
        .selectFrom("event")
        .select(["kind", "visibility"])
        .where("kind", "in", ["forecast.shared", "forecast.hidden"])
        .execute();
      expect(events).toEqual([{ kind: "forecast.shared", visibility: "client" }]);

      const past = await readPortalAsOf(db, scene.client, code, TODAY);
      expect(past.answer.expected).toBeNull();
      expect(past.rail.expected ?? null).toBeNull();

      await shareForecast(db, actBy(lead), code, false);
      expect((await readPortalRail(db, scene, TODAY)).text).not.toMatch(/p80On|We expect/);
    });

    it("and whoever does not run it may not show it", async () => {
      const { db } = await founded(open);
      const { code, client } = await anEngagement(db);
      const other = await anEngagement(db);
      await expect(shareForecast(db, actBy(client), code, true)).rejects.toMatchObject({ kind: "forbidden" });
      for (const stranger of [other.client, other.lead]) {
        await expect(shareForecast(db, actBy(stranger), code, true)).rejects.toMatchObject({
          kind: "not_found",
        });
        await expect(readForecastPage(db, stranger, code, TODAY)).rejects.toMatchObject({
          kind: "not_found",
        });
      }
      await expect(readForecastPage(db, client, code, TODAY)).rejects.toMatchObject({ kind: "forbidden" });
      await expect(readHitRate(db, client)).rejects.toMatchObject({ kind: "not_found" });
      const prospect = await anEngagement(db, { stage: "lead" });
      const manager = await aPerson(db, "manager");
      await expect(shareForecast(db, actBy(manager), prospect.code, true)).rejects.toMatchObject({
        kind: "invalid",
      });
    });
  });

  it("waits at a gate for the signature alone", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    const working = await phaseOf(db, code, "read");
    const { id } = await findEngagement(db, code);
    await db
      .updateTable("deliverable")
      .set({ status: "done", evidence_count: 1 })
      .where("engagement_id", "=", id)
      .execute();
    await requestGate(db, actBy(lead), code, "read");
    const waiting = await phaseOf(db, code, "read");
    expect(waiting.p50_on).toBe(addWorkingDays(TODAY, 1, STANDARD_CALENDAR));
    expect((waiting.p50_on ?? "") <= (working.p50_on ?? "")).toBe(true);
  });

  it("lets a reader do one slice of a new day where a worker does the rest", async () => {
    const { db } = await founded(open);
    const { code } = await anEngagement(db);
    tendStandings(db);
    const tomorrow = addDays(TODAY, 1);
    await refreshStandings(db, tomorrow);
    expect((await findEngagement(db, code)).forecast_on).toBe(tomorrow);
    expect(await refreshSome(db, tomorrow)).toBe(false);
  });
});

async function readPortalRail(
  db: Kysely<DB>,
  { code, client }: Pick<Scene, "code" | "client">,
  today: string,
) {
  const at = AT + (Date.parse(today) - Date.parse(TODAY)) + DAY_MS / 24;
  const page = await readPortal(db, client, code, { at, today, isNoted: false });
  return {
    expected: page.rail.expected ?? null,
    words: (page.answer.expected ?? []).filter((piece) => typeof piece === "string").join(""),
    changes: page.since.changes.map((change) => change.strong).join("; "),
    text: JSON.stringify(page),
  };
}
