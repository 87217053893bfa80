import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const folder = (name: string) => fileURLToPath(new URL(`./${name}/`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^~\//, replacement: folder("app") },
      { find: /^db\//, replacement: folder("db") },
      { find: /^tests\//, replacement: folder("tests") },
    ],
  },
  test: {
    include: ["tests/{domain,db,jobs,api,ui}/**/*.test.{ts,tsx}"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
