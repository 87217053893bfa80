/** The only file that knows which database it is. */
import { join } from "node:path";
import SQLite from "better-sqlite3";
import {
  type Kysely,
  PostgresDialect,
  type SelectQueryBuilder,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from "kysely";
import pg from "pg";
import { WatchedPool } from "./postgres-pool";
import type { DB } from "./schema";

export type DatabaseKind = "sqlite" | "postgres";

// Instants and counts fit a double; pg hands int8 over as text unless told otherwise.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

const kinds = new WeakMap<object, DatabaseKind>();

export function kindOf(db: Kysely<DB>): DatabaseKind {
  return kinds.get(db.getExecutor().adapter) ?? "sqlite";
}

export function rememberKind(db: Kysely<DB>, kind: DatabaseKind): void {
  kinds.set(db.getExecutor().adapter, kind);
}

export interface OpenedSqlite {
  dialect: SqliteDialect;
  connection: SQLite.Database;
}

const NOTHING: SqliteStatement = {
  reader: false,
  all: () => [],
  iterate: () => [].values(),
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
};

/**
 * One SQLite file, safe against a power cut: WAL with `synchronous=FULL`, which better-sqlite3 does not set by itself.
 * Kysely prepares a statement for every call, so `prepare` is memoised.
 */
export function openSqlite(file: string): OpenedSqlite {
  const connection = new SQLite(file);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("busy_timeout = 5000");
  connection.pragma("cache_size = -65536");
  const statements = new Map<string, SQLite.Statement>();
  const prepare = (text: string): SqliteStatement => {
    // A full disk has ended the transaction already; to fail once more would hide why.
    if (text === "rollback" && !connection.inTransaction) return NOTHING;
    // A transaction that reads first and then writes would fail against another process unless it takes the lock now.
    const source = text === "begin" ? "begin immediate" : text;
    let statement = statements.get(source);
    if (!statement) {
      statement = connection.prepare(source);
      if (statements.size < 2000) statements.set(source, statement);
    }
    return statement;
  };
  const memoised = { prepare, close: () => connection.close() };
  return { dialect: new SqliteDialect({ database: memoised }), connection };
}

export function openPostgres(url: string, connections: number): PostgresDialect {
  return new PostgresDialect({ pool: new WatchedPool(url, connections) });
}

/**
 * Takes a folder for this process alone, by a lock that ends with the process, however it ends. Answers how to give it
 * back; null when another process holds it.
 */
export function holdFolder(folder: string): (() => void) | null {
  const lock = new SQLite(join(folder, "phaseline.lock"), { timeout: 2000 });
  try {
    lock.exec("begin exclusive");
    return () => lock.close();
  } catch (error) {
    lock.close();
    if ((error as { code?: unknown }).code === "SQLITE_BUSY") return null;
    throw error;
  }
}

/** Locks the rows read until the transaction ends; SQLite has locked the whole file when the transaction began. */
export function forUpdate<T extends keyof DB, O>(
  db: Kysely<DB>,
  query: SelectQueryBuilder<DB, T, O>,
  table: T,
): SelectQueryBuilder<DB, T, O> {
  return kindOf(db) === "postgres" ? query.modifyEnd(sql`for update of ${sql.ref(table)}`) : query;
}

/** Holds every other process that migrates or founds the firm until the transaction ends. */
export async function lockSchema(trx: Kysely<DB>): Promise<void> {
  if (kindOf(trx) === "postgres") await sql`select pg_advisory_xact_lock(727001)`.execute(trx);
}

/** Whether the error says that a unique constraint was broken. */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === "23505" || code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}
