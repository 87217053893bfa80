import { addDeliverable, removeDeliverable } from "db/checklist.server";
import type { Database } from "db/connect.server";
import { NO_LINKS } from "db/decision-links.server";
import { recordDecision } from "db/decisions.server";
import { readDecision } from "db/decisions-page.server";
import { checkStandard, meetAllStandards } from "db/standard-checks.server";
import { listUnmetStandards } from "db/standard-inheritance.server";
import { agreeStandard, editStandard, type StandardFields, withdrawStandard } from "db/standards.server";
import { listAcceptanceCriteria, readPortalStandards, readStandards } from "db/standards-page.server";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import { deliverablesOf, expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { aDecision, toldOf } from "tests/support/decisions";
import { actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import type { Facts } from "~/domain/event";
import { describeEvent } from "~/domain/event-sentence";

const ERRORS: StandardFields = {
  title: "One error shape",
  area: "errors",
  rule: "Every error is `application/problem+json`.",
  agreedOn: TODAY,
  agreedBy: "Priya Shah and Dana Okafor",
};

describeEachDatabase("standards", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  /** An engagement with one standard and the deliverables of its Extend. */
  async function agreed() {
    const scene = await anEngagement(database.db);
    const id = await agreeStandard(database.db, actBy(scene.lead), scene.code, ERRORS);
    const rows = await deliverablesOf(database.db, scene.code, "extend");
    const [first, second] = rows;
    if (!first || !second) throw new Error("Extend has too few deliverables.");
    return { ...scene, id, rows, first, second };
  }

  const unmetOf = async (code: string) =>
    listUnmetStandards(database.db, (await findEngagement(database.db, code)).id);

  it("bind every deliverable of Extend at once, and those that come later", async () => {
    const { db } = database;
    const { code, lead, id, rows, first } = await agreed();
    expect((await unmetOf(code)).map((one) => one.deliverableId)).toEqual(rows.map((row) => row.id));
    expect(await listAcceptanceCriteria(db, lead, code, first.id)).toMatchObject([
      { standardId: id, number: 1, title: "One error shape", check: null },
    ]);
    const fields = { title: "Late one", notes: "", ownerId: null, dueOn: null };
    await addDeliverable(db, actBy(lead), code, "extend", {
      ...fields,
      isVisible: true,
      requiresEvidence: false,
    });
    await agreeStandard(db, actBy(lead), code, { ...ERRORS, title: "Cursor pages", area: "pagination" });
    expect(await unmetOf(code)).toHaveLength(2 * (rows.length + 1));
    const [read] = await deliverablesOf(db, code, "read");
    expect(await listAcceptanceCriteria(db, lead, code, read?.id ?? "")).toBeNull();
    await expectIntactChain(db, code);
  });

  it("are met, excepted with a reason, or taken back; what is so already changes nothing", async () => {
    const { db } = database;
    const { code, lead, id, first, rows } = await agreed();
    const say = (state: "met" | "exempt" | null, reason?: string) =>
      checkStandard(db, actBy(lead), code, {
        standardId: id,
        deliverableId: first.id,
        state,
        ...(reason === undefined ? {} : { reason }),
      });
    await say("met");
    await say("met");
    expect(await unmetOf(code)).toHaveLength(rows.length - 1);
    expect(await refusalOf(say("exempt", " "))).toMatchObject({ kind: "invalid", field: "reason" });
    await say("exempt", "It answers no one but the queue.");
    expect(await unmetOf(code)).toHaveLength(rows.length - 1);
    await say(null);
    await say(null);
    expect(await unmetOf(code)).toHaveLength(rows.length);
    expect((await toldOf(db, id)).filter((told) => told.startsWith("standard.checked"))).toHaveLength(3);
  });

  it("are met all at once, and by two people at the same time once", async () => {
    const { db } = database;
    const { code, lead, first, rows } = await agreed();
    await agreeStandard(db, actBy(lead), code, { ...ERRORS, title: "Cursor pages", area: "pagination" });
    const counts = await Promise.all([
      meetAllStandards(db, actBy(lead), code, first.id),
      meetAllStandards(db, actBy(lead), code, first.id),
    ]);
    expect(counts.sort()).toEqual([0, 2]);
    expect(await unmetOf(code)).toHaveLength(2 * (rows.length - 1));
    const { matrix } = await readStandards(db, lead, code);
    expect(matrix[0]?.cells.map((cell) => cell?.state)).toEqual(["met", "met"]);
  });

  it("do not bind what does not apply, nor anything once they are withdrawn", async () => {
    const { db } = database;
    const { code, lead, id, first, rows } = await agreed();
    const skip = { to: "not_applicable" as const, from: null, reason: "Done elsewhere", evidence: null };
    await setStatus(db, actBy(lead), code, { ...skip, id: first.id });
    expect(await unmetOf(code)).toHaveLength(rows.length - 1);
    const check = { standardId: id, deliverableId: first.id, state: "met" as const };
    expect(await refusalOf(checkStandard(db, actBy(lead), code, check))).toMatchObject({ kind: "conflict" });
    const silent = withdrawStandard(db, actBy(lead), code, id, { reason: "", version: 1 });
    expect(await refusalOf(silent)).toMatchObject({ kind: "invalid", field: "reason" });
    await withdrawStandard(db, actBy(lead), code, id, { reason: "The gateway does it.", version: 1 });
    expect(await unmetOf(code)).toEqual([]);
    const late = checkStandard(db, actBy(lead), code, { ...check, deliverableId: rows[1]?.id ?? "" });
    expect(await refusalOf(late)).toMatchObject({ kind: "conflict" });
    expect(await toldOf(db, id)).toEqual(["standard.agreed client", "standard.withdrawn client"]);
  });

  it("and decisions let go of a deliverable that is removed", async () => {
    const { db } = database;
    const { code, lead, first, rows } = await agreed();
    await meetAllStandards(db, actBy(lead), code, first.id);
    const links = { ...NO_LINKS, deliverableIds: [first.id], artefacts: ["api_schema" as const] };
    const decided = await recordDecision(db, actBy(lead), code, aDecision({ links }));
    await removeDeliverable(db, actBy(lead), code, first.id);
    expect(await unmetOf(code)).toHaveLength(rows.length - 1);
    const { decision } = await readDecision(db, lead, code, decided, TODAY);
    expect(decision.links.map((link) => link.kind)).toEqual(["artefact"]);
  });

  it("are edited by one at a time", async () => {
    const { db } = database;
    const { code, lead, id } = await agreed();
    await editStandard(db, actBy(lead), code, id, { ...ERRORS, rule: "As in RFC 9457.", version: 1 });
    const stale = editStandard(db, actBy(lead), code, id, { ...ERRORS, rule: "Else.", version: 1 });
    expect(await refusalOf(stale)).toMatchObject({
      kind: "conflict",
      current: { rule: "As in RFC 9457.", version: "2" },
    });
    const fieldOf = async (changes: Partial<StandardFields>) =>
      (await refusalOf(agreeStandard(db, actBy(lead), code, { ...ERRORS, ...changes }))).field;
    expect(await fieldOf({ title: "" })).toBe("title");
    expect(await fieldOf({ area: "weather" })).toBe("area");
    expect(await fieldOf({ rule: " " })).toBe("rule");
    expect(await fieldOf({ rule: "x".repeat(20_001) })).toBe("rule");
    expect(await fieldOf({ agreedOn: "2026-03-03" })).toBe("agreed_on");
    expect(await fieldOf({ agreedBy: "" })).toBe("agreed_by");
  });

  it("are agreed once, however often the same form arrives", async () => {
    const { db } = database;
    const { code, lead } = await anEngagement(db);
    const act = { ...actBy(lead), idempotencyKey: "agree-once" };
    await Promise.all(Array.from({ length: 50 }, () => agreeStandard(db, act, code, ERRORS)));
    expect((await readStandards(db, lead, code)).standing).toHaveLength(1);
  });

  describe("for others", () => {
    it("a member checks them, but neither agrees them nor excepts anything", async () => {
      const { db } = database;
      const { code, lead, id, first } = await agreed();
      const member = await aPerson(db, "member");
      await saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [member.id] });
      const pair = { standardId: id, deliverableId: first.id };
      await checkStandard(db, actBy(member), code, { ...pair, state: "met" });
      const except = checkStandard(db, actBy(member), code, { ...pair, state: "exempt", reason: "No" });
      expect(await refusalOf(except)).toMatchObject({ kind: "forbidden" });
      await checkStandard(db, actBy(lead), code, { ...pair, state: "exempt", reason: "The queue has none." });
      const back = checkStandard(db, actBy(member), code, { ...pair, state: null });
      expect(await refusalOf(back)).toMatchObject({ kind: "forbidden" });
      expect(await refusalOf(agreeStandard(db, actBy(member), code, ERRORS))).toMatchObject({
        kind: "forbidden",
      });
    });

    it("the client reads them with what is met, and nothing of what they do not see", async () => {
      const { db } = database;
      const { code, lead, client, id, rows, first, second } = await agreed();
      await db.updateTable("deliverable").set({ is_visible: 0 }).where("id", "=", first.id).execute();
      await db.updateTable("deliverable").set({ is_visible: 1 }).where("id", "=", second.id).execute();
      const except = { standardId: id, state: "exempt" as const };
      await checkStandard(db, actBy(lead), code, {
        ...except,
        deliverableId: first.id,
        reason: "Marker one",
      });
      await checkStandard(db, actBy(lead), code, {
        ...except,
        deliverableId: second.id,
        reason: "Marker two",
      });
      const [standard] = await readPortalStandards(db, client, code);
      expect(standard).toMatchObject({
        title: "One error shape",
        met: 0,
        excepted: 2,
        of: rows.length,
        exceptions: [{ title: second.title, reason: "Marker two" }],
      });
      expect(await toldOf(db, id)).toEqual([
        "standard.agreed client",
        "standard.checked internal",
        "standard.checked client",
      ]);
      expect(await refusalOf(agreeStandard(db, actBy(client), code, ERRORS))).toMatchObject({
        kind: "forbidden",
      });
    });

    it("another engagement's ids lead nowhere", async () => {
      const { db } = database;
      const { code, lead, id, first } = await agreed();
      const other = await agreed();
      const kindOf = async (change: Promise<unknown>) => (await refusalOf(change)).kind;
      const check = (standardId: string, deliverableId: string) =>
        kindOf(checkStandard(db, actBy(lead), code, { standardId, deliverableId, state: "met" }));
      expect(await check(other.id, first.id)).toBe("not_found");
      expect(await check(id, other.first.id)).toBe("not_found");
      expect(await kindOf(meetAllStandards(db, actBy(lead), code, other.first.id))).toBe("not_found");
      expect(await kindOf(editStandard(db, actBy(lead), code, other.id, { ...ERRORS, version: 1 }))).toBe(
        "not_found",
      );
      expect(await kindOf(readStandards(db, other.lead, code))).toBe("not_found");
      expect(await kindOf(readPortalStandards(db, other.client, code))).toBe("not_found");
    });
  });

  it("have to be met anew once their rule is another; what is excepted stays so", async () => {
    const { db } = database;
    const { code, lead, id, first, second, rows } = await agreed();
    const check = (deliverableId: string, state: "met" | "exempt", reason?: string) =>
      checkStandard(db, actBy(lead), code, {
        standardId: id,
        deliverableId,
        state,
        ...(reason === undefined ? {} : { reason }),
      });
    await check(first.id, "met");
    await check(second.id, "exempt", "It answers no one but the queue.");
    expect(await unmetOf(code)).toHaveLength(rows.length - 2);
    await editStandard(db, actBy(lead), code, id, { ...ERRORS, title: "One shape of errors", version: 1 });
    // The end of a line as a browser sends it is not another rule.
    await editStandard(db, actBy(lead), code, id, {
      ...ERRORS,
      title: "One shape of errors",
      rule: `${ERRORS.rule}\r\n`,
      version: 2,
    });
    expect(await unmetOf(code)).toHaveLength(rows.length - 2);
    const rule = "Every error is `application/problem+json` with a `type` that resolves.";
    const act = { ...actBy(lead), idempotencyKey: "another-rule" };
    await editStandard(db, act, code, id, { ...ERRORS, rule, version: 2 });
    await editStandard(db, act, code, id, { ...ERRORS, rule, version: 2 });
    expect((await unmetOf(code)).map((one) => one.deliverableId)).toContain(first.id);
    expect(await unmetOf(code)).toHaveLength(rows.length - 1);
    const edits = await db
      .selectFrom("event")
      .select(["label", "before", "after", "visibility"])
      .where("subject_id", "=", id)
      .where("kind", "=", "standard.edited")
      .orderBy("seq")
      .execute();
    expect(edits).toHaveLength(2);
    const [, last] = edits;
    const told = {
      kind: "standard.edited" as const,
      label: last?.label ?? null,
      before: JSON.parse(last?.before ?? "{}") as Facts,
      after: JSON.parse(last?.after ?? "{}") as Facts,
    };
    expect(describeEvent(told, "internal", TODAY)).toBe(
      "edited “One error shape”: the title and rule; one check begins anew, because the rule is another",
    );
    expect(describeEvent(told, "client", TODAY)).toBe(
      "edited “One error shape”; one check begins anew, because the rule is another",
    );
    await expectIntactChain(db, code);
  });
});
