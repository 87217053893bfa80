import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project, wherever the command was called. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];
const INSTALL_STAMP = join(ROOT, "node_modules/.phaseline-installed");
const BUILD_STAMP = join(ROOT, "build/.stamp");
const BUILT_FROM = [
  "app",
  "bench",
  "db",
  "public",
  "package-lock.json",
  "remix.config.js",
  "tsconfig.json",
  "vite.config.ts",
];

/** Ends the process with one line. */
export function giveUp(line) {
  console.error(line);
  process.exit(1);
}

export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const isOldEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (!isOldEnough)
    giveUp(`Phaseline needs Node ${OLDEST_NODE.join(".")} or later; this is ${process.versions.node}.`);
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/** Whether node_modules holds every package of the lock file at its version; of the development ones, if asked for. */
function isInstalled({ withDevelopment }) {
  const wanted = JSON.parse(textOf(join(ROOT, "package-lock.json")) || "{}").packages ?? {};
  const present = JSON.parse(textOf(join(ROOT, "node_modules/.package-lock.json")) || "{}").packages ?? {};
  return Object.entries(wanted).every(([path, entry]) => {
    const isOutside = path === "" || entry.optional || entry.devOptional || entry.peer;
    if (isOutside || (entry.dev && !withDevelopment)) return true;
    return present[path]?.version === entry.version;
  });
}

/** Installs what is missing. A full installation is never cut down to what a start needs. */
export function install({ withDevelopment = false } = {}) {
  const lock = textOf(join(ROOT, "package-lock.json"));
  const stamp = hashOf(lock);
  const known = textOf(INSTALL_STAMP).split(" ");
  if (known[0] === stamp && (!withDevelopment || known[1] === "full")) return;
  if (!isInstalled({ withDevelopment })) {
    const hasDevelopment = withDevelopment || existsSync(join(ROOT, "node_modules/typescript"));
    console.error("Installing packages …");
    const args = [
      "ci",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      ...(hasDevelopment ? [] : ["--omit=dev"]),
    ];
    const { status } = spawnSync("npm", args, {
      cwd: ROOT,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    });
    if (status !== 0)
      giveUp("Phaseline did not start: npm could not install the packages (its reason is above).");
  }
  writeFileSync(INSTALL_STAMP, `${stamp} ${isInstalled({ withDevelopment: true }) ? "full" : "start"}`);
}

function filesIn(path) {
  const whole = join(ROOT, path);
  if (!existsSync(whole)) return [];
  if (path.includes(".")) return [whole];
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Builds unless the last build was made from these very sources. */
export function build() {
  const files = BUILT_FROM.flatMap(filesIn);
  const stamp = hashOf(...files.flatMap((file) => [file.slice(ROOT.length), readFileSync(file)]));
  if (textOf(BUILD_STAMP) === stamp) return;
  console.error("Building …");
  rmSync(BUILD_STAMP, { force: true });
  const cli = join(ROOT, "node_modules/@remix-run/dev/dist/cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "vite:build", "--logLevel", "warn"], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production" },
    encoding: "utf8",
  });
  if (status !== 0)
    giveUp(`${stdout}${stderr}\nPhaseline did not start: the build failed (its reason is above).`);
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, stamp);
}
