import { randomUUID } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { type Database, openDatabase } from "db/connect.server";
import { holdFolder } from "db/dialect";
import { findFirm } from "db/firm.server";
import { migrateToLatest } from "db/migrate";
import { destination, type Logger, pino } from "pino";
import { hashPassword } from "~/auth/password.server";
import { type Config, ConfigError, readConfig } from "~/config.server";
import { dateInZone } from "~/domain/calendar";
import { type FileStore, fileStoreOf, keepBytes } from "~/files/store.server";
import { startFileSweep } from "~/jobs/file-sweep.server";
import { startMailWorker } from "~/jobs/mail.server";
import { startStandingWorker } from "~/jobs/standings.server";
import { startDraftWorker } from "~/jobs/update-drafts.server";

export type Booted = {
  config: Config;
  log: Logger;
  database: Database;
  files: FileStore;
  now(): number;
  answerSalt: string;
  close(): Promise<void>;
};

/** A start that cannot go on, for a reason that the operator can mend; the message is one line. */
export class StartError extends Error {
  override name = "StartError";
}

// One level at a time: Node's own recursive mkdir never returns for a folder below /proc.
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function requireWritableFolder(folder: string): void {
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) throw new StartError(`DATA_DIR ${folder} is not a folder`);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`DATA_DIR ${folder} cannot be written: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** One process serves a SQLite file: what is kept in memory and swept from the folder is its own. */
function holdDataDir(dataDir: string): () => void {
  requireWritableFolder(dataDir);
  let giveBack: (() => void) | null;
  try {
    giveBack = holdFolder(dataDir);
  } catch (error) {
    throw new StartError(`DATA_DIR ${dataDir} cannot be locked: ${oneLine(error)}`);
  }
  if (!giveBack) throw new StartError(`DATA_DIR ${dataDir} is served by another process already`);
  return giveBack;
}

/** Opens the database of a configuration as it is. Throws `StartError` in one line. */
export async function openUnmigrated(config: Config): Promise<Database> {
  if (!config.databaseUrl) requireWritableFolder(config.dataDir);
  try {
    const database = await openDatabase(config);
    await database.ping();
    return database;
  } catch (error) {
    throw new StartError(`The database cannot be opened: ${oneLine(error)}`);
  }
}

/** Opens the database of a configuration and brings it up to date. Throws `StartError` in one line. */
export async function openMigrated(config: Config): Promise<Database> {
  const database = await openUnmigrated(config);
  try {
    await migrateToLatest(database);
  } catch (error) {
    await database.close();
    throw new StartError(`The database cannot be brought up to date: ${oneLine(error)}`);
  }
  return database;
}

/** Fills an empty database with the sample firm, told relative to `at` (epoch milliseconds), and prints its logins. */
export async function seedSample(database: Database, files: FileStore, at: number): Promise<void> {
  const { seedDemo } = await import("db/seed/demo.server");
  const act = { at, today: dateInZone(at, "Europe/London") };
  const logins = await seedDemo(database, act, hashPassword, (bytes) => keepBytes(files, bytes));
  console.log("The sample firm is there. Sign in as:");
  for (const { email, password, role } of logins)
    console.log(`  ${email.padEnd(30)} ${password}   (${role})`);
}

/** The log on standard output. Where that is a file on a full disk, lines are kept back and then lost; work goes on. */
function openLog({ logLevel }: Config): Logger {
  const output = destination({ dest: 1, sync: true, maxLength: 1024 * 1024 });
  output.on("error", () => undefined);
  return pino({ level: logLevel, base: undefined }, output);
}

/** Everything that has to be there before the first request. */
export async function boot(): Promise<Booted> {
  const config = readConfig();
  const log = openLog(config);
  const giveBack = config.databaseUrl ? () => undefined : holdDataDir(config.dataDir);
  const database = await openMigrated(config);
  const files = fileStoreOf(config);
  const now = () => Date.now();
  if (config.demo && !(await findFirm(database.db))) await seedSample(database, files, now());
  const mail = startMailWorker({ db: database.db, config, log, now });
  const drafts = startDraftWorker({ db: database.db, log, now });
  const standings = startStandingWorker({ db: database.db, log, now });
  const sweep = startFileSweep({ db: database.db, config, log, now });
  return {
    config,
    log,
    database,
    files,
    now,
    answerSalt: randomUUID(),
    close: async () => {
      await mail.stop();
      await drafts.stop();
      await standings.stop();
      await sweep.stop();
      await database.close();
      giveBack();
    },
  };
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}

/** Ends the process with the one line that says why it could not start; anything unforeseen keeps its trace. */
export function refuseToStart(error: unknown): never {
  const isForeseen = error instanceof ConfigError || error instanceof StartError;
  console.error(isForeseen ? `Phaseline did not start: ${error.message}` : error);
  process.exit(1);
}
