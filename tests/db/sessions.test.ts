import type { Database } from "db/connect.server";
import { setOwnPassword } from "db/credentials.server";
import {
  endOtherSessions,
  endSession,
  findLiveSession,
  listSessions,
  startSession,
} from "db/sessions.server";
import { beforeAll, expect, it } from "vitest";
import { storedId } from "~/auth/adapter.server";
import { luciaOf } from "~/auth/lucia.server";
import type { Actor } from "~/domain/permissions";
import { describeEachDatabase } from "../support/databases";
import { AT, aCompany, actBy, aPerson, founded } from "../support/factories";

const DAY = 24 * 60 * 60 * 1000;

describeEachDatabase("sessions", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await founded(open);
  });
  const start = (person: Actor, id: string, at = AT) =>
    startSession(database.db, {
      id,
      personId: person.id,
      at,
      expiresAt: at + DAY,
      userAgent: "Firefox",
      source: "192.0.2.1",
      way: "password",
    });
  const idsOf = async (person: Actor, at = AT) =>
    (await listSessions(database.db, person, at)).map(({ id }) => id).sort();

  it("knows the person and every company that they speak for", async () => {
    const { db } = database;
    const companyIds = [await aCompany(db), await aCompany(db)];
    const contact = await aPerson(db, "client", { companyIds });
    await start(contact, "contact-session");
    const found = await findLiveSession(db, "contact-session");
    expect(found?.actor).toMatchObject({ id: contact.id, role: "client" });
    expect([...(found?.actor.companyIds ?? [])].sort()).toEqual([...companyIds].sort());
  });

  it("stores a fingerprint of the id in the cookie, never the id", async () => {
    const { db } = database;
    const person = await aPerson(db, "lead");
    const now = Date.now();
    const attributes = { createdAt: now, lastSeenAt: now, userAgent: "", source: "" };
    const { id } = await luciaOf(db).createSession(person.id, attributes);
    const rows = await db.selectFrom("session").selectAll().where("person_id", "=", person.id).execute();
    expect(rows.map((row) => row.id)).toEqual([storedId(id)]);
    expect(JSON.stringify(rows)).not.toContain(id);
    expect((await luciaOf(db).validateSession(id)).user?.id).toBe(person.id);
    expect((await luciaOf(db).validateSession(storedId(id))).user).toBeNull();
    await luciaOf(db).invalidateSession(id);
    expect((await luciaOf(db).validateSession(id)).session).toBeNull();
  });

  it("cannot be ended by somebody else", async () => {
    const owner = await aPerson(database.db, "lead");
    const stranger = await aPerson(database.db, "admin");
    await start(owner, "owned");
    await expect(endSession(database.db, actBy(stranger), "owned")).rejects.toMatchObject({
      kind: "not_found",
    });
    await endSession(database.db, actBy(owner), "owned");
    expect(await findLiveSession(database.db, "owned")).toBeUndefined();
  });

  it("ends all of a person's others and nobody else's", async () => {
    const person = await aPerson(database.db, "lead");
    const other = await aPerson(database.db, "lead");
    for (const id of ["p1", "p2", "p3"]) await start(person, id);
    await start(other, "o1");
    expect(await endOtherSessions(database.db, actBy(person), "p2")).toBe(2);
    expect(await idsOf(person)).toEqual(["p2"]);
    expect(await idsOf(other)).toEqual(["o1"]);
  });

  it("ends the others when the person changes their password", async () => {
    const person = await aPerson(database.db, "member");
    for (const id of ["m1", "m2"]) await start(person, id);
    await setOwnPassword(database.db, actBy(person), "new-hash", "m1");
    expect(await idsOf(person)).toEqual(["m1"]);
  });

  it("is not listed when it has run out, and goes when the next one starts", async () => {
    const person = await aPerson(database.db, "member");
    await start(person, "stale");
    expect(await idsOf(person, AT + DAY)).toEqual([]);
    await start(person, "fresh", AT + DAY);
    expect(await findLiveSession(database.db, "stale")).toBeUndefined();
  });
});
