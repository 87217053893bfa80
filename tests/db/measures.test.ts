import type { Database } from "db/connect.server";
import {
  addMeasure,
  editMeasure,
  type MeasureFields,
  readMeasures,
  readPortalMeasures,
  removeMeasure,
  takeMeasure,
} from "db/measures.server";
import { saveTeam } from "db/team.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, aPerson, founded, type Scene } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";

const NEW: MeasureFields = {
  title: "Days to add an endpoint",
  unit: "days",
  better: "lower",
  isVisible: true,
};
const BEFORE = {
  edge: "before",
  value: "5",
  on: "2026-03-02",
  how: "Three tickets, timed.",
  version: 1,
} as const;

describeEachDatabase("measures", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const db = () => database.db;
  const add = (scene: Scene, changes: Partial<MeasureFields> = {}) =>
    addMeasure(db(), actBy(scene.lead), scene.code, { ...NEW, ...changes });

  it("are taken before the work and again after it", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const id = await add(scene);
    const after = { ...BEFORE, edge: "after", value: "1,5", version: 2 } as const;
    expect(await refusalOf(takeMeasure(db(), act, scene.code, id, { ...after, version: 1 }))).toMatchObject({
      kind: "invalid",
      field: "value",
    });
    await takeMeasure(db(), act, scene.code, id, BEFORE);
    expect(
      await refusalOf(takeMeasure(db(), act, scene.code, id, { ...after, on: "2026-03-01" })),
    ).toMatchObject({ field: "on" });
    await takeMeasure(db(), act, scene.code, id, after);
    expect(await readMeasures(db(), scene.lead, scene.code)).toMatchObject([
      {
        title: NEW.title,
        before: { value: 5, on: "2026-03-02", how: "Three tickets, timed." },
        after: { value: 1.5 },
        version: 3,
      },
    ]);
    await expectIntactChain(db(), scene.code);
  });

  it("are refused with words beside the field where something does not fit", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    for (const [changes, field] of [
      [{ title: "" }, "title"],
      [{ unit: "x".repeat(41) }, "unit"],
      [{ better: "sideways" }, "better"],
    ] as const) {
      expect(await refusalOf(add(scene, changes))).toMatchObject({ kind: "invalid", field });
    }
    const id = await add(scene);
    for (const [changes, field] of [
      [{ value: "many" }, "value"],
      [{ how: "" }, "how"],
      [{ on: "2026-03-03" }, "on"],
      [{ on: "2026-02-30" }, "on"],
    ] as const) {
      const taken = takeMeasure(db(), act, scene.code, id, { ...BEFORE, ...changes });
      expect(await refusalOf(taken)).toMatchObject({ kind: "invalid", field });
    }
  });

  it("refuse an older version, act once for one key, and say nothing of what did not change", async () => {
    const scene = await anEngagement(db());
    const act = { ...actBy(scene.lead), idempotencyKey: `measure-${scene.code}` };
    const ids = await Promise.all([1, 2].map(() => addMeasure(db(), act, scene.code, NEW)));
    expect(ids[0]).toBe(ids[1]);
    const id = ids[0] ?? "";
    const plain = actBy(scene.lead);
    await editMeasure(db(), plain, scene.code, id, { ...NEW, title: "Days to a new endpoint", version: 1 });
    expect(
      await refusalOf(editMeasure(db(), plain, scene.code, id, { ...NEW, unit: "hours", version: 1 })),
    ).toMatchObject({ kind: "conflict", current: { title: "Days to a new endpoint", version: "2" } });
    expect(await refusalOf(takeMeasure(db(), plain, scene.code, id, BEFORE))).toMatchObject({
      kind: "conflict",
    });
    await takeMeasure(db(), plain, scene.code, id, { ...BEFORE, version: 2 });
    const { seq } = await findEngagement(db(), scene.code);
    await takeMeasure(db(), plain, scene.code, id, { ...BEFORE, version: 1 });
    expect((await findEngagement(db(), scene.code)).seq).toBe(seq);
  });

  it("are removed only before they were taken", async () => {
    const scene = await anEngagement(db());
    const act = actBy(scene.lead);
    const [kept, gone] = [await add(scene), await add(scene, { title: "Auth styles in use", unit: "" })];
    await takeMeasure(db(), act, scene.code, kept, BEFORE);
    expect(await refusalOf(removeMeasure(db(), act, scene.code, kept))).toMatchObject({ field: "remove" });
    await removeMeasure(db(), act, scene.code, gone);
    expect((await readMeasures(db(), scene.lead, scene.code)).map(({ id }) => id)).toEqual([kept]);
  });

  it("are shown to the client when shared, and reached by nobody else", async () => {
    const [scene, another] = [await anEngagement(db()), await anEngagement(db())];
    const hidden = await add(scene, { title: "Ours alone", isVisible: false });
    await add(scene);
    const { measures } = await readPortalMeasures(db(), scene.client, scene.code);
    expect(measures.map((measure) => measure.title)).toEqual([NEW.title]);
    const told = await db()
      .selectFrom("event")
      .select("visibility")
      .where("subject_id", "=", hidden)
      .execute();
    expect(told).toEqual([{ visibility: "internal" }]);
    expect(await refusalOf(readPortalMeasures(db(), another.client, scene.code))).toMatchObject({
      kind: "not_found",
    });
    const member = await aPerson(db(), "member");
    await saveTeam(db(), actBy(), scene.code, { leadId: scene.lead.id, memberIds: [member.id] });
    expect(await refusalOf(addMeasure(db(), actBy(member), scene.code, NEW))).toMatchObject({
      kind: "forbidden",
    });
    const foreign = await add(another);
    for (const id of [foreign, "unknown"]) {
      expect(await refusalOf(takeMeasure(db(), actBy(scene.lead), scene.code, id, BEFORE))).toMatchObject({
        kind: "not_found",
        message: "We could not find that measure.",
      });
    }
  });
});
