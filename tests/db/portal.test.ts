import { listActivity } from "db/activity.server";
import { addDeliverable } from "db/checklist.server";
import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { type DeliverableFields, editDeliverable } from "db/deliverables.server";
import { moveStage, saveProfile } from "db/engagements.server";
import { addEvidence } from "db/evidence.server";
import { declineGate, requestGate, signGate, waiveGate, withdrawGate } from "db/gates.server";
import { readLedger } from "db/ledger.server";
import { pauseEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { readPortal, requirePortal } from "db/portal.server";
import { readPortalGate } from "db/portal-gate.server";
import { listPortals } from "db/portals.server";
import { movePromisedDate, undoMove } from "db/promises.server";
import type { DB } from "db/schema";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import { saveTerms } from "db/terms.server";
import type { Kysely } from "kysely";
import { expect, test } from "vitest";
import { DEFAULT_PROFILE } from "~/domain/engagement";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import { openGate, verifyRegister } from "../support/checklist";
import { describeEachDatabase } from "../support/databases";
import { AT, aCompany, actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "../support/factories";

const HOUR = 3_600_000;
const MARK = "internal-marker";

const fields = (changes: Partial<DeliverableFields> = {}): DeliverableFields => ({
  title: "A deliverable",
  notes: "",
  ownerId: null,
  dueOn: null,
  isVisible: true,
  requiresEvidence: false,
  ...changes,
});

const look = (at = AT, isNoted = true) => ({ at, today: TODAY, isNoted });

/** Starts a phase, does everything in it and asks for its gate. */
async function bringToGate(db: Kysely<DB>, { code, lead }: Scene, kind: PhaseKind = "read") {
  await startPhase(db, actBy(lead), code, { kind, startOn: TODAY });
  await finishWork(db, { code, lead }, kind);
  if (kind === "document") await verifyRegister(db, actBy(lead), code);
  await requestGate(db, actBy(lead), code, kind);
  return openGate(db, code, AT);
}

async function finishWork(db: Kysely<DB>, { code, lead }: Pick<Scene, "code" | "lead">, kind: PhaseKind) {
  const rows = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
    .select("deliverable.id")
    .where("engagement.code", "=", code)
    .where("phase.kind", "=", kind)
    .where("deliverable.status", "<>", "done")
    .execute();
  const evidence = { kind: "note" as const, url: null, note: "It runs.", isVisible: true };
  for (const { id } of rows) {
    await setStatus(db, actBy(lead), code, { id, to: "done", from: null, reason: null, evidence });
  }
}

const refusal = (kind: string) => expect.objectContaining({ kind });

describeEachDatabase("the portal", (open) => {
  let opening: Promise<Database> | undefined;
  const open1 = async () => {
    opening ??= founded(open);
    return (await opening).db;
  };
  const titleOf = async (db: Kysely<DB>, code: string, isVisible: 0 | 1) =>
    db
      .selectFrom("deliverable")
      .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
      .select(["deliverable.id", "deliverable.title"])
      .where("engagement.code", "=", code)
      .where("deliverable.is_visible", "=", isVisible)
      .orderBy("deliverable.id")
      .executeTakeFirstOrThrow();

  test("a client contact cannot see another company's engagement", async () => {
    const db = await open1();
    const { code } = await anEngagement(db);
    const stranger = await aPerson(db, "client", { companyIds: [await aCompany(db)] });
    const otherLead = await aPerson(db, "lead");
    for (const actor of [stranger, otherLead]) {
      await expect(readPortal(db, actor, code, look())).rejects.toEqual(refusal("not_found"));
      await expect(readPortalGate(db, actor, code, "read")).rejects.toEqual(refusal("not_found"));
      await expect(requirePortal(db, actor, code)).rejects.toEqual(refusal("not_found"));
      expect(await listPortals(db, actor, TODAY)).toEqual([]);
    }
    await expect(readPortal(db, stranger, "ENG-9999", look())).rejects.toEqual(refusal("not_found"));
  });

  test("nobody sees a portal before the work is agreed, or after it was lost", async () => {
    const db = await open1();
    const scene = await anEngagement(db, { stage: "lead", leadId: null });
    const manager = await aPerson(db, "manager");
    for (const actor of [scene.client, manager]) {
      await expect(readPortal(db, actor, scene.code, look())).rejects.toEqual(refusal("not_found"));
    }
    const live = await anEngagement(db);
    await moveStage(db, actBy(), live.code, { from: "active", to: "lost", reason: "budget" });
    await expect(readPortal(db, live.client, live.code, look())).rejects.toEqual(refusal("not_found"));
    expect(await listPortals(db, live.client, TODAY)).toEqual([]);
  });

  test("what is internal is in no read of the portal", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    const { code, lead, client, companyId } = scene;
    const act = actBy(lead);
    const member = await aPerson(db, "member", { name: `${MARK} of the team` });
    const add = (changes: Partial<DeliverableFields>) =>
      addDeliverable(db, act, code, "read", fields(changes));
    const shown = await add({
      title: "Shown to the client",
      notes: `${MARK} notes`,
      ownerId: member.id,
      dueOn: TODAY,
    });
    const hidden = await add({ title: `${MARK} title`, isVisible: false });
    const skipped = await add({ title: "Left out" });
    const set = (id: string, to: "blocked" | "doing" | "not_applicable", reason: string | null) =>
      setStatus(db, act, code, { id, to, from: null, reason, evidence: null });
    await startPhase(db, act, code, { kind: "read", startOn: TODAY });
    await set(shown, "blocked", `${MARK} blocked reason`);
    await set(hidden, "blocked", `${MARK} hidden reason`);
    await set(skipped, "not_applicable", `${MARK} comment`);
    const proof = (deliverable: string, isVisible: boolean) =>
      addEvidence(
        db,
        act,
        code,
        { of: "deliverable", id: deliverable },
        {
          kind: "link",
          url: `https://${MARK}.example/${isVisible}`,
          note: `${MARK} evidence`,
          isVisible,
        },
      );
    await proof(shown, false);
    await proof(hidden, true);
    await addEvidence(
      db,
      act,
      code,
      { of: "deliverable", id: shown },
      {
        kind: "link",
        url: "https://shared.example/report",
        note: "The report",
        isVisible: true,
      },
    );
    await saveTeam(db, act, code, { leadId: lead.id, memberIds: [member.id] });
    const seq = async () =>
      (await db.selectFrom("engagement").select("seq").where("code", "=", code).executeTakeFirstOrThrow())
        .seq;
    await saveProfile(db, act, code, {
      profile: { ...DEFAULT_PROFILE, backgroundJobsWhy: `${MARK} why` },
      origin: "existing",
      summary: `${MARK} summary`,
      seq: await seq(),
    });
    await saveTerms(db, actBy(), code, {
      title: "Booking API",
      valueMinor: 7_654_321_00,
      winProbability: 83,
      startsOn: TODAY,
      weeks: 9,
      weeksReason: `${MARK} reason for the weeks`,
      seq: await seq(),
    });
    await set(shown, "doing", null);
    await waiveGate(db, actBy(), code, { kind: "read", reason: "Agreed by telephone." });

    const { engagement } = await requirePortal(db, client, code);
    const manager = await aPerson(db, "manager");
    for (const actor of [client, lead, manager]) {
      const reads = [
        await readPortal(db, actor, code, look()),
        await listPortals(db, actor, TODAY),
        ...(await Promise.all(PHASE_KINDS.map((kind) => readPortalGate(db, actor, code, kind)))),
        (await requirePortal(db, actor, code)).frame,
        await listActivity(db, engagement, "client", { before: null, limit: 500, today: TODAY }),
        await readLedger(db, actor, code, "see_portal"),
      ];
      const sent = JSON.stringify(reads);
      expect(sent).toContain("Shown to the client");
      expect(sent).toContain("https://shared.example/report");
      expect(sent).not.toContain(MARK);
      expect(sent).not.toContain("7654321");
      expect(sent).not.toContain(companyId);
    }
  });

  test("shows the count of the whole phase beside the deliverables that are visible", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    const hidden = await titleOf(db, scene.code, 0);
    const page = await readPortal(db, scene.client, scene.code, look());
    const [read] = page.phases;
    expect(read?.total).toBe(7);
    expect(read?.deliverables).toHaveLength(6);
    expect(JSON.stringify(page)).not.toContain(hidden.title);
  });

  test("answers the same page to one of our people, and says that they view it as the client", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    await bringToGate(db, scene);
    const theirs = await readPortal(db, scene.client, scene.code, look());
    const ours = await readPortal(db, scene.lead, scene.code, look());
    expect(ours.frame.isViewedAsClient).toBe(true);
    expect(theirs.frame.isViewedAsClient).toBe(false);
    const { since: _ours, frame: _frame, ...same } = ours;
    expect(theirs).toMatchObject(same);
    expect(ours.since.kind).toBe("week");
  });

  test("a view by our own people leaves no visit", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    await readPortal(db, scene.lead, scene.code, look());
    await readPortal(db, scene.client, scene.code, look(AT, false));
    const { id } = (await requirePortal(db, scene.client, scene.code)).engagement;
    const visits = await db.selectFrom("portal_visit").selectAll().where("engagement_id", "=", id).execute();
    expect(visits).toEqual([]);
  });

  test("tells each contact everything that happened since their own last visit, once", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    const { code, lead, client } = scene;
    const colleague = await aPerson(db, "client", { companyIds: [scene.companyId] });
    const seen = async (actor: Actor, at: number) => {
      const { since } = await readPortal(db, actor, code, look(at));
      return { ...since, events: since.changes.reduce((sum, change) => sum + change.events, 0) };
    };
    const clientEvents = async () => {
      const { engagement } = await requirePortal(db, client, code);
      const page = await listActivity(db, engagement, "client", { before: null, limit: 500, today: TODAY });
      return page.entries.length;
    };

    expect(await seen(client, AT)).toMatchObject({ ago: null, events: await clientEvents() });
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    const before = await clientEvents();
    expect(await seen(client, AT + HOUR / 2)).toMatchObject({ ago: null, events: before });

    const day = AT + 26 * HOUR;
    expect(await seen(client, day)).toMatchObject({ ago: "earlier today", events: 0, changes: [] });
    const { id } = await titleOf(db, code, 1);
    const evidence = { kind: "note" as const, url: null, note: "", isVisible: false };
    await setStatus(db, actBy(lead), code, {
      id,
      to: "done",
      from: null,
      reason: null,
      evidence: { ...evidence, note: "It runs." },
    });
    await handClock(db, actBy(lead), code, { holder: "client", why: "We need access to billing." });
    const hidden = await titleOf(db, code, 0);
    await setStatus(db, actBy(lead), code, {
      id: hidden.id,
      to: "done",
      from: null,
      reason: null,
      evidence: null,
    });
    expect(await seen(client, day + HOUR / 4)).toMatchObject({ events: 2 });
    expect(await seen(client, day + HOUR)).toMatchObject({ events: 2 });
    expect(await seen(client, day + 3 * HOUR)).toMatchObject({ events: 0 });
    expect(await seen(colleague, day + 3 * HOUR)).toMatchObject({
      ago: null,
      events: await clientEvents(),
    });
  });

  test("two looks at the same moment tell the same and count as one visit", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    await readPortal(db, scene.client, scene.code, look());
    await startPhase(db, actBy(scene.lead), scene.code, { kind: "read", startOn: TODAY });
    const later = look(AT + 5 * HOUR);
    const [one, two] = await Promise.all([
      readPortal(db, scene.client, scene.code, later),
      readPortal(db, scene.client, scene.code, later),
    ]);
    expect(one.since).toEqual(two.since);
    expect(one.since.changes).toHaveLength(1);
  });

  test("puts the gate to the client, who signs it and gets a receipt", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    const { code, client, lead } = scene;
    const shown = await bringToGate(db, scene);
    const { requestId } = shown;
    const waiting = await readPortal(db, client, code, look());
    expect(waiting.answer.act).toMatchObject({ phase: "read", title: "Read and sign the Read gate" });
    expect(waiting.answer.ball?.who).toBe("you");
    expect((await listPortals(db, client, TODAY))[0]).toMatchObject({ code, gateToSign: "read" });
    const gate = await readPortalGate(db, client, code, "read");
    expect(gate.attempts[0]).toMatchObject({ id: requestId, outcome: null });
    expect(gate.document.criteria.every((criterion) => criterion.isMet)).toBe(true);
    expect(gate.nextKind).toBe("stabilise");

    const sign = { kind: "read" as const, ...shown };
    await expect(signGate(db, actBy(lead), code, { ...sign, name: "Lead" })).rejects.toEqual(
      refusal("forbidden"),
    );
    await expect(signGate(db, actBy(client), code, { ...sign, name: "" })).rejects.toEqual(
      expect.objectContaining({ kind: "invalid", field: "name" }),
    );
    await signGate(db, actBy(client), code, { ...sign, name: "Dana Reyes" });
    const signed = await readPortalGate(db, client, code, "read");
    expect(signed.status).toBe("done");
    expect(signed.attempts[0]).toMatchObject({ outcome: "signed", decidedBy: "Dana Reyes", decidedAt: AT });
    await expect(signGate(db, actBy(client), code, { ...sign, name: "Dana Reyes" })).rejects.toEqual(
      refusal("conflict"),
    );
    const page = await readPortal(db, client, code, look());
    expect(page.answer.act).toBeNull();
    expect(page.answer.heading).toMatchObject({ phase: "stabilise" });
  });

  test("a declined gate comes back with the reason kept in its history", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    const { code, client, lead } = scene;
    const shown = await bringToGate(db, scene);
    const { requestId } = shown;
    await declineGate(db, actBy(client), code, {
      kind: "read",
      requestId,
      reason: "The findings lack dates.",
    });
    const declined = await readPortalGate(db, client, code, "read");
    expect(declined.attempts[0]).toMatchObject({ outcome: "declined", reason: "The findings lack dates." });
    await requestGate(db, actBy(lead), code, "read");
    const again = await readPortalGate(db, client, code, "read");
    expect(again.attempts.map((attempt) => attempt.outcome)).toEqual([null, "declined"]);
    await expect(
      declineGate(db, actBy(client), code, { kind: "read", requestId, reason: "Still." }),
    ).rejects.toEqual(refusal("conflict"));
    await withdrawGate(db, actBy(lead), code, "read");
    const late = await openLatest(db, code);
    await expect(
      signGate(db, actBy(client), code, { kind: "read", ...shown, requestId: late, name: "Dana Reyes" }),
    ).rejects.toEqual(refusal("conflict"));
  });

  test("says that the work is paused, and why", async () => {
    const db = await open1();
    const { code, lead, client } = await anEngagement(db);
    await startPhase(db, actBy(lead), code, { kind: "read", startOn: TODAY });
    await pauseEngagement(db, actBy(lead), code, "Your team is moving offices.");
    const { answer, rail } = await readPortal(db, client, code, look());
    expect(answer.ball).toMatchObject({ who: "paused", why: "Your team is moving offices." });
    expect(rail.paused).toHaveLength(1);
  });

  test("shows the moves of promised dates that stand, with their reason", async () => {
    const db = await open1();
    const { code, lead, client } = await anEngagement(db);
    const sentence = "Carrier webhooks were added.";
    const moveId = await movePromisedDate(db, actBy(lead), code, {
      kind: "document",
      edge: "finish",
      toOn: "2026-05-20",
      cause: "scope",
      sentence,
      seq: null,
    });
    const { moves, answer } = await readPortal(db, client, code, look());
    expect(moves).toMatchObject([{ phase: "document", edge: "finish", toOn: "2026-05-20", sentence }]);
    expect(answer.firstPromisedOn).toBe(moves[0]?.fromOn);
    await undoMove(db, actBy(lead), code, moveId);
    const undone = await readPortal(db, client, code, look());
    expect(undone.moves).toEqual([]);
    expect(undone.answer.firstPromisedOn).toBeNull();
  });

  test("shows what landed once the last gate is signed", async () => {
    const db = await open1();
    const scene = await anEngagement(db);
    const { code, client } = scene;
    for (const kind of PHASE_KINDS) {
      const shown = await bringToGate(db, scene, kind);
      await signGate(db, actBy(client), code, { kind, ...shown, name: "Dana Reyes" });
    }
    const page = await readPortal(db, client, code, look());
    expect(page.stage).toBe("handed_over");
    expect(page.answer.heading.before).toBe("Booking API is handed over");
    const artefacts = page.phases.flatMap((phase) => phase.deliverables).filter((item) => item.artefact);
    expect(artefacts).toHaveLength(6);
    expect(artefacts.every((item) => item.status === "done" && item.doneOn === TODAY)).toBe(true);
    expect((await listPortals(db, client, TODAY))[0]).toMatchObject({
      stage: "handed_over",
      gateToSign: null,
    });
  });

  test("a deliverable that is taken back from the client is gone from their page", async () => {
    const db = await open1();
    const { code, lead, client } = await anEngagement(db);
    const { id, title } = await titleOf(db, code, 1);
    const { version } = await db
      .selectFrom("deliverable")
      .select("version")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    await editDeliverable(db, actBy(lead), code, id, { ...fields({ title, isVisible: false }), version });
    const page = await readPortal(db, client, code, look());
    expect(JSON.stringify(page)).not.toContain(title);
  });

  test("lists a contact's engagements of several companies, a gate to sign first", async () => {
    const db = await open1();
    const first = await anEngagement(db);
    const second = await anEngagement(db, { title: "Ledger service" });
    await bringToGate(db, first);
    const both = await aPerson(db, "client", { companyIds: [first.companyId, second.companyId] });
    const lines = await listPortals(db, both, TODAY);
    expect(lines.map((line) => line.code)).toEqual([first.code, second.code]);
    expect(lines[0]).toMatchObject({ gateToSign: "read", heading: { phase: "read" } });
    expect(lines[1]?.heading.before).toBe("Ledger service has not started yet");
  });
});

async function openLatest(db: Kysely<DB>, code: string): Promise<string> {
  const { id } = await db
    .selectFrom("gate")
    .innerJoin("engagement", "engagement.id", "gate.engagement_id")
    .select("gate.id")
    .where("engagement.code", "=", code)
    .orderBy("gate.attempt", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}
