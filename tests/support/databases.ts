import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "db/connect.server";
import { migrateToLatest } from "db/migrate";
import pg from "pg";
import { afterAll, describe } from "vitest";

/** Opens a fresh, migrated database; it is closed and removed when the suite ends. */
export type Open = () => Promise<Database>;

const serverUrl = process.env.TEST_DATABASE_URL;
const ending: (() => Promise<void>)[] = [];
let named = 0;

/** Runs the suite on SQLite and, where `TEST_DATABASE_URL` names a PostgreSQL server, on PostgreSQL too. */
export function describeEachDatabase(name: string, suite: (open: Open) => void): void {
  describe(`${name} on SQLite`, () => {
    endWithSuite();
    suite(openSqlite);
  });
  if (!serverUrl) {
    console.warn(`${name}: skipped on PostgreSQL, because TEST_DATABASE_URL names no server.`);
    return;
  }
  describe(`${name} on PostgreSQL`, () => {
    endWithSuite();
    suite(() => openPostgres(serverUrl));
  });
}

function endWithSuite(): void {
  afterAll(async () => {
    for (const end of ending.splice(0)) await end();
  });
}

async function openSqlite(): Promise<Database> {
  const dataDir = mkdtempSync(join(tmpdir(), "phaseline-test-"));
  const database = await openDatabase({ dataDir });
  await migrateToLatest(database);
  ending.push(async () => {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return database;
}

const freshName = () => `test_${process.pid}_${Date.now()}_${++named}`;

async function openPostgres(url: string): Promise<Database> {
  const template = await migratedTemplate(url);
  const name = freshName();
  await onServer(url, `create database ${name} template ${template}`);
  const database = await openDatabase({ dataDir: "", databaseUrl: inDatabase(url, name), connections: 8 });
  ending.push(async () => {
    await database.close();
    await onServer(url, `drop database ${name} with (force)`);
  });
  return database;
}

let template: Promise<string> | undefined;

/** Migrated once in this process and copied for each suite, which is quicker than migrating each time. */
function migratedTemplate(url: string): Promise<string> {
  template ??= (async () => {
    const name = `template_${freshName()}`;
    await onServer(url, `create database ${name}`);
    const database = await openDatabase({ dataDir: "", databaseUrl: inDatabase(url, name), connections: 1 });
    await migrateToLatest(database);
    await database.close();
    return name;
  })();
  return template;
}

function inDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
