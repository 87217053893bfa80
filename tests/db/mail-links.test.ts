import type { Database } from "db/connect.server";
import { acceptInvitation, resetPassword } from "db/credentials.server";
import { findLink, mailLink, redeemSignInLink, renewInvitation } from "db/mail-links.server";
import { disablePerson, invitePerson } from "db/people.server";
import { findLiveSession, startSession } from "db/sessions.server";
import { beforeAll, expect, it } from "vitest";
import type { Actor } from "~/domain/permissions";
import { describeEachDatabase } from "../support/databases";
import { AT, actBy, aPerson, founded } from "../support/factories";
import { someLetters } from "../support/letters";

const MINUTE = 60_000;

describeEachDatabase("mailed links", (open) => {
  let database: Database;
  let admin: Actor;
  beforeAll(async () => {
    database = await founded(open);
    admin = await aPerson(database.db, "admin");
  });
  const ask = (email: string, purpose: "sign_in" | "reset", at = AT) => {
    const letters = someLetters();
    const done = mailLink(database.db, { email, purpose, at, source: "192.0.2.1" }, letters.write);
    return done.then(() => letters);
  };
  const mailsTo = (email: string) =>
    database.db.selectFrom("mail").selectAll().where("to_address", "=", email).execute();

  it("opens the door once, however many try at once", async () => {
    const person = await aPerson(database.db, "client");
    const letters = await ask(person.email, "sign_in");
    const tries = Array.from({ length: 100 }, () => redeemSignInLink(database.db, letters.token(), AT));
    const answers = await Promise.allSettled(tries);
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === "rejected") expect(answer.reason).toMatchObject({ kind: "not_found" });
    }
  });

  it("is not used up by looking at it", async () => {
    const person = await aPerson(database.db, "client");
    const letters = await ask(person.email, "sign_in");
    for (let looks = 0; looks < 3; looks++) {
      expect(await findLink(database.db, letters.token(), "sign_in", AT)).toMatchObject({ state: "usable" });
    }
    expect(await redeemSignInLink(database.db, letters.token(), AT)).toMatchObject({ personId: person.id });
    expect(await findLink(database.db, letters.token(), "sign_in", AT)).toMatchObject({ state: "used" });
  });

  it("runs out after fifteen minutes", async () => {
    const person = await aPerson(database.db, "client");
    const letters = await ask(person.email, "sign_in");
    const late = AT + 15 * MINUTE;
    expect(await findLink(database.db, letters.token(), "sign_in", late)).toMatchObject({ state: "expired" });
    await expect(redeemSignInLink(database.db, letters.token(), late)).rejects.toMatchObject({
      kind: "not_found",
    });
  });

  it("is good for its own purpose only", async () => {
    const person = await aPerson(database.db, "lead");
    const letters = await ask(person.email, "sign_in");
    expect(await findLink(database.db, letters.token(), "reset", AT)).toBeUndefined();
    const reset = { token: letters.token(), passwordHash: "hash" };
    await expect(resetPassword(database.db, AT, reset)).rejects.toMatchObject({ kind: "not_found" });
  });

  it("stores neither its secret in the link table nor anything for an unknown address", async () => {
    const person = await aPerson(database.db, "client");
    const letters = await ask(person.email, "sign_in");
    const links = await database.db.selectFrom("mail_link").selectAll().execute();
    expect(JSON.stringify(links)).not.toContain(letters.token());
    const unknown = await ask("nobody@example.test", "sign_in");
    expect(unknown.written).toEqual([]);
    expect(await mailsTo("nobody@example.test")).toEqual([]);
  });

  it("is mailed once to who asks many times within a minute", async () => {
    const person = await aPerson(database.db, "client");
    await Promise.all(Array.from({ length: 20 }, () => ask(person.email, "reset")));
    expect(await mailsTo(person.email)).toHaveLength(1);
    await ask(person.email, "reset", AT + MINUTE);
    expect(await mailsTo(person.email)).toHaveLength(2);
  });

  it("is not mailed to a disabled person, and one mailed before stops working", async () => {
    const person = await aPerson(database.db, "client");
    const letters = await ask(person.email, "sign_in");
    await disablePerson(database.db, actBy(admin), person.id);
    expect(await findLink(database.db, letters.token(), "sign_in", AT)).toBeUndefined();
    expect((await ask(person.email, "sign_in", AT + 2 * MINUTE)).written).toEqual([]);
  });

  it("resets a password, ends every session and makes the other links useless", async () => {
    const person = await aPerson(database.db, "lead");
    const signIn = await ask(person.email, "sign_in");
    const reset = await ask(person.email, "reset");
    await startSession(database.db, {
      id: "old-session",
      personId: person.id,
      at: AT,
      expiresAt: AT + MINUTE,
      userAgent: "",
      source: "",
      way: "password",
    });
    await resetPassword(database.db, AT, { token: reset.token(), passwordHash: "new-hash" });
    expect(await findLiveSession(database.db, "old-session")).toBeUndefined();
    expect(await findLink(database.db, signIn.token(), "sign_in", AT)).toBeUndefined();
    const again = { token: reset.token(), passwordHash: "third-hash" };
    await expect(resetPassword(database.db, AT, again)).rejects.toMatchObject({ kind: "not_found" });
  });

  it("invites: the person names themselves and chooses a password", async () => {
    const letters = someLetters();
    const email = "nadia@example.test";
    const id = await invitePerson(
      database.db,
      actBy(admin),
      { name: "nadia", email, role: "lead" },
      letters.write,
    );
    const acceptance = { token: letters.token(), name: "Nadia Farouk", passwordHash: "hash" };
    const accepted = await acceptInvitation(database.db, AT + MINUTE, acceptance);
    expect(accepted).toEqual({ personId: id, role: "lead" });
    await expect(acceptInvitation(database.db, AT + MINUTE, acceptance)).rejects.toMatchObject({
      kind: "not_found",
    });
  });

  it("renews an expired invitation by mail to the same address only, and no other", async () => {
    const letters = someLetters();
    const email = "late@example.test";
    await invitePerson(database.db, actBy(admin), { name: "Late", email, role: "member" }, letters.write);
    const first = letters.token();
    const source = "192.0.2.1";
    await renewInvitation(database.db, { token: first, at: AT + 30 * MINUTE, source }, letters.write);
    expect(letters.written).toHaveLength(1);
    await renewInvitation(database.db, { token: first, at: AT + 60 * MINUTE, source }, letters.write);
    expect(letters.written.map((to) => to.email)).toEqual([email, email]);
    await renewInvitation(database.db, { token: "guessed", at: AT + 60 * MINUTE, source }, letters.write);
    expect(letters.written).toHaveLength(2);
    const accepted = await acceptInvitation(database.db, AT + 61 * MINUTE, {
      token: letters.token(),
      name: "Late Riser",
      passwordHash: "hash",
    });
    expect(accepted.role).toBe("member");
  });
});
