import { listChain } from "db/chain.server";
import type { Database } from "db/connect.server";
import { recordFinding } from "db/findings.server";
import {
  acceptHotspot,
  editCost,
  markHotspot,
  measureHotspot,
  unmarkHotspot,
  withdrawAcceptance,
  writeFix,
} from "db/hotspots.server";
import { addProtectingTest, removeProtectingTest } from "db/protecting-tests.server";
import { saveTeam } from "db/team.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene } from "tests/support/factories";
import { beforeAll, describe, expect, it } from "vitest";
import type { Facts } from "~/domain/event";
import { describeEvent } from "~/domain/event-sentence";

const TEST = { name: "retries stop after three", kind: "integration", place: "tests/import.test.ts" };

describeEachDatabase("hotspots", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const db = () => database.db;

  const aFinding = (scene: Scene, title = "Imports run twice", isVisible = true) =>
    recordFinding(db(), actBy(scene.lead), scene.code, {
      title,
      severity: "high",
      area: "Background jobs",
      body: "",
      place: "",
      isVisible,
    });

  async function aHotspot(scene: Scene, hours = "4.5", isVisible = true): Promise<string> {
    const id = await aFinding(scene, "Imports run twice", isVisible);
    await markHotspot(db(), actBy(scene.lead), scene.code, id, hours);
    return id;
  }

  const chainOf = async (code: string) =>
    listChain(db(), (await findEngagement(db(), code)).id, { onlyVisible: false });
  const sentencesOf = async (id: string) =>
    (
      await db()
        .selectFrom("event")
        .select(["kind", "label", "before", "after"])
        .where("subject_id", "=", id)
        .orderBy("seq")
        .execute()
    ).map((row) =>
      describeEvent(
        { ...row, before: JSON.parse(row.before) as Facts, after: JSON.parse(row.after) as Facts },
        "client",
        "2026-03-02",
      ),
    );

  it("go from marked to fixed, protected and measured, each step told", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const id = await aHotspot(scene);
    expect(await chainOf(scene.code)).toMatchObject([
      { rank: 1, isTop: true, minutesBefore: 270, gap: "unfixed" },
    ]);
    await writeFix(db(), act, scene.code, id, { fix: "A lock per file.", fixedOn: null, version: 1 });
    await writeFix(db(), act, scene.code, id, { fix: "A lock per file.", fixedOn: "2026-03-02", version: 2 });
    expect(await chainOf(scene.code)).toMatchObject([{ gap: "unprotected", fixedOn: "2026-03-02" }]);
    await addProtectingTest(db(), act, scene.code, id, TEST);
    expect(await chainOf(scene.code)).toMatchObject([{ gap: "unmeasured", tests: [TEST] }]);
    await measureHotspot(db(), act, scene.code, id, { hours: "0,5", measuredOn: "2026-03-02", version: 3 });
    expect(await chainOf(scene.code)).toMatchObject([{ gap: null, minutesAfter: 30 }]);
    expect(await sentencesOf(id)).toEqual([
      "wrote down the finding “Imports run twice”",
      "marked “Imports run twice” a hotspot that costs 4.5 hours a week",
      "edited “Imports run twice”",
      "fixed the hotspot “Imports run twice”",
      "protected “Imports run twice” with the test “retries stop after three”",
      "measured the hotspot “Imports run twice” again: 4.5 hours a week before, 0.5 hours now",
    ]);
    await expectIntactChain(db(), scene.code);
  });

  it("rank by what they cost when they were found, whatever they cost now", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const cheap = await aHotspot(scene, "1");
    const dear = await aHotspot(scene, "9");
    const same = await aHotspot(scene, "1");
    await writeFix(db(), act, scene.code, dear, { fix: "Done.", fixedOn: "2026-03-02", version: 1 });
    await measureHotspot(db(), act, scene.code, dear, { hours: "0", measuredOn: "2026-03-02", version: 2 });
    expect((await chainOf(scene.code)).map((row) => row.findingId)).toEqual([dear, cheap, same]);
    await editCost(db(), act, scene.code, same, { hours: "12", version: 1 });
    expect((await chainOf(scene.code)).map((row) => row.findingId)).toEqual([same, dear, cheap]);
  });

  it("are refused with words beside the field where something does not fit", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const { code } = scene;
    const finding = await aFinding(scene);
    for (const hours of ["", "0", "many", "-1", "5000"]) {
      expect(await refusalOf(markHotspot(db(), act, code, finding, hours))).toMatchObject({
        kind: "invalid",
        field: "hours_before",
      });
    }
    expect(await refusalOf(addProtectingTest(db(), act, code, finding, TEST))).toMatchObject({
      kind: "not_found",
    });
    await markHotspot(db(), act, code, finding, "2");
    expect(await refusalOf(markHotspot(db(), act, code, finding, "3"))).toMatchObject({ kind: "conflict" });
    const fix = { fix: "Done.", fixedOn: "2026-03-02", version: 1 };
    const measured = { hours: "1", measuredOn: "2026-03-02", version: 1 };
    const refusals = [
      [() => writeFix(db(), act, code, finding, { ...fix, fix: " " }), "fix"],
      [() => writeFix(db(), act, code, finding, { ...fix, fixedOn: "2026-03-03" }), "fixed_on"],
      [() => writeFix(db(), act, code, finding, { ...fix, fixedOn: "soon" }), "fixed_on"],
      [() => measureHotspot(db(), act, code, finding, measured), "hours_after"],
      [() => addProtectingTest(db(), act, code, finding, { ...TEST, name: "" }), "test_name"],
      [() => addProtectingTest(db(), act, code, finding, { ...TEST, kind: "hope" }), "test_kind"],
    ] as const;
    for (const [change, field] of refusals) {
      expect(await refusalOf(change())).toMatchObject({ kind: "invalid", field });
    }
  });

  it("may be accepted in writing, with who did so and when, and that may be taken back", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const id = await aHotspot(scene);
    const written = { reason: "The screen goes in June.", byName: "Ines Cole", on: "2026-02-27", version: 1 };
    expect(
      await refusalOf(acceptHotspot(db(), act, scene.code, id, { ...written, byName: "" })),
    ).toMatchObject({ field: "accepted_by" });
    await acceptHotspot(db(), act, scene.code, id, written);
    expect(await chainOf(scene.code)).toMatchObject([
      { gap: null, accepted: { reason: "The screen goes in June.", by: "Ines Cole", on: "2026-02-27" } },
    ]);
    await withdrawAcceptance(db(), act, scene.code, id);
    expect(await chainOf(scene.code)).toMatchObject([{ gap: "unfixed", accepted: null }]);
  });

  it("are not unmarked while tests hang on them", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const id = await aHotspot(scene);
    await addProtectingTest(db(), act, scene.code, id, TEST);
    expect(await refusalOf(unmarkHotspot(db(), act, scene.code, id))).toMatchObject({ field: "unmark" });
    const [test] = (await chainOf(scene.code))[0]?.tests ?? [];
    expect(await refusalOf(removeProtectingTest(db(), act, scene.code, id, "unknown"))).toMatchObject({
      kind: "not_found",
    });
    await removeProtectingTest(db(), act, scene.code, id, test?.id ?? "");
    await unmarkHotspot(db(), act, scene.code, id);
    expect(await chainOf(scene.code)).toEqual([]);
    expect((await sentencesOf(id)).at(-1)).toBe("took back the mark as a hotspot of “Imports run twice”");
  });

  it("refuse an older version with what it is now, and act once for one key", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const id = await aHotspot(scene);
    await editCost(db(), act, scene.code, id, { hours: "5", version: 1 });
    expect(await refusalOf(editCost(db(), act, scene.code, id, { hours: "6", version: 1 }))).toMatchObject({
      kind: "conflict",
      current: { minutes_before: "300", version: "2" },
    });
    const keyed = { ...act, idempotencyKey: `test-${scene.code}` };
    await Promise.all([1, 2].map(() => addProtectingTest(db(), keyed, scene.code, id, TEST)));
    expect((await chainOf(scene.code))[0]?.tests).toHaveLength(1);
    const marks = await aFinding(scene);
    const both = await Promise.allSettled(
      [1, 2].map((hours) => markHotspot(db(), act, scene.code, marks, String(hours))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expectIntactChain(db(), scene.code);
  });

  it("are the lead's to change: members may not, strangers and other engagements see nothing", async () => {
    const [scene, another] = [await anEngagement(db()), await anEngagement(db())];
    const member = await aPerson(db(), "member");
    await saveTeam(db(), actBy(), scene.code, { leadId: scene.lead.id, memberIds: [member.id] });
    const id = await aHotspot(scene);
    const foreign = await aHotspot(another);
    expect(await refusalOf(addProtectingTest(db(), actBy(member), scene.code, id, TEST))).toMatchObject({
      kind: "forbidden",
    });
    expect(await refusalOf(markHotspot(db(), actBy(scene.client), scene.code, id, "1"))).toMatchObject({
      kind: "forbidden",
    });
    expect(await refusalOf(unmarkHotspot(db(), actBy(another.lead), scene.code, id))).toMatchObject({
      kind: "not_found",
    });
    expect(await refusalOf(unmarkHotspot(db(), actBy(scene.lead), scene.code, foreign))).toMatchObject({
      kind: "not_found",
    });
  });

  describe("that only we see", () => {
    it("tell the client nothing", async () => {
      const scene = await anEngagement(db());
      const id = await aHotspot(scene, "2", false);
      await addProtectingTest(db(), actBy(scene.lead), scene.code, id, TEST);
      const told = await db()
        .selectFrom("event")
        .select("kind")
        .where("subject_id", "=", id)
        .where("visibility", "=", "client")
        .execute();
      expect(told).toEqual([]);
    });
  });
});
