import type { ExpressionBuilder, Kysely } from "kysely";
import { type Actor, may } from "~/domain/permissions";
import { type PersonState, personState } from "~/domain/person";
import { conflict, invalid, notFound } from "~/domain/refusal";
import type { Stage } from "~/domain/stage";
import { type Act, newId } from "./act";
import { isUniqueViolation } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { contains } from "./search";

/** The companies that a person may see: all for administrators and managers, none for anybody else. */
function companiesFor(actor: Actor) {
  return (eb: ExpressionBuilder<DB, "company">) =>
    eb(eb.lit(may(actor.role, "see_clients") ? 1 : 0), "=", eb.lit(1));
}

export interface CompanySummary {
  id: string;
  name: string;
  contactCount: number;
  engagementCount: number;
  /** Of those, how many are agreed and not handed over yet. */
  liveCount: number;
}

export interface CompanyQuery {
  search: string;
  /** From 1. */
  page: number;
  perPage: number;
}

/** Companies by name, with how many match the search. */
export async function listCompanies(
  db: Kysely<DB>,
  actor: Actor,
  { search, page, perPage }: CompanyQuery,
): Promise<{ companies: CompanySummary[]; total: number }> {
  const found = db.selectFrom("company").where(companiesFor(actor)).where(contains("company.name", search));
  const [rows, counted] = await Promise.all([
    found
      .select(["company.id", "company.name"])
      .select((eb) => [
        eb
          .selectFrom("contact")
          .select((count) => count.fn.countAll<number>().as("contacts"))
          .whereRef("contact.company_id", "=", "company.id")
          .as("contacts"),
        eb
          .selectFrom("engagement")
          .select((count) => count.fn.countAll<number>().as("engagements"))
          .whereRef("engagement.company_id", "=", "company.id")
          .as("engagements"),
        eb
          .selectFrom("engagement")
          .select((count) => count.fn.countAll<number>().as("live"))
          .whereRef("engagement.company_id", "=", "company.id")
          .where("engagement.stage", "=", "active")
          .as("live"),
      ])
      .orderBy((eb) => eb.fn("lower", ["company.name"]))
      .orderBy("company.id")
      .limit(perPage)
      .offset((page - 1) * perPage)
      .execute(),
    found.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirst(),
  ]);
  return {
    companies: rows.map((row) => ({
      id: row.id,
      name: row.name,
      contactCount: Number(row.contacts ?? 0),
      engagementCount: Number(row.engagements ?? 0),
      liveCount: Number(row.live ?? 0),
    })),
    total: Number(counted?.total ?? 0),
  };
}

/** Every company to choose from in a form; none for who may not open an engagement. */
export async function listCompanyOptions(
  db: Kysely<DB>,
  actor: Actor,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom("company")
    .select(["company.id", "company.name"])
    .where(companiesFor(actor))
    .orderBy((eb) => eb.fn("lower", ["company.name"]))
    .limit(5000)
    .execute();
}

/** The id of the company of that name, whatever the case; undefined when there is none or the actor may not see it. */
async function findCompanyId(db: Kysely<DB>, actor: Actor, name: string): Promise<string | undefined> {
  const row = await db
    .selectFrom("company")
    .select("company.id")
    .where((eb) => eb.fn("lower", ["company.name"]), "=", name.trim().toLowerCase())
    .where(companiesFor(actor))
    .executeTakeFirst();
  return row?.id;
}

export interface CompanyPage {
  id: string;
  name: string;
  version: number;
  contacts: { id: string; name: string; email: string; state: PersonState }[];
  engagements: { code: string; title: string; stage: Stage; leadName: string | null }[];
}

/** A company with its contacts and its engagements; undefined when it is unknown or hidden from the actor. */
export async function findCompany(
  db: Kysely<DB>,
  actor: Actor,
  id: string,
): Promise<CompanyPage | undefined> {
  const company = await db
    .selectFrom("company")
    .select(["company.id", "company.name", "company.version"])
    .where("company.id", "=", id)
    .where(companiesFor(actor))
    .executeTakeFirst();
  if (!company) return undefined;
  const [contacts, engagements] = await Promise.all([
    contactsOf(db, id),
    db
      .selectFrom("engagement")
      .leftJoin("person", "person.id", "engagement.lead_id")
      .select(["engagement.code", "engagement.title", "engagement.stage", "person.name as leadName"])
      .where("engagement.company_id", "=", id)
      .where(visibleTo(actor))
      .orderBy("engagement.number", "desc")
      .limit(200)
      .execute(),
  ]);
  return { ...company, contacts, engagements };
}

async function contactsOf(db: Kysely<DB>, companyId: string): Promise<CompanyPage["contacts"]> {
  const rows = await db
    .selectFrom("contact")
    .innerJoin("person", "person.id", "contact.person_id")
    .select(["person.id", "person.name", "person.email", "person.disabled_at", "person.password_hash"])
    .select((eb) =>
      eb
        .selectFrom("mail_link")
        .select((count) => count.fn.countAll<number>().as("used"))
        .whereRef("mail_link.person_id", "=", "person.id")
        .where("mail_link.used_at", "is not", null)
        .as("used_links"),
    )
    .where("contact.company_id", "=", companyId)
    .orderBy((eb) => eb.fn("lower", ["person.name"]))
    .orderBy("person.id")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    state: personState({
      isDisabled: row.disabled_at !== null,
      hasEntered: row.password_hash !== null || Number(row.used_links ?? 0) > 0,
    }),
  }));
}

/** Adds a company. Answers its id. @throws Refusal `not_found` for who may not; `invalid` when the name is taken */
export async function addCompany(db: Kysely<DB>, act: Act, name: string): Promise<string> {
  requireOpener(act.actor);
  return refuseTakenName(() =>
    once(db, act, async (trx) => {
      await requireFreeName(trx, name);
      return insertCompany(trx, act, name);
    }),
  );
}

async function insertCompany(trx: Kysely<DB>, act: Act, name: string): Promise<string> {
  const id = newId();
  await trx.insertInto("company").values({ id, name, created_at: act.at }).execute();
  await recordFirmEvent(trx, act, { kind: "company.added", subjectId: id, label: name });
  return id;
}

/**
 * The company of that name, added where there is none yet, in the transaction of what is made for it: when that is
 * refused, no company is left behind. @throws Refusal `not_found` for who may not add one
 */
export async function companyNamed(trx: Kysely<DB>, act: Act, name: string): Promise<string> {
  requireOpener(act.actor);
  return (await findCompanyId(trx, act.actor, name)) ?? insertCompany(trx, act, name);
}

export interface CompanyRename {
  name: string;
  version: number;
}

/**
 * Changes a company's name.
 * @throws Refusal `not_found`; `conflict` when somebody else did meanwhile; `invalid` when the name is taken
 */
export async function renameCompany(
  db: Kysely<DB>,
  act: Act,
  id: string,
  rename: CompanyRename,
): Promise<void> {
  requireOpener(act.actor);
  await refuseTakenName(() =>
    db.transaction().execute(async (trx) => {
      await requireFreeName(trx, rename.name, id);
      const company = await requireCompany(trx, act.actor, id);
      const { numUpdatedRows } = await trx
        .updateTable("company")
        .set((eb) => ({ name: rename.name, version: eb("version", "+", 1) }))
        .where("id", "=", id)
        .where("version", "=", rename.version)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) {
        throw conflict("Somebody else renamed this client meanwhile. Look at theirs, then save again.", {
          name: company.name,
          version: String(company.version),
        });
      }
      await recordFirmEvent(trx, act, {
        kind: "company.renamed",
        subjectId: id,
        label: rename.name,
        before: { name: company.name },
        after: { name: rename.name },
      });
    }),
  );
}

/** Reads a company for changing it. @throws Refusal `not_found` */
export async function requireCompany(
  trx: Kysely<DB>,
  actor: Actor,
  id: string,
): Promise<{ id: string; name: string; version: number }> {
  const company = await trx
    .selectFrom("company")
    .select(["company.id", "company.name", "company.version"])
    .where("company.id", "=", id)
    .where(companiesFor(actor))
    .executeTakeFirst();
  if (!company) throw notFound("client");
  return company;
}

function requireOpener(actor: Actor): void {
  if (!may(actor.role, "create_engagement")) throw notFound("client");
}

const nameTaken = () => invalid("name", "There is a client of this name already.");

async function requireFreeName(trx: Kysely<DB>, name: string, ownId = ""): Promise<void> {
  const other = await trx
    .selectFrom("company")
    .select("id")
    .where((eb) => eb.fn("lower", ["name"]), "=", name.toLowerCase())
    .where("id", "!=", ownId)
    .limit(1)
    .executeTakeFirst();
  if (other) throw nameTaken();
}

async function refuseTakenName<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken() : error;
  }
}

/** The companies that a client contact speaks for; none for anybody else. */
export async function listOwnCompanies(
  db: Kysely<DB>,
  actor: Actor,
): Promise<{ id: string; name: string }[]> {
  if (actor.role !== "client") return [];
  return db
    .selectFrom("company")
    .innerJoin("contact", "contact.company_id", "company.id")
    .select(["company.id", "company.name"])
    .where("contact.person_id", "=", actor.id)
    .orderBy("company.name")
    .limit(100)
    .execute();
}
