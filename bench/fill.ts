import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OPERATOR } from "db/act";
import { type Database, openDatabase } from "db/connect.server";
import { migrateToLatest } from "db/migrate";
import { insertScaled, type Scaled } from "db/seed/scale.server";
import { dateInZone } from "~/domain/calendar";
import { cookieOf, startApp, startBareRemix } from "./servers";

/** A database of one size with the servers that answer from it. */
export interface Filled {
  size: number;
  dataDir: string;
  database: Database;
  scaled: Scaled;
  /** Cookies. */
  manager: string;
  client: string;
  port: number;
  bareRemixPort: number;
  close(): Promise<void>;
}

export async function fill(size: number): Promise<Filled> {
  const dataDir = mkdtempSync(join(tmpdir(), "phaseline-bench-"));
  const database = await openDatabase({ dataDir });
  await migrateToLatest(database);
  const at = Date.now();
  const scaled = await insertScaled(database.db, { actor: OPERATOR, at, today: dateInZone(at, "UTC") }, size);
  const [app, bareRemix] = [await startApp(database), await startBareRemix(database)];
  return {
    size,
    dataDir,
    database,
    scaled,
    manager: await cookieOf(database, scaled.managerId),
    client: await cookieOf(database, scaled.clientId),
    port: app.port,
    bareRemixPort: bareRemix.port,
    close: async () => {
      app.close();
      bareRemix.close();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
