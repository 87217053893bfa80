import { mkdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { type DatabaseKind, openPostgres, openSqlite, rememberKind } from "./dialect";
import type { DB } from "./schema";

export interface Database {
  db: Kysely<DB>;
  kind: DatabaseKind;
  /** A text that differs whenever anybody, in this process or another, has written anything since. */
  changeMark(): Promise<string>;
  /** Resolves when the database answers and takes what is written. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  dataDir: string;
  databaseUrl?: string | undefined;
  /** Size of the PostgreSQL pool. */
  connections?: number;
}

/** Bytes on the disk of the SQLite file below which we cannot count on writing. */
const SPACE_LEAST = 1024 * 1024;

/** Opens PostgreSQL when a URL is given, else the one SQLite file of the data folder. Creates the folder. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.databaseUrl
    ? connectPostgres(settings.databaseUrl, settings.connections ?? 10)
    : connectSqlite(settings.dataDir);
}

function connectSqlite(dataDir: string): Database {
  mkdirSync(dataDir, { recursive: true });
  const { dialect, connection } = openSqlite(join(dataDir, "phaseline.sqlite"));
  const db = new Kysely<DB>({ dialect });
  rememberKind(db, "sqlite");
  const ownChanges = connection.prepare("select total_changes()").pluck();
  const version = connection.prepare("pragma data_version").pluck();
  return {
    db,
    kind: "sqlite",
    // data_version moves when another connection commits, total_changes when this one does.
    changeMark: async () => `${version.get()}.${ownChanges.get()}`,
    // Only what is written shows a disk that fails; one that is full still takes a page where the WAL has a place left.
    ping: async () => {
      await sql`pragma user_version = 0`.execute(db);
      const { bavail, bsize } = await statfs(dataDir);
      if (bavail * bsize < SPACE_LEAST) throw new Error("The disk of the database is full");
    },
    close: () => db.destroy(),
  };
}

function connectPostgres(url: string, connections: number): Database {
  const db = new Kysely<DB>({ dialect: openPostgres(url, connections) });
  rememberKind(db, "postgres");
  return {
    db,
    kind: "postgres",
    // The snapshot moves on with every transaction that wrote.
    changeMark: async () => {
      const { rows } = await sql<{ mark: string }>`select pg_current_snapshot()::text as mark`.execute(db);
      return rows[0]?.mark ?? "";
    },
    ping: async () => {
      const { rows } = await sql<{ transaction_read_only: string }>`show transaction_read_only`.execute(db);
      if (rows[0]?.transaction_read_only !== "off") throw new Error("PostgreSQL takes no writes");
    },
    close: () => db.destroy(),
  };
}
