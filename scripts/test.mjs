import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, ROOT, requireNode } from "./prepare.mjs";

const USAGE = `npm test                 everything, with its own packages, browser and PostgreSQL
npm test -- unit         Vitest alone      (add file names to narrow it)
npm test -- browser      Playwright alone  (add file names to narrow it)
npm test -- checks       Biome, TypeScript and knip alone`;

const SUITES = ["checks", "unit", "browser"];

function run(args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, ...env },
    });
    child.on("exit", (code) => resolve(code === 0));
  });
}

const bin = (path) => join(ROOT, "node_modules", path);
const totals = { passed: 0, failed: 0 };

function count(ok, what) {
  totals[ok ? "passed" : "failed"] += 1;
  console.log(`${ok ? "✓" : "✗"} ${what}`);
}

async function checks() {
  const [biome, typescript, knip] = await Promise.all([
    run([bin("@biomejs/biome/bin/biome"), "check", "."]),
    run([bin("typescript/bin/tsc"), "--noEmit"]),
    run([bin("knip/bin/knip.js")]),
  ]);
  count(biome, "Biome");
  count(typescript, "TypeScript");
  count(knip, "knip");
}

async function unit(folder, names) {
  const { startPostgres } = await import("./postgres.mjs");
  const postgres = await startPostgres();
  const report = join(folder, "vitest.json");
  try {
    const ok = await run(
      [
        bin("vitest/vitest.mjs"),
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...names,
      ],
      { TEST_DATABASE_URL: postgres.url },
    );
    const result = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
    add(result.numPassedTests ?? 0, result.numFailedTests ?? 0, ok, "Vitest");
  } finally {
    await postgres.stop();
  }
}

async function browser(folder, names) {
  const { findBrowser } = await import("./browser.mjs");
  const report = join(folder, "playwright.json");
  const ok = await run([bin("@playwright/test/cli.js"), "test", ...names], {
    CHROMIUM_PATH: await findBrowser(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  });
  const { stats = {} } = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : {};
  add((stats.expected ?? 0) + (stats.flaky ?? 0), stats.unexpected ?? 0, ok, "Playwright");
}

/** A run that ended badly without saying which test failed counts as one failure. */
function add(passed, failed, ok, what) {
  totals.passed += passed;
  totals.failed += failed;
  if (!ok && failed === 0) count(false, `${what} did not run to its end`);
}

const [first, ...names] = process.argv.slice(2);
if (first === "--help") {
  console.log(USAGE);
  process.exit(0);
}
if (first && !SUITES.includes(first)) {
  console.error(`There is no suite “${first}”.\n\n${USAGE}`);
  process.exit(1);
}
requireNode();
install({ withDevelopment: true });
const folder = mkdtempSync(join(tmpdir(), "phaseline-reports-"));
try {
  const chosen = first ? [first] : SUITES;
  if (chosen.includes("checks")) await checks();
  const needsServer = names.length === 0 || names.some((name) => name.includes("api"));
  if (chosen.includes("browser") || (chosen.includes("unit") && needsServer)) build();
  if (chosen.includes("unit")) await unit(folder, names);
  if (chosen.includes("browser")) await browser(folder, names);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
