import type { Kysely } from "kysely";
import type { Act } from "./act";
import type { DB } from "./schema";

/**
 * Runs a change in one transaction. When the act carries an idempotency key that its person has used before, nothing
 * runs and the first answer is given again; of equal posts at the same time one runs and the rest wait for it.
 */
export async function once<T>(db: Kysely<DB>, act: Act, run: (trx: Kysely<DB>) => Promise<T>): Promise<T> {
  const key = act.idempotencyKey;
  return db.transaction().execute(async (trx) => {
    if (!key) return run(trx);
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("idempotency")
      .values({ actor_id: act.actor.id, key, result: "null", created_at: act.at })
      .onConflict((conflicting) => conflicting.columns(["actor_id", "key"]).doNothing())
      .executeTakeFirst();
    const mine = trx
      .selectFrom("idempotency")
      .select("result")
      .where("actor_id", "=", act.actor.id)
      .where("key", "=", key);
    if (!numInsertedOrUpdatedRows) {
      const { result } = await mine.executeTakeFirstOrThrow();
      return JSON.parse(result) as T;
    }
    const answer = await run(trx);
    await trx
      .updateTable("idempotency")
      .set({ result: JSON.stringify(answer ?? null) })
      .where("actor_id", "=", act.actor.id)
      .where("key", "=", key)
      .execute();
    return answer;
  });
}
