import { Command } from "commander";
import { migrateToLatest } from "db/migrate";
import { readConfig } from "~/config.server";
import { openUnmigrated } from "~/server/boot";

/** `migrate`: brings the database up to date and names what was applied. */
export function migrateCommand(): Command {
  return new Command("migrate")
    .description("bring the database up to date; a migration that fails leaves nothing behind")
    .action(async () => {
      const database = await openUnmigrated(readConfig());
      try {
        const { applied } = await migrateToLatest(database);
        for (const name of applied) console.log(`applied ${name}`);
        if (applied.length === 0) console.log("The database is up to date.");
      } finally {
        await database.close();
      }
    });
}
