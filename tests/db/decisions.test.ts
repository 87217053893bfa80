import type { Database } from "db/connect.server";
import { NO_LINKS } from "db/decision-links.server";
import { listDecisions, listPortalDecisions } from "db/decision-list.server";
import {
  deprecateDecision,
  revisitDecision,
  settleDecision,
  supersedeDecision,
} from "db/decision-verdicts.server";
import { editDecision, placeDecision, recordDecision } from "db/decisions.server";
import { readDecision, readNewDecision, readPortalDecision } from "db/decisions-page.server";
import { recordFinding } from "db/findings.server";
import { saveTeam } from "db/team.server";
import { readToday } from "db/today.server";
import { deliverablesOf, expectIntactChain, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { aDecision, findDecision, toldOf } from "tests/support/decisions";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";

const ALL = { status: null, search: "", today: TODAY };

describeEachDatabase("decisions", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  /** An engagement with one decision. */
  async function decided(changes: Parameters<typeof aDecision>[0] = {}) {
    const scene = await anEngagement(database.db);
    const id = await recordDecision(database.db, actBy(scene.lead), scene.code, aDecision(changes));
    return { ...scene, id };
  }

  describe("writing down", () => {
    it("numbers them in their order and tells the client of those that they see", async () => {
      const { db } = database;
      const { code, lead, id } = await decided();
      const shown = await recordDecision(
        db,
        actBy(lead),
        code,
        aDecision({ title: "Outbox", isVisible: true }),
      );
      expect(await findDecision(db, id)).toMatchObject({ number: 1, status: "accepted", decided_on: TODAY });
      expect(await findDecision(db, shown)).toMatchObject({ number: 2, is_visible: 1 });
      expect(await toldOf(db, id)).toEqual(["decision.recorded internal"]);
      expect(await toldOf(db, shown)).toEqual(["decision.recorded client"]);
      await expectIntactChain(db, code);
    });

    it("a hundred times with one key writes one", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const act = { ...actBy(lead), idempotencyKey: "decide-once" };
      const ids = await Promise.all(
        Array.from({ length: 100 }, () => recordDecision(db, act, code, aDecision())),
      );
      expect(new Set(ids).size).toBe(1);
      expect((await listDecisions(db, lead, code, ALL)).decisions).toHaveLength(1);
    });

    it("at the same time gives each its own number", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          recordDecision(db, actBy(lead), code, aDecision({ title: `Decision ${at}` })),
        ),
      );
      const { decisions } = await listDecisions(db, lead, code, ALL);
      expect(decisions.map((one) => one.number)).toEqual(Array.from({ length: 12 }, (_, at) => 12 - at));
    });

    it("needs a title, what was decided, and a day that has been", async () => {
      const { db } = database;
      const { code, lead } = await anEngagement(db);
      const fieldOf = async (changes: Parameters<typeof aDecision>[0]) =>
        (await refusalOf(recordDecision(db, actBy(lead), code, aDecision(changes)))).field;
      expect(await fieldOf({ title: " " })).toBe("title");
      expect(await fieldOf({ title: "x".repeat(201) })).toBe("title");
      expect(await fieldOf({ decision: "" })).toBe("decision");
      expect(await fieldOf({ context: "x".repeat(20_001) })).toBe("context");
      expect(await fieldOf({ decidedOn: "2026-03-03" })).toBe("decided_on");
      expect(await fieldOf({ revisitOn: "2026-02-30" })).toBe("revisit_on");
      await recordDecision(
        db,
        actBy(lead),
        code,
        aDecision({ decision: "", status: "proposed", decidedOn: null }),
      );
    });
  });

  describe("the text", () => {
    it("can be changed while it is proposed, and a stale change is shown the newer one", async () => {
      const { db } = database;
      const { code, lead, id } = await decided({ status: "proposed" });
      await editDecision(db, actBy(lead), code, id, { ...aDecision({ context: "Mine." }), version: 1 });
      const stale = editDecision(db, actBy(lead), code, id, {
        ...aDecision({ context: "Theirs." }),
        version: 1,
      });
      expect(await refusalOf(stale)).toMatchObject({
        kind: "conflict",
        current: { context: "Mine.", version: "2" },
      });
      expect(await toldOf(db, id)).toEqual(["decision.recorded internal", "decision.edited internal"]);
    });

    it("is fixed for good once it was accepted or rejected", async () => {
      const { db } = database;
      for (const status of ["accepted", "rejected"] as const) {
        const { code, lead, id } = await decided({ status: "proposed" });
        await settleDecision(db, actBy(lead), code, id, { status, decidedOn: null, version: 1 });
        const before = await findDecision(db, id);
        const edit = editDecision(db, actBy(lead), code, id, {
          ...aDecision({ context: "Else." }),
          version: 2,
        });
        expect(await refusalOf(edit)).toMatchObject({ kind: "conflict" });
        expect(await findDecision(db, id)).toEqual(before);
      }
    });

    it("stays whatever becomes of the decision: revisited, shown, linked, replaced", async () => {
      const { db } = database;
      const { code, lead, id } = await decided();
      const textOf = async () => {
        const row = await findDecision(db, id);
        return [
          row.title,
          row.context,
          row.options,
          row.decision,
          row.consequences,
          row.present,
          row.decided_on,
        ];
      };
      const before = await textOf();
      await revisitDecision(db, actBy(lead), code, id, {
        sentence: "Nothing has changed.",
        revisitOn: "2026-06-01",
        version: 1,
      });
      await placeDecision(db, actBy(lead), code, id, { isVisible: true, links: NO_LINKS, version: 2 });
      await supersedeDecision(db, actBy(lead), code, id, { ...aDecision({ title: "Pages" }), version: 3 });
      expect(await textOf()).toEqual(before);
    });
  });

  describe("going on", () => {
    it("is settled once, by whoever comes first", async () => {
      const { db } = database;
      const { code, lead, id } = await decided({ status: "proposed", isVisible: true });
      const outcomes = await Promise.allSettled([
        settleDecision(db, actBy(lead), code, id, { status: "accepted", decidedOn: null, version: 1 }),
        settleDecision(db, actBy(lead), code, id, { status: "rejected", decidedOn: null, version: 1 }),
      ]);
      expect(outcomes.filter((one) => one.status === "fulfilled")).toHaveLength(1);
      expect(await toldOf(db, id)).toEqual(["decision.recorded client", "decision.settled client"]);
    });

    it("is replaced by a new one, and both know of each other", async () => {
      const { db } = database;
      const { code, lead, id } = await decided({ isVisible: true });
      const next = aDecision({ title: "Keyset pages", isVisible: true });
      const newId = await supersedeDecision(db, actBy(lead), code, id, { ...next, version: 1 });
      const old = await readDecision(db, lead, code, id, TODAY);
      const made = await readDecision(db, lead, code, newId, TODAY);
      expect(old.decision).toMatchObject({
        status: "superseded",
        supersededBy: { number: 2, title: "Keyset pages" },
      });
      expect(made.decision.supersedes).toMatchObject([{ number: 1 }]);
      expect(await toldOf(db, id)).toEqual(["decision.recorded client", "decision.superseded client"]);
      const again = supersedeDecision(db, actBy(lead), code, id, { ...next, version: 2 });
      expect(await refusalOf(again)).toMatchObject({ kind: "conflict" });
      expect((await listDecisions(db, lead, code, ALL)).decisions).toHaveLength(2);
      await expectIntactChain(db, code);
    });

    it("does not tell a client the name of a follower that is ours alone", async () => {
      const { db } = database;
      const { code, lead, client, id } = await decided({ isVisible: true });
      await supersedeDecision(db, actBy(lead), code, id, {
        ...aDecision({ title: "Secret plan" }),
        version: 1,
      });
      expect(await toldOf(db, id)).toEqual([
        "decision.recorded client",
        "decision.superseded internal",
        "decision.settled client",
      ]);
      expect(await readPortalDecision(db, client, code, id)).toMatchObject({
        status: "superseded",
        supersededBy: null,
      });
    });

    it("is deprecated with a sentence, which stands beside its status", async () => {
      const { db } = database;
      const { code, lead, id } = await decided();
      const silent = deprecateDecision(db, actBy(lead), code, id, { why: " ", version: 1 });
      expect(await refusalOf(silent)).toMatchObject({ kind: "invalid", field: "why" });
      await deprecateDecision(db, actBy(lead), code, id, { why: "The list is gone.", version: 1 });
      expect(await findDecision(db, id)).toMatchObject({
        status: "deprecated",
        status_note: "The list is gone.",
      });
    });
  });

  describe("a revisit", () => {
    it("surfaces on its day on the page and on the lead's Today, until somebody looked", async () => {
      const { db } = database;
      const { code, lead, id } = await decided({
        revisitOn: "2026-03-04",
        revisitTrigger: "20 million rows",
      });
      const dueOn = async (today: string) =>
        (await listDecisions(db, lead, code, { ...ALL, search: "nothing of the kind", today })).due;
      const stepOn = async (today: string) =>
        (await readToday(db, lead, { today, at: AT }))[0]?.steps.find((step) => step.kind === "revisit");
      expect(await dueOn("2026-03-03")).toEqual([]);
      expect(await stepOn("2026-03-03")).toBeUndefined();
      expect(await dueOn("2026-03-04")).toMatchObject([{ id, revisitTrigger: "20 million rows" }]);
      expect(await stepOn("2026-03-05")).toEqual({
        kind: "revisit",
        decision: { id, number: 1, title: "Cursor pagination on every list", on: "2026-03-04" },
        more: 0,
      });
      const act = actBy(lead, "2026-03-05");
      const past = revisitDecision(db, act, code, id, {
        sentence: "It holds.",
        revisitOn: "2026-03-05",
        version: 1,
      });
      expect(await refusalOf(past)).toMatchObject({ kind: "invalid", field: "revisit_on" });
      await revisitDecision(db, act, code, id, { sentence: "It holds.", revisitOn: null, version: 1 });
      expect(await dueOn("2026-03-05")).toEqual([]);
      expect(await stepOn("2026-03-05")).toBeUndefined();
    });

    it("is not asked of a member, nor of what was replaced", async () => {
      const { db } = database;
      const { code, lead, id } = await decided({ revisitOn: TODAY });
      const member = await aPerson(db, "member");
      await saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [member.id] });
      expect((await readToday(db, member, { today: TODAY, at: AT }))[0]?.steps).toEqual([]);
      await supersedeDecision(db, actBy(lead), code, id, { ...aDecision(), version: 1 });
      expect((await listDecisions(db, lead, code, ALL)).due).toEqual([]);
    });
  });

  describe("links and visibility", () => {
    it("tie it to findings, deliverables and artefacts of its own engagement only", async () => {
      const { db } = database;
      const { code, lead, client, id } = await decided({ isVisible: true });
      const other = await anEngagement(db);
      const [mine] = await deliverablesOf(db, code, "extend");
      const [theirs] = await deliverablesOf(db, other.code, "extend");
      const finding = { severity: "high", area: "API", body: "", place: "" } as const;
      const hidden = await recordFinding(db, actBy(lead), code, {
        ...finding,
        title: "Hidden",
        isVisible: false,
      });
      const links = {
        findingIds: [hidden],
        deliverableIds: [mine?.id ?? "", theirs?.id ?? ""],
        artefacts: ["api_schema" as const],
      };
      await placeDecision(db, actBy(lead), code, id, { isVisible: true, links, version: 1 });
      const { decision } = await readDecision(db, lead, code, id, TODAY);
      expect(decision.links.map((link) => link.kind)).toEqual(
        expect.arrayContaining(["finding", "deliverable", "artefact"]),
      );
      expect(decision.links).toHaveLength(3);
      expect(JSON.stringify(await readPortalDecision(db, client, code, id))).not.toContain("Hidden");
      expect(await toldOf(db, id)).toEqual(["decision.recorded client", "decision.edited internal"]);
      await placeDecision(db, actBy(lead), code, id, { isVisible: true, links, version: 2 });
      expect(await findDecision(db, id)).toMatchObject({ version: 2 });
    });

    it("shows the client what is meant for them, and tells them when it is", async () => {
      const { db } = database;
      const { code, lead, client, id } = await decided();
      expect(await listPortalDecisions(db, client, code)).toEqual([]);
      const hidden = await refusalOf(readPortalDecision(db, client, code, id));
      const unknown = await refusalOf(readPortalDecision(db, client, code, "no-such-one"));
      expect([hidden.kind, hidden.message]).toEqual([unknown.kind, unknown.message]);
      await placeDecision(db, actBy(lead), code, id, { isVisible: true, links: NO_LINKS, version: 1 });
      expect(await listPortalDecisions(db, client, code)).toMatchObject([{ id, status: "accepted" }]);
      expect(await toldOf(db, id)).toEqual(["decision.recorded internal", "decision.edited client"]);
      const stale = placeDecision(db, actBy(lead), code, id, {
        isVisible: false,
        links: NO_LINKS,
        version: 1,
      });
      expect(await refusalOf(stale)).toMatchObject({ kind: "conflict" });
    });
  });

  it("are found by their words and by their status", async () => {
    const { db } = database;
    const { code, lead } = await decided();
    await recordDecision(
      db,
      actBy(lead),
      code,
      aDecision({ title: "Outbox", status: "proposed", context: "100%" }),
    );
    const titles = async (wanted: Partial<typeof ALL>) =>
      (await listDecisions(db, lead, code, { ...ALL, ...wanted })).decisions.map((one) => one.title);
    expect(await titles({ search: "OUTBOX" })).toEqual(["Outbox"]);
    expect(await titles({ search: "100%" })).toEqual(["Outbox"]);
    expect(await titles({ search: "%" })).toEqual(["Outbox"]);
    const proposed = await listDecisions(db, lead, code, { ...ALL, status: "proposed" });
    expect(proposed.decisions.map((one) => one.title)).toEqual(["Outbox"]);
    expect(proposed.counts).toEqual({ accepted: 1, proposed: 1 });
  });

  it("are out of reach for members, strangers and other companies", async () => {
    const { db } = database;
    const { code, lead, client, id } = await decided({ isVisible: true });
    const other = await anEngagement(db);
    const member = await aPerson(db, "member");
    await saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [member.id] });
    const kindOf = async (change: Promise<unknown>) => (await refusalOf(change)).kind;
    expect(await kindOf(recordDecision(db, actBy(member), code, aDecision()))).toBe("forbidden");
    expect(await kindOf(readNewDecision(db, member, code, null))).toBe("forbidden");
    expect((await readDecision(db, member, code, id, TODAY)).decision.id).toBe(id);
    expect(await kindOf(recordDecision(db, actBy(client), code, aDecision()))).toBe("forbidden");
    expect(await kindOf(readDecision(db, client, code, id, TODAY))).toBe("forbidden");
    expect(await kindOf(readDecision(db, other.lead, code, id, TODAY))).toBe("not_found");
    expect(await kindOf(readDecision(db, other.lead, other.code, id, TODAY))).toBe("not_found");
    expect(await kindOf(listPortalDecisions(db, other.client, code))).toBe("not_found");
    const settle = { status: "accepted" as const, decidedOn: null, version: 1 };
    expect(await kindOf(settleDecision(db, actBy(other.lead), other.code, id, settle))).toBe("not_found");
  });
});
