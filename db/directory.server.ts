import type { ExpressionBuilder, Kysely } from "kysely";
import { type Actor, may, type Role } from "~/domain/permissions";
import { type PersonState, personState } from "~/domain/person";
import type { DB } from "./schema";
import { contains } from "./search";

export interface PersonSummary {
  id: string;
  name: string;
  email: string;
  role: Role;
  state: PersonState;
  /** The companies that a client contact speaks for, in words. */
  companies: string;
  lastSeenAt: number | null;
}

export interface PersonPage extends PersonSummary {
  version: number;
  createdAt: number;
  sessionCount: number;
  hasPassword: boolean;
}

function hasEntered(eb: ExpressionBuilder<DB, "person">) {
  return eb.or([
    eb("person.password_hash", "is not", null),
    eb.exists(
      eb
        .selectFrom("mail_link")
        .select("mail_link.id")
        .whereRef("mail_link.person_id", "=", "person.id")
        .where("mail_link.used_at", "is not", null),
    ),
  ]);
}

function peopleFor(db: Kysely<DB>, actor: Actor) {
  return db
    .selectFrom("person")
    .where((eb) => eb.lit(may(actor.role, "administer") ? 1 : 0), "=", 1)
    .select(["person.id", "person.name", "person.email", "person.role", "person.disabled_at"])
    .select((eb) => [
      eb.case().when(hasEntered(eb)).then(1).else(0).end().as("has_entered"),
      eb
        .selectFrom("session")
        .select((max) => max.fn.max("session.last_seen_at").as("at"))
        .whereRef("session.person_id", "=", "person.id")
        .as("last_seen_at"),
    ]);
}

type PersonRow = Awaited<ReturnType<ReturnType<typeof peopleFor>["execute"]>>[number];

function toSummary(row: PersonRow, companies: string): PersonSummary {
  const state = personState({ isDisabled: row.disabled_at !== null, hasEntered: row.has_entered === 1 });
  const { id, name, email, role } = row;
  return { id, name, email, role, state, companies, lastSeenAt: row.last_seen_at };
}

async function companiesOf(db: Kysely<DB>, personIds: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  if (personIds.length === 0) return names;
  const rows = await db
    .selectFrom("contact")
    .innerJoin("company", "company.id", "contact.company_id")
    .select(["contact.person_id", "company.name"])
    .where("contact.person_id", "in", personIds)
    .orderBy("company.name")
    .limit(1000)
    .execute();
  for (const { person_id, name } of rows) {
    const before = names.get(person_id);
    names.set(person_id, before ? `${before}, ${name}` : name);
  }
  return names;
}

export interface PeopleQuery {
  search: string;
  /** From 1. */
  page: number;
  perPage: number;
}

/** People by name, with how many match the search. Nobody for who may not administer. */
export async function listPeople(
  db: Kysely<DB>,
  actor: Actor,
  { search, page, perPage }: PeopleQuery,
): Promise<{ people: PersonSummary[]; total: number }> {
  const matches = (eb: ExpressionBuilder<DB, "person">) =>
    eb.or([contains("person.name", search), contains("person.email", search)]);
  const [rows, counted] = await Promise.all([
    peopleFor(db, actor)
      .where(matches)
      .orderBy((eb) => eb.fn("lower", ["person.name"]))
      .orderBy("person.id")
      .limit(perPage)
      .offset((page - 1) * perPage)
      .execute(),
    db
      .selectFrom("person")
      .select((eb) => eb.fn.countAll<number>().as("total"))
      .where((eb) => eb.lit(may(actor.role, "administer") ? 1 : 0), "=", 1)
      .where(matches)
      .executeTakeFirst(),
  ]);
  const companies = await companiesOf(
    db,
    rows.filter((row) => row.role === "client").map((row) => row.id),
  );
  return {
    people: rows.map((row) => toSummary(row, companies.get(row.id) ?? "")),
    total: Number(counted?.total ?? 0),
  };
}

/** One person with what the administrator's page shows; undefined when unknown or the actor may not administer. */
export async function findPerson(db: Kysely<DB>, actor: Actor, id: string): Promise<PersonPage | undefined> {
  const row = await peopleFor(db, actor)
    .select(["person.version", "person.created_at", "person.password_hash"])
    .select((eb) =>
      eb
        .selectFrom("session")
        .select((count) => count.fn.countAll<number>().as("sessions"))
        .whereRef("session.person_id", "=", "person.id")
        .as("session_count"),
    )
    .where("person.id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  const companies = row.role === "client" ? await companiesOf(db, [id]) : undefined;
  return {
    ...toSummary(row, companies?.get(id) ?? ""),
    version: row.version,
    createdAt: row.created_at,
    sessionCount: Number(row.session_count ?? 0),
    hasPassword: row.password_hash !== null,
  };
}
