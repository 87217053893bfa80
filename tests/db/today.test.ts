import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { editDeliverable } from "db/deliverables.server";
import { declineGate, requestGate } from "db/gates.server";
import { pauseEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import { readToday } from "db/today.server";
import { completeChecklist, deliverablesOf, workThrough } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { thingsToday, todayAnswer } from "~/domain/today";

const THURSDAY = "2026-03-05";

describeEachDatabase("Today", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  const todayOf = (actor: Actor, today = TODAY) => readToday(database.db, actor, { today, at: AT });

  it("shows a lead their own live engagements only, and a manager none that they do not lead", async () => {
    const { db } = database;
    const { code, lead } = await anEngagement(db);
    await anEngagement(db);
    await anEngagement(db, { stage: "lead", leadId: lead.id });
    expect((await todayOf(lead)).map((one) => one.code)).toEqual([code]);
    expect(await todayOf(await aPerson(db, "manager"))).toEqual([]);
    expect(await todayOf(await aPerson(db, "lead"))).toEqual([]);
  });

  it("asks to start the phase whose day has come", async () => {
    const { db } = database;
    const { lead } = await anEngagement(db);
    const [one] = await todayOf(lead);
    expect(one?.steps).toEqual([{ kind: "start", phase: "read", plannedOn: TODAY, isDue: true }]);
    expect(one?.rows).toEqual([]);
    expect(todayAnswer(one ? [one] : [])).toBe("One thing today on one engagement.");
  });

  it("lists what is late, due and blocked of the phase under way, by date, and what was done today", async () => {
    const { db } = database;
    const { code, lead } = await anEngagement(db);
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    const rows = await deliverablesOf(db, code, "read");
    const [first, second, third, , last] = rows;
    if (!first || !second || !third || !last) throw new Error("Read has too few deliverables.");
    const press = { from: null, evidence: null };
    await setStatus(db, actBy(lead), code, { ...press, id: last.id, to: "blocked", reason: "No access" });
    await setStatus(db, actBy(lead), code, { ...press, id: second.id, to: "done", reason: null });
    const [monday] = await todayOf(lead);
    expect(monday?.rows.map((row) => row.id)).toEqual([first.id, second.id, last.id]);
    expect(monday?.rows.map((row) => row.status)).toEqual(["todo", "done", "blocked"]);
    expect(monday && thingsToday(monday)).toBe(2);
    expect(monday?.soon.map((row) => row.id)).toContain(third.id);
    const [thursday] = await readToday(db, lead, { today: THURSDAY, at: AT + 3 * 86_400_000 });
    expect(thursday?.rows.every((row) => row.lateBy !== null && row.lateBy > 0)).toBe(true);
    expect(thursday?.rows.some((row) => row.id === second.id)).toBe(false);
    expect(thursday?.steps[0]).toMatchObject({ kind: "overdue", phase: "read", workingDays: 1 });
  });

  it("says when the gate can be asked for, waits for the client, or was declined", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    await workThrough(db, actBy(lead), code, "read");
    const steps = async () => (await todayOf(lead))[0]?.steps;
    expect(await steps()).toEqual([{ kind: "request", phase: "read" }]);
    await requestGate(db, actBy(lead), code, "read");
    expect(await steps()).toEqual([{ kind: "gate_waiting", phase: "read", since: TODAY }]);
    const { id } = await db
      .selectFrom("gate")
      .innerJoin("engagement", "engagement.id", "gate.engagement_id")
      .select("gate.id")
      .where("engagement.code", "=", code)
      .executeTakeFirstOrThrow();
    await declineGate(db, actBy(client), code, { kind: "read", requestId: id, reason: "The archive" });
    expect(await steps()).toEqual([{ kind: "gate_declined", phase: "read", reason: "The archive" }]);
    const [row] = await deliverablesOf(db, code, "read");
    await setStatus(db, actBy(lead), code, {
      id: row?.id ?? "",
      to: "todo",
      from: null,
      reason: null,
      evidence: null,
    });
    expect(await steps()).toEqual([{ kind: "gate_declined", phase: "read", reason: "The archive" }]);
  });

  it("names who is waited for, and is quiet about what is paused", async () => {
    const { db } = database;
    const { code, lead } = await anEngagement(db);
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    await handClock(db, actBy(lead), code, { holder: "third_party", why: "The payment provider's sandbox" });
    expect((await todayOf(lead))[0]?.steps).toEqual([
      { kind: "waiting", holder: "third_party", since: TODAY, why: "The payment provider's sandbox" },
    ]);
    await pauseEngagement(db, actBy(lead), code, "Their year's end");
    const [one] = await todayOf(lead, THURSDAY);
    expect(one).toMatchObject({ rows: [], soon: [], steps: [{ kind: "paused" }] });
    expect(todayAnswer(one ? [one] : [])).toBe("Nothing is due today.");
  });

  describe("for a member", () => {
    it("shows what is theirs or nobody's, and no act that is the lead's", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const member = await aPerson(db, "member");
      await saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [member.id] });
      expect((await todayOf(member))[0]?.steps).toEqual([]);
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
      const [mine, theirs] = await deliverablesOf(db, code, "read");
      if (!mine || !theirs) throw new Error("Read has too few deliverables.");
      for (const [row, ownerId] of [
        [mine, member.id],
        [theirs, lead.id],
      ] as const) {
        await editDeliverable(db, actBy(lead), code, row.id, {
          title: row.title,
          notes: "",
          ownerId,
          dueOn: TODAY,
          isVisible: row.is_visible === 1,
          requiresEvidence: row.requires_evidence === 1,
          version: row.version,
        });
      }
      const [one] = await todayOf(member);
      const ids = one?.rows.map((row) => row.id);
      expect(ids).toContain(mine.id);
      expect(ids).not.toContain(theirs.id);
      await completeChecklist(db, actBy(lead), code, "read");
      expect((await todayOf(member))[0]?.steps).toEqual([]);
    });
  });
});
