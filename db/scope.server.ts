import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type Selectable,
  type SqlBool,
  sql,
} from "kysely";
import { type Actor, may, type Permission, type Role, relationTo } from "~/domain/permissions";
import { forbidden, notFound } from "~/domain/refusal";
import { CLIENT_STAGES } from "~/domain/stage";
import { forUpdate } from "./dialect";
import { prepared } from "./prepared.server";
import type { DB, EngagementTable } from "./schema";

/**
 * The engagements that a person may see, for the WHERE of every query that serves them: all for administrators and
 * managers, those they lead or work on for leads and members, and those of their companies, once agreed, for clients.
 */
export function visibleTo(actor: Actor) {
  return (eb: ExpressionBuilder<DB, "engagement">): Expression<SqlBool> => {
    if (actor.role === "admin" || actor.role === "manager") return sql<SqlBool>`1 = 1`;
    if (actor.role === "client") {
      return eb.and([
        eb("engagement.stage", "in", CLIENT_STAGES),
        eb.exists(
          eb
            .selectFrom("contact")
            .select("contact.person_id")
            .whereRef("contact.company_id", "=", "engagement.company_id")
            .where("contact.person_id", "=", actor.id),
        ),
      ]);
    }
    return eb.or([eb("engagement.lead_id", "=", actor.id), isOnTeam(eb, actor)]);
  };
}

function isOnTeam(eb: ExpressionBuilder<DB, "engagement">, actor: Actor) {
  return eb.exists(
    eb
      .selectFrom("engagement_member")
      .select("engagement_member.person_id")
      .whereRef("engagement_member.engagement_id", "=", "engagement.id")
      .where("engagement_member.person_id", "=", actor.id),
  );
}

type Reader = "staff" | "team" | "client";

function readerOf(role: Role): Reader {
  if (role === "admin" || role === "manager") return "staff";
  return role === "client" ? "client" : "team";
}

const READER_ROLE: Record<Reader, Role> = { staff: "admin", team: "member", client: "client" };

/** The engagement as far as somebody sees it; one query for each way of seeing, with and without holding the row. */
function readEngagement(reader: Reader, lock: boolean) {
  return prepared<{ code: string; actorId: string }, Selectable<EngagementTable>>((db, value) => {
    const actor: Actor = {
      id: value("actorId"),
      role: READER_ROLE[reader],
      name: "",
      email: "",
      companyIds: [],
    };
    const query = db
      .selectFrom("engagement")
      .selectAll("engagement")
      .where("engagement.code", "=", value("code"))
      .where(visibleTo(actor));
    return lock ? forUpdate(db, query, "engagement") : query;
  });
}

const READ: Record<Reader, ReturnType<typeof readEngagement>> = {
  staff: readEngagement("staff", false),
  team: readEngagement("team", false),
  client: readEngagement("client", false),
};
const LOCK: Record<Reader, ReturnType<typeof readEngagement>> = {
  staff: readEngagement("staff", true),
  team: readEngagement("team", true),
  client: readEngagement("client", true),
};

/** An engagement's row, read in the scope of somebody who may see it. */
export type EngagementRow = Selectable<EngagementTable>;

export interface Reached {
  engagement: EngagementRow;
  relation: Role;
}

/**
 * The engagement by its code, as far as the actor sees it.
 * @throws Refusal `not_found` when it does not exist or is hidden; `forbidden` when it may be seen but not this done
 */
export async function requireEngagement(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: Permission,
): Promise<Reached> {
  return reach(db, actor, code, permission, false);
}

/** The same, held until the transaction ends, so that changes of one engagement come one after the other. */
export async function lockEngagement(
  trx: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: Permission,
): Promise<Reached> {
  return reach(trx, actor, code, permission, true);
}

async function reach(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: Permission,
  lock: boolean,
): Promise<Reached> {
  const read = (lock ? LOCK : READ)[readerOf(actor.role)];
  const [engagement] = await read(db, { code, actorId: actor.id });
  if (!engagement) throw notFound("engagement");
  // The query answered it, so whoever neither leads it nor stands above or outside is on its team.
  const relation = relationTo(actor, {
    leadId: engagement.lead_id,
    companyId: engagement.company_id,
    isOnTeam: true,
  });
  if (!relation) throw notFound("engagement");
  if (!may(relation, permission)) throw forbidden("That is not yours to do on this engagement.");
  return { engagement, relation };
}
