import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "db/connect.server";
import { migrateToLatest } from "db/migrate";
import { sql } from "kysely";
import { startServer } from "tests/support/server";
import { describe, expect, it } from "vitest";

/** Starts the built server where it has to refuse, and answers its exit code and what it said. */
function refusedStart(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["build/server/index.js"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        BASE_URL: "",
        DATABASE_URL: "",
        PHASELINE_DEMO: "",
        ...env,
      },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    child.once("exit", (code) => resolve({ code, lines: said.trim().split("\n") }));
  });
}

describe("the server", () => {
  it("says it is alive and ready, and ends with 0 when asked to", async () => {
    const server = await startServer({ PHASELINE_DEMO: "" });
    expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it("refuses a folder that another process serves in one line, whatever the port", async () => {
    const server = await startServer({ PHASELINE_DEMO: "" });
    const { code, lines } = await refusedStart({ DATA_DIR: server.dataDir, PORT: "1" });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`DATA_DIR ${server.dataDir} is served by another process`);
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
  });

  it.each([
    ["PORT", { PORT: "eighty" }],
    ["DATABASE_URL", { DATABASE_URL: "mysql://localhost/phaseline" }],
    ["BASE_URL", { BASE_URL: "not an address" }],
  ])("refuses a bad %s in one line that names it", async (name, env) => {
    const { code, lines } = await refusedStart(env);
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(name);
  });

  it("refuses a database of a newer version in one line and leaves it as it is", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "phaseline-newer-"));
    const database = await openDatabase({ dataDir });
    await migrateToLatest(database);
    await sql`insert into migration (name, applied_at) values ('9999_from_the_future', 1)`.execute(
      database.db,
    );
    const { code, lines } = await refusedStart({ DATA_DIR: dataDir });
    expect(code).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("newer version");
    await database.close();
    rmSync(dataDir, { recursive: true });
  });
});
