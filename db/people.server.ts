import type { Kysely } from "kysely";
import { type Actor, may, type Role } from "~/domain/permissions";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { forUpdate, isUniqueViolation } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import { createLink, dropOpenLinks, type WriteLetter } from "./mail-links.server";
import { queueMail } from "./mails.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { dropSessionsOf } from "./sessions.server";
import { reckonLedBy } from "./standing-refresh.server";

/** Whoever invites or changes people has to be an administrator. @throws Refusal `not_found` */
export function requireAdministrator(actor: Actor): void {
  if (!may(actor.role, "administer")) throw notFound("person");
}

export interface NewPerson {
  name: string;
  /** Lower case. */
  email: string;
  role: Role;
  passwordHash?: string;
}

/** Adds a person in the caller's transaction. @throws Refusal `invalid` when the address is taken */
export async function addPerson(trx: Kysely<DB>, act: Act, person: NewPerson): Promise<string> {
  const id = newId();
  const taken = await trx
    .selectFrom("person")
    .select("id")
    .where("email", "=", person.email)
    .executeTakeFirst();
  if (taken) throw addressTaken();
  await trx
    .insertInto("person")
    .values({
      id,
      email: person.email,
      name: person.name,
      role: person.role,
      password_hash: person.passwordHash ?? null,
      disabled_at: null,
      created_at: act.at,
    })
    .execute();
  return id;
}

const addressTaken = () => invalid("email", "Somebody with this address is here already.");

/** Invites one of the firm's own people by mail. Answers their id. @throws Refusal `invalid` when the address is taken */
export async function invitePerson(
  db: Kysely<DB>,
  act: Act,
  person: NewPerson,
  write: WriteLetter,
): Promise<string> {
  requireAdministrator(act.actor);
  try {
    return await once(db, act, async (trx) => {
      const personId = await addPerson(trx, act, person);
      await mailInvitation(trx, act, { id: personId, ...person }, write);
      await recordFirmEvent(trx, act, {
        kind: "person.invited",
        subjectId: personId,
        label: person.name,
        after: { email: person.email, role: person.role },
      });
      return personId;
    });
  } catch (error) {
    throw isUniqueViolation(error) ? addressTaken() : error;
  }
}

/** Mails a person a new invitation, in the caller's transaction, and makes the ones before it useless. Answers its secret. */
export async function mailInvitation(
  trx: Kysely<DB>,
  act: Act,
  person: { id: string; name: string; email: string },
  write: WriteLetter,
): Promise<string> {
  await dropOpenLinks(trx, person.id);
  const token = await createLink(trx, { personId: person.id, purpose: "invite", at: act.at });
  await queueMail(trx, act.at, person.email, write({ name: person.name, email: person.email, token }));
  return token;
}

/** Invites a person again who has not entered yet. @throws Refusal `not_found`, or `conflict` when they have */
export async function inviteAgain(db: Kysely<DB>, act: Act, id: string, write: WriteLetter): Promise<void> {
  requireAdministrator(act.actor);
  await once(db, act, async (trx) => {
    const person = await lockPerson(trx, id);
    if (person.disabled_at !== null) throw conflict(`${person.name} is disabled. Enable them first.`);
    if (await hasBeenHere(trx, person)) throw conflict(`${person.name} has accepted already.`);
    await mailInvitation(trx, act, person, write);
    await recordFirmEvent(trx, act, { kind: "person.invited_again", subjectId: id, label: person.name });
  });
}

async function hasBeenHere(
  trx: Kysely<DB>,
  person: { id: string; password_hash: string | null },
): Promise<boolean> {
  if (person.password_hash !== null) return true;
  const used = await trx
    .selectFrom("mail_link")
    .select("id")
    .where("person_id", "=", person.id)
    .where("used_at", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return used !== undefined;
}

async function lockPerson(trx: Kysely<DB>, id: string) {
  const query = trx.selectFrom("person").selectAll("person").where("person.id", "=", id);
  const person = await forUpdate(trx, query, "person").executeTakeFirst();
  if (!person) throw notFound("person");
  return person;
}

export interface PersonEdit {
  name: string;
  role: Role;
  version: number;
}

/**
 * Changes a person's name and role.
 * @throws Refusal `not_found`; `conflict` when somebody else changed them meanwhile; `invalid` for a contact who would
 * become one of us or the other way round; `forbidden` for the last administrator
 */
export async function editPerson(db: Kysely<DB>, act: Act, id: string, edit: PersonEdit): Promise<void> {
  requireAdministrator(act.actor);
  await db.transaction().execute(async (trx) => {
    await requireOtherAdministrator(trx, id, edit.role === "admin");
    const person = await lockPerson(trx, id);
    if (person.version !== edit.version) {
      throw conflict("Somebody else changed this person meanwhile. Look at theirs, then save again.", {
        name: person.name,
        role: person.role,
        version: String(person.version),
      });
    }
    if ((person.role === "client") !== (edit.role === "client")) {
      throw invalid("role", "A client contact stays one, and one of our own people cannot become one.");
    }
    if (person.name === edit.name && person.role === edit.role) return;
    await trx
      .updateTable("person")
      .set((eb) => ({ name: edit.name, role: edit.role, version: eb("version", "+", 1) }))
      .where("id", "=", id)
      .execute();
    await recordFirmEvent(trx, act, {
      kind: "person.edited",
      subjectId: id,
      label: edit.name,
      before: { name: person.name, role: person.role },
      after: { name: edit.name, role: edit.role },
    });
  });
}

/** Locks the administrators who can sign in; somebody besides the person has to be left. */
async function requireOtherAdministrator(trx: Kysely<DB>, id: string, staysOne: boolean): Promise<void> {
  const query = trx
    .selectFrom("person")
    .select("person.id")
    .where("person.role", "=", "admin")
    .where("person.disabled_at", "is", null)
    .where("person.password_hash", "is not", null)
    .orderBy("person.id");
  const administrators = await forUpdate(trx, query, "person").execute();
  if (staysOne || !administrators.some((one) => one.id === id) || administrators.length > 1) return;
  throw invalid("", "This is the only administrator who can sign in. Make somebody else one first.");
}

/**
 * Disables a person: their sessions end and their links stop working in the same moment.
 * @throws Refusal `not_found`; `invalid` for the last administrator
 */
export async function disablePerson(db: Kysely<DB>, act: Act, id: string): Promise<void> {
  requireAdministrator(act.actor);
  await db.transaction().execute(async (trx) => {
    await requireOtherAdministrator(trx, id, false);
    const person = await lockPerson(trx, id);
    if (person.disabled_at !== null) return;
    await trx
      .updateTable("person")
      .set((eb) => ({ disabled_at: act.at, version: eb("version", "+", 1) }))
      .where("id", "=", id)
      .execute();
    const ended = await dropSessionsOf(trx, id);
    await dropOpenLinks(trx, id);
    await reckonLedBy(trx, id, act.today);
    await recordFirmEvent(trx, act, {
      kind: "person.disabled",
      subjectId: id,
      label: person.name,
      after: { sessions_ended: ended },
    });
  });
}

/** Lets a disabled person in again. @throws Refusal `not_found` */
export async function enablePerson(db: Kysely<DB>, act: Act, id: string): Promise<void> {
  requireAdministrator(act.actor);
  await db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, id);
    if (person.disabled_at === null) return;
    await trx
      .updateTable("person")
      .set((eb) => ({ disabled_at: null, version: eb("version", "+", 1) }))
      .where("id", "=", id)
      .execute();
    await reckonLedBy(trx, id, act.today);
    await recordFirmEvent(trx, act, { kind: "person.enabled", subjectId: id, label: person.name });
  });
}

export interface Assignable {
  id: string;
  name: string;
  role: Role;
}

/** The firm's own enabled people, to choose a lead, a manager, a team or an owner from; nobody for client contacts. */
export async function listAssignable(db: Kysely<DB>, actor: Actor): Promise<Assignable[]> {
  if (actor.role === "client") return [];
  return db
    .selectFrom("person")
    .select(["id", "name", "role"])
    .where("role", "!=", "client")
    .where("disabled_at", "is", null)
    .orderBy((eb) => eb.fn("lower", ["name"]))
    .orderBy("id")
    .limit(1000)
    .execute();
}
