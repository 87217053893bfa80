import { spawn } from "node:child_process";
import { join } from "node:path";
import { build, install, ROOT, requireNode } from "./prepare.mjs";

requireNode();
install();
build();
const [first, ...rest] = process.argv.slice(2);
const isForecast = first === "forecast";
const entry = join(ROOT, "build/server", isForecast ? "bench-forecast.js" : "bench.js");
const child = spawn(process.execPath, [entry, ...(isForecast ? rest : process.argv.slice(2))], {
  cwd: ROOT,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
