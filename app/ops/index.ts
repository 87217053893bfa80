import { Command } from "commander";
import { ConfigError } from "~/config.server";
import { Refusal } from "~/domain/refusal";
import { StartError } from "~/server/boot";
import { forecastCommand } from "./forecast";
import { importCommand } from "./import";
import { migrateCommand } from "./migrate";
import { packCommand } from "./pack";
import { seedCommand } from "./seed";
import { userCommand } from "./user";
import { verifyCommand } from "./verify";

const program = new Command("npm run ops --")
  .description("The operator's commands. Settings come from the environment or from .env.")
  .showHelpAfterError("(add --help for what there is)")
  .addCommand(migrateCommand())
  .addCommand(userCommand())
  .addCommand(importCommand())
  .addCommand(forecastCommand())
  .addCommand(seedCommand())
  .addCommand(verifyCommand())
  .addCommand(packCommand());

try {
  await program.parseAsync();
} catch (error) {
  const isForeseen = [ConfigError, StartError, Refusal].some((kind) => error instanceof kind);
  console.error(isForeseen && error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
