import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "db/connect.server";
import { findBrokenEvent } from "db/events.server";
import { migrateToLatest } from "db/migrate";
import { seedDemo } from "db/seed/demo.server";
import { sql } from "kysely";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { hashPassword, isPassword } from "~/auth/password.server";
import { PHASE_KINDS } from "~/domain/phase";
import { SLIP_CAUSES, standingPromises } from "~/domain/promise";
import { STAGES } from "~/domain/stage";
import { describeEachDatabase } from "../support/databases";

const MONDAY = { at: Date.parse("2026-11-23T08:00:00Z"), today: "2026-11-23" };

describeEachDatabase("the sample firm", (open) => {
  let database: Database;
  let logins: Awaited<ReturnType<typeof seedDemo>>;
  beforeAll(async () => {
    database = await open();
    logins = await seedDemo(database, MONDAY, hashPassword);
  }, 300_000);

  const engagements = () => database.db.selectFrom("engagement").selectAll().orderBy("number").execute();
  const count = async (table: "company" | "person" | "deliverable") =>
    (await database.db.selectFrom(table).select("id").execute()).length;

  it("has forty engagements of which twelve are live, in every stage", async () => {
    const all = await engagements();
    expect(all).toHaveLength(40);
    expect(all.filter((one) => one.stage === "active")).toHaveLength(12);
    expect(new Set(all.map((one) => one.stage))).toEqual(new Set(STAGES));
    expect(await count("company")).toBe(15);
    expect(await count("person")).toBe(25);
    const deliverables = await count("deliverable");
    expect(deliverables).toBeGreaterThan(2350);
    expect(deliverables).toBeLessThan(2650);
  });

  it("shows every phase and every state of a phase and of a gate", async () => {
    const live = (await engagements()).filter((one) => one.stage === "active");
    expect(new Set(live.map((one) => one.phase))).toEqual(new Set(PHASE_KINDS));
    expect(new Set(live.map((one) => one.phase_status))).toEqual(
      new Set(["upcoming", "in_progress", "in_review"]),
    );
    for (const kind of PHASE_KINDS) {
      expect(live.some((one) => one.phase === kind && one.phase_status === "in_review")).toBe(true);
    }
    expect(live.some((one) => one.is_paused === 1)).toBe(true);
    expect(live.some((one) => one.declines === 2)).toBe(true);
    expect(new Set(live.map((one) => one.health))).toEqual(new Set(["on_track", "at_risk", "off_track"]));
    const outcomes = await database.db.selectFrom("gate").select("outcome").distinct().execute();
    expect(outcomes.map((row) => row.outcome)).toEqual(
      expect.arrayContaining(["signed", "declined", "waived", null]),
    );
  });

  it("tells slips of every cause, blocks, pauses, comments and late clients", async () => {
    const causes = await database.db.selectFrom("promise").select("cause").distinct().execute();
    expect(new Set(causes.map((row) => row.cause))).toEqual(new Set(["first", ...SLIP_CAUSES]));
    const statuses = await database.db.selectFrom("deliverable").select("status").distinct().execute();
    expect(statuses).toHaveLength(5);
    const holders = await database.db.selectFrom("clock_interval").select("holder").distinct().execute();
    expect(holders).toHaveLength(3);
    const pauses = await database.db.selectFrom("pause").select("resumed_on").execute();
    expect(pauses.length).toBeGreaterThan(2);
  });

  it("signs the six in, each in the place that they are there to show", async () => {
    expect(logins.map((login) => login.email.split("@")[0])).toEqual([
      "admin",
      "manager",
      "lead",
      "member",
      "client",
      "client2",
    ]);
    for (const { email, password } of logins) {
      const person = await database.db
        .selectFrom("person")
        .select("password_hash")
        .where("email", "=", email)
        .executeTakeFirstOrThrow();
      expect(await isPassword(password, person.password_hash), email).toBe(true);
    }
    const withPassword = await database.db
      .selectFrom("person")
      .select("id")
      .where("password_hash", "is not", null)
      .execute();
    expect(withPassword).toHaveLength(6);
    const live = (await engagements()).filter((one) => one.stage === "active");
    const idOf = async (login: string) =>
      (
        await database.db
          .selectFrom("person")
          .select("id")
          .where("email", "=", `${login}@demo.phaseline.test`)
          .executeTakeFirstOrThrow()
      ).id;
    const leadId = await idOf("lead");
    expect(live.filter((one) => one.lead_id === leadId)).toHaveLength(4);
    const companiesOf = async (login: string) =>
      (
        await database.db
          .selectFrom("contact")
          .select("company_id")
          .where("person_id", "=", await idOf(login))
          .execute()
      ).map((row) => row.company_id);
    const [mine, theirs] = [await companiesOf("client"), await companiesOf("client2")];
    expect(mine).not.toEqual(theirs);
    expect(live.filter((one) => mine.includes(one.company_id)).map((one) => one.gate)).toEqual(["requested"]);
    expect(live.some((one) => theirs.includes(one.company_id))).toBe(true);
  });

  it("keeps the chain of events whole", async () => {
    for (const engagement of await engagements()) {
      expect(await findBrokenEvent(database.db, engagement.id), engagement.code).toBeNull();
    }
  });

  it("has no event out of its time, nor any of today or later", async () => {
    const events = await database.db
      .selectFrom("event")
      .select(["engagement_id", "seq", "at", "on_date"])
      .orderBy("engagement_id")
      .orderBy("seq")
      .execute();
    const outOfTime = events.filter((event, index) => {
      const before = events[index - 1];
      const isFirst = before?.engagement_id !== event.engagement_id;
      return event.on_date >= MONDAY.today || (!isFirst && before && event.at < before.at);
    });
    expect(outOfTime).toEqual([]);
  });

  it("never lets a phase finish after what the ledger promised", async () => {
    const rows = await database.db.selectFrom("promise").selectAll().orderBy("made_at").execute();
    const phases = await database.db.selectFrom("phase").selectAll().execute();
    for (const engagement of (await engagements()).filter((one) => one.promised_finish_on)) {
      const ledger = rows
        .filter((row) => row.engagement_id === engagement.id)
        .map((row) => ({
          phase: row.phase_kind,
          edge: row.edge,
          fromOn: row.from_on,
          toOn: row.to_on,
          workingDays: row.working_days,
          cause: row.cause,
          isUndone: row.undone_at !== null,
        }));
      if (ledger.length === 0) continue;
      const promised = standingPromises(ledger);
      for (const phase of phases.filter((one) => one.engagement_id === engagement.id)) {
        const finishOn = promised.get(`${phase.kind}.finish`);
        expect(phase.planned_finish_on, engagement.code).toBe(finishOn);
        if (phase.actual_finish_on) {
          expect(phase.actual_finish_on <= (finishOn ?? ""), engagement.code).toBe(true);
        }
      }
    }
  });

  it("blocks nothing that was done before", async () => {
    const events = await database.db
      .selectFrom("event")
      .select(["before", "after"])
      .where("kind", "=", "deliverable.status_changed")
      .execute();
    const blocked = events.filter((event) => JSON.parse(event.after).status === "blocked");
    expect(blocked.length).toBeGreaterThan(5);
    expect(blocked.filter((event) => JSON.parse(event.before).status === "done")).toEqual([]);
  });

  it("counts what is there", async () => {
    const { rows } = await sql<{ code: string }>`
      select engagement.code from engagement
      join phase on phase.engagement_id = engagement.id
      where phase.total_count <> (select count(*) from deliverable where deliverable.phase_id = phase.id)
        or phase.done_count <> (
          select count(*) from deliverable where deliverable.phase_id = phase.id and deliverable.status = 'done')
    `.execute(database.db);
    expect(rows).toEqual([]);
  });

  it("is told once", async () => {
    await expect(seedDemo(database, MONDAY, hashPassword)).rejects.toMatchObject({ kind: "conflict" });
    expect(await engagements()).toHaveLength(40);
  });
});

/** What is told does not depend on the database, so the slower one is asked once, above. */
describe("the sample firm on other days", () => {
  const ending: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ending.splice(0)) await end();
  });

  async function open(): Promise<Database> {
    const dataDir = mkdtempSync(join(tmpdir(), "phaseline-sample-"));
    const database = await openDatabase({ dataDir });
    ending.push(async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    });
    await migrateToLatest(database);
    return database;
  }

  const facts = async (database: Database) => {
    const read = (query: { execute(): Promise<unknown> }) => query.execute();
    const { db } = database;
    return [
      await read(
        db
          .selectFrom("engagement")
          .select(["code", "title", "stage", "phase", "promised_finish_on", "need", "progress_bp", "seq"])
          .orderBy("number"),
      ),
      await read(
        db
          .selectFrom("event")
          .innerJoin("engagement", "engagement.id", "event.engagement_id")
          .select(["engagement.number", "event.seq", "event.at", "event.kind", "event.label"])
          .orderBy("engagement.number")
          .orderBy("event.seq"),
      ),
    ];
  };

  it("tells the same story for the same day", async () => {
    const [one, two] = [await open(), await open()];
    await seedDemo(one, MONDAY, hashPassword);
    await seedDemo(two, { ...MONDAY, at: MONDAY.at + 3_600_000 }, hashPassword);
    expect(await facts(one)).toEqual(await facts(two));
  });

  it.each(["2026-11-22", "2027-01-01", "2028-02-29", "2026-12-26"])("can be told on %s", async (today) => {
    const database = await open();
    await seedDemo(database, { at: Date.parse(`${today}T12:00:00Z`), today }, hashPassword);
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from engagement where stage = 'active' and standing_on = ${today}`.execute(
      database.db,
    );
    expect(Number(rows[0]?.n)).toBe(12);
  });
});
