import type { Database } from "db/connect.server";
import { readDates } from "db/dates.server";
import { planLine, promiseDates } from "db/first-promise.server";
import { NOTHING_ASKED, runImport } from "db/imports.server";
import { pauseEngagement } from "db/pauses.server";
import { listPhases } from "db/phases.server";
import { listLedger, previewMove } from "db/promises.server";
import { saveTerms } from "db/terms.server";
import { beforeAll, expect, it } from "vitest";
import { prepareFiles } from "~/domain/import/preparation";
import { decodeFile } from "~/domain/import/table";
import type { Actor } from "~/domain/permissions";
import { describeEachDatabase } from "../support/databases";
import { actBy, anEngagement, aPerson, founded } from "../support/factories";

describeEachDatabase("the first promise of an imported engagement", (open) => {
  let database: Database;
  let lead: Actor;
  let made = 0;

  /** One that a list told of as under way, with a start and a length. */
  async function imported() {
    const ref = String(++made);
    const text = [
      "ID,Opportunity,Client,Status,Published,Start,Length,Lead",
      `${ref},Berth plan ${ref},Quay,active,2026-01-05,2026-02-16,8 weeks,${lead.email}`,
    ].join("\n");
    const file = decodeFile("list.csv", new TextEncoder().encode(text));
    await runImport(database.db, actBy(), prepareFiles("list.csv", [file]), NOTHING_ASKED, false);
    const engagement = await row(ref);
    return { ...engagement, plan: planLine(await listPhases(database.db, engagement.id)) };
  }
  const row = (ref: string) =>
    database.db.selectFrom("engagement").selectAll().where("source_ref", "=", ref).executeTakeFirstOrThrow();
  const promises = async (id: string) =>
    (
      await database.db
        .selectFrom("event")
        .select("visibility")
        .where("engagement_id", "=", id)
        .where("kind", "=", "promise.made")
        .execute()
    ).map(({ visibility }) => visibility);

  beforeAll(async () => {
    database = await founded(open);
    lead = await aPerson(database.db, "lead");
  });

  it("promises every planned date at once, as a ledger that both sides read", async () => {
    const { db } = database;
    const { id, code, plan, stage } = await imported();
    expect(stage).toBe("active");
    expect(await readDates(db, lead, code)).toMatchObject({ isPromised: false, plan });
    await expect(
      previewMove(db, actBy(lead), code, { kind: "extend", edge: "finish", toOn: "2026-05-29" }),
    ).rejects.toMatchObject({ field: "to_on" });

    await promiseDates(db, actBy(lead), code, plan);

    const dates = await readDates(db, lead, code);
    expect(dates.isPromised).toBe(true);
    for (const phase of dates.phases) {
      expect(phase).toMatchObject({
        firstStartOn: phase.plannedStartOn,
        firstFinishOn: phase.plannedFinishOn,
        slip: 0,
      });
    }
    const [move, ...others] = await listLedger(db, { id });
    expect(others).toEqual([]);
    expect(move).toMatchObject({ cause: "first", madeBy: lead.name });
    expect(move?.rows.map((one) => `${one.phase} ${one.edge} ${one.toOn}`)).toEqual(
      dates.phases.flatMap((phase) => [
        `${phase.kind} start ${phase.plannedStartOn}`,
        `${phase.kind} finish ${phase.plannedFinishOn}`,
      ]),
    );
    expect(await promises(id)).toEqual(["client"]);
    expect((await row(String(made))).promised_finish_on).toBe(dates.phases.at(-1)?.plannedFinishOn);
    await previewMove(db, actBy(lead), code, { kind: "extend", edge: "finish", toOn: "2026-05-29" });
  });

  it("promises once however often and however many press", async () => {
    const { db } = database;
    const { id, code, plan } = await imported();
    const manager = await aPerson(db, "manager");
    const keyed = { ...actBy(lead), idempotencyKey: "one-form" };
    await Promise.all([
      ...Array.from({ length: 10 }, () => promiseDates(db, keyed, code, plan)),
      ...Array.from({ length: 10 }, () => promiseDates(db, actBy(manager), code, plan)),
    ]);
    expect(await listLedger(db, { id })).toHaveLength(1);
    expect(await promises(id)).toHaveLength(1);
  });

  it("refuses dates other than those that were looked at, and writes nothing", async () => {
    const { db } = database;
    const { id, code, plan } = await imported();
    const seen = plan.replace("2026-02-16", "2026-02-17");
    await expect(promiseDates(db, actBy(lead), code, seen)).rejects.toMatchObject({ kind: "conflict" });
    expect(await listLedger(db, { id })).toEqual([]);
    expect(await promises(id)).toEqual([]);
    expect((await readDates(db, lead, code)).isPromised).toBe(false);
  });

  it("is for the lead, managers and administrators alone, while work is under way", async () => {
    const { db } = database;
    const { id, code, plan, company_id } = await imported();
    const member = await aPerson(db, "member");
    await db.insertInto("engagement_member").values({ engagement_id: id, person_id: member.id }).execute();
    const client = await aPerson(db, "client", { companyIds: [company_id] });
    for (const one of [member, client]) {
      await expect(promiseDates(db, actBy(one), code, plan)).rejects.toMatchObject({ kind: "forbidden" });
    }
    const stranger = await aPerson(db, "lead");
    await expect(promiseDates(db, actBy(stranger), code, plan)).rejects.toMatchObject({ kind: "not_found" });
    await pauseEngagement(db, actBy(lead), code, "Budget");
    await expect(promiseDates(db, actBy(lead), code, plan)).rejects.toMatchObject({ kind: "invalid" });
    expect(await listLedger(db, { id })).toEqual([]);
  });

  it("has nothing to do where the dates were promised when the engagement was agreed", async () => {
    const { db } = database;
    const scene = await anEngagement(db);
    await promiseDates(db, actBy(scene.lead), scene.code, "");
    const { id } = await db
      .selectFrom("engagement")
      .select("id")
      .where("code", "=", scene.code)
      .executeTakeFirstOrThrow();
    expect(await listLedger(db, { id })).toHaveLength(1);
  });

  it("can be made for another start and length, which lays the plan out again", async () => {
    const { db } = database;
    const { id, code, title, seq } = await imported();
    const manager = await aPerson(db, "manager");
    const terms = { title, valueMinor: null, winProbability: null, weeksReason: null };
    await saveTerms(db, actBy(manager), code, { ...terms, startsOn: "2026-03-09", weeks: 6, seq });
    const phases = await listPhases(db, id);
    expect(phases[0]).toMatchObject({ planned_start_on: "2026-03-09", first_start_on: "2026-03-09" });
    expect(await promises(id)).toEqual(["client"]);
    const again = { ...terms, startsOn: "2026-03-16", weeks: 6, seq: seq + 2 };
    await expect(saveTerms(db, actBy(manager), code, again)).rejects.toMatchObject({ field: "starts_on" });
  });
});
