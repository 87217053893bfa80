import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Kysely, sql } from "kysely";
import { type DatabaseKind, openPostgres, openSqlite, rememberKind } from "./dialect";
import type { DB } from "./schema";

export interface Database {
  db: Kysely<DB>;
  kind: DatabaseKind;
  /** A text that differs whenever anybody, in this process or another, has written anything since. */
  changeMark(): Promise<string>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  dataDir: string;
  databaseUrl?: string | undefined;
  /** Size of the PostgreSQL pool. */
  connections?: number;
}

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
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}

function connectPostgres(url: string, connections: number): Database {
  const { dialect } = openPostgres(url, connections);
  const db = new Kysely<DB>({ dialect });
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
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
