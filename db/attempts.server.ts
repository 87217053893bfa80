import type { Kysely } from "kysely";
import type { DB } from "./schema";

/**
 * Counts one try under a key and answers whether it is still within the limit. The count starts again when the window
 * (milliseconds) has passed since its first try. One statement, so tries at the same time cannot slip through.
 */
export async function countAttempt(
  db: Kysely<DB>,
  key: string,
  at: number,
  limit: number,
  windowMs: number,
): Promise<boolean> {
  const row = await db
    .insertInto("attempt")
    .values({ key, count: 1, resets_at: at + windowMs })
    .onConflict((conflicting) =>
      conflicting.column("key").doUpdateSet((eb) => ({
        count: eb
          .case()
          .when("attempt.resets_at", "<=", at)
          .then(1)
          .else(eb("attempt.count", "+", 1))
          .end(),
        resets_at: eb
          .case()
          .when("attempt.resets_at", "<=", at)
          .then(at + windowMs)
          .else(eb.ref("attempt.resets_at"))
          .end(),
      })),
    )
    .returning("count")
    .executeTakeFirstOrThrow();
  return row.count <= limit;
}

/** Takes one try back, for one that turned out to be right. */
export async function returnAttempt(db: Kysely<DB>, key: string): Promise<void> {
  await db
    .updateTable("attempt")
    .set((eb) => ({ count: eb("count", "-", 1) }))
    .where("key", "=", key)
    .where("count", ">", 0)
    .execute();
}

/** Forgets the tries under a key. */
export async function clearAttempts(db: Kysely<DB>, key: string): Promise<void> {
  await db.deleteFrom("attempt").where("key", "=", key).execute();
}
