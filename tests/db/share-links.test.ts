import { answerAsk, openAsk } from "db/asks.server";
import { writeComment } from "db/comments.server";
import type { Database } from "db/connect.server";
import { moveStage } from "db/engagements.server";
import { addEvidence } from "db/evidence.server";
import { readGuestPortal } from "db/guest-portal.server";
import { startPhase } from "db/phases.server";
import { readPortal, requirePortal } from "db/portal.server";
import { visibleTo } from "db/scope.server";
import { createShareLink, findGuest, listShareLinks, revokeShareLink } from "db/share-links.server";
import { setStatus } from "db/status.server";
import { aDeliverable, expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const look = { at: AT, today: TODAY, isNoted: true };

describeEachDatabase("share links", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  async function shared(scene: Scene, days = 7) {
    const { code, lead } = scene;
    const { token } = await createShareLink(database.db, actBy(lead), code, { label: "Their auditor", days });
    if (!token) throw new Error("No address was made.");
    const { links } = await listShareLinks(database.db, lead, code, AT);
    return { token, id: links[0]?.id ?? "" };
  }

  it("open the portal of one engagement to read, and keep no secret", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const other = await anEngagement(db);
    const { token, id } = await shared(scene);
    const kept = JSON.stringify(await db.selectFrom("share_link").selectAll().execute());
    expect(kept).not.toContain(token);
    const guest = await findGuest(db, token, AT);
    expect(guest).toMatchObject({ code: scene.code, actor: { role: "client", companyIds: [], shareId: id } });
    if (!guest) return;
    const theirs = await readPortal(db, scene.client, scene.code, { ...look, isNoted: false });
    const page = await readPortal(db, guest.actor, scene.code, look);
    const { since: _mine, ...same } = theirs;
    expect(page).toMatchObject(same);
    expect(page.since.kind).toBe("week");
    expect(await db.selectFrom("portal_visit").selectAll().execute()).toEqual([]);
    expect(await refusalOf(readPortal(db, guest.actor, other.code, look))).toMatchObject({
      kind: "not_found",
    });
    const seen = await db.selectFrom("engagement").select("code").where(visibleTo(guest.actor)).execute();
    expect(seen).toEqual([{ code: scene.code }]);
  });

  it("let nobody change anything", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const guest = await findGuest(db, (await shared(scene)).token, AT);
    if (!guest) throw new Error("The address does not work.");
    const act = actBy(guest.actor);
    const { id } = await aDeliverable(db, scene.code);
    const before = await findEngagement(db, scene.code);
    const subject = { about: "engagement", id: null } as const;
    for (const change of [
      () => startPhase(db, act, scene.code, { kind: "read", startOn: TODAY }),
      () => setStatus(db, act, scene.code, { id, to: "doing", from: null, reason: null, evidence: null }),
      () => writeComment(db, act, scene.code, { subject, visibility: "client", body: "Hello" }),
      () => createShareLink(db, act, scene.code, { label: "More", days: 7 }),
    ]) {
      expect(await refusalOf(change())).toMatchObject({ kind: "forbidden" });
    }
    expect(await refusalOf(listShareLinks(db, guest.actor, scene.code, AT))).toMatchObject({
      kind: "forbidden",
    });
    expect(await findEngagement(db, scene.code)).toEqual(before);
  });

  it("open nothing once taken back, run out, or while the client sees nothing, all alike", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const { code, lead } = scene;
    const [revoked, expiring] = [await shared(scene), await shared(scene, 30)];
    const guest = await findGuest(db, revoked.token, AT);
    await revokeShareLink(db, actBy(lead), code, revoked.id);
    expect(await findGuest(db, revoked.token, AT)).toBeUndefined();
    // Somebody who had come in before is out with the same stroke.
    if (guest)
      expect(await refusalOf(requirePortal(db, guest.actor, code))).toMatchObject({ kind: "not_found" });
    expect(await findGuest(db, expiring.token, AT + 30 * DAY - 1)).toBeDefined();
    expect(await findGuest(db, expiring.token, AT + 30 * DAY)).toBeUndefined();
    expect(await findGuest(db, "not-a-token", AT)).toBeUndefined();
    expect(await findGuest(db, expiring.id, AT)).toBeUndefined();
    await moveStage(db, actBy(), code, { from: "active", to: "lost", reason: "budget" });
    expect(await findGuest(db, expiring.token, AT)).toBeUndefined();
    expect(await refusalOf(revokeShareLink(db, actBy(lead), code, revoked.id))).toMatchObject({
      kind: "conflict",
    });
    const { links, canShare } = await listShareLinks(db, lead, code, AT + 60 * DAY);
    expect(canShare).toBe(false);
    expect(links.map(({ state }) => state).sort()).toEqual(["expired", "revoked"]);
    await expectIntactChain(db, code);
  });

  it("are made by who runs the engagement, once for the same post, and told to us alone", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const { code, lead, client } = scene;
    const input = { label: "Their auditor", days: 7 };
    for (const actor of [await aPerson(db, "member"), await aPerson(db, "lead")]) {
      expect(await refusalOf(createShareLink(db, actBy(actor), code, input))).toMatchObject({
        kind: "not_found",
      });
    }
    expect(await refusalOf(createShareLink(db, actBy(client), code, input))).toMatchObject({
      kind: "forbidden",
    });
    const act = { ...actBy(lead), idempotencyKey: "share-1" };
    const [first, second] = [
      await createShareLink(db, act, code, input),
      await createShareLink(db, act, code, input),
    ];
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect(second.token).toBeNull();
    const answers = await db
      .selectFrom("idempotency")
      .select("result")
      .where("key", "=", "share-1")
      .execute();
    expect(JSON.stringify(answers)).not.toContain(first.token);
    for (const [field, wrong] of [
      ["label", { label: " ", days: 7 }],
      ["label", { label: "x".repeat(101), days: 7 }],
      ["days", { label: "Somebody", days: 365 }],
    ] as const) {
      expect(await refusalOf(createShareLink(db, actBy(lead), code, wrong))).toMatchObject({
        kind: "invalid",
        field,
      });
    }
    const events = await db
      .selectFrom("event")
      .innerJoin("engagement", "engagement.id", "event.engagement_id")
      .select(["event.visibility", "event.after"])
      .where("engagement.code", "=", code)
      .where("event.kind", "=", "share.created")
      .execute();
    expect(events).toEqual([{ visibility: "internal", after: '{"expires_on":"2026-03-09"}' }]);
    const proposal = await anEngagement(db, { stage: "lead" });
    expect(await refusalOf(createShareLink(db, actBy(proposal.lead), proposal.code, input))).toMatchObject({
      kind: "invalid",
      field: "label",
    });
  });

  it("note at most once an hour that they were used", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const { token } = await shared(scene);
    const lastUsed = async () => (await listShareLinks(db, scene.lead, scene.code, AT)).links[0]?.lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await findGuest(db, token, AT);
    await findGuest(db, token, AT + HOUR - 1);
    expect(await lastUsed()).toBe(AT);
    await findGuest(db, token, AT + HOUR);
    expect(await lastUsed()).toBe(AT + HOUR);
  });

  it("tell a guest what is asked for, and neither answers, files nor what is said", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    const { code, lead, client } = scene;
    const { token } = await shared(scene);
    const fields = { body: "ASK-BODY", dueOn: null, isBlocking: false };
    const answered = await openAsk(db, actBy(lead), code, { ...fields, title: "A test account" });
    await openAsk(db, actBy(lead), code, { ...fields, title: "Staging access" });
    const file = { name: "ANSWER-FILE.pdf", size: 9, type: "application/pdf", sha256: "cd".repeat(32) };
    const piece = { kind: "file" as const, url: null, note: "ANSWER-NOTE", isVisible: true, file };
    await answerAsk(db, actBy(client), code, answered, "ANSWER-TEXT", undefined, [piece]);
    const subject = { about: "ask", id: answered } as const;
    await writeComment(db, actBy(client), code, { subject, visibility: "client", body: "COMMENT-TEXT" });
    const item = await aDeliverable(db, code);
    await db.updateTable("deliverable").set({ is_visible: 1 }).where("id", "=", item.id).execute();
    await addEvidence(
      db,
      actBy(lead),
      code,
      { of: "deliverable", id: item.id },
      { ...piece, note: "Report" },
    );
    const { page } = await readGuestPortal(db, token, look);
    expect(page.asks.map((ask) => ask.title)).toEqual(["Staging access"]);
    const told = JSON.stringify(page);
    for (const kept of ["ASK-BODY", "ANSWER-", "COMMENT-TEXT", "comment", "/evidence/"]) {
      expect([kept, told.includes(kept)]).toEqual([kept, false]);
    }
    expect(JSON.stringify((await readPortal(db, client, code, look)).since)).toContain("comment");
    await expect(readGuestPortal(db, "not-a-token", look)).rejects.toMatchObject({ kind: "not_found" });
    expect(await db.selectFrom("portal_visit").selectAll().execute()).toHaveLength(1);
  });
});
