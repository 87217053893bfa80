import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, install, ROOT, requireNode } from "./prepare.mjs";

requireNode();
// Files that a command names are meant from where it was called.
process.env.INIT_CWD ||= process.cwd();
process.chdir(ROOT);
install();
build();
process.env.NODE_ENV ||= "production";
await import(pathToFileURL(join(ROOT, "build/server/ops.js")).href);
