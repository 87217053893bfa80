import { concludeAudit, planAudit } from "db/audits.server";
import type { Database } from "db/connect.server";
import { moveStage } from "db/engagements.server";
import { readEstimates, recordEstimate } from "db/estimates.server";
import { waiveGate } from "db/gates.server";
import { startPhase } from "db/phases.server";
import { movePromisedDate } from "db/promises.server";
import { expectIntactChain, findEngagement, refusalOf } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { actBy, anEngagement, founded, type Scene, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";
import type { EstimatePoint } from "~/domain/audit";
import type { PhaseKind } from "~/domain/phase";
import { SLIP_CAUSES } from "~/domain/promise";

const WEEKS = { weeksLow: 8, weeksHigh: 11, sentence: "Three services, one of them untested." };

describeEachDatabase("estimates", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const db = () => database.db;
  const estimate = (scene: Scene, madeAfter: EstimatePoint, changes: Partial<typeof WEEKS> = {}) =>
    recordEstimate(db(), actBy(scene.lead), scene.code, { ...WEEKS, ...changes, madeAfter });
  const read = (scene: Scene) => readEstimates(db(), scene.lead, scene.code, "see_pipeline");
  const pass = async ({ code, lead }: Scene, kind: PhaseKind, on = TODAY) => {
    await startPhase(db(), actBy(lead, on), code, { kind, startOn: on });
    await waiveGate(db(), actBy(undefined, on), code, { kind, reason: "Agreed by word." });
  };

  it("grow from the audit to Stabilise, each beside the promise of its day", async () => {
    const scene = await anEngagement(db(), { stage: "lead" });
    const { code, lead, client } = scene;
    expect(await refusalOf(estimate(scene, "audit"))).toMatchObject({ kind: "conflict" });
    await planAudit(db(), actBy(lead), code, { startsOn: TODAY, auditorId: lead.id, version: 0 });
    const draft = { summary: "Sound.", conditions: "", recommendation: "go", version: 1 } as const;
    await concludeAudit(db(), actBy(lead), code, draft, WEEKS);
    await moveStage(db(), actBy(), code, { from: "lead", to: "active", reason: null });
    await pass(scene, "read");
    expect(await refusalOf(estimate(scene, "audit"))).toMatchObject({ kind: "conflict" });
    await estimate(scene, "read", { weeksLow: 9 });
    await pass(scene, "stabilise");
    await estimate(scene, "stabilise", { weeksLow: 9, weeksHigh: 10 });
    const record = await read(scene);
    const { promised_finish_on: promised } = await findEngagement(db(), code);
    expect(record.estimates.map((one) => [one.madeAfter, one.weeksLow, one.promisedFinishOn])).toEqual([
      ["audit", 8, null],
      ["read", 9, promised],
      ["stabilise", 9, promised],
    ]);
    expect(record.cone).toMatchObject({ promised: 9, actual: null });
    expect(record.variance).toBeNull();
    const told = await db()
      .selectFrom("event")
      .select("visibility")
      .where("kind", "=", "estimate.recorded")
      .where("engagement_id", "=", (await findEngagement(db(), code)).id)
      .orderBy("seq")
      .execute();
    expect(told.map((row) => row.visibility)).toEqual(["internal", "client", "client"]);
    expect((await readEstimates(db(), client, code, "see_portal")).estimates).toHaveLength(3);
    await expectIntactChain(db(), code);
  });

  it("are refused beside the field where something does not fit", async () => {
    const scene = await anEngagement(db());
    await pass(scene, "read");
    for (const [changes, field] of [
      [{ weeksLow: 0 }, "weeks_low"],
      [{ weeksHigh: 7 }, "weeks_high"],
      [{ sentence: "" }, "sentence"],
    ] as const) {
      expect(await refusalOf(estimate(scene, "read", changes))).toMatchObject({ kind: "invalid", field });
    }
    expect((await read(scene)).estimates).toEqual([]);
  });

  it("are recorded once for a hundred equal posts, and only ever appended", async () => {
    const scene = await anEngagement(db());
    await pass(scene, "read");
    const act = { ...actBy(scene.lead), idempotencyKey: `estimate-${scene.code}` };
    const input = { ...WEEKS, madeAfter: "read" } as const;
    await Promise.all(Array.from({ length: 100 }, () => recordEstimate(db(), act, scene.code, input)));
    expect((await read(scene)).estimates).toHaveLength(1);
    await estimate(scene, "read", { weeksHigh: 12 });
    expect((await read(scene)).estimates.map((one) => one.weeksHigh)).toEqual([11, 12]);
    expect((await read(scene)).cone?.rows).toMatchObject([{ point: "read", high: 12 }]);
  });

  it("end in a variance whose causes add up to the working days", async () => {
    const scene = await anEngagement(db());
    const { code, lead } = scene;
    await pass(scene, "read");
    await pass(scene, "stabilise", "2026-03-03");
    await startPhase(db(), actBy(lead, "2026-03-04"), code, { kind: "extend", startOn: "2026-03-04" });
    const move = (toOn: string, cause: "scope" | "client") =>
      movePromisedDate(db(), actBy(lead, "2026-03-04"), code, {
        kind: "document",
        edge: "finish",
        toOn,
        cause,
        sentence: "Said by both sides.",
        seq: null,
      });
    await move("2026-05-12", "scope");
    await move("2026-05-11", "client");
    await waiveGate(db(), actBy(undefined, "2026-05-04"), code, { kind: "extend", reason: "Agreed." });
    await pass(scene, "document", "2026-05-14");
    const { variance, cone } = await read(scene);
    expect(variance?.actualFinishOn).toBe("2026-05-14");
    expect(variance?.byCause).toMatchObject({ client: -1, us: 3 });
    expect(SLIP_CAUSES.reduce((sum, cause) => sum + (variance?.byCause[cause] ?? 0), 0)).toBe(
      variance?.workingDays,
    );
    expect(cone).toBeNull();
  });

  it("are reached by who runs the engagement alone", async () => {
    const [scene, another] = [await anEngagement(db()), await anEngagement(db())];
    await pass(scene, "read");
    const input = { ...WEEKS, madeAfter: "read" } as const;
    const byClient = recordEstimate(db(), actBy(scene.client), scene.code, input);
    expect(await refusalOf(byClient)).toMatchObject({ kind: "forbidden" });
    for (const stranger of [another.lead, another.client]) {
      const hidden = { kind: "not_found" };
      expect(await refusalOf(recordEstimate(db(), actBy(stranger), scene.code, input))).toMatchObject(hidden);
      const permission = stranger.role === "client" ? "see_portal" : "see_pipeline";
      expect(await refusalOf(readEstimates(db(), stranger, scene.code, permission))).toMatchObject(hidden);
    }
  });
});
