import type { Kysely } from "kysely";
import type { Visibility } from "~/domain/event";
import type { Actor } from "~/domain/permissions";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

export interface Mentionable {
  id: string;
  name: string;
  email: string;
}

/** Who may be mentioned on an engagement: some of our people, and the contacts of its client. */
export interface Circle {
  ours: Mentionable[];
  contacts: Mentionable[];
}

type Engagement = Pick<EngagementRow, "id" | "lead_id" | "manager_id" | "company_id">;

const MOST = 200;

/**
 * Whom somebody may mention. Our people know the whole team; a client knows the lead and those who have written to
 * them, so that a name that is tried tells nothing about who else works on it.
 */
export async function listCircle(db: Kysely<DB>, actor: Actor, engagement: Engagement): Promise<Circle> {
  const leadId = engagement.lead_id ?? "";
  const onTeam = db
    .selectFrom("engagement_member")
    .select("engagement_member.person_id")
    .where("engagement_member.engagement_id", "=", engagement.id);
  const toClient = db
    .selectFrom("comment")
    .select("comment.written_by")
    .where("comment.engagement_id", "=", engagement.id)
    .where("comment.visibility", "=", "client")
    .where("comment.written_by", "is not", null);
  let ours = db
    .selectFrom("person")
    .select(["person.id", "person.name", "person.email"])
    .where("person.role", "<>", "client")
    .where("person.disabled_at", "is", null)
    .where((eb) =>
      eb.or([eb("person.id", "in", [leadId, engagement.manager_id ?? ""]), eb("person.id", "in", onTeam)]),
    );
  if (actor.role === "client") {
    ours = ours.where((eb) => eb.or([eb("person.id", "=", leadId), eb("person.id", "in", toClient)]));
  }
  const contacts = db
    .selectFrom("contact")
    .innerJoin("person", "person.id", "contact.person_id")
    .select(["person.id", "person.name", "person.email"])
    .where("contact.company_id", "=", engagement.company_id)
    .where("person.disabled_at", "is", null);
  return {
    ours: await ours.orderBy("person.name").orderBy("person.id").limit(MOST).execute(),
    contacts: await contacts.orderBy("person.name").orderBy("person.id").limit(MOST).execute(),
  };
}

/** Those of them who read a comment of that visibility. */
export function readersOf({ ours, contacts }: Circle, visibility: Visibility): Mentionable[] {
  return visibility === "client" ? [...ours, ...contacts] : ours;
}
