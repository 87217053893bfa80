import type { Database } from "db/connect.server";
import { addEvidence } from "db/evidence.server";
import { readGate } from "db/gate-page.server";
import { declineGate, requestGate, signGate, waiveGate, withdrawGate } from "db/gates.server";
import { startPhase } from "db/phases.server";
import { readPortalGate } from "db/portal-gate.server";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import {
  completeChecklist,
  deliverablesOf,
  expectIntactChain,
  findEngagement,
  openGate,
  refusalOf,
  workThrough,
} from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded } from "tests/support/factories";
import { MAIL_CONFIG } from "tests/support/mail-config";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS } from "~/domain/phase";
import { announceGateDecided, announceGateRequested } from "~/jobs/announce.server";

describeEachDatabase("gates", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  /** An engagement whose Read is complete, and whose gate has been asked for. */
  async function requested() {
    const scene = await anEngagement(database.db);
    await workThrough(database.db, actBy(scene.lead), scene.code, "read");
    await requestGate(database.db, actBy(scene.lead), scene.code, "read");
    const shown = await openGate(database.db, scene.code, AT);
    return { ...scene, shown, requestId: shown.requestId };
  }

  async function readPhase(code: string) {
    return database.db
      .selectFrom("phase")
      .innerJoin("engagement", "engagement.id", "phase.engagement_id")
      .selectAll("phase")
      .where("engagement.code", "=", code)
      .where("phase.kind", "=", "read")
      .executeTakeFirstOrThrow();
  }

  describe("requesting", () => {
    it("is refused with what is missing while the checklist is open", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: actBy().today });
      const refusal = await refusalOf(requestGate(db, actBy(lead), code, "read"));
      expect(refusal).toMatchObject({ kind: "invalid", field: "gate" });
      const gate = await readGate(db, await findEngagement(db, code), "read");
      const rows = await deliverablesOf(db, code, "read");
      const [deliverables, evidence] = gate.criteria;
      expect(deliverables?.missing.map((one) => one.mend)).toEqual(
        rows.map((row) => ({ room: "checklist", id: row.id })),
      );
      expect(evidence?.missing).toHaveLength(rows.filter((row) => row.requires_evidence === 1).length);
      expect(refusal.message).toContain(`${rows.length} of ${rows.length} deliverables are open`);
    });

    it("is refused before the phase has started and while the engagement is paused", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await completeChecklist(db, actBy(lead), code, "read");
      expect(await refusalOf(requestGate(db, actBy(lead), code, "read"))).toMatchObject({ kind: "invalid" });
    });

    it("gives the ball to the client, and takes it back when it is withdrawn", async () => {
      const { db } = database;
      const { code, lead } = await requested();
      expect(await findEngagement(db, code)).toMatchObject({
        phase_status: "in_review",
        gate: "requested",
        holder: "client",
      });
      await withdrawGate(db, actBy(lead), code, "read");
      expect(await findEngagement(db, code)).toMatchObject({
        phase_status: "in_progress",
        gate: "none",
        holder: "us",
        gate_requested_on: null,
      });
      expect(await refusalOf(withdrawGate(db, actBy(lead), code, "read"))).toMatchObject({
        kind: "conflict",
      });
    });

    it("a hundred times with one key asks once", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await workThrough(db, actBy(lead), code, "read");
      const act = { ...actBy(lead), idempotencyKey: "ask-once" };
      await Promise.all(Array.from({ length: 100 }, () => requestGate(db, act, code, "read")));
      const gate = await readGate(db, await findEngagement(db, code), "read");
      expect(gate.attempts).toHaveLength(1);
    });

    it("is for who runs the engagement, not for a member of its team", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const member = await aPerson(db, "member");
      await saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [member.id] });
      await workThrough(db, actBy(lead), code, "read");
      expect(await refusalOf(requestGate(db, actBy(member), code, "read"))).toMatchObject({
        kind: "forbidden",
      });
    });
  });

  describe("the client", () => {
    it("signs: the phase is done, the ball is ours, and the next phase may start", async () => {
      const { db } = database;
      const { code, lead, client, shown } = await requested();
      await signGate(db, actBy(client), code, { kind: "read", ...shown, name: "Dana Okafor" });
      expect(await readPhase(code)).toMatchObject({
        status: "done",
        gate: "signed",
        actual_finish_on: actBy().today,
      });
      expect(await findEngagement(db, code)).toMatchObject({
        phase: "stabilise",
        holder: "us",
        gate: "none",
      });
      await startPhase(db, actBy(lead), code, { kind: "stabilise", startOn: actBy().today });
      await expectIntactChain(db, code);
    });

    it("signs once, however many press at the same time", async () => {
      const { db } = database;
      const { code, client, shown } = await requested();
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () =>
          signGate(db, actBy(client), code, { kind: "read", ...shown, name: "Dana Okafor" }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
      const gate = await readGate(db, await findEngagement(db, code), "read");
      expect(gate.attempts).toMatchObject([{ outcome: "signed", decidedBy: "Dana Okafor" }]);
    });

    it("declines with a reason only, and each attempt is kept", async () => {
      const { db } = database;
      const { code, lead, client, requestId } = await requested();
      const silent = declineGate(db, actBy(client), code, { kind: "read", requestId, reason: "" });
      expect(await refusalOf(silent)).toMatchObject({ kind: "invalid", field: "reason" });
      const reason = "The data model lacks the archive";
      await declineGate(db, actBy(client), code, { kind: "read", requestId, reason });
      expect(await findEngagement(db, code)).toMatchObject({
        phase_status: "in_progress",
        gate: "declined",
        declines: 1,
        holder: "us",
      });
      await requestGate(db, actBy(lead), code, "read");
      const gate = await readGate(db, await findEngagement(db, code), "read");
      expect(gate.attempts).toMatchObject([
        { attempt: 2, outcome: null },
        { attempt: 1, outcome: "declined", reason },
      ]);
      expect(gate.request?.attempt).toBe(2);
    });

    it("cannot answer a request that was taken back or decided, nor sign without a name", async () => {
      const { db } = database;
      const { code, lead, client, shown } = await requested();
      const nameless = signGate(db, actBy(client), code, { kind: "read", ...shown, name: "" });
      expect(await refusalOf(nameless)).toMatchObject({ kind: "invalid", field: "name" });
      await withdrawGate(db, actBy(lead), code, "read");
      await requestGate(db, actBy(lead), code, "read");
      const stale = signGate(db, actBy(client), code, { kind: "read", ...shown, name: "Dana" });
      expect(await refusalOf(stale)).toMatchObject({ kind: "conflict" });
    });

    it("of another company finds nothing to sign, and nobody of ours signs for them", async () => {
      const { db } = database;
      const { code, lead, shown } = await requested();
      const other = await anEngagement(db);
      const sign = (actor: Actor) =>
        refusalOf(signGate(db, actBy(actor), code, { kind: "read", ...shown, name: "Somebody" }));
      expect(await sign(other.client)).toMatchObject({ kind: "not_found" });
      expect(await sign(other.lead)).toMatchObject({ kind: "not_found" });
      expect(await sign(lead)).toMatchObject({ kind: "forbidden" });
      expect(await sign(await aPerson(db, "manager"))).toMatchObject({ kind: "forbidden" });
      expect((await readPhase(code)).status).toBe("in_review");
    });

    it("sees the gate without what is ours alone", async () => {
      const { db } = database;
      const { code, lead, client } = await anEngagement(db);
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: actBy().today });
      const rows = await deliverablesOf(db, code, "read");
      const hidden = rows.filter((row) => row.is_visible === 0);
      const [shown] = rows.filter((row) => row.is_visible === 1);
      if (!shown || hidden.length === 0) throw new Error("The template shows all or nothing.");
      for (const [isVisible, note] of [
        [true, "For them"],
        [false, "For us"],
      ] as const) {
        await addEvidence(
          db,
          actBy(lead),
          code,
          { of: "deliverable", id: shown.id },
          { kind: "note", url: null, note, isVisible },
        );
      }
      const forThem = await readPortalGate(db, client, code, "read");
      const text = JSON.stringify(forThem);
      for (const row of hidden) expect(text).not.toContain(row.title);
      expect(text).toContain("For them");
      expect(text).not.toContain("For us");
      const forUs = await readGate(db, await findEngagement(db, code), "read");
      expect(forUs.hiddenCount).toBe(hidden.length);
      expect(forUs.shown.map((one) => one.id)).toEqual(forThem.document.deliverables.map((one) => one.id));
    });
  });

  describe("waiving", () => {
    it("is for managers, with a reason, whether the gate was asked for or not", async () => {
      const { db } = database;
      const manager = await aPerson(db, "manager");
      const asked = await requested();
      expect(
        await refusalOf(waiveGate(db, actBy(asked.lead), asked.code, { kind: "read", reason: "No time" })),
      ).toMatchObject({ kind: "forbidden" });
      expect(
        await refusalOf(waiveGate(db, actBy(manager), asked.code, { kind: "read", reason: "" })),
      ).toMatchObject({ kind: "invalid", field: "reason" });
      await waiveGate(db, actBy(manager), asked.code, { kind: "read", reason: "Agreed on the phone" });
      expect(await readPhase(asked.code)).toMatchObject({ status: "done", gate: "waived" });

      const { code, lead } = await anEngagement(db);
      await startPhase(db, actBy(lead), code, { kind: "read", startOn: actBy().today });
      await waiveGate(db, actBy(manager), code, { kind: "read", reason: "The client asked us to go on" });
      const gate = await readGate(db, await findEngagement(db, code), "read");
      expect(gate.attempts).toMatchObject([
        { outcome: "waived", reason: "The client asked us to go on", decidedBy: manager.name },
      ]);
      expect(
        await refusalOf(waiveGate(db, actBy(manager), code, { kind: "read", reason: "Again" })),
      ).toMatchObject({ kind: "conflict" });
    });
  });

  it("the last one hands the engagement over", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    for (const kind of PHASE_KINDS) {
      await workThrough(db, actBy(lead), code, kind);
      await requestGate(db, actBy(lead), code, kind);
      await signGate(db, actBy(client), code, { kind, ...(await openGate(db, code, AT)), name: "Dana" });
    }
    expect(await findEngagement(db, code)).toMatchObject({
      stage: "handed_over",
      progress_bp: 10_000,
      holder_since_on: null,
    });
    const running = await db
      .selectFrom("clock_interval")
      .innerJoin("engagement", "engagement.id", "clock_interval.engagement_id")
      .select("clock_interval.id")
      .where("engagement.code", "=", code)
      .where("until_on", "is", null)
      .execute();
    expect(running).toEqual([]);
    await expectIntactChain(db, code);
  });

  it("letters go to the contacts when it is asked for and to the lead when it is decided, once each", async () => {
    const { db } = database;
    const { code, lead, client } = await anEngagement(db);
    await workThrough(db, actBy(lead), code, "read");
    const ask = { ...actBy(lead), idempotencyKey: `ask ${code}` };
    for (let turn = 0; turn < 3; turn += 1) {
      await requestGate(db, ask, code, "read", (trx) =>
        announceGateRequested({ db: trx, config: MAIL_CONFIG }, ask, code, "read"),
      );
    }
    const { requestId } = await openGate(db, code, AT);
    const reason = "The archive is missing";
    const refuse = { ...actBy(client), idempotencyKey: `refuse ${code}` };
    for (let turn = 0; turn < 3; turn += 1) {
      await declineGate(db, refuse, code, { kind: "read", requestId, reason }, (trx) =>
        announceGateDecided({ db: trx, config: MAIL_CONFIG }, refuse, code, "read"),
      );
    }
    const mails = await db
      .selectFrom("mail")
      .select(["to_address", "text"])
      .where("to_address", "in", [lead.email, client.email])
      .orderBy("created_at")
      .orderBy("id")
      .execute();
    expect(mails.map((mail) => mail.to_address)).toEqual([client.email, lead.email]);
    expect(mails[0]?.text).toContain(`https://phaseline.test/portal/${code}/gates/read`);
    expect(mails[1]?.text).toContain("The archive is missing");
  });

  it("ticks still count while the gate is with the client", async () => {
    const { db } = database;
    const { code, lead } = await requested();
    const [row] = await deliverablesOf(db, code, "read");
    await setStatus(db, actBy(lead), code, {
      id: row?.id ?? "",
      to: "todo",
      from: "done",
      reason: null,
      evidence: null,
    });
    const gate = await readGate(db, await findEngagement(db, code), "read");
    expect(gate.criteria[0]?.isMet).toBe(false);
  });
});
