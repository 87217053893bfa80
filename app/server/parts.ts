import type { HttpBindings } from "@hono/node-server";
import type { ServerBuild } from "@remix-run/node";
import type { Database } from "db/connect.server";
import type { Logger } from "pino";
import type { Config } from "~/config.server";
import type { FileStore } from "~/files/store.server";

/** What the server is made of; tests and measurements hand in their own. */
export type ServerParts = {
  build: ServerBuild;
  database: Database;
  config: Config;
  files: FileStore;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
  /** The folder of the browser's files; missing in development, where Vite serves them. */
  clientFiles?: string;
  /** Differs for every program and every process, as change marks count from the start of a process. */
  answerSalt: string;
  /** True once the process was asked to end. */
  isClosing(): boolean;
};

/** What the middlewares hand on with a request. */
export type ServerEnv = {
  Bindings: HttpBindings;
  Variables: { nonce: string; requestId: string; source: string };
};
