import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, install, ROOT, requireNode } from "./prepare.mjs";

requireNode();
install();
build();
const child = spawn(process.execPath, [join(ROOT, "build/server/bench.js"), ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
