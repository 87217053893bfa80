import { addDeliverable } from "db/checklist.server";
import type { Database } from "db/connect.server";
import { createEngagement, moveStage, saveProfile } from "db/engagements.server";
import { readOpening } from "db/opening.server";
import { readProfile } from "db/profile.server";
import { setStatus } from "db/status.server";
import { saveTeam } from "db/team.server";
import { saveTerms } from "db/terms.server";
import { readUpdates } from "db/updates.server";
import { aDeliverable } from "tests/support/checklist";
import { describeEachDatabase } from "tests/support/databases";
import {
  aCompany,
  actBy,
  anEngagement,
  aPerson,
  builtinTemplateId,
  founded,
  TODAY,
} from "tests/support/factories";
import { expect, it } from "vitest";
import { DEFAULT_PROFILE } from "~/domain/engagement";
import type { Actor } from "~/domain/permissions";
import { Refusal } from "~/domain/refusal";
import type { STAGES } from "~/domain/stage";

async function opening({ db }: Database) {
  return {
    title: "Booking API",
    companyId: await aCompany(db),
    leadId: (await aPerson(db, "lead")).id,
    startsOn: TODAY,
    weeks: 9,
    weeksReason: null,
    templateId: await builtinTemplateId(db),
    stage: "active" as const,
  };
}

/** The refusal that a change ends in. */
async function refusalOf(change: Promise<unknown>): Promise<Refusal> {
  const error = await change.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refusal);
  return error as Refusal;
}

describeEachDatabase("engagements", (open) => {
  it("opens one from a template with its phases, deliverables, first promises and a running clock", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const code = await createEngagement(db, actBy(manager), await opening(database));
    expect(code).toBe("ENG-0001");
    const row = await db.selectFrom("engagement").selectAll().executeTakeFirstOrThrow();
    const phases = await db.selectFrom("phase").selectAll().orderBy("position").execute();
    expect(phases.map((phase) => phase.working_days)).toEqual([3, 15, 20, 7]);
    expect(phases.every((phase) => phase.first_finish_on === phase.planned_finish_on)).toBe(true);
    expect(row).toMatchObject({ stage: "active", holder: "us", manager_id: manager.id, health: "on_track" });
    expect(row.promised_finish_on).toBe(phases.at(-1)?.planned_finish_on);
    const promises = await db.selectFrom("promise").select(["cause", "from_on"]).execute();
    expect(promises).toEqual(Array(8).fill({ cause: "first", from_on: null }));
  });

  it("plans a lead without promising anything", async () => {
    const database = await founded(open);
    const { db } = database;
    const input = { ...(await opening(database)), leadId: null, stage: "lead" as const };
    await createEngagement(db, actBy(), input);
    expect(await db.selectFrom("promise").selectAll().execute()).toEqual([]);
    const [phase] = await db.selectFrom("phase").selectAll().execute();
    expect(phase?.first_start_on).toBeNull();
  });

  it("acts once for a hundred equal posts at once, and numbers different ones without a gap", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const input = await opening(database);
    const act = { ...actBy(manager), idempotencyKey: "one-form" };
    const codes = await Promise.all(Array.from({ length: 100 }, () => createEngagement(db, act, input)));
    expect(new Set(codes)).toEqual(new Set(["ENG-0001"]));
    const others = await Promise.all(
      Array.from({ length: 10 }, () => createEngagement(db, actBy(manager), input)),
    );
    expect(others.sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `ENG-${String(index + 2).padStart(4, "0")}`),
    );
    const { count } = await db
      .selectFrom("engagement")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    expect(count).toBe(11);
  });

  it("adds a new client once, however often and by however many the form is sent", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const input = { ...(await opening(database)), companyId: "" };
    await db.deleteFrom("company").execute();
    const keyed = { ...actBy(manager), idempotencyKey: "one-form" };
    const codes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        createEngagement(db, index % 2 ? keyed : actBy(manager), { ...input, companyName: "Petrel Energy" }),
      ),
    );
    await createEngagement(db, actBy(manager), { ...input, companyName: "PETREL ENERGY" });
    expect(new Set(codes).size).toBe(11);
    expect(await db.selectFrom("company").select("id").execute()).toHaveLength(1);
    expect((await readOpening(db, manager, TODAY)).companies).toHaveLength(1);
    const lead = await aPerson(db, "lead");
    expect((await refusalOf(readOpening(db, lead, TODAY))).kind).toBe("not_found");
    const another = createEngagement(db, actBy(lead), { ...input, companyName: "Another" });
    expect((await refusalOf(another)).kind).toBe("not_found");
  });

  it("leaves no new client behind when the engagement is refused", async () => {
    const database = await founded(open);
    const { db } = database;
    const input = { ...(await opening(database)), companyName: "Petrel Energy" };
    const before = await db.selectFrom("company").select("id").execute();
    for (const changes of [{ templateId: "none" }, { leadId: "nobody" }, { weeks: 40 }]) {
      await refusalOf(createEngagement(db, actBy(), { ...input, ...changes }));
    }
    expect(await db.selectFrom("company").select("id").execute()).toEqual(before);
    expect(
      await db.selectFrom("firm_event").select("id").where("kind", "=", "company.added").execute(),
    ).toEqual([]);
  });

  it("asks why where the length is unusual, and for a lead before work starts", async () => {
    const database = await founded(open);
    const { db } = database;
    const input = await opening(database);
    const refused = async (changes: object) =>
      (await refusalOf(createEngagement(db, actBy(), { ...input, ...changes }))).field;
    expect(await refused({ weeks: 13 })).toBe("weeks_reason");
    expect(await refused({ weeks: 5 })).toBe("weeks_reason");
    expect(await refused({ leadId: null })).toBe("lead_id");
    expect(await refused({ leadId: (await aPerson(db, "member")).id })).toBe("lead_id");
    expect(await refused({ companyId: "nobody" })).toBe("company_id");
    expect(await refused({ templateId: "none" })).toBe("template_id");
    expect(await db.selectFrom("engagement").selectAll().execute()).toEqual([]);
    await createEngagement(db, actBy(), { ...input, weeks: 13, weeksReason: "Two regions" });
  });

  it("moves between stages by the rules alone, telling what is missing", async () => {
    const database = await founded(open);
    const { db } = database;
    const input = { ...(await opening(database)), leadId: null, stage: "lead" as const };
    const code = await createEngagement(db, actBy(), input);
    const move = (from: (typeof STAGES)[number], to: (typeof STAGES)[number], reason: string | null = null) =>
      moveStage(db, actBy(), code, { from, to, reason });
    expect((await refusalOf(move("lead", "handed_over"))).field).toBe("to");
    expect((await refusalOf(move("lead", "lost"))).field).toBe("reason");
    expect((await refusalOf(move("lead", "active"))).field).toBe("lead_id");
    expect((await refusalOf(move("audit", "proposal"))).kind).toBe("conflict");
    await move("lead", "lost", "Went elsewhere");
    await move("lost", "audit");
    const lead = await aPerson(db, "lead");
    await saveTeam(db, actBy(), code, { leadId: lead.id, memberIds: [] });
    await move("audit", "active");
    await move("audit", "active");
    expect(await db.selectFrom("promise").selectAll().execute()).toHaveLength(8);
    expect((await refusalOf(move("active", "handed_over"))).field).toBe("to");
    expect(
      (await refusalOf(moveStage(db, actBy(lead), code, { from: "active", to: "lost", reason: "x" }))).kind,
    ).toBe("forbidden");
  });

  it("shows the second of two editors what the first changed, and overwrites nothing", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const { seq } = await readProfile(db, lead, code);
    const base = { origin: "existing" as const, summary: "", seq };
    const save = (language: string) =>
      saveProfile(db, actBy(lead), code, { ...base, profile: { ...DEFAULT_PROFILE, language } });
    const outcomes = await Promise.allSettled(["Node", "Go", "Python"].map(save));
    const won = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(won).toHaveLength(1);
    const kept = (await readProfile(db, lead, code)).profile.language;
    for (const outcome of outcomes) {
      if (outcome.status === "fulfilled") continue;
      expect(outcome.reason).toMatchObject({ kind: "conflict", current: { language: kept } });
    }
    // The same again changes nothing, so there is nothing to overwrite.
    await save(kept);
  });

  it("does not take a tick for a change of the team, nor lets one team replace another unseen", async () => {
    const { db } = await founded(open);
    const { code, lead } = await anEngagement(db);
    const [first, second] = [await aPerson(db, "member"), await aPerson(db, "member")];
    const { seq } = await readProfile(db, lead, code);
    const row = await aDeliverable(db, code);
    await setStatus(db, actBy(lead), code, {
      id: row.id,
      to: "doing",
      from: "todo",
      reason: null,
      evidence: null,
    });
    const save = (memberId: string) =>
      saveTeam(db, actBy(lead), code, { leadId: lead.id, memberIds: [memberId], seq });
    await save(first.id);
    expect(await refusalOf(save(second.id))).toMatchObject({
      kind: "conflict",
      current: { lead: lead.name, members: first.name },
    });
    expect((await readProfile(db, lead, code)).team.members).toMatchObject([{ id: first.id }]);
  });

  it("is handed from one manager to another by who manages, and to nobody else", async () => {
    const { db } = await founded(open);
    const [first, second] = [
      await aPerson(db, "manager"),
      await aPerson(db, "manager", { name: "Ines Vidal" }),
    ];
    const { code, lead } = await anEngagement(db);
    const team = async () => (await readProfile(db, lead, code)).team;
    const give = (actor: Actor, managerId: string | null) =>
      saveTeam(db, actBy(actor), code, { leadId: lead.id, memberIds: [], managerId });
    expect(await refusalOf(give(lead, first.id))).toMatchObject({ kind: "forbidden" });
    await give(first, first.id);
    expect(await team()).toMatchObject({ managerId: first.id });
    expect(await refusalOf(give(lead, second.id))).toMatchObject({ kind: "forbidden" });
    expect(await refusalOf(give(first, lead.id))).toMatchObject({ field: "manager_id" });
    expect(await refusalOf(give(first, null))).toMatchObject({ field: "manager_id" });
    await give(lead, first.id);
    const { seq } = await readProfile(db, first, code);
    await give(first, second.id);
    const stale = saveTeam(db, actBy(first), code, {
      leadId: lead.id,
      memberIds: [],
      managerId: first.id,
      seq,
    });
    expect(await refusalOf(stale)).toMatchObject({ kind: "conflict", current: { manager: "Ines Vidal" } });
    expect(await team()).toMatchObject({ managerId: second.id, managerName: "Ines Vidal" });
    await saveTeam(db, actBy(first), code, { leadId: lead.id, memberIds: [lead.id] });
    expect(await team()).toMatchObject({ managerId: second.id });
    const events = await db
      .selectFrom("event")
      .select("after")
      .where("kind", "=", "engagement.team_changed")
      .orderBy("seq")
      .execute();
    expect(events.map(({ after }) => JSON.parse(after).manager)).toEqual([
      first.name,
      "Ines Vidal",
      undefined,
    ]);
  });

  it("lays the plan out anew while nothing is promised, and never afterwards", async () => {
    const database = await founded(open);
    const { db } = database;
    const manager = await aPerson(db, "manager");
    const code = await createEngagement(db, actBy(), {
      ...(await opening(database)),
      stage: "lead" as const,
    });
    const terms = async () => {
      const { seq } = await readProfile(db, manager, code);
      return { title: "Booking API", valueMinor: null, winProbability: null, weeksReason: null, seq };
    };
    await saveTerms(db, actBy(manager), code, { ...(await terms()), startsOn: "2026-04-06", weeks: 6 });
    const [first, ...rest] = await db.selectFrom("phase").selectAll().orderBy("position").execute();
    expect(first?.planned_start_on).toBe("2026-04-06");
    expect([first, ...rest].reduce((days, phase) => days + (phase?.working_days ?? 0), 0)).toBe(30);
    await moveStage(db, actBy(manager), code, { from: "lead", to: "active", reason: null });
    const change = saveTerms(db, actBy(manager), code, {
      ...(await terms()),
      startsOn: "2026-05-04",
      weeks: 6,
    });
    expect((await refusalOf(change)).field).toBe("starts_on");
  });

  it("keeps what was edited in a plan that is laid out again", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager");
    const { code } = await anEngagement(db, { stage: "lead" });
    const added = {
      notes: "",
      ownerId: null,
      dueOn: "2026-03-04",
      isVisible: false,
      requiresEvidence: false,
    };
    await addDeliverable(db, actBy(manager), code, "read", { ...added, title: "Ours alone" });
    const { seq } = await readProfile(db, manager, code);
    const agreed = { title: "Booking API", valueMinor: null, winProbability: null, weeksReason: null, seq };
    await saveTerms(db, actBy(manager), code, { ...agreed, startsOn: "2026-04-06", weeks: 8 });
    const kept = await db
      .selectFrom("deliverable")
      .select("due_on")
      .where("title", "=", "Ours alone")
      .executeTakeFirst();
    expect(kept?.due_on).toBe("2026-04-08");
  });

  it("promises the dates of a live engagement that had none, once they are set", async () => {
    const { db } = await founded(open);
    const manager = await aPerson(db, "manager");
    const { code } = await anEngagement(db);
    const { id } = await db.selectFrom("engagement").select("id").executeTakeFirstOrThrow();
    for (const table of ["promise", "deliverable", "phase"] as const) {
      await db.deleteFrom(table).where("engagement_id", "=", id).execute();
    }
    await db.updateTable("engagement").set({ starts_on: null, weeks: null }).execute();
    const { seq } = await readProfile(db, manager, code);
    const agreed = { title: "Booking API", valueMinor: null, winProbability: null, weeksReason: null, seq };
    await saveTerms(db, actBy(manager), code, { ...agreed, startsOn: "2026-04-06", weeks: 6 });
    const rows = await db.selectFrom("promise").select("cause").execute();
    expect(rows.map((row) => row.cause)).toEqual(Array.from({ length: 8 }, () => "first"));
  });

  it("hides another's engagement behind the same answer as one that does not exist", async () => {
    const { db } = await founded(open);
    const own = await anEngagement(db);
    const other = await anEngagement(db);
    const answers = await Promise.all(
      [other.code, "ENG-9999", "", "' or 1=1 --"].map((code) => refusalOf(readProfile(db, own.lead, code))),
    );
    expect(new Set(answers.map(({ kind, message }) => `${kind} ${message}`)).size).toBe(1);
    expect((await refusalOf(readUpdates(db, own.lead, other.code, TODAY))).kind).toBe("not_found");
  });
});
