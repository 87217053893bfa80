import { NO_LINKS } from "db/decision-links.server";
import type { NewDecision } from "db/decision-rows.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";

/** A decision to write down, accepted and ours alone unless changed. */
export function aDecision(changes: Partial<NewDecision> = {}): NewDecision {
  return {
    title: "Cursor pagination on every list",
    context: "Offsets skip rows while orders come in.",
    options: "Cursors, or offsets with a lock.",
    decision: "Every list answers a cursor.",
    consequences: "Nobody can jump to page 40.",
    present: "Priya Shah, Dana Okafor",
    revisitTrigger: "",
    more: "",
    decidedOn: "2026-03-02",
    revisitOn: null,
    isVisible: false,
    status: "accepted",
    links: NO_LINKS,
    ...changes,
  };
}

export async function findDecision(db: Kysely<DB>, id: string) {
  return db.selectFrom("decision").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

/** The kinds and visibilities of the events about one thing, in the order in which they were written. */
export async function toldOf(db: Kysely<DB>, subjectId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("event")
    .select(["kind", "visibility"])
    .where("subject_id", "=", subjectId)
    .orderBy("seq")
    .execute();
  return rows.map((row) => `${row.kind} ${row.visibility}`);
}
