import { type Kysely, sql } from "kysely";
import type { Actor } from "~/domain/permissions";
import { canonicalQuery } from "~/domain/pipeline-view";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { once } from "./once.server";
import type { DB } from "./schema";

/** A way of looking at the pipeline that the reader or somebody else kept. */
export interface SavedView {
  id: string;
  name: string;
  /** The address's query, without the question mark; empty for the usual view. */
  query: string;
  isShared: boolean;
  isOwn: boolean;
  by: string;
}

export const LONGEST_VIEW_NAME = 60;
const MOST_OWN_VIEWS = 50;
const MOST_SHOWN = 100;

/** The reader's own views, and those that others share; own ones first, each by name. */
export async function listViews(db: Kysely<DB>, actor: Actor): Promise<SavedView[]> {
  const rows = await db
    .selectFrom("saved_view")
    .innerJoin("person", "person.id", "saved_view.person_id")
    .select(["saved_view.id", "saved_view.name", "saved_view.query", "saved_view.is_shared"])
    .select(["saved_view.person_id", "person.name as by"])
    .where((eb) => eb.or([eb("saved_view.person_id", "=", actor.id), eb("saved_view.is_shared", "=", 1)]))
    .orderBy(sql`case when saved_view.person_id = ${actor.id} then 0 else 1 end`)
    .orderBy(sql`lower(saved_view.name)`)
    .orderBy("saved_view.id")
    .limit(MOST_SHOWN)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    // What an older version kept may know of parameters that are gone.
    query: canonicalQuery(row.query),
    isShared: row.is_shared === 1,
    isOwn: row.person_id === actor.id,
    by: row.by,
  }));
}

/**
 * Keeps a view under a name; of the query only what is known.
 * @throws Refusal `invalid` for a name that the person uses already, whatever its case, or one view too many
 */
export async function saveView(
  db: Kysely<DB>,
  act: Act,
  input: { name: string; query: string; isShared: boolean },
): Promise<{ id: string; query: string }> {
  const query = canonicalQuery(input.query);
  return once(db, act, async (trx) => {
    const own = await trx
      .selectFrom("saved_view")
      .select("name")
      .where("person_id", "=", act.actor.id)
      .execute();
    const folded = input.name.toLowerCase();
    if (own.some((view) => view.name.toLowerCase() === folded)) throw nameTaken(input.name);
    if (own.length >= MOST_OWN_VIEWS) {
      throw invalid("name", `You keep ${MOST_OWN_VIEWS} views already. Remove one first.`);
    }
    const kept = await trx
      .insertInto("saved_view")
      .values({
        id: newId(),
        person_id: act.actor.id,
        name: input.name,
        query,
        is_shared: input.isShared ? 1 : 0,
        created_at: act.at,
      })
      .onConflict((conflicting) => conflicting.columns(["person_id", "name"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (!kept) throw nameTaken(input.name);
    return { id: kept.id, query };
  });
}

const nameTaken = (name: string) => invalid("name", `You have a view named “${name}” already.`);

/**
 * Takes one of the person's own views away; a shared one goes for everybody.
 * @throws Refusal `not_found` for any other
 */
export async function removeView(db: Kysely<DB>, act: Act, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { numDeletedRows } = await trx
      .deleteFrom("saved_view")
      .where("id", "=", id)
      .where("person_id", "=", act.actor.id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw notFound("view");
  });
}
