import { Command } from "commander";
import { findFirm } from "db/firm.server";
import { fileStoreOf } from "~/files/store.server";
import { StartError, seedSample } from "~/server/boot";
import { withDatabase } from "./with-database";

/** `seed demo`: fills an empty database with the sample firm. */
export function seedCommand(): Command {
  const demo = new Command("demo")
    .description("fill an empty database with the sample firm and print its logins")
    .action(() =>
      withDatabase(async ({ database, config }) => {
        const firm = await findFirm(database.db);
        if (firm)
          throw new StartError(`The database already holds a firm (${firm.name}); nothing was changed.`);
        await seedSample(database, fileStoreOf(config), Date.now());
      }),
    );
  return new Command("seed").description("fill an empty database").addCommand(demo);
}
