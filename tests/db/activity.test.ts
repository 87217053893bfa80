import { listActivity, listDeliverableHistory } from "db/activity.server";
import { addDeliverable } from "db/checklist.server";
import { handClock } from "db/clock.server";
import type { Database } from "db/connect.server";
import { editDeliverable } from "db/deliverables.server";
import { findBrokenEvent } from "db/events.server";
import { addEvidence } from "db/evidence.server";
import { pauseEngagement, resumeEngagement } from "db/pauses.server";
import { startPhase } from "db/phases.server";
import { movePromisedDate } from "db/promises.server";
import { setStatus } from "db/status.server";
import { deliverablesOf, expectIntactChain, findEngagement } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";

const ALL = { before: null, limit: 500, today: TODAY };

describeEachDatabase("activity", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  /** A week of an engagement, with things that only we may know. */
  async function aWeek() {
    const { db } = database;
    const scene = await anEngagement(db);
    const { code, lead } = scene;
    const act = actBy(lead);
    await startPhase(db, act, code, { kind: "read", startOn: TODAY });
    const rows = await deliverablesOf(db, code, "read");
    const shown = rows.find((row) => row.is_visible === 1);
    const hidden = rows.find((row) => row.is_visible === 0);
    if (!shown || !hidden) throw new Error("The template shows all or nothing.");
    const press = { from: null, evidence: null };
    await setStatus(db, act, code, {
      ...press,
      id: shown.id,
      to: "blocked",
      reason: "Their admin is on leave",
    });
    await setStatus(db, act, code, { ...press, id: hidden.id, to: "done", reason: null });
    await editDeliverable(db, act, code, shown.id, {
      title: shown.title,
      notes: "Careful with Dana",
      ownerId: lead.id,
      dueOn: shown.due_on,
      isVisible: true,
      requiresEvidence: shown.requires_evidence === 1,
      version: shown.version + 1,
    });
    await addEvidence(
      db,
      act,
      code,
      { of: "deliverable", id: shown.id },
      {
        kind: "note",
        url: null,
        note: "A note of ours",
        isVisible: false,
      },
    );
    await addDeliverable(db, act, code, "read", {
      title: "Hidden extra",
      notes: "",
      ownerId: null,
      dueOn: null,
      isVisible: false,
      requiresEvidence: false,
    });
    await handClock(db, act, code, { holder: "client", why: "We wait for staging access" });
    await movePromisedDate(db, act, code, {
      kind: "stabilise",
      edge: "finish",
      toOn: "2026-03-30",
      cause: "client",
      sentence: "Staging came late",
      seq: null,
    });
    await pauseEngagement(db, act, code, "Their year's end");
    await resumeEngagement(db, act, code, { shift: null });
    return { ...scene, shown, hidden };
  }

  describe("for a client", () => {
    it("tells what was visible to them, and nothing of ours", async () => {
      const { db } = database;
      const { code, shown, hidden } = await aWeek();
      const { entries } = await listActivity(db, await findEngagement(db, code), "client", ALL);
      const text = JSON.stringify(entries);
      for (const ours of [hidden.title, "Hidden extra", "on leave", "Careful with Dana", "A note of ours"]) {
        expect(text).not.toContain(ours);
      }
      const sentences = entries.map((entry) => entry.sentence);
      expect(sentences).toContain(`marked “${shown.title}” blocked`);
      expect(sentences).toContain("handed the ball to you: We wait for staging access");
      expect(sentences.some((sentence) => sentence.startsWith("moved the Stabilise finish"))).toBe(true);
      expect(sentences).toContain("paused the engagement: Their year's end");
      expect(entries.every((entry) => entry.deliverableId === null)).toBe(true);
    });
  });

  describe("for our own people", () => {
    it("tells everything, newest first, with the deliverable that it is about", async () => {
      const { db } = database;
      const { code, shown, hidden } = await aWeek();
      const engagement = await findEngagement(db, code);
      const { entries, older } = await listActivity(db, engagement, "internal", ALL);
      expect(older).toBeNull();
      expect(entries.map((entry) => entry.seq)).toEqual(
        Array.from({ length: engagement.seq }, (_, index) => engagement.seq - index),
      );
      const sentences = entries.map((entry) => entry.sentence);
      expect(sentences).toContain(`marked “${shown.title}” blocked: Their admin is on leave`);
      const done = entries.find((entry) => entry.sentence === `marked “${hidden.title}” done`);
      expect(done).toMatchObject({ deliverableId: hidden.id, icon: "check" });
    });

    it("tells the history of one deliverable alone", async () => {
      const { db } = database;
      const { code, shown } = await aWeek();
      const history = await listDeliverableHistory(db, await findEngagement(db, code), shown.id, {
        limit: 50,
        today: TODAY,
      });
      expect(history.map((entry) => entry.sentence.split(" ")[0])).toEqual(["added", "edited", "marked"]);
    });
  });

  it("pages through every event once, for either side", async () => {
    const { db } = database;
    const { code } = await aWeek();
    const engagement = await findEngagement(db, code);
    for (const audience of ["internal", "client"] as const) {
      const whole = await listActivity(db, engagement, audience, ALL);
      const seen: number[] = [];
      let before: number | null = null;
      do {
        const page: Awaited<ReturnType<typeof listActivity>> = await listActivity(db, engagement, audience, {
          before,
          limit: 3,
          today: TODAY,
        });
        seen.push(...page.entries.map((entry) => entry.seq));
        before = page.older;
      } while (before !== null);
      expect(seen).toEqual(whole.entries.map((entry) => entry.seq));
    }
  });

  it("is a chain that shows where it was tampered with", async () => {
    const { db } = database;
    const { code } = await aWeek();
    await expectIntactChain(db, code);
    const { id } = await findEngagement(db, code);
    await db
      .updateTable("event")
      .set({ actor_name: "Somebody else" })
      .where("engagement_id", "=", id)
      .where("seq", "=", 4)
      .execute();
    expect(await findBrokenEvent(db, id)).toBe(4);
  });
});
