import type { Kysely } from "kysely";
import { type AskStatus, askAnchor } from "~/domain/ask";
import type { Actor } from "~/domain/permissions";
import type { Recipient } from "./gate-news.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

/** What a letter about an ask needs, with who has to hear of it. */
export interface AskNews {
  id: string;
  number: number;
  title: string;
  body: string;
  dueOn: string | null;
  status: AskStatus;
  isBlocking: boolean;
  answer: string | null;
  answeredBy: string | null;
  withdrawnReason: string | null;
  engagement: string;
  /** The company's contacts. */
  contacts: Recipient[];
  /** The lead; nobody while there is none. */
  lead: Recipient[];
}

/** The ask as letters tell it; undefined when the engagement has no such ask. */
export async function findAskNews(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<AskNews | undefined> {
  const { engagement } = await requireEngagement(db, actor, code, "see_portal");
  const row = await db
    .selectFrom("ask")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    body: row.body,
    dueOn: row.due_on,
    status: row.status,
    isBlocking: row.is_blocking === 1,
    answer: row.answer,
    answeredBy: row.answered_by_name,
    withdrawnReason: row.withdrawn_reason,
    engagement: engagement.title,
    contacts: await listContactsOf(db, engagement.company_id),
    lead: await db
      .selectFrom("person")
      .select(["name", "email"])
      .where("id", "=", engagement.lead_id ?? "")
      .where("disabled_at", "is", null)
      .execute(),
  };
}

/** Those of the contacts to whom a letter about the ask went, sent or still waiting to be. */
export async function listMailedAbout(
  db: Kysely<DB>,
  { id, contacts }: Pick<AskNews, "id" | "contacts">,
): Promise<Recipient[]> {
  if (contacts.length === 0) return [];
  const mails = await db
    .selectFrom("mail")
    .select("to_address")
    .distinct()
    .where(
      "to_address",
      "in",
      contacts.map(({ email }) => email),
    )
    .where("text", "like", `%#${askAnchor(id)}%`)
    .execute();
  const mailed = new Set(mails.map((mail) => mail.to_address));
  return contacts.filter(({ email }) => mailed.has(email));
}

/** The contacts of a company who are still there. */
export async function listContactsOf(db: Kysely<DB>, companyId: string): Promise<Recipient[]> {
  return db
    .selectFrom("contact")
    .innerJoin("person", "person.id", "contact.person_id")
    .select(["person.name", "person.email"])
    .where("contact.company_id", "=", companyId)
    .where("person.disabled_at", "is", null)
    .orderBy("person.email")
    .limit(200)
    .execute();
}
