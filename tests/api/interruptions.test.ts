import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "db/connect.server";
import { findBrokenEvent } from "db/events.server";
import { sql } from "kysely";
import pg from "pg";
import { startRelay } from "tests/support/relay";
import { cookieHeader, type RunningServer, sessionOf, startServer } from "tests/support/server";
import { beforeAll, describe, expect, it } from "vitest";

const serverUrl = process.env.TEST_DATABASE_URL;
const KILLS = 6;
const AT_ONCE = 8;

interface Desk {
  cookie: string;
  codes: string[];
}

async function deskOf({ database }: RunningServer): Promise<Desk> {
  const active = await database.db
    .selectFrom("engagement")
    .select("code")
    .where("stage", "=", "active")
    .limit(3)
    .execute();
  const cookie = cookieHeader(await sessionOf(database, "manager@demo.phaseline.test"));
  return { cookie, codes: active.map(({ code }) => code) };
}

/** Posts a comment that says its own key; answers the status, or what became of the connection. */
function comment({ origin }: RunningServer, { cookie, codes }: Desk, key: string): Promise<number | string> {
  const body = new URLSearchParams({
    intent: "comment",
    about: "engagement",
    visibility: "internal",
    body: key,
    idempotency_key: key,
  }).toString();
  const code = codes[key.charCodeAt(0) % codes.length];
  return new Promise((resolve) => {
    const asked = request(
      `${origin}/engagements/${code}/comments`,
      {
        method: "POST",
        headers: {
          cookie,
          origin,
          "content-type": "application/x-www-form-urlencoded",
          "content-length": body.length,
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? 0));
        answer.once("error", (error) => resolve(error.message));
      },
    );
    asked.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end(body);
  });
}

/** Comments without a pause, several at a time, until nobody answers any more. */
async function commentOn(server: RunningServer, desk: Desk) {
  const said = { done: [] as string[], unanswered: [] as string[], other: [] as unknown[] };
  const one = async () => {
    for (;;) {
      const key = randomUUID();
      const answer = await comment(server, desk, key);
      if (answer === 303) said.done.push(key);
      else if (typeof answer === "number") said.other.push(answer);
      else if (answer === "ECONNREFUSED") return;
      else said.unanswered.push(key);
    }
  };
  const ended = Promise.all(Array.from({ length: AT_ONCE }, one));
  return { said, ended };
}

async function timesSaid({ db }: Database): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("comment")
    .select(["body", (eb) => eb.fn.countAll<number>().as("times")])
    .where(sql`length(body)`, "=", 36)
    .groupBy("body")
    .execute();
  return new Map(rows.map(({ body, times }) => [body, times]));
}

async function brokenChains({ db }: Database): Promise<string[]> {
  const engagements = await db.selectFrom("engagement").select(["id", "code"]).execute();
  const broken: string[] = [];
  for (const { id, code } of engagements) if ((await findBrokenEvent(db, id)) !== null) broken.push(code);
  return broken;
}

describe("a server that is stopped while people work", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "phaseline-interrupted-"));
  let server: RunningServer;
  let desk: Desk;
  beforeAll(async () => {
    server = await startServer({ DATA_DIR: dataDir });
    desk = await deskOf(server);
  });

  it("has kept everything it acknowledged when it is killed, and does what is sent again once", async () => {
    const done: string[] = [];
    for (let time = 0; time < KILLS; time++) {
      const { said, ended } = await commentOn(server, desk);
      await expect.poll(() => said.done.length, { interval: 5, timeout: 20_000 }).toBeGreaterThan(time * 2);
      await server.kill();
      await ended;
      expect(said.other).toEqual([]);
      server = await startServer({ DATA_DIR: dataDir });
      for (const key of said.unanswered) expect(await comment(server, desk, key)).toBe(303);
      done.push(...said.done, ...said.unanswered);
    }
    const times = await timesSaid(server.database);
    expect(done.filter((key) => times.get(key) !== 1)).toEqual([]);
    expect(times.size).toBe(done.length);
    const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(
      server.database.db,
    );
    expect(rows).toEqual([{ integrity_check: "ok" }]);
    expect(await brokenChains(server.database)).toEqual([]);
  }, 120_000);

  it("answers what it has done before it ends with 0 when asked to", async () => {
    const { said, ended } = await commentOn(server, desk);
    await expect.poll(() => said.done.length, { interval: 5, timeout: 20_000 }).toBeGreaterThan(20);
    expect(await server.stop()).toBe(0);
    await ended;
    expect(said.other).toEqual([]);
    // A connection that nobody has taken up yet may be refused; what was begun is finished and answered.
    const after = await openDatabase({ dataDir });
    const times = await timesSaid(after);
    expect(said.unanswered.filter((key) => times.has(key))).toEqual([]);
    expect(said.done.filter((key) => times.get(key) !== 1)).toEqual([]);
    await after.close();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);
});

describe("a server on a PostgreSQL that goes away", () => {
  if (!serverUrl) {
    console.warn("A server on a PostgreSQL that goes away: skipped, because TEST_DATABASE_URL names none.");
    return;
  }

  it("says 503 while PostgreSQL hangs, stays alive, and serves again when it is back", async () => {
    const name = `away_${Date.now()}`;
    const admin = new pg.Client({ connectionString: serverUrl });
    await admin.connect();
    await admin.query(`create database ${name}`);
    const target = new URL(serverUrl);
    target.pathname = `/${name}`;
    const relay = await startRelay(target.href);
    const server = await startServer({ DATABASE_URL: relay.url, PHASELINE_DEMO: "" });
    const status = async (path: string) => (await fetch(`${server.origin}${path}`)).status;
    const PATHS = ["/readyz", "/setup", "/setup.data", "/sign-in"];
    try {
      expect(await status("/readyz")).toBe(200);
      relay.hang();
      for (const path of PATHS) {
        expect(`${path} ${await status(path)}`).toBe(`${path} 503`);
      }
      expect(await status("/healthz")).toBe(200);
      relay.resume();
      await expect.poll(() => status("/readyz"), { timeout: 30_000 }).toBe(200);
      relay.cut();
      await expect.poll(() => status("/setup"), { timeout: 30_000 }).toBe(200);
    } finally {
      expect(await server.stop()).toBe(0);
      await relay.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    }
  }, 60_000);
});
