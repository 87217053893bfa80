import { listActivity } from "db/activity.server";
import { openAsk } from "db/asks.server";
import { addDeliverable } from "db/checklist.server";
import type { CommentSubject } from "db/comment-subjects.server";
import { removeComment, writeComment } from "db/comments.server";
import type { Database } from "db/connect.server";
import { listConversations, listConversationsOn, readConversation } from "db/conversations.server";
import { editDeliverable } from "db/deliverables.server";
import { recordFinding } from "db/findings.server";
import { requirePortal } from "db/portal.server";
import { saveTeam } from "db/team.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import {
  AT,
  aCompany,
  actBy,
  anEngagement,
  aPerson,
  founded,
  type Scene,
  TODAY,
} from "tests/support/factories";
import { MAIL_CONFIG } from "tests/support/mail-config";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { announceComment } from "~/jobs/announce-comments.server";

const MINUTE = 60_000;
const WHOLE: CommentSubject = { about: "engagement", id: null };

describeEachDatabase("comments", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  const say = (
    scene: { code: string },
    by: Actor,
    body: string,
    visibility: "internal" | "client" = "internal",
    subject: CommentSubject = WHOLE,
    at = AT,
  ) => writeComment(database.db, actBy(by, TODAY, at), scene.code, { subject, visibility, body });

  const read = (scene: Scene, actor: Actor, side: "ours" | "client", subject = WHOLE, at = AT) =>
    readConversation(database.db, actor, scene.code, subject, side, at);
  const bodies = async (scene: Scene, actor: Actor, side: "ours" | "client", subject = WHOLE) =>
    (await read(scene, actor, side, subject)).conversation.comments.map(({ body }) => body);

  async function aFinding({ code, lead }: Scene, isVisible: boolean): Promise<CommentSubject> {
    const fields = { title: "Retries pile up", severity: "high" as const, area: "api", body: "", place: "" };
    const id = await recordFinding(database.db, actBy(lead), code, { ...fields, isVisible });
    return { about: "finding", id };
  }

  async function withTeam() {
    const scene = await anEngagement(database.db);
    const member = await aPerson(database.db, "member", { name: "Mira Holt" });
    const { code, lead } = scene;
    await saveTeam(database.db, actBy(), code, { leadId: lead.id, memberIds: [member.id] });
    return { ...scene, member };
  }

  describe("who reads what", () => {
    it("keeps what is for us alone from every page of the client", async () => {
      const scene = await withTeam();
      const { code, lead, client, member } = scene;
      await say(scene, member, "Ours alone: the estimate is tight.");
      await say(scene, lead, "Good morning, the plan stands.", "client");
      await say(scene, client, "Thank you.", "internal");
      expect(await bodies(scene, lead, "ours")).toEqual([
        "Ours alone: the estimate is tight.",
        "Good morning, the plan stands.",
        "Thank you.",
      ]);
      for (const actor of [client, lead]) {
        expect(await bodies(scene, actor, "client")).toEqual([
          "Good morning, the plan stands.",
          "Thank you.",
        ]);
        const all = await listConversations(database.db, actor, code, "client", AT);
        expect(JSON.stringify(all)).not.toContain("Ours alone");
      }
      const { engagement } = await requirePortal(database.db, client, code);
      const page = { before: null, limit: 100, today: TODAY };
      const told = await listActivity(database.db, engagement, "client", page);
      expect(JSON.stringify(told.entries).match(/commented/g)).toHaveLength(2);
      await expectIntactChain(database.db, code);
    });

    it("lets the client be written to only about what they see", async () => {
      const scene = await anEngagement(database.db);
      const { lead, client } = scene;
      const hidden = await aFinding(scene, false);
      expect(await refusalOf(say(scene, lead, "Look at this", "client", hidden))).toMatchObject({
        kind: "invalid",
        field: "body",
      });
      await say(scene, lead, "Look at this, us", "internal", hidden);
      expect((await read(scene, lead, "ours", hidden)).conversation.isShared).toBe(false);
      expect(await refusalOf(read(scene, client, "client", hidden))).toMatchObject({ kind: "not_found" });
      expect(await refusalOf(say(scene, client, "I guess", "client", hidden))).toMatchObject({
        kind: "not_found",
      });
      const shown = await aFinding(scene, true);
      await say(scene, client, "We see that every Monday.", "client", shown);
      expect(await bodies(scene, lead, "client", shown)).toEqual(["We see that every Monday."]);
    });

    it("shows the client nothing about a part that was taken from their sight", async () => {
      const scene = await anEngagement(database.db);
      const { code, lead, client } = scene;
      const fields = { title: "Rate limits", notes: "", ownerId: null, dueOn: null, requiresEvidence: false };
      const id = await addDeliverable(database.db, actBy(lead), code, "read", { ...fields, isVisible: true });
      const subject: CommentSubject = { about: "deliverable", id };
      const comment = await say(scene, lead, "Nearly there.", "client", subject);
      expect(await bodies(scene, client, "client", subject)).toEqual(["Nearly there."]);
      await editDeliverable(database.db, actBy(lead), code, id, { ...fields, isVisible: false, version: 1 });
      expect(await refusalOf(read(scene, client, "client", subject))).toMatchObject({ kind: "not_found" });
      const all = await listConversations(database.db, client, code, "client", AT);
      expect(JSON.stringify(all)).not.toContain("Nearly there");
      await removeComment(database.db, actBy(lead), code, comment);
      const { id: engagementId } = await findEngagement(database.db, code);
      const removed = await database.db
        .selectFrom("event")
        .select("visibility")
        .where("engagement_id", "=", engagementId)
        .where("kind", "=", "comment.removed")
        .executeTakeFirstOrThrow();
      expect(removed.visibility).toBe("internal");
    });

    it("answers alike to strangers and about what does not exist", async () => {
      const scene = await anEngagement(database.db);
      const other = await anEngagement(database.db);
      const stranger = await aPerson(database.db, "client", { companyIds: [await aCompany(database.db)] });
      const notOnTeam = await aPerson(database.db, "member");
      for (const actor of [stranger, notOnTeam, other.lead, other.client]) {
        expect(await refusalOf(say(scene, actor, "Hello"))).toMatchObject({ kind: "not_found" });
        const side = actor.role === "client" ? "client" : "ours";
        expect(await refusalOf(read(scene, actor, side))).toMatchObject({ kind: "not_found" });
      }
      const theirs = await aFinding(other, true);
      for (const subject of [theirs, { about: "finding", id: "unknown" } as const]) {
        expect(await refusalOf(say(scene, scene.lead, "Hello", "internal", subject))).toMatchObject({
          kind: "not_found",
        });
      }
      expect(await refusalOf(read(scene, scene.client, "ours"))).toMatchObject({ kind: "forbidden" });
    });
  });

  describe("mentions", () => {
    const mailsTo = async (...people: Actor[]) =>
      (await database.db.selectFrom("mail").select(["to_address", "text", "subject"]).execute()).filter(
        (mail) => people.some((person) => person.email === mail.to_address),
      );
    const tellFrom = (
      by: Actor,
      scene: Scene,
      body: string,
      visibility: "internal" | "client" = "internal",
    ) => {
      const act = actBy(by);
      return writeComment(database.db, act, scene.code, { subject: WHOLE, visibility, body }, (trx, id) =>
        announceComment({ db: trx, config: MAIL_CONFIG }, act, scene.code, id),
      );
    };

    it("are kept as ids, shown by name, and mailed to exactly those who are meant", async () => {
      const scene = await withTeam();
      const { lead, member, client } = scene;
      const id = await tellFrom(lead, scene, "@Mira, can you look? @nobody");
      const row = await database.db
        .selectFrom("comment")
        .select("mentions")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      expect(JSON.parse(row.mentions)).toEqual([member.id]);
      const [shown] = (await read(scene, lead, "ours")).conversation.comments;
      expect(shown?.mentioned).toEqual([{ id: member.id, name: "Mira Holt" }]);
      const [mail, ...others] = await mailsTo(lead, member, client);
      expect(others).toEqual([]);
      expect(mail).toMatchObject({ to_address: member.email });
      expect(mail?.text).toContain(`https://phaseline.test/engagements/${scene.code}/comments#comment-${id}`);
    });

    it("of a contact are refused in what is for us alone, and nothing is kept or mailed", async () => {
      const scene = await withTeam();
      const { lead, client } = scene;
      const refusal = await refusalOf(tellFrom(lead, scene, `Do not tell @${client.name} yet`));
      expect(refusal).toMatchObject({ kind: "invalid", field: "body" });
      expect(refusal.message).toContain(client.name);
      expect(await bodies(scene, lead, "ours")).toEqual([]);
      expect(await mailsTo(client)).toEqual([]);
      await tellFrom(lead, scene, `Good news, @${client.name}`, "client");
      const [mail] = await mailsTo(client);
      expect(mail?.text).toContain(`/portal/${scene.code}/comments#`);
    });

    it("bring what the client says to the lead, and not to a team whose names they do not know", async () => {
      const scene = await withTeam();
      const { client, lead, member } = scene;
      await tellFrom(client, scene, "Is @Mira Holt on it?", "client");
      expect((await mailsTo(lead)).map(({ to_address }) => to_address)).toEqual([lead.email]);
      expect(await mailsTo(member)).toEqual([]);
      expect((await read(scene, client, "client")).mentionable.ours).toEqual([lead.name]);
      await tellFrom(member, scene, "I am.", "client");
      expect((await read(scene, client, "client")).mentionable.ours).toContain("Mira Holt");
      await tellFrom(client, scene, "Thank you, @Mira Holt", "client");
      expect(await mailsTo(member)).toHaveLength(1);
    });

    it("reach nobody whose access has ended", async () => {
      const scene = await withTeam();
      const { code, lead, member, client } = scene;
      await saveTeam(database.db, actBy(), code, { leadId: lead.id, memberIds: [] });
      await database.db.updateTable("person").set({ disabled_at: AT }).where("id", "=", client.id).execute();
      await tellFrom(lead, scene, `@Mira Holt and @${client.name}`, "client");
      expect(await mailsTo(member, client)).toEqual([]);
    });
  });

  it("stand beside each of several things on a page, for each side what it may read", async () => {
    const scene = await withTeam();
    const { code, lead, client } = scene;
    const fields = { body: "", dueOn: null, isBlocking: false };
    const first = await openAsk(database.db, actBy(lead), code, { ...fields, title: "Staging access" });
    const second = await openAsk(database.db, actBy(lead), code, { ...fields, title: "A test account" });
    await say(scene, lead, "Ours alone: they forgot.", "internal", { about: "ask", id: first });
    await say(scene, client, "On Monday.", "client", { about: "ask", id: first });
    const subjects = [
      { id: first, title: "Staging access" },
      { id: second, title: "A test account" },
    ];
    const saidTo = async (actor: Actor, side: "ours" | "client") => {
      const on = { about: "ask" as const, subjects };
      const page = await listConversationsOn(database.db, actor, code, on, side, AT);
      return page.conversations.map((one) => [one.isShared, one.comments.map(({ body }) => body)]);
    };
    expect(await saidTo(lead, "ours")).toEqual([
      [true, ["Ours alone: they forgot.", "On Monday."]],
      [true, []],
    ]);
    expect(await saidTo(client, "client")).toEqual([
      [true, ["On Monday."]],
      [true, []],
    ]);
    const other = await anEngagement(database.db);
    const crossed = { about: "ask" as const, subjects };
    const page = await listConversationsOn(database.db, other.lead, other.code, crossed, "ours", AT);
    expect(page.conversations.every((one) => one.comments.length === 0)).toBe(true);
  });

  it("are removed by their author within a quarter of an hour, by the lead at any time, and stay as removed", async () => {
    const scene = await withTeam();
    const { code, lead, client, member } = scene;
    const remove = (by: Actor, id: string, minutes: number) =>
      removeComment(database.db, actBy(by, TODAY, AT + minutes * MINUTE), code, id);
    const soon = await say(scene, member, "Typed in the wrong place");
    await remove(member, soon, 15);
    expect(await refusalOf(remove(member, soon, 15))).toMatchObject({ kind: "conflict" });
    const late = await say(scene, member, "Said and stands", "client");
    expect(await refusalOf(remove(member, late, 16))).toMatchObject({ kind: "conflict" });
    expect(await refusalOf(remove(client, late, 1))).toMatchObject({ kind: "forbidden" });
    const hidden = await say(scene, lead, "For us");
    expect(await refusalOf(remove(client, hidden, 1))).toMatchObject({ kind: "not_found" });
    expect(await refusalOf(remove(member, hidden, 1))).toMatchObject({ kind: "forbidden" });
    await remove(lead, late, 500);
    expect(await bodies(scene, lead, "ours")).toEqual([null, null, "For us"]);
    expect(await bodies(scene, client, "client")).toEqual([null]);
    await expectIntactChain(database.db, code);
  });

  it("act once for the same post, and refuse what is empty or too long", async () => {
    const scene = await anEngagement(database.db);
    const { code, lead } = scene;
    const input = { subject: WHOLE, visibility: "internal" as const, body: "Once" };
    const act = { ...actBy(lead), idempotencyKey: "key-1" };
    const ids = await Promise.all([1, 2].map(() => writeComment(database.db, act, code, input)));
    expect(new Set(ids).size).toBe(1);
    expect(await bodies(scene, lead, "ours")).toEqual(["Once"]);
    for (const body of [" ", "x".repeat(20_001)]) {
      expect(await refusalOf(say(scene, lead, body))).toMatchObject({ kind: "invalid", field: "body" });
    }
  });

  it("are listed by what they are about, the latest conversation first", async () => {
    const scene = await anEngagement(database.db);
    const { code, lead, client } = scene;
    const finding = await aFinding(scene, true);
    const fields = { title: "Staging access", body: "", dueOn: null, isBlocking: false };
    const ask: CommentSubject = { about: "ask", id: await openAsk(database.db, actBy(lead), code, fields) };
    await say(scene, lead, "First", "client", WHOLE, AT);
    await say(scene, lead, "Second", "client", finding, AT + 1);
    await say(scene, lead, "Third", "internal", { about: "gate", id: "read" }, AT + 2);
    await say(scene, client, "Fourth", "client", ask, AT + 3);
    const titles = async (actor: Actor, side: "ours" | "client", wanted?: CommentSubject) =>
      (await listConversations(database.db, actor, code, side, AT, wanted)).conversations.map(
        ({ title }) => title,
      );
    expect(await titles(lead, "ours")).toEqual(["Staging access", "The Read gate", "Retries pile up", null]);
    expect(await titles(client, "client")).toEqual(["Staging access", "Retries pile up", null]);
    const wanted = await titles(client, "client", { about: "gate", id: "extend" });
    expect(wanted).toContain("The Extend gate");
  });
});
