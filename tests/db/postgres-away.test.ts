import { type Database, openDatabase } from "db/connect.server";
import { sql } from "kysely";
import { type Relay, startRelay } from "tests/support/relay";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isUnavailable } from "~/server/unavailable";

const serverUrl = process.env.TEST_DATABASE_URL;

describe("PostgreSQL that goes away", () => {
  if (!serverUrl) {
    console.warn("PostgreSQL that goes away: skipped, because TEST_DATABASE_URL names no server.");
    return;
  }
  const table = sql.table(`away_${process.pid}`);
  let relay: Relay;
  let database: Database;

  beforeEach(async () => {
    relay = await startRelay(serverUrl);
    database = await openDatabase({ dataDir: "", databaseUrl: relay.url, connections: 3 });
    await sql`create table ${table} (word text)`.execute(database.db);
  });

  afterEach(async () => {
    await sql`drop table ${table}`.execute(database.db);
    await database.close();
    await relay.close();
  });

  const words = async () => {
    const { rows } = await sql<{ word: string }>`select word from ${table}`.execute(database.db);
    return rows.map(({ word }) => word);
  };
  const say = (word: string) => sql`insert into ${table} (word) values (${word})`;
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => "it was answered",
      (error: unknown) => isUnavailable(error) || error,
    );

  it("tells whoever waits when it hangs, refuses the next at once, and is used again when it is back", async () => {
    const half = database.db.transaction().execute(async (trx) => {
      await say("half a change").execute(trx);
      relay.hang();
      await say("the other half").execute(trx);
    });
    // More than there are connections: those who wait for one are told as well.
    const others = Array.from({ length: 6 }, () => failure(words()));
    expect(await failure(half)).toBe(true);
    expect(await Promise.all(others)).toEqual(others.map(() => true));
    expect(await failure(database.ping())).toBe(true);
    relay.resume();
    await expect.poll(() => failure(words()), { timeout: 30_000 }).toBe("it was answered");
    // What was said before it hung was never finished, on a connection that is not used again.
    await say("a whole change").execute(database.db);
    expect(await words()).toEqual(["a whole change"]);
  });

  it("is not given up because one answer takes long", async () => {
    const slow = sql<{ word: string }>`select 'late' as word, pg_sleep(5)`.execute(database.db);
    expect((await slow).rows[0]?.word).toBe("late");
  }, 30_000);

  it("ends no process when it goes in the middle of a change, and says why the change failed", async () => {
    const cut = database.db.transaction().execute(async (trx) => {
      await say("half a change").execute(trx);
      relay.cut();
      // Nobody asks anything of the connection while it ends.
      await expect.poll(() => failure(words()), { timeout: 30_000 }).toBe("it was answered");
      await say("the other half").execute(trx);
    });
    expect(await failure(cut)).toBe(true);
    expect(await words()).toEqual([]);
  });

  it("is not ready while it takes no writes", async () => {
    const readOnly = new URL(relay.url);
    readOnly.searchParams.set("options", "-c default_transaction_read_only=on");
    const standby = await openDatabase({ dataDir: "", databaseUrl: readOnly.href, connections: 1 });
    await expect(standby.ping()).rejects.toThrow("takes no writes");
    await standby.close();
  });
});
