import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "db/connect.server";
import { luciaOf, SESSION_COOKIE } from "~/auth/lucia.server";

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

export interface RunningServer {
  origin: string;
  dataDir: string;
  /** A connection of the test's own to the server's file. */
  database: Database;
  /** What it printed so far. */
  output(): string;
  /** Sends SIGTERM and answers the exit code; its folder goes, unless the test brought it. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would, in the middle of whatever it does; the folder stays for the next. */
  kill(): Promise<void>;
}

/** The built server on a folder of its own, ready to be asked; by default with the sample firm in it. */
export async function startServer(env: Record<string, string> = {}): Promise<RunningServer> {
  const dataDir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), "phaseline-server-"));
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  let printed = "";
  const child = spawn(process.execPath, ["build/server/index.js"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      BASE_URL: origin,
      PHASELINE_DEMO: "1",
      LOG_LEVEL: "warn",
      ...env,
    },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await printedLine(child, () => printed, "is ready on");
  const database = await openDatabase({ dataDir });
  return {
    origin,
    dataDir,
    database,
    output: () => printed,
    stop: async () => {
      await database.close();
      child.kill("SIGTERM");
      const code = await exited;
      if (!env.DATA_DIR) rmSync(dataDir, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
      await database.close();
    },
  };
}

function printedLine(child: ChildProcess, printed: () => string, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => printed().includes(line) && resolve();
    child.stdout?.on("data", look);
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}:\n${printed()}`)));
    look();
  });
}

/** A session of somebody, by address, as the value of the cookie. */
export async function sessionOf(database: Database, email: string): Promise<string> {
  const { id } = await database.db
    .selectFrom("person")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirstOrThrow();
  const at = Date.now();
  const attributes = { createdAt: at, lastSeenAt: at, userAgent: "test", source: "127.0.0.1" };
  return (await luciaOf(database.db).createSession(id, attributes)).id;
}

export const cookieHeader = (sessionId: string): string => `${SESSION_COOKIE}=${sessionId}`;
