import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "db/connect.server";
import { migrateToLatest } from "db/migrate";
import { sql } from "kysely";
import { describeEachDatabase } from "tests/support/databases";
import { founded } from "tests/support/factories";
import { describe, expect, it } from "vitest";
import { isUnavailable } from "~/server/unavailable";

describe("the SQLite file", () => {
  it("survives a power cut: WAL with every commit synced, foreign keys enforced", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "phaseline-test-"));
    const database = await openDatabase({ dataDir });
    const pragma = async (name: string) => {
      const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database.db);
      return Object.values(rows[0] ?? {})[0];
    };
    expect(await pragma("journal_mode")).toBe("wal");
    expect(await pragma("synchronous")).toBe(2);
    expect(await pragma("foreign_keys")).toBe(1);
    await database.close();
    rmSync(dataDir, { recursive: true });
  });

  it("says that it is full when it is, loses nothing of before, and goes on when there is room", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "phaseline-test-"));
    const database = await openDatabase({ dataDir });
    await migrateToLatest(database);
    const { db } = database;
    const limitPages = (most: number) => sql.raw(`pragma max_page_count = ${most}`).execute(db);
    const addDays = (year: number) =>
      db.transaction().execute(async (trx) => {
        for (let day = 0; day < 300; day++) {
          const on_date = new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10);
          await trx
            .insertInto("holiday")
            .values({ on_date, name: "A day with a long name ".repeat(40) })
            .execute();
        }
      });
    await addDays(2026);
    await limitPages(1);
    const error = await addDays(2027).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "SQLITE_FULL" });
    expect(isUnavailable(error)).toBe(true);
    await limitPages(1_000_000);
    await addDays(2028);
    const years = await db
      .selectFrom("holiday")
      .select(sql<string>`substr(on_date, 1, 4)`.as("year"))
      .groupBy("year")
      .orderBy("year")
      .execute();
    expect(years).toEqual([{ year: "2026" }, { year: "2028" }]);
    await database.close();
    rmSync(dataDir, { recursive: true });
  });

  it("notices what another process wrote", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "phaseline-test-"));
    const [here, there] = [await openDatabase({ dataDir }), await openDatabase({ dataDir })];
    await migrateToLatest(here);
    const before = await here.changeMark();
    await there.db.insertInto("holiday").values({ on_date: "2026-12-25", name: "Christmas" }).execute();
    expect(await here.changeMark()).not.toBe(before);
    await here.close();
    await there.close();
    rmSync(dataDir, { recursive: true });
  });
});

describeEachDatabase("the change mark", (open) => {
  it("stays while nothing is written and moves when something is", async () => {
    const { db, changeMark } = await founded(open);
    // Other databases of the same PostgreSQL move its mark too: reading leaves it alone if it ever stays over a read.
    let before = "";
    const readsBetween = async () => {
      before = await changeMark();
      await db.selectFrom("firm").selectAll().execute();
      return before === (await changeMark());
    };
    await expect.poll(readsBetween, { interval: 1, timeout: 20_000 }).toBe(true);
    await db.insertInto("holiday").values({ on_date: "2026-12-25", name: "Christmas" }).execute();
    expect(await changeMark()).not.toBe(before);
  });
});
