import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const port = 4390;
// Workers read this file again: all of them share the folder that the first reading made.
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "phaseline-e2e-"));

const SCREENS = "screens.spec.ts";

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  // Far longer than anything takes: a busy machine is no fault of what is looked at.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json"]],
  // The screens first, while the sample firm is as it was told: the journeys add work of their own to every list.
  projects: [
    { name: "screens", testMatch: SCREENS },
    { name: "journeys", testIgnore: SCREENS },
  ],
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1366, height: 768 },
    reducedMotion: "reduce",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(process.env.CHROMIUM_PATH && { executablePath: process.env.CHROMIUM_PATH }),
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node build/server/index.js",
    url: `http://localhost:${port}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      NODE_ENV: "production",
      PORT: String(port),
      DATA_DIR: process.env.E2E_DATA_DIR,
      BASE_URL: `http://localhost:${port}`,
      PHASELINE_DEMO: "1",
      LOG_LEVEL: "warn",
      DATABASE_URL: "",
    },
  },
});
