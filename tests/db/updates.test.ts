import { newId, OPERATOR } from "db/act";
import { readAsks } from "db/ask-page.server";
import { answerAsk, openAsk } from "db/asks.server";
import type { Database } from "db/connect.server";
import { listMails } from "db/mails.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { setStatus } from "db/status.server";
import { readToday } from "db/today.server";
import { readUpdateBoard } from "db/update-board.server";
import {
  acknowledgeUpdate,
  type DraftFields,
  draftUpdate,
  publishUpdate,
  refreshDraft,
  saveDraft,
  setUpdateWeekday,
} from "db/update-drafts.server";
import { readPortalUpdates, readUpdate, readUpdates } from "db/updates.server";
import { pino } from "pino";
import { aDeliverable, expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, type Scene, TODAY } from "tests/support/factories";
import { MAIL_CONFIG } from "tests/support/mail-config";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { announceUpdate } from "~/jobs/announce-updates.server";
import { draftDueUpdates } from "~/jobs/update-drafts.server";

const FRIDAY = "2026-03-06";
const MONDAY = "2026-03-09";
const NEXT_FRIDAY = "2026-03-13";

const DAY = 24 * 60 * 60 * 1000;
const actOn = (actor: Actor, on: string) => actBy(actor, on, AT + (Date.parse(on) - Date.parse(TODAY)));

const JUDGED: Omit<DraftFields, "kept" | "version"> = {
  health: "on_track",
  sentence: "Read goes as planned.",
  body: "Next week we **rank** the hotspots.",
  internalBody: "Their CTO doubts our estimate.",
};

describeEachDatabase("weekly updates", (open) => {
  let database: Database;
  let manager: Actor;
  beforeAll(async () => {
    database = await founded(open);
    manager = await aPerson(database.db, "manager");
  });

  async function underWay(): Promise<Scene> {
    const scene = await anEngagement(database.db);
    await startPhase(database.db, actBy(scene.lead), scene.code, { kind: "read", startOn: TODAY });
    return scene;
  }

  async function finishOne({ code, lead }: Scene, on: string, isVisible: boolean): Promise<string> {
    const row = await database.db
      .selectFrom("deliverable")
      .innerJoin("engagement", "engagement.id", "deliverable.engagement_id")
      .selectAll("deliverable")
      .where("engagement.code", "=", code)
      .where("deliverable.status", "=", "todo")
      .where("deliverable.requires_evidence", "=", 0)
      .where("deliverable.is_visible", "=", isVisible ? 1 : 0)
      .orderBy("deliverable.position")
      .executeTakeFirstOrThrow();
    const press = { from: null, reason: null, evidence: null };
    await setStatus(database.db, actOn(lead, on), code, { ...press, id: row.id, to: "done" });
    return row.title;
  }

  const due = (scene: Scene, on = FRIDAY) =>
    draftUpdate(database.db, actOn(scene.lead, on), scene.code, { isAsked: false });

  async function draftOf({ code, lead }: Scene, on = FRIDAY) {
    const { draft } = await readUpdates(database.db, lead, code, on);
    if (!draft) throw new Error("There is no draft.");
    return draft;
  }

  async function judged(scene: Scene, on = FRIDAY) {
    await due(scene, on);
    const draft = await draftOf(scene, on);
    return {
      id: draft.id,
      fields: { ...JUDGED, kept: draft.lines.map((line) => line.key), version: draft.version },
    };
  }

  async function published(scene: Scene, on = FRIDAY): Promise<string> {
    const { id, fields } = await judged(scene, on);
    await publishUpdate(database.db, actOn(scene.lead, on), scene.code, id, fields);
    return id;
  }

  describe("drafting", () => {
    it("makes one draft on the due day, however often and by however many it is asked", async () => {
      const scene = await underWay();
      expect(await due(scene, "2026-03-05")).toBeNull();
      const both = await Promise.all([due(scene), due(scene)]);
      expect(both[0]).toBe(both[1]);
      expect(await due(scene, MONDAY)).toBe(both[0]);
      expect((await draftOf(scene)).onDate).toBe(FRIDAY);
    });

    it("tells what happened since the last one, and each thing once", async () => {
      const scene = await underWay();
      const first = await finishOne(scene, "2026-03-04", true);
      const id = await published(scene);
      const second = await finishOne(scene, MONDAY, true);
      await due(scene, NEXT_FRIDAY);
      const draft = await draftOf(scene, NEXT_FRIDAY);
      expect(draft.fromOn).toBe("2026-03-07");
      expect(draft.lines.map((line) => line.title)).toContain(second);
      expect(draft.lines.map((line) => line.title)).not.toContain(first);
      const { client } = await readUpdate(database.db, scene.lead, scene.code, id);
      expect(client?.lines.map((line) => line.title)).toContain(first);
    });

    it("is done by the job for all that are due, and not in a pause", async () => {
      const { db } = database;
      const [one, paused] = [await underWay(), await underWay()];
      await pauseEngagement(db, actBy(paused.lead), paused.code, "Their year's end");
      const parts = { db, log: pino({ level: "silent" }), now: () => AT + 4 * DAY };
      await draftDueUpdates(parts);
      expect((await draftOf(one)).onDate).toBe(FRIDAY);
      expect((await readUpdates(db, paused.lead, paused.code, FRIDAY)).draft).toBeNull();
      expect(await draftDueUpdates(parts)).toBe(0);
      await resumeEngagement(db, actOn(paused.lead, MONDAY), paused.code, { shift: null });
      expect(await due(paused, MONDAY)).toBeNull();
      expect(await due(paused, NEXT_FRIDAY)).not.toBeNull();
    });

    it("follows the weekday that the engagement chose", async () => {
      const { db } = database;
      const scene = await underWay();
      await setUpdateWeekday(db, actBy(scene.lead), scene.code, 3);
      expect(await due(scene, "2026-03-04")).not.toBeNull();
      const refused = setUpdateWeekday(db, actBy(scene.lead), scene.code, 6);
      expect(await refusalOf(refused)).toMatchObject({ kind: "invalid", field: "weekday" });
      expect(await refusalOf(setUpdateWeekday(db, actBy(scene.client), scene.code, 2))).toMatchObject({
        kind: "forbidden",
      });
    });

    it("can be asked for on any day", async () => {
      const scene = await underWay();
      const act = actOn(scene.lead, "2026-03-03");
      expect(await draftUpdate(database.db, act, scene.code, { isAsked: true })).not.toBeNull();
      expect((await draftOf(scene)).onDate).toBe("2026-03-03");
    });
  });

  describe("editing", () => {
    it("keeps what was typed and dropped, takes in what came since, and refuses a stale save", async () => {
      const { db } = database;
      const scene = await underWay();
      await finishOne(scene, "2026-03-04", true);
      const { id, fields } = await judged(scene);
      const dropped = fields.kept[0] ?? "";
      const kept = fields.kept.slice(1);
      await saveDraft(db, actOn(scene.lead, FRIDAY), scene.code, id, { ...fields, kept });
      const late = await finishOne(scene, FRIDAY, true);
      const saved = await draftOf(scene);
      expect(saved).toMatchObject({ sentence: JUDGED.sentence, newer: 1, version: 2 });
      await refreshDraft(db, actOn(scene.lead, FRIDAY), scene.code, id, { ...fields, kept, version: 2 });
      const fresh = await draftOf(scene);
      expect(fresh).toMatchObject({ newer: 0, version: 3 });
      expect(fresh.lines.find((line) => line.key === dropped)?.isKept).toBe(false);
      expect(fresh.lines.find((line) => line.title === late)?.isKept).toBe(true);
      const stale = saveDraft(db, actOn(scene.lead, FRIDAY), scene.code, id, { ...fields, version: 2 });
      expect(await refusalOf(stale)).toMatchObject({ kind: "conflict", current: { version: "3" } });
    });

    it("says what is too long, and writes nothing", async () => {
      const scene = await underWay();
      const { id, fields } = await judged(scene);
      const save = (changes: Partial<DraftFields>) =>
        refusalOf(
          saveDraft(database.db, actOn(scene.lead, FRIDAY), scene.code, id, { ...fields, ...changes }),
        );
      expect(await save({ body: "x".repeat(20_001) })).toMatchObject({ kind: "invalid", field: "body" });
      expect(await save({ internalBody: "x".repeat(20_001) })).toMatchObject({ field: "internal_body" });
      expect(await save({ sentence: "x".repeat(301) })).toMatchObject({ field: "sentence" });
      expect((await draftOf(scene)).version).toBe(1);
    });
  });

  describe("publishing", () => {
    it("needs a claimed health and its sentence", async () => {
      const scene = await underWay();
      const { id, fields } = await judged(scene);
      const publish = (changes: Partial<DraftFields>) =>
        refusalOf(
          publishUpdate(database.db, actOn(scene.lead, FRIDAY), scene.code, id, { ...fields, ...changes }),
        );
      expect(await publish({ health: null })).toMatchObject({ kind: "invalid", field: "health" });
      expect(await publish({ sentence: "  " })).toMatchObject({ kind: "invalid", field: "sentence" });
    });

    it("locks it as it was, whoever tries", async () => {
      const { db } = database;
      const scene = await underWay();
      const { id, fields } = await judged(scene);
      const act = actOn(scene.lead, FRIDAY);
      await publishUpdate(db, act, scene.code, id, fields);
      const before = await readUpdate(db, scene.lead, scene.code, id);
      const again = { ...fields, sentence: "Otherwise.", version: 2 };
      for (const change of [saveDraft, refreshDraft, publishUpdate]) {
        expect(await refusalOf(change(db, act, scene.code, id, again))).toMatchObject({ kind: "conflict" });
      }
      expect(await readUpdate(db, scene.lead, scene.code, id)).toEqual(before);
      await expectIntactChain(db, scene.code);
    });

    it("acts once for the same post, and once of two at once", async () => {
      const { db } = database;
      const scene = await underWay();
      const { id, fields } = await judged(scene);
      const act = { ...actOn(scene.lead, FRIDAY), idempotencyKey: `publish-${id}` };
      await publishUpdate(db, act, scene.code, id, fields);
      await publishUpdate(db, act, scene.code, id, fields);
      const { id: engagementId } = await findEngagement(db, scene.code);
      const events = await db
        .selectFrom("event")
        .select(["after", "visibility"])
        .where("engagement_id", "=", engagementId)
        .where("kind", "=", "update.published")
        .execute();
      expect(events).toHaveLength(1);
      expect(events[0]?.visibility).toBe("client");
    });

    it("gives the client their version alone, and mails it to their contacts", async () => {
      const { db } = database;
      const scene = await underWay();
      const ours = await aDeliverable(db, scene.code);
      await db.updateTable("deliverable").set({ is_visible: 0 }).where("id", "=", ours.id).execute();
      const hidden = await finishOne(scene, "2026-03-03", false);
      const shown = await finishOne(scene, "2026-03-04", true);
      await openAsk(db, actOn(scene.lead, "2026-03-04"), scene.code, {
        title: "Staging access",
        body: "",
        dueOn: null,
        isBlocking: true,
      });
      const { id, fields } = await judged(scene);
      const act = actOn(scene.lead, FRIDAY);
      await publishUpdate(db, act, scene.code, id, fields, (trx) =>
        announceUpdate({ db: trx, config: MAIL_CONFIG }, act, scene.code, id),
      );
      const { updates } = await readPortalUpdates(db, scene.client, scene.code);
      const titles = updates[0]?.reported?.lines.map((line) => line.title) ?? [];
      expect(titles).toContain(shown);
      expect(titles).toContain("3 working days with you");
      expect(JSON.stringify(updates)).not.toContain(hidden);
      expect(JSON.stringify(updates)).not.toContain("CTO");
      const page = await readUpdate(db, scene.lead, scene.code, id);
      expect(page.internal?.lines.map((line) => line.title)).toContain(hidden);
      const mail = (await listMails(db, OPERATOR, { limit: 50 })).find(
        (one) => one.to === scene.client.email,
      );
      expect(mail?.subject).toBe("Booking API: on track, update of Fri 6 Mar");
      const { text } = await db
        .selectFrom("mail")
        .select("text")
        .where("id", "=", mail?.id ?? "")
        .executeTakeFirstOrThrow();
      expect(text).toContain(shown);
      expect(text).not.toContain(hidden);
      expect(text).not.toContain("CTO");
    });
  });

  describe("the manager", () => {
    it("acknowledges once; a lead and a client cannot", async () => {
      const { db } = database;
      const scene = await underWay();
      const id = await published(scene);
      const mine = async () =>
        (await readUpdateBoard(db, manager, FRIDAY)).unread.filter((one) => one.code === scene.code);
      expect(await mine()).toMatchObject([{ id, health: "on_track", sentence: JUDGED.sentence }]);
      for (const actor of [scene.lead, scene.client]) {
        expect(await refusalOf(acknowledgeUpdate(db, actBy(actor), scene.code, id))).toMatchObject({
          kind: "forbidden",
        });
      }
      await acknowledgeUpdate(db, actOn(manager, FRIDAY), scene.code, id);
      await acknowledgeUpdate(db, actOn(manager, MONDAY), scene.code, id);
      expect(await mine()).toEqual([]);
      expect(await readUpdate(db, scene.lead, scene.code, id)).toMatchObject({
        acknowledgedBy: manager.name,
        acknowledgedAt: AT + 4 * DAY,
      });
      await expectIntactChain(db, scene.code);
    });

    it("is shown who is late, who is silent, and who contradicts the dates", async () => {
      const { db } = database;
      const [late, silent, against] = [await underWay(), await underWay(), await underWay()];
      await published(late);
      await published(against);
      await published(against, NEXT_FRIDAY);
      const on = "2026-03-17";
      const board = await readUpdateBoard(db, manager, on);
      const kinds = (code: string) =>
        [...board.late, ...board.silent, ...board.contradicting]
          .filter((one) => one.code === code)
          .map((one) => one.kind);
      expect(kinds(late.code)).toEqual(["late", "contradicting"]);
      expect(kinds(silent.code)).toEqual(["silent"]);
      expect(kinds(against.code)).toEqual(["contradicting"]);
      const theirs = await readUpdateBoard(db, late.lead, on);
      expect(theirs.silent).toEqual([]);
      expect(theirs.late.map((one) => one.code)).toEqual([late.code]);
    });

    it("does not hear of imported reports", async () => {
      const { db } = database;
      const scene = await underWay();
      const { id } = await findEngagement(db, scene.code);
      const report = newId();
      await db
        .insertInto("update")
        .values({
          id: report,
          engagement_id: id,
          on_date: TODAY,
          health: null,
          sentence: "From their tracker",
          body: "",
          author_name: "Import",
          published_at: AT,
          source_ref: "report-1",
          note: null,
        })
        .execute();
      const { unread } = await readUpdateBoard(db, manager, TODAY);
      expect(unread.some((one) => one.code === scene.code)).toBe(false);
      expect((await readPortalUpdates(db, scene.client, scene.code)).updates).toEqual([]);
      expect(await readUpdate(db, scene.lead, scene.code, report)).toMatchObject({ isImported: true });
      expect(await refusalOf(acknowledgeUpdate(db, actBy(manager), scene.code, report))).toMatchObject({
        kind: "not_found",
      });
    });
  });

  it("stand on the lead's Today once due, with what the client has not answered", async () => {
    const { db } = database;
    const scene = await underWay();
    await openAsk(db, actBy(scene.lead), scene.code, {
      title: "Staging access",
      body: "",
      dueOn: TODAY,
      isBlocking: false,
    });
    const stepsOn = async (on: string) =>
      (await readToday(db, scene.lead, { today: on, at: AT + DAY }))[0]?.steps.filter((step) =>
        ["update", "ask_late", "ask_answered"].includes(step.kind),
      );
    expect(await stepsOn(TODAY)).toEqual([]);
    expect(await stepsOn(MONDAY)).toMatchObject([
      { kind: "update", missedOn: FRIDAY, lateBy: 1 },
      { kind: "ask_late", ask: { title: "Staging access" }, dueOn: TODAY, more: 0 },
    ]);
    await published(scene);
    const [ask] = (await readAsks(db, scene.lead, scene.code, MONDAY)).open;
    await answerAsk(db, actOn(scene.client, "2026-03-03"), scene.code, ask?.id ?? "", "");
    expect(await stepsOn(MONDAY)).toMatchObject([{ kind: "ask_answered", by: scene.client.name }]);
  });

  it("are hidden from others, and drafts from everybody's lists of what is published", async () => {
    const { db } = database;
    const [scene, other] = [await underWay(), await underWay()];
    const id = await published(scene);
    await judged(other);
    const kindOf = async (change: Promise<unknown>) => (await refusalOf(change)).kind;
    expect(await kindOf(readPortalUpdates(db, other.client, scene.code))).toBe("not_found");
    expect(await kindOf(readUpdates(db, await aPerson(db, "member"), scene.code, FRIDAY))).toBe("not_found");
    expect(await kindOf(readUpdate(db, other.lead, other.code, id))).toBe("not_found");
    expect(await kindOf(readUpdate(db, other.lead, other.code, (await draftOf(other)).id))).toBe("not_found");
    expect((await readPortalUpdates(db, other.client, other.code)).updates).toEqual([]);
  });
});
