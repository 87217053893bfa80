import { type Expression, type SqlBool, sql } from "kysely";
import { type Actor, reach } from "~/domain/permissions";

/** The engagements whose value the actor may see, among those that they see at all; for sums and orders in SQL. */
export function withMoneyFor(actor: Actor): Expression<SqlBool> {
  const far = reach(actor.role, "see_money");
  if (far === "all") return sql<SqlBool>`1 = 1`;
  return far === "own" ? sql<SqlBool>`engagement.lead_id = ${actor.id}` : sql<SqlBool>`1 = 0`;
}
