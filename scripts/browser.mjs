import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find(isProgram);
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

function run(command, args) {
  return spawnSync(command, args, { stdio: ["ignore", "ignore", 2] }).status === 0;
}

/**
 * The browser for the tests: `CHROMIUM_PATH`, an installed Chromium or Chrome, Playwright's own, one that Playwright
 * downloads, or, as root on Debian, the package.
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!isProgram(named)) throw new Error(`CHROMIUM_PATH names ${named}, which is no program.`);
    return named;
  }
  const found = installed() ?? (await playwrightsOwn());
  if (found) return found;
  console.error("Installing a browser for the tests …");
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (
    isDebianRoot &&
    run("apt-get", ["update", "-qq"]) &&
    run("apt-get", ["install", "-y", "-qq", "chromium"])
  ) {
    return installed();
  }
  if (run(process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"])) {
    return playwrightsOwn();
  }
  throw new Error("No browser for the tests: install Chromium or set CHROMIUM_PATH.");
}
