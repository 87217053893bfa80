import { type Kysely, sql } from "kysely";
import type { Database } from "./connect.server";
import { lockSchema } from "./dialect";
import { MIGRATIONS } from "./migrations";
import type { DB } from "./schema";

/** What only migrating reads and writes. */
type MigrationTables = { migration: { name: string; applied_at: number } };

/** The database was written by a newer Phaseline than this one. */
export class NewerSchemaError extends Error {}

/**
 * Applies what is missing, each migration in one transaction with its record, so that one that fails or is cut off
 * leaves nothing behind.
 * @throws NewerSchemaError when the database knows migrations that this program does not
 */
export async function migrateToLatest(database: Database): Promise<{ applied: string[] }> {
  const applied: string[] = [];
  for (const [name, migration] of Object.entries(MIGRATIONS)) {
    const ran = await database.db.transaction().execute(async (trx) => {
      await lockSchema(trx);
      await sql`create table if not exists migration (name text primary key, applied_at bigint not null)`.execute(
        trx,
      );
      const known = await appliedNames(trx);
      requireNotNewer(known);
      if (known.has(name)) return false;
      await migration.up(trx);
      await trx
        .withTables<MigrationTables>()
        .insertInto("migration")
        .values({ name, applied_at: Date.now() })
        .execute();
      return true;
    });
    if (ran) applied.push(name);
  }
  return { applied };
}

/** Names of the migrations that are still to be applied. */
export async function pendingMigrations(database: Database): Promise<string[]> {
  const known = await appliedNames(database.db).catch(() => new Set<string>());
  return Object.keys(MIGRATIONS).filter((name) => !known.has(name));
}

async function appliedNames(db: Kysely<DB>): Promise<Set<string>> {
  const rows = await db.withTables<MigrationTables>().selectFrom("migration").select("name").execute();
  return new Set(rows.map((row) => row.name));
}

function requireNotNewer(known: ReadonlySet<string>): void {
  const unknown = [...known].filter((name) => !(name in MIGRATIONS));
  if (unknown.length > 0) {
    throw new NewerSchemaError(
      `The database was written by a newer version of Phaseline (it has ${unknown.join(", ")}). Start that version; nothing was changed.`,
    );
  }
}
