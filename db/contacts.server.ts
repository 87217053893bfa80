import type { Kysely } from "kysely";
import { invalid, notFound } from "~/domain/refusal";
import type { Act } from "./act";
import { companyNamed, requireCompany } from "./companies.server";
import { isUniqueViolation } from "./dialect";
import { recordFirmEvent } from "./firm-events.server";
import type { WriteLetter } from "./mail-links.server";
import { once } from "./once.server";
import { addPerson, mailInvitation, requireAdministrator } from "./people.server";
import type { DB } from "./schema";

/**
 * Makes a person a contact of a company and invites them by mail; somebody who is a contact elsewhere becomes one here
 * too. The company is its id, or its name: then it is added where there is none yet, and not when the contact is
 * refused. Answers the person's id.
 * @throws Refusal `not_found`; `invalid` for one of our own people, a disabled person, or a contact of this company
 */
export async function inviteContact(
  db: Kysely<DB>,
  act: Act,
  asked: string | { named: string },
  contact: { name: string; email: string },
  write: WriteLetter,
): Promise<string> {
  requireAdministrator(act.actor);
  try {
    return await once(db, act, async (trx) => {
      const companyId = typeof asked === "string" ? asked : await companyNamed(trx, act, asked.named);
      const company = await requireCompany(trx, act.actor, companyId);
      const person = await findOrAddContact(trx, act, companyId, contact);
      await trx.insertInto("contact").values({ company_id: companyId, person_id: person.id }).execute();
      await mailInvitation(trx, act, person, write);
      await recordFirmEvent(trx, act, {
        kind: "company.contact_added",
        subjectId: person.id,
        label: person.name,
        after: { company: company.name, email: person.email },
      });
      return person.id;
    });
  } catch (error) {
    throw isUniqueViolation(error) ? invalid("email", "Somebody else has just invited them.") : error;
  }
}

async function findOrAddContact(
  trx: Kysely<DB>,
  act: Act,
  companyId: string,
  contact: { name: string; email: string },
): Promise<{ id: string; name: string; email: string }> {
  const known = await trx
    .selectFrom("person")
    .leftJoin("contact", (join) =>
      join.onRef("contact.person_id", "=", "person.id").on("contact.company_id", "=", companyId),
    )
    .select(["person.id", "person.name", "person.email", "person.role", "person.disabled_at"])
    .select("contact.company_id")
    .where("person.email", "=", contact.email)
    .executeTakeFirst();
  if (!known) return { id: await addPerson(trx, act, { ...contact, role: "client" }), ...contact };
  if (known.role !== "client") throw invalid("email", "This is the address of one of our own people.");
  if (known.company_id) throw invalid("email", "They are a contact of this client already.");
  if (known.disabled_at !== null) {
    throw invalid("email", "This person is disabled. Enable them on the people page first.");
  }
  return known;
}

/** Takes a contact off a company, which ends what they saw of it. @throws Refusal `not_found` */
export async function removeContact(
  db: Kysely<DB>,
  act: Act,
  companyId: string,
  personId: string,
): Promise<void> {
  requireAdministrator(act.actor);
  await db.transaction().execute(async (trx) => {
    const company = await requireCompany(trx, act.actor, companyId);
    const person = await trx
      .selectFrom("contact")
      .innerJoin("person", "person.id", "contact.person_id")
      .select(["person.id", "person.name"])
      .where("contact.company_id", "=", companyId)
      .where("contact.person_id", "=", personId)
      .executeTakeFirst();
    if (!person) throw notFound("contact");
    await trx
      .deleteFrom("contact")
      .where("company_id", "=", companyId)
      .where("person_id", "=", personId)
      .execute();
    await recordFirmEvent(trx, act, {
      kind: "company.contact_removed",
      subjectId: personId,
      label: person.name,
      before: { company: company.name },
    });
  });
}
