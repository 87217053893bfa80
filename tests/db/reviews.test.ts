import { listActivity } from "db/activity.server";
import { openAsk, withdrawAsk } from "db/asks.server";
import { findCommentNews } from "db/comment-news.server";
import { removeComment, writeComment } from "db/comments.server";
import type { Database } from "db/connect.server";
import { readConversation } from "db/conversations.server";
import { moveStage } from "db/engagements.server";
import { writeUpdates } from "db/imported-updates.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { disablePerson, enablePerson } from "db/people.server";
import { startPhase } from "db/phases.server";
import { readReviewPage } from "db/review-page.server";
import { acknowledgeEngagement, askInReview, findNextAfter } from "db/reviews.server";
import { insertScaled } from "db/seed/scale.server";
import { refreshStandings } from "db/standing-refresh.server";
import { standingOf } from "db/standing-row.server";
import { saveTeam } from "db/team.server";
import { readToday } from "db/today.server";
import { draftUpdate, publishUpdate } from "db/update-drafts.server";
import { findRhythm } from "db/update-rhythm.server";
import type { KyselyPlugin } from "kysely";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { beforeEach, describe, expect, it } from "vitest";
import { reasonsFor } from "~/domain/attention";
import { addDays, addWorkingDays, STANDARD_CALENDAR } from "~/domain/calendar";
import type { Actor } from "~/domain/permissions";
import { silentFor } from "~/domain/update-standing";
import { announceComment } from "~/jobs/announce-comments.server";

const NEXT_MONDAY = addDays(TODAY, 7);

describeEachDatabase("the review of the week", (open) => {
  let database: Database;
  let manager: Actor;
  let other: Actor;

  beforeEach(async () => {
    database = await founded(open);
    manager = await aPerson(database.db, "manager", { name: "Ines Vale" });
    other = await aPerson(database.db, "manager", { name: "Tom Oduya" });
  });

  const on = (actor: Actor, today = TODAY) =>
    actBy(actor, today, AT + (Date.parse(today) - Date.parse(TODAY)));
  const acknowledge = (code: string, actor = manager, today = TODAY) =>
    acknowledgeEngagement(database.db, on(actor, today), code);
  const ask = (code: string, question: string, actor = manager, key?: string) =>
    askInReview(database.db, { ...on(actor), idempotencyKey: key }, code, question);
  const page = (today = TODAY, at: string | null = null, done: string | null = null, actor = manager) =>
    readReviewPage(database.db, actor, today, { at, done });
  const reviews = () => database.db.selectFrom("review").selectAll().execute();
  const comments = async ({ code, lead }: Scene) => {
    const whole = { about: "engagement", id: null } as const;
    const read = await readConversation(database.db, lead, code, whole, "ours", AT);
    return read.conversation.comments;
  };
  /** As an import brings them. */
  const leaderless = async (title = "Nobody's") => {
    const scene = await anEngagement(database.db, { title });
    await database.db
      .updateTable("engagement")
      .set({ lead_id: null, standing_on: null })
      .where("code", "=", scene.code)
      .execute();
    return scene;
  };
  const sentences = async ({ code }: Scene, audience: "internal" | "client" = "internal") => {
    const engagement = await findEngagement(database.db, code);
    const told = await listActivity(database.db, engagement, audience, {
      before: null,
      limit: 50,
      today: TODAY,
    });
    return told.entries.map((entry) => entry.sentence);
  };

  it("walks the live ones by need until all are seen", async () => {
    const calm = await anEngagement(database.db, { title: "Calm" });
    const needing = await leaderless("Needing");
    await anEngagement(database.db, { title: "Not agreed yet", stage: "lead" });
    const first = await page();
    expect(first).toMatchObject({ total: 2, seen: 0, previous: null, next: calm.code, above: 0, below: 0 });
    expect(first.current).toMatchObject({ code: needing.code, isNeeding: true, words: "It has no lead." });
    expect(first.rows.map((row) => row.title)).toEqual(["Needing", "Calm"]);

    await acknowledge(needing.code);
    expect(await findNextAfter(database.db, manager, TODAY, needing.code)).toBe(calm.code);
    const second = await page(TODAY, calm.code, needing.code);
    expect(second).toMatchObject({ total: 2, seen: 1, previous: needing.code, next: null });
    expect(second.done).toMatchObject({
      title: "Needing",
      seen: { by: "Ines Vale", outcome: "acknowledged" },
    });

    await ask(calm.code, "Is the staging database the client's?");
    const last = await page();
    expect(last).toMatchObject({ total: 2, seen: 2, current: null });
    expect(last.asked).toMatchObject([{ code: calm.code, seen: { by: "Ines Vale", outcome: "asked" } }]);
    expect(await findNextAfter(database.db, manager, TODAY, calm.code)).toBeNull();
    // What is seen can be looked at again.
    expect((await page(TODAY, calm.code)).current?.seen?.question).toBe(
      "Is the staging database the client's?",
    );
  });

  it("comes back to what was passed over", async () => {
    const scenes = [
      await anEngagement(database.db),
      await anEngagement(database.db),
      await anEngagement(database.db),
    ];
    const [third, second, first] = scenes.map((scene) => scene.code) as [string, string, string];
    await acknowledge(second);
    expect(await findNextAfter(database.db, manager, TODAY, second)).toBe(third);
    await acknowledge(third);
    expect(await findNextAfter(database.db, manager, TODAY, third)).toBe(first);
    expect((await page(TODAY, "ENG-9999")).current?.code).toBe(first);
  });

  it("is for managers: others are refused, and learn nothing from how", async () => {
    const scene = await anEngagement(database.db);
    const { code, lead, client } = scene;
    const member = await aPerson(database.db, "member");
    await saveTeam(database.db, actBy(), code, { leadId: lead.id, memberIds: [member.id] });
    const strangers = [await aPerson(database.db, "lead"), await aPerson(database.db, "client")];
    for (const actor of [lead, member, client]) {
      expect(await refusalOf(acknowledge(code, actor))).toMatchObject({ kind: "forbidden" });
      expect(await refusalOf(ask(code, "Why?", actor))).toMatchObject({ kind: "forbidden" });
    }
    for (const actor of strangers) {
      expect(await refusalOf(acknowledge(code, actor))).toMatchObject({ kind: "not_found" });
      expect(await refusalOf(acknowledge("ENG-9999", actor))).toMatchObject({ kind: "not_found" });
    }
    expect(await refusalOf(page(TODAY, code, null, lead))).toMatchObject({ kind: "forbidden" });
    expect(await reviews()).toEqual([]);
    expect(await comments(scene)).toEqual([]);
  });

  it("leaves out what is not live any more", async () => {
    const { code } = await anEngagement(database.db);
    await moveStage(database.db, actBy(), code, { from: "active", to: "lost", reason: "They stopped." });
    expect(await refusalOf(acknowledge(code))).toMatchObject({ kind: "conflict" });
    expect(await page()).toMatchObject({ total: 0, seen: 0, current: null, rows: [] });
  });

  it("begins anew with the week, and what was not acknowledged stays marked", async () => {
    const seen = await anEngagement(database.db, { title: "Seen" });
    const left = await anEngagement(database.db, { title: "Left" });
    await acknowledge(seen.code);
    await acknowledge(left.code);
    const rowOf = async (today: string, code: string) =>
      (await page(today)).rows.find((row) => row.code === code);
    const sunday = addDays(TODAY, 6);
    expect(await page(sunday)).toMatchObject({ seen: 2, weekOn: TODAY });

    expect(await page(NEXT_MONDAY)).toMatchObject({ seen: 0, weekOn: NEXT_MONDAY });
    expect(await rowOf(NEXT_MONDAY, left.code)).toMatchObject({ seen: null, unseenSince: null });
    await acknowledge(seen.code, manager, addDays(NEXT_MONDAY, 2));

    const third = addDays(TODAY, 14);
    expect(await rowOf(third, seen.code)).toMatchObject({ seen: null, unseenSince: null });
    expect(await rowOf(third, left.code)).toMatchObject({ seen: null, unseenSince: TODAY });
    expect((await page(third)).current?.changes.count).toBeGreaterThanOrEqual(0);
    expect(await reviews()).toHaveLength(3);
  });

  it("says what was never looked at, once it has been live for more than a week", async () => {
    const { code } = await anEngagement(database.db);
    const rowOn = async (today: string) => (await page(today)).rows.find((row) => row.code === code);
    expect((await rowOn(TODAY))?.unseenSince).toBeNull();
    expect((await rowOn(NEXT_MONDAY))?.unseenSince).toBeNull();
    expect((await rowOn(addDays(TODAY, 14)))?.unseenSince).toBe("never");
  });

  it("counts the same act once, however often and by whomever it comes", async () => {
    const scene = await anEngagement(database.db);
    const { code } = scene;
    await Promise.all([acknowledge(code), acknowledge(code, other), acknowledge(code)]);
    await acknowledge(code, other);
    const [review, ...more] = await reviews();
    expect(more).toEqual([]);
    expect(await sentences(scene)).toEqual(expect.arrayContaining(["saw it in the review of the week"]));
    expect((await sentences(scene)).filter((text) => text.includes("review"))).toHaveLength(1);
    // The second of two managers sees who was first.
    expect((await page(TODAY, code, code, other)).done?.seen.by).toBe(review?.reviewed_by_name);
    await expectIntactChain(database.db, code);
  });

  it("asks once for a key, and once for the same question", async () => {
    const scene = await anEngagement(database.db);
    await ask(scene.code, "What holds up the gate?", manager, "k-1");
    await ask(scene.code, "What holds up the gate?", manager, "k-1");
    await ask(scene.code, "  What holds up the gate? ", manager, "k-2");
    expect(await comments(scene)).toHaveLength(1);
    await ask(scene.code, "And who tells the client?", other);
    expect(await comments(scene)).toHaveLength(2);
    expect(await reviews()).toMatchObject([
      { outcome: "asked", question: "And who tells the client?", reviewed_by_name: "Tom Oduya" },
    ]);
    // Acknowledging after that takes nothing back.
    await acknowledge(scene.code);
    expect(await reviews()).toMatchObject([{ outcome: "asked" }]);
    await expectIntactChain(database.db, scene.code);
  });

  it("may ask after having acknowledged", async () => {
    const scene = await anEngagement(database.db);
    await acknowledge(scene.code);
    await ask(scene.code, "One more thing: is the finish still ours to keep?");
    expect(await reviews()).toMatchObject([{ outcome: "asked" }]);
  });

  it("refuses an empty question and one that is too long, and writes nothing", async () => {
    const scene = await anEngagement(database.db);
    for (const question of ["", "   ", "a".repeat(2001)]) {
      expect(await refusalOf(ask(scene.code, question))).toMatchObject({
        kind: "invalid",
        field: "question",
      });
    }
    const outsider = `Did @${scene.client.name} agree?`;
    expect(await refusalOf(ask(scene.code, outsider))).toMatchObject({ kind: "invalid", field: "question" });
    expect(await reviews()).toEqual([]);
    expect(await comments(scene)).toEqual([]);
  });

  it("reaches the lead as a comment for us alone, by mail to them and nobody else", async () => {
    const scene = await anEngagement(database.db);
    const { code, lead, client } = scene;
    const config = { baseUrl: "https://phaseline.test" } as Parameters<typeof announceComment>[0]["config"];
    const act = on(manager);
    await askInReview(database.db, act, code, "What do we need to start Extend?", (trx, id) =>
      announceComment({ db: trx, config }, act, code, id),
    );
    expect(await comments(scene)).toMatchObject([
      {
        visibility: "internal",
        author: "Ines Vale",
        body: `@${lead.name} What do we need to start Extend?`,
        mentioned: [{ id: lead.id }],
      },
    ]);
    const mails = await database.db.selectFrom("mail").select(["to_address", "text"]).execute();
    expect(mails.map((mail) => mail.to_address)).toEqual([lead.email]);
    expect(mails[0]?.text).toContain("What do we need to start Extend?");
    expect((await sentences(scene))[0]).toBe("commented");
    expect((await sentences(scene))[1]).toBe(
      "asked in the review of the week: “What do we need to start Extend?”",
    );
    expect(JSON.stringify(await sentences(scene, "client"))).not.toContain("review");
    expect(client.id).not.toBe(lead.id);
  });

  it("asks without a mention where nobody leads", async () => {
    const scene = await leaderless();
    await ask(scene.code, "Who takes this one?");
    const [comment] = await database.db.selectFrom("comment").select(["body", "mentions"]).execute();
    expect(comment).toEqual({ body: "Who takes this one?", mentions: "[]" });
  });

  it("reminds of what was asked in the review before", async () => {
    const { code } = await anEngagement(database.db);
    await ask(code, "Who signs for them while she is away?");
    expect((await page(TODAY, code)).current?.askedBefore).toBeNull();
    const { current } = await page(NEXT_MONDAY, code);
    expect(current?.askedBefore).toEqual({
      by: "Ines Vale",
      question: "Who signs for them while she is away?",
      answer: null,
    });
    await acknowledge(code, manager, NEXT_MONDAY);
    expect((await page(addDays(TODAY, 14), code)).current?.askedBefore).toBeNull();
  });

  describe("the answer to a question", () => {
    const tuesday = addDays(TODAY, 1);
    const whole = { about: "engagement", id: null } as const;
    const say = (scene: Scene, actor: Actor, body: string, visibility: "internal" | "client" = "internal") =>
      writeComment(database.db, on(actor, tuesday), scene.code, { subject: whole, visibility, body });
    const onToday = async ({ lead }: Scene) => {
      const engagements = await readToday(database.db, lead, { today: tuesday, at: on(lead, tuesday).at });
      return engagements.flatMap(({ steps }) => steps.filter(({ kind }) => kind === "review_asked"));
    };

    it("is what anybody else writes among ourselves about the engagement, and stands in the review", async () => {
      const scene = await anEngagement(database.db);
      const { code, lead } = scene;
      await ask(code, "What holds up the gate?");
      expect((await page(TODAY, code)).current?.seen).toMatchObject({ outcome: "asked", answeredBy: null });
      await say(scene, manager, "I would like to know by Friday.");
      await say(scene, lead, "Good morning, the plan stands.", "client");
      expect((await page(TODAY, code)).current?.seen?.answeredBy).toBeNull();
      expect((await page(NEXT_MONDAY, code)).current?.askedBefore?.answer).toBeNull();

      await say(scene, lead, "Their auditor.\n\nShe is back on Monday.");
      await say(scene, other, "Thank you.");
      expect((await page(TODAY, code)).current?.seen?.answeredBy).toBe(lead.name);
      expect((await page()).asked[0]?.seen.answeredBy).toBe(lead.name);
      expect((await page(NEXT_MONDAY, code)).current?.askedBefore).toMatchObject({
        question: "What holds up the gate?",
        answer: { by: lead.name, text: "Their auditor. She is back on Monday." },
      });
    });

    it("is none once it was taken back, and none to a question asked after it", async () => {
      const scene = await anEngagement(database.db);
      const { code, lead } = scene;
      await ask(code, "What holds up the gate?");
      const id = await say(scene, lead, "Nothing.");
      await removeComment(database.db, on(lead, tuesday), code, id);
      expect((await page(TODAY, code)).current?.seen?.answeredBy).toBeNull();
      await say(scene, lead, "Their auditor.");
      const again = on(other, addDays(TODAY, 2));
      await askInReview(database.db, again, code, "And who tells them?");
      expect((await page(TODAY, code)).current?.seen).toMatchObject({ by: other.name, answeredBy: null });
    });

    it("is asked of the lead on Today until it is there, or a later review looks past it", async () => {
      const answered = await anEngagement(database.db);
      const passed = await anEngagement(database.db);
      await ask(answered.code, "What holds up the gate?");
      await ask(passed.code, "Is the finish still ours to keep?");
      expect(await onToday(answered)).toEqual([
        { kind: "review_asked", by: "Ines Vale", question: "What holds up the gate?" },
      ]);
      await say(answered, answered.lead, "Their auditor.");
      expect(await onToday(answered)).toEqual([]);
      expect(await onToday(passed)).toHaveLength(1);
      await acknowledge(passed.code, manager, NEXT_MONDAY);
      expect(await onToday(passed)).toEqual([]);
    });

    it("reaches who asked by mail, once, though they are not on the team", async () => {
      const scene = await anEngagement(database.db);
      const { code, lead } = scene;
      await ask(code, "What holds up the gate?", other);
      const heard = async (id: string) =>
        (await findCommentNews(database.db, lead, code, id))?.ours.map(({ email }) => email);
      expect(await heard(await say(scene, lead, "To the client only.", "client"))).toEqual([]);
      expect(await heard(await say(scene, lead, "Their auditor."))).toEqual([other.email]);
      expect(await heard(await say(scene, lead, "She is back."))).toEqual([]);
    });
  });

  it("tells what has changed since the review before", async () => {
    const { code, lead } = await anEngagement(database.db);
    await acknowledge(code);
    const tuesday = addDays(TODAY, 1);
    await startPhase(database.db, on(lead, tuesday), code, { kind: "read", startOn: tuesday });
    const dueOn = addDays(TODAY, 3);
    const fields = { title: "A dump of the staging database", body: "", dueOn, isBlocking: false };
    await openAsk(database.db, on(lead, tuesday), code, fields);
    await acknowledge(code, manager, NEXT_MONDAY);
    const { current } = await page(NEXT_MONDAY, code);
    expect(current?.changes).toMatchObject({ sinceAt: AT, text: expect.stringContaining("1 ask") });
    expect(current?.changes.lines[0]?.sentence).toMatch(/^started Read/);
    expect(JSON.stringify(current?.changes)).not.toContain("review of the week");
    expect(current?.asks).toMatchObject([{ title: "A dump of the staging database", lateBy: 2 }]);
  });

  it("shows a bounded part of very many, around the one that is looked at", async () => {
    const companyId = (await anEngagement(database.db)).companyId;
    for (let index = 0; index < 59; index += 1) await anEngagement(database.db, { companyId });
    const top = await page();
    expect(top).toMatchObject({ total: 60, above: 0 });
    expect(top.rows.length + top.below).toBe(60);
    expect(top.rows.length).toBeLessThanOrEqual(36);
    const deep = await page(TODAY, "ENG-0020");
    expect(deep.current?.code).toBe("ENG-0020");
    expect(deep.above + deep.rows.length + deep.below).toBe(60);
    expect(deep.above).toBeGreaterThan(0);
    expect(deep.previous).toBe("ENG-0021");
    expect(deep.next).toBe("ENG-0019");
  });

  describe("what is kept for the reasons", () => {
    const standing = async (code: string, today: string) => {
      const engagement = await findEngagement(database.db, code);
      return reasonsFor(standingOf(engagement), today, STANDARD_CALENDAR).map(({ id }) => id);
    };

    it("knows of silence what the weekly updates know, with a pause starting the count anew", async () => {
      const { code, lead } = await anEngagement(database.db);
      await startPhase(database.db, on(lead), code, { kind: "read", startOn: TODAY });
      const days = Array.from({ length: 40 }, (_, index) => addWorkingDays(TODAY, index, STANDARD_CALENDAR));
      const told: boolean[] = [];
      for (const [index, today] of days.entries()) {
        if (index === 3) {
          const id = await draftUpdate(database.db, on(lead, today), code, { isAsked: true });
          const fields = { sentence: "We read.", body: "", internalBody: "", kept: [], version: 1 };
          await publishUpdate(database.db, on(lead, today), code, id ?? "", {
            health: "on_track",
            ...fields,
          });
          expect((await findEngagement(database.db, code)).last_update_on).toBe(today);
        }
        if (index === 16) await pauseEngagement(database.db, on(lead, today), code, "A freeze of releases.");
        if (index === 20) await resumeEngagement(database.db, on(lead, today), code, { shift: null });
        const engagement = await findEngagement(database.db, code);
        const rhythm = await findRhythm(database.db, engagement);
        const isSilent = silentFor(rhythm, today, STANDARD_CALENDAR) !== null;
        expect((await standing(code, today)).includes("silent"), today).toBe(isSilent);
        told.push(isSilent);
      }
      expect(told.indexOf(true)).toBe(13);
      expect(told.slice(16, 30)).not.toContain(true);
      expect(told[30]).toBe(true);
    });

    it("keeps the day of the last report that an import brings, and none before it", async () => {
      const { code } = await anEngagement(database.db);
      const bring = (...days: string[]) =>
        database.db.transaction().execute(async (trx) => {
          const engagement = await findEngagement(trx, code);
          const updates = days.map((onDate) => ({ ref: onDate, onDate, sentence: "", body: "", note: null }));
          const folder = { reports: { updates } } as unknown as Parameters<typeof writeUpdates>[3];
          await writeUpdates(trx, on(manager), engagement, folder, new Map(), [], false);
          return engagement.last_update_on;
        });
      expect(await bring("2026-01-09", "2026-01-23", "2026-01-16")).toBe("2026-01-23");
      expect(await bring("2025-12-19")).toBe("2026-01-23");
      expect((await findEngagement(database.db, code)).last_update_on).toBe("2026-01-23");
    });

    it("knows of an ask that is past its date, until it is settled", async () => {
      const { code, lead } = await anEngagement(database.db);
      await startPhase(database.db, on(lead), code, { kind: "read", startOn: TODAY });
      const fields = { title: "Access to the logs", body: "", dueOn: TODAY, isBlocking: false };
      const id = await openAsk(database.db, on(lead), code, fields);
      const tuesday = addDays(TODAY, 1);
      expect(await standing(code, TODAY)).not.toContain("ask_late");
      expect(await standing(code, tuesday)).toContain("ask_late");
      await withdrawAsk(database.db, on(lead, tuesday), code, id, "We found another way.");
      expect(await standing(code, tuesday)).not.toContain("ask_late");
    });

    it("knows of a lead who can no longer sign in", async () => {
      const admin = await aPerson(database.db, "admin");
      const { code, lead } = await anEngagement(database.db);
      const before = (await findEngagement(database.db, code)).need;
      await disablePerson(database.db, on(admin), lead.id);
      expect(await standing(code, TODAY)).toContain("lead_disabled");
      expect((await findEngagement(database.db, code)).need).toBe(before + 58);
      await enablePerson(database.db, on(admin), lead.id);
      expect(await standing(code, TODAY)).not.toContain("lead_disabled");
      expect((await findEngagement(database.db, code)).need).toBe(before);
    });

    it("puts what has a reason before what has none", async () => {
      const { code } = await anEngagement(database.db);
      await leaderless();
      const late = addWorkingDays(TODAY, 1, STANDARD_CALENDAR);
      await refreshStandings(database.db, late);
      const rows = await database.db.selectFrom("engagement").select(["code", "need"]).execute();
      for (const row of rows) {
        expect(row.need > 0).toBe((await standing(row.code, late)).length > 0);
      }
      expect(rows.map((row) => row.code)).toContain(code);
    });
  });

  it("reads as little of a thousand live ones as of forty", async () => {
    const counts: number[] = [];
    for (const size of [40, 1000]) {
      const { db } = await open();
      const { managerId } = await insertScaled(db, actBy(), size);
      const actor = { id: managerId, name: "", email: "", role: "manager" as const, companyIds: [] };
      const named = { at: null, done: null };
      const { plugin, count } = counting();
      const review = await readReviewPage(db.withPlugin(plugin), actor, TODAY, named);
      expect(review).toMatchObject({ total: size, seen: 0 });
      expect(review.rows).toHaveLength(36);
      counts.push(count());
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThanOrEqual(20);
  });
});

/** Counts the queries that pass. */
function counting(): { plugin: KyselyPlugin; count(): number } {
  let queries = 0;
  return {
    plugin: {
      transformQuery: ({ node }) => {
        queries += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    },
    count: () => queries,
  };
}
