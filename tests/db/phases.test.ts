import type { Database } from "db/connect.server";
import { readPlanPage } from "db/engagement-page.server";
import { requestGate, waiveGate } from "db/gates.server";
import { pauseEngagement } from "db/pauses.server";
import { confirmActualDates, listPhases, startPhase } from "db/phases.server";
import { movePromisedDate, undoMove } from "db/promises.server";
import { findEngagement, refusalOf, workThrough } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";

const THURSDAY = "2026-03-05";

describeEachDatabase("phases", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  async function phaseOf(code: string, kind: string) {
    const phases = await listPhases(database.db, (await findEngagement(database.db, code)).id);
    const phase = phases.find((one) => one.kind === kind);
    if (!phase) throw new Error(`No ${kind}`);
    return phase;
  }

  describe("starting", () => {
    it("goes in order, each after the gate before it", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const early = startPhase(db, actBy(lead), code, { kind: "stabilise", startOn: TODAY });
      expect((await refusalOf(early)).message).toContain("Read gate is signed or waived");
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
      expect(await phaseOf(code, "read")).toMatchObject({ status: "in_progress", actual_start_on: TODAY });
      await waiveGate(db, actBy(await aPerson(db, "manager")), code, { kind: "read", reason: "Known code" });
      await startPhase(db, actBy(lead), code, { kind: "stabilise", startOn: TODAY });
      expect(await findEngagement(db, code)).toMatchObject({
        phase: "stabilise",
        phase_status: "in_progress",
      });
    });

    it("is never in the future, nor before the phase before it finished", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const ahead = startPhase(db, actBy(lead), code, { kind: "read", startOn: "2026-03-03" });
      expect(await refusalOf(ahead)).toMatchObject({ kind: "invalid", field: "start_on" });
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
      await waiveGate(db, actBy(await aPerson(db, "admin"), THURSDAY), code, {
        kind: "read",
        reason: "Agreed",
      });
      const overlapping = startPhase(db, actBy(lead, THURSDAY), code, {
        kind: "stabilise",
        startOn: "2026-03-04",
      });
      expect(await refusalOf(overlapping)).toMatchObject({ kind: "invalid", field: "start_on" });
    });

    it("twice on the same day is once, and by fifty at once is once", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await Promise.all(
        Array.from({ length: 50 }, () => startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY })),
      );
      const { id } = await findEngagement(db, code);
      const events = await db
        .selectFrom("event")
        .select("id")
        .where("engagement_id", "=", id)
        .where("kind", "=", "phase.started")
        .execute();
      expect(events).toHaveLength(1);
    });

    it("waits while the engagement is paused or not yet won", async () => {
      const { db } = database;
      const live = await anEngagement(db);
      await pauseEngagement(db, actBy(live.lead), live.code, "Their year's end");
      const paused = startPhase(db, actBy(live.lead), live.code, { kind: "read", startOn: TODAY });
      expect((await refusalOf(paused)).message).toContain("paused");
      const sold = await anEngagement(db, { stage: "lead" });
      const early = startPhase(db, actBy(sold.lead), sold.code, { kind: "read", startOn: TODAY });
      expect(await refusalOf(early)).toMatchObject({ kind: "invalid" });
    });
  });

  describe("actual dates", () => {
    it("are corrected within what happened before, after and until today", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
      const confirm = async (startOn: string, finishOn: string | null) =>
        confirmActualDates(db, actBy(lead, THURSDAY), code, {
          kind: "read",
          startOn,
          finishOn,
          version: (await phaseOf(code, "read")).version,
        });
      expect(await refusalOf(confirm("2026-03-06", null))).toMatchObject({ field: "finish_on" });
      expect(await refusalOf(confirm(TODAY, THURSDAY))).toMatchObject({ field: "finish_on" });
      await confirm("2026-03-03", null);
      expect((await phaseOf(code, "read")).actual_start_on).toBe("2026-03-03");
    });

    it("of somebody who looked at an older version are refused with the newer ones", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
      const { version } = await phaseOf(code, "read");
      const outcomes = await Promise.allSettled(
        ["2026-03-03", "2026-03-04"].map((startOn) =>
          confirmActualDates(db, actBy(lead, THURSDAY), code, {
            kind: "read",
            startOn,
            finishOn: null,
            version,
          }),
        ),
      );
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
    });
  });

  describe("the plan page", () => {
    it("puts the phase under way first, with its gate and whose days its days were", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await workThrough(db, actBy(lead), code, "read");
      await requestGate(db, actBy(lead), code, "read");
      const page = await readPlanPage(db, lead, code, { today: "2026-03-04", at: AT, moveId: null });
      expect(page.phases.map((phase) => phase.kind)).toEqual(["read", "stabilise", "extend", "document"]);
      expect(page.phases[0]).toMatchObject({
        isCurrent: true,
        days: { us: 0, client: 3, third_party: 0, paused: 0 },
      });
      expect(page.gate).toMatchObject({ kind: "read", state: "requested" });
      expect(page.head.ball).toMatchObject({ holder: "client", since: TODAY });
    });

    it("offers to undo a move to the one who made it, for ten seconds", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const manager = await aPerson(db, "manager");
      const moveId = await movePromisedDate(db, actBy(lead), code, {
        kind: "read",
        edge: "finish",
        toOn: THURSDAY,
        cause: "us",
        sentence: "The review takes a day more",
        seq: null,
      });
      const offered = async (actor: typeof lead, at: number) =>
        (await readPlanPage(db, actor, code, { today: TODAY, at, moveId })).undo;
      expect((await offered(lead, AT + 5000))?.text).toBe("Read finish: 4 Mar → 5 Mar");
      expect(await offered(lead, AT + 10_000)).toBeNull();
      expect(await offered(manager, AT + 5000)).toBeNull();
      await undoMove(db, actBy(lead, TODAY, AT + 5000), code, moveId);
      expect(await offered(lead, AT + 6000)).toBeNull();
    });

    it("is not found by who is not on the engagement", async () => {
      const { db } = database;
      const { code } = await anEngagement(db);
      const other = await anEngagement(db);
      const now = { today: TODAY, at: AT, moveId: null };
      expect(await refusalOf(readPlanPage(db, other.lead, code, now))).toMatchObject({ kind: "not_found" });
      expect(await refusalOf(readPlanPage(db, other.client, code, now))).toMatchObject({ kind: "not_found" });
    });
  });
});
