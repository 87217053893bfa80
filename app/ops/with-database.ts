import type { Database } from "db/connect.server";
import { type Config, readConfig } from "~/config.server";
import { openMigrated } from "~/server/boot";

/** Opens the configured database, brings it up to date, and closes it whatever the command does. */
export async function withDatabase(
  work: (tools: { database: Database; config: Config }) => Promise<void>,
): Promise<void> {
  const config = readConfig();
  const database = await openMigrated(config);
  try {
    await work({ database, config });
  } finally {
    await database.close();
  }
}
