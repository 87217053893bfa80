import { acceptArtefact, saveArtefact } from "db/artefacts.server";
import { saveClosing } from "db/closings.server";
import type { Database } from "db/connect.server";
import { requestGate, waiveGate } from "db/gates.server";
import { listToLookAt, readCheck, recordCheck } from "db/handover-checks.server";
import { readHandover, readPortalHandover } from "db/handover-page.server";
import { startPhase } from "db/phases.server";
import { makeTemplateFrom } from "db/template-from.server";
import { findTemplate } from "db/templates.server";
import { readToday } from "db/today.server";
import { findEngagement, refusalOf, workThrough } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import { AT, actBy, anEngagement, aPerson, founded, TODAY } from "tests/support/factories";
import { beforeAll, expect, it } from "vitest";
import { addDays } from "~/domain/calendar";
import { type CheckResult, isCheckDay } from "~/domain/handover-check";
import type { Actor } from "~/domain/permissions";
import { PHASE_KINDS } from "~/domain/phase";
import { templateErrors } from "~/domain/template";

const RETROSPECTIVE = "Count the rules before you name a length.";
const DAY = 86_400_000;

describeEachDatabase("the hand-over", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });

  /** Handed over on the suite's day, its register verified. */
  async function handedOver() {
    const { db } = database;
    const scene = await anEngagement(db);
    const manager = await aPerson(db, "manager");
    for (const kind of PHASE_KINDS) {
      if (kind === "document") await workThrough(db, actBy(scene.lead), scene.code, kind);
      else await startPhase(db, actBy(scene.lead), scene.code, { kind, startOn: TODAY });
      await waiveGate(db, actBy(manager), scene.code, { kind, reason: "Signed on paper." });
    }
    return { ...scene, manager };
  }

  const daysLater = (actor: Actor, days: number) => actBy(actor, addDays(TODAY, days), AT + days * DAY);

  async function eventsOf(code: string, kind: "engagement.closed" | "handover.checked" | "artefact.edited") {
    const { id } = await findEngagement(database.db, code);
    return database.db
      .selectFrom("event")
      .select(["visibility", "before", "after"])
      .where("engagement_id", "=", id)
      .where("kind", "=", kind)
      .orderBy("seq")
      .execute();
  }

  it("shows the register with what carries each row, the client's half to the client", async () => {
    const { code, lead, client } = await handedOver();
    const page = await readHandover(database.db, lead, code);
    expect(page.handedOverOn).toBe(TODAY);
    expect(page.register).toHaveLength(6);
    expect(page.register[0]).toMatchObject({ kind: "deployed_backend", verifiedOn: TODAY, version: 1 });
    expect(page.register[0]?.carrier?.title).toContain("Backend deployed");
    const portal = await readPortalHandover(database.db, client, code);
    expect(portal.register.map((row) => row.kind)).toEqual(page.register.map((row) => row.kind));
    const stranger = await anEngagement(database.db);
    for (const reading of [
      readHandover(database.db, stranger.lead, code),
      readPortalHandover(database.db, stranger.client, code),
    ]) {
      expect(await refusalOf(reading)).toMatchObject({ kind: "not_found" });
    }
  });

  it("says in a conflict what the row has become, and takes the acceptance back with the verification", async () => {
    const { db } = database;
    const { code, lead, client } = await handedOver();
    const entry = {
      kind: "api_schema" as const,
      place: "https://api.example.test/v2",
      ownerAfter: "API guild",
      howVerified: "Read together.",
      verifiedOn: TODAY,
      missingReason: null,
    };
    await acceptArtefact(db, actBy(client), code, { kind: "api_schema", version: 1 });
    const stale = await refusalOf(saveArtefact(db, actBy(lead), code, { ...entry, version: 1 }));
    expect(stale).toMatchObject({ kind: "conflict", current: { owner_after: "Platform team" } });
    const place = "https://git.example.test/api_schema";
    await saveArtefact(db, actBy(lead), code, { ...entry, place, verifiedOn: null, version: 2 });
    const row = (await readHandover(db, lead, code)).register.find((one) => one.kind === "api_schema");
    expect(row).toMatchObject({ acceptedBy: null, verifiedOn: null, version: 3 });
    const told = (await eventsOf(code, "artefact.edited")).length;
    await saveArtefact(db, actBy(lead), code, { ...entry, place, verifiedOn: null, version: 3 });
    expect(await eventsOf(code, "artefact.edited")).toHaveLength(told);
  });

  it("is closed with an outcome for both sides and a retrospective for ours", async () => {
    const { db } = database;
    const { code, lead, client } = await handedOver();
    const closing = { outcome: "A quote takes 0.4 seconds.", retrospective: RETROSPECTIVE, version: 0 };
    const once = { ...actBy(lead), idempotencyKey: crypto.randomUUID() };
    await saveClosing(db, once, code, closing);
    await saveClosing(db, once, code, closing);
    expect(await refusalOf(saveClosing(db, actBy(lead), code, closing))).toMatchObject({
      kind: "conflict",
      current: { outcome: closing.outcome, retrospective: RETROSPECTIVE },
    });
    await saveClosing(db, actBy(lead), code, { ...closing, retrospective: "Shorter.", version: 1 });
    const events = await eventsOf(code, "engagement.closed");
    expect(events.map((event) => event.visibility)).toEqual(["client", "internal"]);
    expect(JSON.stringify(events)).not.toContain(RETROSPECTIVE);
    const portal = await readPortalHandover(db, client, code);
    expect(portal.closing?.outcome).toBe(closing.outcome);
    expect(JSON.stringify(portal)).not.toContain("Shorter.");
    expect(await refusalOf(saveClosing(db, actBy(client), code, closing))).toBeTruthy();
  });

  it("is not closed while it runs, or without an outcome", async () => {
    const { db } = database;
    const live = await anEngagement(db);
    const closing = { outcome: "Done.", retrospective: "", version: 0 };
    expect(await refusalOf(saveClosing(db, actBy(live.lead), live.code, closing))).toMatchObject({
      kind: "invalid",
      field: "outcome",
    });
    const { code, lead } = await handedOver();
    const empty = saveClosing(db, actBy(lead), code, { ...closing, outcome: "" });
    expect(await refusalOf(empty)).toMatchObject({ kind: "invalid", field: "outcome" });
  });

  it("is looked back at when it is due, on Today until it is done", async () => {
    const { db } = database;
    const { code, lead, client } = await handedOver();
    const stepsOn = async (days: number) => {
      const { today, at } = daysLater(lead, days);
      return (await readToday(db, lead, { today, at })).flatMap((one) => one.steps);
    };
    expect(await stepsOn(89)).toEqual([]);
    expect(await stepsOn(90)).toEqual([{ kind: "look_back", day: 90, dueOn: addDays(TODAY, 90) }]);
    const early = listToLookAt(db, daysLater(lead, 89), code, 90);
    expect(await refusalOf(early)).toMatchObject({ kind: "invalid" });
    const places = await listToLookAt(db, daysLater(lead, 90), code, 90);
    expect(places).toHaveLength(6);
    const result: CheckResult = {
      links: [],
      schema: { state: "unlooked", what: "" },
      owners: places.map(({ artefact, owner }) => ({ artefact, owner, answer: "yes" })),
    };
    const act = { ...daysLater(lead, 91), idempotencyKey: crypto.randomUUID() };
    await recordCheck(db, act, code, 90, result);
    await recordCheck(db, act, code, 90, result);
    expect(await readCheck(db, lead, code, 90)).toMatchObject({ doneOn: addDays(TODAY, 91), result });
    expect(await stepsOn(120)).toEqual([]);
    expect(await stepsOn(180)).toMatchObject([{ kind: "look_back", day: 180 }]);
    const [gone] = places;
    const owners = result.owners.map((look) =>
      look.artefact === gone?.artefact ? { ...look, answer: "no" as const } : look,
    );
    await recordCheck(db, daysLater(lead, 200), code, 180, { ...result, owners });
    expect(await stepsOn(300)).toEqual([]);
    const events = await eventsOf(code, "handover.checked");
    expect(events.map((event) => JSON.parse(event.after))).toEqual([{ day: 90 }, { day: 180 }]);
    const [first, second] = (await readPortalHandover(db, client, code)).checks;
    expect(first).toMatchObject({ verdict: "All as it was handed over.", problems: [] });
    expect(second).toMatchObject({
      verdict: "1 thing needs somebody.",
      problems: [expect.stringContaining(`${gone?.owner} no longer owns it.`)],
    });
    expect([90, 91].map(isCheckDay)).toEqual([true, false]);
    const stranger = await anEngagement(db);
    expect(await refusalOf(recordCheck(db, daysLater(stranger.lead, 90), code, 90, result))).toMatchObject({
      kind: "not_found",
    });
  });

  it("has nothing to look back at before it was", async () => {
    const { code, lead } = await anEngagement(database.db);
    expect(await readCheck(database.db, lead, code, 90)).toBeNull();
    expect(await refusalOf(listToLookAt(database.db, actBy(lead), code, 90))).toMatchObject({
      kind: "invalid",
    });
  });

  it("becomes a template that the next engagement can be planned from", async () => {
    const { db } = database;
    const admin = await aPerson(db, "admin");
    const { code, lead } = await handedOver();
    const id = await makeTemplateFrom(db, actBy(admin), code, "Booking, as it was");
    const template = await findTemplate(db, id);
    expect(templateErrors(template?.body ?? { weeks: 0, phases: [] }, PHASE_KINDS)).toEqual({});
    const before = await db
      .selectFrom("deliverable")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("engagement_id", "=", (await findEngagement(db, code)).id)
      .executeTakeFirstOrThrow();
    const made = template?.body.phases.reduce((sum, phase) => sum + phase.deliverables.length, 0);
    expect(made).toBe(before.count);
    const again = makeTemplateFrom(db, actBy(admin), code, "Booking, as it was");
    expect(await refusalOf(again)).toMatchObject({ kind: "invalid", field: "name" });
    expect(await refusalOf(makeTemplateFrom(db, actBy(lead), code, "Mine"))).toMatchObject({
      kind: "forbidden",
    });
    const live = await anEngagement(db);
    expect(await refusalOf(makeTemplateFrom(db, actBy(admin), live.code, "Too early"))).toMatchObject({
      kind: "invalid",
    });
  });

  it("asks for the register before the last gate", async () => {
    const { db } = database;
    const { code, lead } = await anEngagement(db);
    expect(await refusalOf(requestGate(db, actBy(lead), code, "document"))).toMatchObject({
      kind: "invalid",
    });
  });
});
