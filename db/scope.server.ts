import {
  type CompiledQuery,
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type Selectable,
  type SelectQueryBuilder,
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
 * Whoever has nothing but the address of a shared portal sees the one that it is of, until the link is revoked.
 */
export function visibleTo(actor: Actor) {
  return (eb: ExpressionBuilder<DB, "engagement">): Expression<SqlBool> => {
    if (actor.shareId !== undefined) {
      return eb.and([eb("engagement.stage", "in", CLIENT_STAGES), isShared(eb, actor.shareId)]);
    }
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

function isShared(eb: ExpressionBuilder<DB, "engagement">, shareId: string) {
  return eb.exists(
    eb
      .selectFrom("share_link")
      .select("share_link.id")
      .whereRef("share_link.engagement_id", "=", "engagement.id")
      .where("share_link.id", "=", shareId)
      .where("share_link.revoked_at", "is", null),
  );
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

type Reader = "staff" | "team" | "client" | "guest";

function readerOf({ role, shareId }: Actor): Reader {
  if (shareId !== undefined) return "guest";
  if (role === "admin" || role === "manager") return "staff";
  return role === "client" ? "client" : "team";
}

/** What a query compares with: the person, or for a guest the link that they came by. */
const keyOf = (actor: Actor): string => actor.shareId ?? actor.id;

const READER_ROLE: Record<Reader, Role> = {
  staff: "admin",
  team: "member",
  client: "client",
  guest: "client",
};

/** Anybody who sees what a kind of reader sees. */
const standIn = (reader: Reader, key: string): Actor => ({
  id: key,
  role: READER_ROLE[reader],
  name: "",
  email: "",
  companyIds: [],
  ...(reader === "guest" ? { shareId: key } : {}),
});

/**
 * `prepared` for a query in the scope of its reader, compiled once for each way of seeing. `build` gives `actor` to
 * `visibleTo` and to nothing else.
 */
export function preparedFor<Values extends object, Row>(
  build: (
    db: Kysely<DB>,
    actor: Actor,
    value: <Name extends keyof Values & string>(name: Name) => Values[Name],
  ) => { compile(): CompiledQuery<unknown> },
): (db: Kysely<DB>, actor: Actor, values: Values) => Promise<Row[]> {
  const kind = (reader: Reader) =>
    prepared<Values & { actorId: string }, Row>((db, value) =>
      build(db, standIn(reader, value("actorId")), value),
    );
  const read = { staff: kind("staff"), team: kind("team"), client: kind("client"), guest: kind("guest") };
  return (db, actor, values) => read[readerOf(actor)](db, { ...values, actorId: keyOf(actor) });
}

/** The engagement as far as somebody sees it; one query for each way of seeing, with and without holding the row. */
function readEngagement<Column extends keyof EngagementRow = keyof EngagementRow>(
  reader: Reader,
  lock: boolean,
  columns?: readonly Column[],
) {
  return prepared<{ code: string; actorId: string }, Pick<EngagementRow, Column>>((db, value) => {
    const actor = standIn(reader, value("actorId"));
    const seen = db
      .selectFrom("engagement")
      .where("engagement.code", "=", value("code"))
      .where(visibleTo(actor));
    const query = (columns ? seen.select([...columns]) : seen.selectAll("engagement")) as SelectQueryBuilder<
      DB,
      "engagement",
      Pick<EngagementRow, Column>
    >;
    return lock ? forUpdate(db, query, "engagement") : query;
  });
}

const READ: Record<Reader, ReturnType<typeof readEngagement>> = {
  staff: readEngagement("staff", false),
  team: readEngagement("team", false),
  client: readEngagement("client", false),
  guest: readEngagement("guest", false),
};
const LOCK: Record<Reader, ReturnType<typeof readEngagement>> = {
  staff: readEngagement("staff", true),
  team: readEngagement("team", true),
  client: readEngagement("client", true),
  guest: readEngagement("guest", true),
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

/**
 * The same, held until the transaction ends, so that changes of one engagement come one after the other.
 * @throws Refusal `forbidden` always to a guest, who changes nothing
 */
export async function lockEngagement(
  trx: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: Permission,
): Promise<Reached> {
  refuseGuest(actor);
  return reach(trx, actor, code, permission, true);
}

async function reach(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: Permission,
  lock: boolean,
): Promise<Reached> {
  const read = (lock ? LOCK : READ)[readerOf(actor)];
  const [engagement] = await read(db, { code, actorId: keyOf(actor) });
  if (!engagement) throw notFound("engagement");
  return { engagement, relation: requireRelation(actor, engagement, permission) };
}

function refuseGuest(actor: Actor): void {
  if (actor.shareId !== undefined) throw forbidden("This address is for reading only.");
}

function requireRelation(
  actor: Actor,
  engagement: Pick<EngagementRow, "lead_id" | "company_id">,
  permission: Permission,
): Role {
  if (actor.shareId !== undefined && permission === "see_portal") return "client";
  refuseGuest(actor);
  // The query answered it, so whoever neither leads it nor stands above or outside is on its team.
  const relation = relationTo(actor, {
    leadId: engagement.lead_id,
    companyId: engagement.company_id,
    isOnTeam: true,
  });
  if (!relation) throw notFound("engagement");
  if (!may(relation, permission)) throw forbidden("That is not yours to do on this engagement.");
  return relation;
}

/** `lockEngagement` for what happens all day long: reads no more of the row than `columns`. */
export function lockingOnly<Column extends keyof EngagementRow>(columns: readonly Column[]) {
  type Columns = Column | "lead_id" | "company_id";
  const all = [...new Set<Columns>([...columns, "lead_id", "company_id"])];
  const read: Record<Reader, ReturnType<typeof readEngagement<Columns>>> = {
    staff: readEngagement("staff", true, all),
    team: readEngagement("team", true, all),
    client: readEngagement("client", true, all),
    guest: readEngagement("guest", true, all),
  };
  return async (
    trx: Kysely<DB>,
    actor: Actor,
    code: string,
    permission: Permission,
  ): Promise<Pick<EngagementRow, Columns>> => {
    refuseGuest(actor);
    const [engagement] = await read[readerOf(actor)](trx, { code, actorId: keyOf(actor) });
    if (!engagement) throw notFound("engagement");
    requireRelation(actor, engagement, permission);
    return engagement;
  };
}
