import type { Kysely } from "kysely";
import type { Actor, Role } from "~/domain/permissions";
import { invalid } from "~/domain/refusal";
import type { Act } from "./act";
import { recordFirmEvent } from "./firm-events.server";
import { dropOpenLinks, redeemLink } from "./mail-links.server";
import type { DB } from "./schema";
import { dropSessionsOf } from "./sessions.server";

export interface SignInPerson {
  id: string;
  name: string;
  role: Role;
  passwordHash: string | null;
  isDisabled: boolean;
}

/** The person who signs in with an address; it has to be in lower case. */
export async function findByEmail(db: Kysely<DB>, email: string): Promise<SignInPerson | undefined> {
  const row = await db.selectFrom("person").selectAll().where("email", "=", email).executeTakeFirst();
  return (
    row && {
      id: row.id,
      name: row.name,
      role: row.role,
      passwordHash: row.password_hash,
      isDisabled: row.disabled_at !== null,
    }
  );
}

/** The stored hash of the actor's own password; null while they have none. */
export async function findOwnPasswordHash(db: Kysely<DB>, actor: Actor): Promise<string | null> {
  const row = await db
    .selectFrom("person")
    .select("password_hash")
    .where("id", "=", actor.id)
    .executeTakeFirst();
  return row?.password_hash ?? null;
}

/**
 * Uses an invitation up: the person's own spelling of their name, and a password unless they are a client contact who
 * wants none. Answers who they are. @throws Refusal `not_found` when the link cannot be used any more
 */
export async function acceptInvitation(
  db: Kysely<DB>,
  at: number,
  acceptance: { token: string; name: string; passwordHash: string | null },
): Promise<{ personId: string; role: Role }> {
  return db.transaction().execute(async (trx) => {
    const holder = await redeemLink(trx, acceptance.token, "invite", at);
    const { personId, role } = holder;
    if (acceptance.passwordHash === null && role !== "client") {
      throw invalid("password", "Choose a password.");
    }
    await trx
      .updateTable("person")
      .set((eb) => ({ name: acceptance.name, version: eb("version", "+", 1) }))
      .$if(acceptance.passwordHash !== null, (query) => query.set({ password_hash: acceptance.passwordHash }))
      .where("id", "=", personId)
      .execute();
    await dropOpenLinks(trx, personId);
    const actor: Actor = { ...holder, id: personId, name: acceptance.name, companyIds: [] };
    await recordFirmEvent(
      trx,
      { actor, at, today: "" },
      {
        kind: "person.joined",
        subjectId: personId,
        label: acceptance.name,
        before: { name: holder.name },
        after: { name: acceptance.name, password: acceptance.passwordHash === null ? "none" : "set" },
      },
    );
    return { personId, role };
  });
}

/**
 * Sets a new password by a reset link, which ends every session of the person and makes their other links useless.
 * @throws Refusal `not_found` when the link cannot be used any more
 */
export async function resetPassword(
  db: Kysely<DB>,
  at: number,
  reset: { token: string; passwordHash: string },
): Promise<{ personId: string; role: Role }> {
  return db.transaction().execute(async (trx) => {
    const holder = await redeemLink(trx, reset.token, "reset", at);
    const { personId, role } = holder;
    await trx
      .updateTable("person")
      .set({ password_hash: reset.passwordHash })
      .where("id", "=", personId)
      .execute();
    await dropOpenLinks(trx, personId);
    const ended = await dropSessionsOf(trx, personId);
    const actor: Actor = { ...holder, id: personId, companyIds: [] };
    await recordFirmEvent(
      trx,
      { actor, at, today: "" },
      {
        kind: "person.password_reset",
        subjectId: personId,
        label: holder.name,
        after: { sessions_ended: ended },
      },
    );
    return { personId, role };
  });
}

/** Sets the actor's own password, which ends their other sessions. */
export async function setOwnPassword(
  db: Kysely<DB>,
  act: Act,
  passwordHash: string,
  keepSessionId: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { actor } = act;
    await trx.updateTable("person").set({ password_hash: passwordHash }).where("id", "=", actor.id).execute();
    await trx
      .deleteFrom("session")
      .where("person_id", "=", actor.id)
      .where("id", "!=", keepSessionId)
      .execute();
    await dropOpenLinks(trx, actor.id);
    await recordFirmEvent(trx, act, { kind: "person.password_set", subjectId: actor.id, label: actor.name });
  });
}

/** Changes the actor's own name. */
export async function renameSelf(db: Kysely<DB>, act: Act, name: string): Promise<void> {
  const { actor } = act;
  if (actor.name === name) return;
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable("person")
      .set((eb) => ({ name, version: eb("version", "+", 1) }))
      .where("id", "=", actor.id)
      .execute();
    await recordFirmEvent(trx, act, {
      kind: "person.renamed",
      subjectId: actor.id,
      label: name,
      before: { name: actor.name },
      after: { name },
    });
  });
}
