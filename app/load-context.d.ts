import type { Database } from "db/connect.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { Config } from "./config.server";
import type { FileStore } from "./files/store.server";

declare module "@remix-run/node" {
  interface AppLoadContext {
    /** The nonce of this answer's Content-Security-Policy. */
    nonce: string;
    requestId: string;
    /** The client's address, as far as the configured proxies can be believed. */
    source: string;
    database: Database;
    db: Kysely<DB>;
    config: Config;
    files: FileStore;
    /** Epoch milliseconds. */
    now(): number;
    log: Logger;
    /** Set when the database could not be reached: the server then answers 503. */
    unavailable?: boolean;
  }

  interface Future {
    v3_singleFetch: true;
  }
}
