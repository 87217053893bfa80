import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Actor, Role } from "~/domain/permissions";
import { newId } from "../act";
import type { DB } from "../schema";
import { CLIENTS, COLLEAGUES, type CompanyKey, type PersonKey } from "./firm-content";

/** Everybody in the sample firm, as those who act. */
export interface Cast {
  colleagues: Readonly<Record<PersonKey, Actor>>;
  /** Contacts by company; the first one signs. */
  contacts: Readonly<Record<CompanyKey, readonly Actor[]>>;
  companyIds: Readonly<Record<CompanyKey, string>>;
}

/** Invited, and has not opened the invitation. */
const NOT_YET_HERE = "Owen Pritchard";

const canSignIn = (email: string) => email.endsWith("@demo.phaseline.test");

/** Writes the people and companies of the sample firm, as if they had been there from the instant `at`. */
export async function insertCast(trx: Kysely<DB>, at: number, passwordHash: string): Promise<Cast> {
  const actor = (person: { name: string; email: string }, role: Role, companyIds: string[]): Actor => ({
    id: newId(),
    name: person.name,
    email: person.email,
    role,
    companyIds,
  });
  const entries = <K extends string, V>(record: Record<K, V>) => Object.entries(record) as [K, V][];
  const colleagues = Object.fromEntries(
    entries(COLLEAGUES).map(([key, person]) => [key, actor(person, person.role, [])]),
  ) as Record<PersonKey, Actor>;
  const companyIds = Object.fromEntries(entries(CLIENTS).map(([key]) => [key, newId()])) as Record<
    CompanyKey,
    string
  >;
  const contacts = Object.fromEntries(
    entries(CLIENTS).map(([key, client]) => [
      key,
      client.contacts.map((contact) => actor(contact, "client", [companyIds[key]])),
    ]),
  ) as Record<CompanyKey, Actor[]>;
  const everybody = [...Object.values(colleagues), ...Object.values(contacts).flat()];
  await trx
    .insertInto("company")
    .values(
      entries(CLIENTS).map(([key, client]) => ({ id: companyIds[key], name: client.name, created_at: at })),
    )
    .execute();
  await trx
    .insertInto("person")
    .values(
      everybody.map((person) => ({
        id: person.id,
        email: person.email,
        name: person.name,
        role: person.role,
        password_hash: canSignIn(person.email) ? passwordHash : null,
        disabled_at: null,
        created_at: at,
      })),
    )
    .execute();
  await trx
    .insertInto("contact")
    .values(
      Object.values(contacts)
        .flat()
        .flatMap((person) =>
          person.companyIds.map((companyId) => ({ company_id: companyId, person_id: person.id })),
        ),
    )
    .execute();
  await trx
    .insertInto("mail_link")
    .values(
      everybody
        .filter((person) => !canSignIn(person.email) && person.name !== NOT_YET_HERE)
        .map((person) => ({
          // The hash of a secret that nobody was ever sent, used up long ago.
          id: randomBytes(32).toString("hex"),
          person_id: person.id,
          purpose: "invite" as const,
          created_at: at,
          expires_at: at + 3_600_000,
          used_at: at + 600_000,
        })),
    )
    .execute();
  return { colleagues, contacts, companyIds };
}
