import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, giveUp, install, ROOT, requireNode } from "./prepare.mjs";

const HELP = `npm start              install what is missing, build if needed, migrate, serve
npm start -- --demo    the same, and fill an empty database with the sample firm
npm start -- --help    this text

Settings come from the environment or from .env; .env.example names them all.`;

const args = process.argv.slice(2);
if (args.includes("--help")) {
  console.log(HELP);
  process.exit(0);
}
const unknown = args.find((arg) => arg !== "--demo");
if (unknown) giveUp(`npm start does not know ${unknown}; see npm start -- --help`);

requireNode();
process.chdir(ROOT);
install();
build();
process.env.NODE_ENV ||= "production";
if (args.includes("--demo")) process.env.PHASELINE_DEMO = "1";
await import(pathToFileURL(join(ROOT, "build/server/index.js")).href);
