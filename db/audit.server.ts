import type { Kysely } from "kysely";
import type { Facts } from "~/domain/event";
import type { FirmEvent } from "~/domain/firm-event";
import { type Actor, may } from "~/domain/permissions";
import type { DB } from "./schema";

export interface AuditEntry extends FirmEvent {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  actorName: string;
}

/**
 * Changes that belong to no engagement, newest first; `before` is the id of the last one of the page before. None for
 * who may not administer.
 */
export async function listFirmEvents(
  db: Kysely<DB>,
  actor: Actor,
  page: { before?: string | undefined; limit: number },
): Promise<AuditEntry[]> {
  if (!may(actor.role, "administer")) return [];
  let query = db
    .selectFrom("firm_event")
    .selectAll()
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(page.limit);
  const { before } = page;
  if (before) {
    const edge = db.selectFrom("firm_event").select("at").where("id", "=", before);
    query = query.where((eb) =>
      eb.or([eb("at", "<", edge), eb.and([eb("at", "=", edge), eb("id", "<", before)])]),
    );
  }
  const rows = await query.execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    actorName: row.actor_name,
    kind: row.kind,
    label: row.label,
    before: JSON.parse(row.before) as Facts,
    after: JSON.parse(row.after) as Facts,
  }));
}
