import { addCompany, findCompany, listCompanies, renameCompany } from "db/companies.server";
import type { Database } from "db/connect.server";
import { inviteContact, removeContact } from "db/contacts.server";
import { acceptInvitation, findByEmail } from "db/credentials.server";
import { findPerson, listPeople } from "db/directory.server";
import {
  disablePerson,
  editPerson,
  enablePerson,
  inviteAgain,
  invitePerson,
  listAssignable,
} from "db/people.server";
import { findLiveSession, startSession } from "db/sessions.server";
import { setUpFirm } from "db/setup.server";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { describeEachDatabase } from "../support/databases";
import { AT, aCompany, actBy, anEngagement, aPerson, founded, TODAY } from "../support/factories";
import { someLetters } from "../support/letters";

const DAY = 24 * 60 * 60 * 1000;
const MOMENT = { at: AT, today: TODAY };
const FOUNDING = { name: "Harbour & Lane", timeZone: "Europe/London", currency: "GBP" };

async function withPassword(database: Database, person: Actor): Promise<Actor> {
  await database.db
    .updateTable("person")
    .set({ password_hash: "hash" })
    .where("id", "=", person.id)
    .execute();
  return person;
}

describeEachDatabase("people", (open) => {
  let database: Database;
  let admin: Actor;
  beforeAll(async () => {
    database = await founded(open);
    admin = await withPassword(database, await aPerson(database.db, "admin"));
  });

  it("lets only an administrator invite, change, list or find people", async () => {
    const { db } = database;
    const { write } = someLetters();
    for (const role of ["manager", "lead", "member", "client"] as const) {
      const act = actBy(await aPerson(db, role));
      const nobody = { name: "X", email: `x-${role}@example.test`, role: "admin" as const };
      await expect(invitePerson(db, act, nobody, write)).rejects.toMatchObject({ kind: "not_found" });
      await expect(disablePerson(db, act, admin.id)).rejects.toMatchObject({ kind: "not_found" });
      const edit = { name: "X", role: "lead" as const, version: 1 };
      await expect(editPerson(db, act, admin.id, edit)).rejects.toMatchObject({ kind: "not_found" });
      expect(await listPeople(db, act.actor, { search: "", page: 1, perPage: 10 })).toEqual({
        people: [],
        total: 0,
      });
      expect(await findPerson(db, act.actor, admin.id)).toBeUndefined();
    }
  });

  it("invites once when the same form is sent many times at once", async () => {
    const { db } = database;
    const letters = someLetters();
    const act = { ...actBy(admin), idempotencyKey: "invite-once" };
    const person = { name: "Ola Berg", email: "ola@example.test", role: "lead" as const };
    const ids = await Promise.all(
      Array.from({ length: 30 }, () => invitePerson(db, act, person, letters.write)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(letters.written).toHaveLength(1);
  });

  it("refuses an address that is taken, also when two invite it at once", async () => {
    const { db } = database;
    const person = { name: "Twin", email: "twin@example.test", role: "member" as const };
    const invite = () => invitePerson(db, actBy(admin), person, someLetters().write);
    const answers = await Promise.allSettled([invite(), invite(), invite()]);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected")
        expect(answer.reason).toMatchObject({ kind: "invalid", field: "email" });
    }
  });

  it("shows who was invited and who has been here", async () => {
    const { db } = database;
    const letters = someLetters();
    const email = "ines@example.test";
    const id = await invitePerson(db, actBy(admin), { name: "Ines", email, role: "lead" }, letters.write);
    expect(await findPerson(db, admin, id)).toMatchObject({ state: "invited", hasPassword: false });
    const old = letters.token();
    await inviteAgain(db, actBy(admin), id, letters.write);
    const acceptance = { name: "Inês", passwordHash: "hash" };
    await expect(acceptInvitation(db, AT, { ...acceptance, token: old })).rejects.toMatchObject({
      kind: "not_found",
    });
    await acceptInvitation(db, AT, { ...acceptance, token: letters.token() });
    expect(await findPerson(db, admin, id)).toMatchObject({ state: "active", name: "Inês" });
    await expect(inviteAgain(db, actBy(admin), id, letters.write)).rejects.toMatchObject({
      kind: "conflict",
    });
  });

  it("ends every session of a disabled person at once, and lets them back when enabled", async () => {
    const { db } = database;
    const person = await aPerson(db, "lead");
    const session = {
      id: "to-be-ended",
      personId: person.id,
      at: AT,
      expiresAt: AT + DAY,
      userAgent: "",
      source: "",
      way: "password" as const,
    };
    await startSession(db, session);
    await disablePerson(db, actBy(admin), person.id);
    expect(await findLiveSession(db, "to-be-ended")).toBeUndefined();
    await expect(startSession(db, { ...session, id: "another" })).rejects.toMatchObject({
      kind: "not_found",
    });
    expect(await findByEmail(db, person.email)).toMatchObject({ isDisabled: true });
    await enablePerson(db, actBy(admin), person.id);
    await startSession(db, { ...session, id: "another" });
    expect((await findLiveSession(db, "another"))?.actor.id).toBe(person.id);
  });

  it("keeps at least one administrator who can sign in, even when two take each other's place at once", async () => {
    const fresh = await founded(open);
    const first = await withPassword(fresh, await aPerson(fresh.db, "admin"));
    const invited = await aPerson(fresh.db, "admin");
    const alone = disablePerson(fresh.db, actBy(first), first.id);
    await expect(alone).rejects.toMatchObject({ kind: "invalid" });
    const second = await withPassword(fresh, invited);
    const demote = (actor: Actor, whom: Actor) =>
      editPerson(fresh.db, actBy(actor), whom.id, { name: whom.name, role: "lead", version: 1 });
    const answers = await Promise.allSettled([demote(first, second), demote(second, first)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("shows the second of two who edit a person what the first made of them", async () => {
    const { db } = database;
    const person = await aPerson(db, "member", { name: "Old Name" });
    await editPerson(db, actBy(admin), person.id, { name: "New Name", role: "lead", version: 1 });
    const stale = editPerson(db, actBy(admin), person.id, { name: "Other", role: "member", version: 1 });
    await expect(stale).rejects.toMatchObject({
      kind: "conflict",
      current: { name: "New Name", role: "lead", version: "2" },
    });
  });

  it("never makes a contact one of us, nor one of us a contact", async () => {
    const { db } = database;
    const contact = await aPerson(db, "client");
    const own = await aPerson(db, "lead");
    const asAdmin = editPerson(db, actBy(admin), contact.id, { name: "C", role: "admin", version: 1 });
    await expect(asAdmin).rejects.toMatchObject({ kind: "invalid", field: "role" });
    const asClient = editPerson(db, actBy(admin), own.id, { name: "O", role: "client", version: 1 });
    await expect(asClient).rejects.toMatchObject({ kind: "invalid", field: "role" });
  });

  it("finds people by name and address, whatever the case, and takes wildcards literally", async () => {
    const { db } = database;
    await aPerson(db, "lead", { name: "Percy 100%" });
    await aPerson(db, "lead", { name: "Percy 1000" });
    const find = async (search: string) =>
      (await listPeople(db, admin, { search, page: 1, perPage: 50 })).people.map(({ name }) => name);
    expect(await find("percy 100")).toEqual(["Percy 100%", "Percy 1000"]);
    expect(await find("100%")).toEqual(["Percy 100%"]);
    expect(await find("_")).toEqual([]);
  });

  it("offers only enabled people of our own to choose from, and none to a client contact", async () => {
    const { db } = database;
    const gone = await aPerson(db, "lead");
    await disablePerson(db, actBy(admin), gone.id);
    const contact = await aPerson(db, "client");
    const ids = (await listAssignable(db, admin)).map(({ id }) => id);
    expect(ids).toContain(admin.id);
    expect(ids).not.toContain(gone.id);
    expect(ids).not.toContain(contact.id);
    expect(await listAssignable(db, contact)).toEqual([]);
  });

  it("writes no secret into the audit log", async () => {
    const { db } = database;
    const letters = someLetters();
    const email = "quiet@example.test";
    await invitePerson(db, actBy(admin), { name: "Quiet", email, role: "lead" }, letters.write);
    await acceptInvitation(db, AT, { token: letters.token(), name: "Quiet", passwordHash: "$hash$" });
    const events = JSON.stringify(await db.selectFrom("firm_event").selectAll().execute());
    expect(events).toContain("person.joined");
    expect(events).not.toContain(letters.token());
    expect(events).not.toContain("$hash$");
  });
});

describeEachDatabase("clients and their contacts", (open) => {
  let database: Database;
  let admin: Actor;
  beforeAll(async () => {
    database = await founded(open);
    admin = await aPerson(database.db, "admin");
  });

  it("adds a client once however often the form is sent, and refuses the name again", async () => {
    const { db } = database;
    const act = { ...actBy(admin), idempotencyKey: "add-once" };
    const ids = await Promise.all(Array.from({ length: 20 }, () => addCompany(db, act, "Quayside")));
    expect(new Set(ids).size).toBe(1);
    await expect(addCompany(db, actBy(admin), "QUAYSIDE")).rejects.toMatchObject({
      kind: "invalid",
      field: "name",
    });
  });

  it("shows the second of two who rename a client the first one's name", async () => {
    const { db } = database;
    const id = await addCompany(db, actBy(admin), "Old Mill");
    await renameCompany(db, actBy(admin), id, { name: "New Mill", version: 1 });
    const stale = renameCompany(db, actBy(admin), id, { name: "Mill", version: 1 });
    await expect(stale).rejects.toMatchObject({ kind: "conflict", current: { name: "New Mill" } });
  });

  it("hides clients from leads, members and contacts", async () => {
    const { db } = database;
    const { companyId, lead, client } = await anEngagement(db);
    for (const actor of [lead, client]) {
      expect(await findCompany(db, actor, companyId)).toBeUndefined();
      expect((await listCompanies(db, actor, { search: "", page: 1, perPage: 10 })).total).toBe(0);
      await expect(addCompany(db, actBy(actor), "Mine")).rejects.toMatchObject({ kind: "not_found" });
    }
    const manager = await aPerson(db, "manager");
    expect(await findCompany(db, manager, companyId)).toMatchObject({
      contacts: [{ id: client.id }],
      engagements: [{ title: "Booking API", stage: "active" }],
    });
  });

  it("adds the client that a contact is invited for by name, once, and none for whoever is refused", async () => {
    const { db } = database;
    const { write } = someLetters();
    const named = (name: string) => db.selectFrom("company").select("id").where("name", "=", name).execute();
    const ours = { name: admin.name, email: admin.email };
    await expect(inviteContact(db, actBy(admin), { named: "Quay Nine" }, ours, write)).rejects.toMatchObject({
      field: "email",
    });
    expect(await named("Quay Nine")).toEqual([]);
    for (const email of ["one@quay.test", "two@quay.test"]) {
      await inviteContact(db, actBy(admin), { named: "Quay Nine" }, { name: "Uma", email }, write);
    }
    expect(await named("Quay Nine")).toHaveLength(1);
  });

  it("makes a contact of one client a contact of a second, but never one of our own people", async () => {
    const { db } = database;
    const [first, second] = [await aCompany(db), await aCompany(db)];
    const { write } = someLetters();
    const contact = { name: "Bea", email: "bea@client.test" };
    const id = await inviteContact(db, actBy(admin), first, contact, write);
    expect(await inviteContact(db, actBy(admin), second, contact, write)).toBe(id);
    const again = inviteContact(db, actBy(admin), second, contact, write);
    await expect(again).rejects.toMatchObject({ kind: "invalid", field: "email" });
    const ours = inviteContact(db, actBy(admin), second, { name: "A", email: admin.email }, write);
    await expect(ours).rejects.toMatchObject({ kind: "invalid", field: "email" });
  });

  it("ties a contact who is removed to the client who was named", async () => {
    const { db } = database;
    const [first, second] = [await aCompany(db), await aCompany(db)];
    const contact = await aPerson(db, "client", { companyIds: [first] });
    await expect(removeContact(db, actBy(admin), second, contact.id)).rejects.toMatchObject({
      kind: "not_found",
    });
    await removeContact(db, actBy(admin), first, contact.id);
    expect((await findCompany(db, admin, first))?.contacts).toEqual([]);
  });
});

describeEachDatabase("the set-up", (open) => {
  it("is won by one of many at once", async () => {
    const { db } = await open();
    const tries = Array.from({ length: 10 }, (_, index) =>
      setUpFirm(db, MOMENT, FOUNDING, {
        name: `Founder ${index}`,
        email: `founder${index}@example.test`,
        passwordHash: "hash",
      }),
    );
    const answers = await Promise.allSettled(tries);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db.selectFrom("person").select("role").execute()).toEqual([{ role: "admin" }]);
  });
});
