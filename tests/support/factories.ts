import { type Act, newId, OPERATOR } from "db/act";
import type { Database } from "db/connect.server";
import { createEngagement, type NewEngagement } from "db/engagements.server";
import { foundFirm } from "db/firm.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import type { Actor, Role } from "~/domain/permissions";
import type { Open } from "./databases";

/** A Monday, from which every suite reckons. */
export const TODAY = "2026-03-02";
export const AT = Date.UTC(2026, 2, 2, 9);

/** An act by somebody, by default the operator, on the suite's day. */
export function actBy(actor: Actor = OPERATOR, today = TODAY, at = AT): Act {
  return { actor, at, today };
}

/** A fresh database with a founded firm. */
export async function founded(open: Open): Promise<Database> {
  const database = await open();
  await database.db
    .transaction()
    .execute((trx) =>
      foundFirm(trx, actBy(), { name: "Harbour & Lane", timeZone: "Europe/London", currency: "GBP" }),
    );
  return database;
}

let made = 0;

/** Somebody who may sign in; a client contact speaks for the companies given. */
export async function aPerson(
  db: Kysely<DB>,
  role: Role,
  options: { name?: string; companyIds?: string[] } = {},
): Promise<Actor> {
  made += 1;
  const id = newId();
  const name = options.name ?? `${role} ${made}`;
  const email = `${role}.${made}@example.test`;
  const companyIds = options.companyIds ?? [];
  await db
    .insertInto("person")
    .values({ id, email, name, role, password_hash: null, disabled_at: null, created_at: AT })
    .execute();
  for (const companyId of companyIds) {
    await db.insertInto("contact").values({ company_id: companyId, person_id: id }).execute();
  }
  return { id, name, email, role, companyIds };
}

/** A client; answers its id. */
export async function aCompany(db: Kysely<DB>, name = `Company ${++made}`): Promise<string> {
  const id = newId();
  await db.insertInto("company").values({ id, name, created_at: AT }).execute();
  return id;
}

export async function builtinTemplateId(db: Kysely<DB>): Promise<string> {
  const { id } = await db
    .selectFrom("template")
    .select("id")
    .where("is_builtin", "=", 1)
    .executeTakeFirstOrThrow();
  return id;
}

export interface Scene {
  code: string;
  companyId: string;
  lead: Actor;
  client: Actor;
}

/** A live engagement of nine weeks from the suite's day, with a lead of its own and a contact of its client. */
export async function anEngagement(db: Kysely<DB>, changes: Partial<NewEngagement> = {}): Promise<Scene> {
  const companyId = changes.companyId ?? (await aCompany(db));
  const lead = await aPerson(db, "lead");
  const client = await aPerson(db, "client", { companyIds: [companyId] });
  const code = await createEngagement(db, actBy(), {
    title: "Booking API",
    leadId: lead.id,
    startsOn: TODAY,
    weeks: 9,
    weeksReason: null,
    templateId: await builtinTemplateId(db),
    stage: "active",
    // Reading a code base has criteria of its own, which a suite asks for when it is about them.
    origin: "fresh",
    ...changes,
    companyId,
  });
  return { code, companyId, lead, client };
}
