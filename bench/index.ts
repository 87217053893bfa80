import { Command } from "commander";
import { type Filled, fill } from "./fill";
import { agent, benchConfirmation, benchPage, type PageName } from "./pages";
import { benchAttention, benchRows } from "./rows";
import { benchTick } from "./tick";

const NAMES: readonly PageName[] = [
  "pipeline",
  "board",
  "timeline",
  "list",
  "review",
  "engagement",
  "portal",
];
/** Those that are gone back to all day, whose unchanged answers are worth confirming. */
const CONFIRMED: readonly PageName[] = ["pipeline", "engagement", "portal"];

const command = new Command("npm run bench --")
  .description("Measures pages, confirmations, reads and ticks beside floors of the same run, on SQLite.")
  .option("--sizes <list>", "numbers of engagements, from few to many", "100,1000,10000")
  .option("--turns <count>", "measured turns of each", "80")
  .parse();
const options = command.opts<{ sizes: string; turns: string }>();
const turns = Number(options.turns);
const fills: Filled[] = [];
try {
  for (const size of options.sizes.split(",").map(Number)) {
    const start = performance.now();
    fills.push(await fill(size));
    console.log(`${size} engagements filled in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
  for (const name of NAMES) await benchPage(name, fills, turns);
  for (const name of CONFIRMED) if (fills[0]) await benchConfirmation(name, fills[0], turns);
  for (const filled of fills) await benchRows(filled, turns);
  await benchAttention(fills, turns);
  for (const filled of fills) await benchTick(filled, turns * 3);
} finally {
  agent.destroy();
  for (const filled of fills) await filled.close();
}
