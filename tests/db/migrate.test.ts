import { migrateToLatest, NewerSchemaError, pendingMigrations } from "db/migrate";
import { MIGRATIONS } from "db/migrations";
import { sql } from "kysely";
import { describeEachDatabase } from "tests/support/databases";
import { expect, it } from "vitest";

describeEachDatabase("migrations", (open) => {
  it("are all applied once, and a second run has nothing to do", async () => {
    const database = await open();
    expect(await pendingMigrations(database)).toEqual([]);
    expect(await migrateToLatest(database)).toEqual({ applied: [] });
  });

  it("leave nothing behind when one fails", async () => {
    const database = await open();
    const registry = MIGRATIONS as Record<string, { up: (db: typeof database.db) => Promise<void> }>;
    registry["9999_breaks"] = {
      up: async (db) => {
        await db.schema.createTable("half_made").addColumn("id", "text").execute();
        throw new Error("cut off");
      },
    };
    try {
      await expect(migrateToLatest(database)).rejects.toThrow("cut off");
      expect(await pendingMigrations(database)).toEqual(["9999_breaks"]);
      await expect(sql`select * from half_made`.execute(database.db)).rejects.toThrow();
    } finally {
      delete registry["9999_breaks"];
    }
  });

  it("refuse a database that a newer version wrote, and leave it as it is", async () => {
    const database = await open();
    await sql`insert into migration (name, applied_at) values ('9999_from_the_future', 1)`.execute(
      database.db,
    );
    await expect(migrateToLatest(database)).rejects.toThrow(NewerSchemaError);
  });
});
