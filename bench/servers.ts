import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import * as build from "virtual:remix/server-build";
import { serve } from "@hono/node-server";
import { createRequestHandler, type LoaderFunction, type ServerBuild } from "@remix-run/node";
import type { Database } from "db/connect.server";
import { pino } from "pino";
import { luciaOf, SESSION_COOKIE } from "~/auth/lucia.server";
import { parseConfig } from "~/config.server";
import { fileStoreOf } from "~/files/store.server";
import { createApp } from "~/server/app";
import type { ServerParts } from "~/server/parts";

const remixBuild: ServerBuild = build;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function listening(fetch: (request: Request) => Response | Promise<Response>): Promise<Server> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(server)) as Server;
  });
}

function partsOf(database: Database): ServerParts {
  const config = parseConfig({ BASE_URL: "http://localhost:3000", NODE_ENV: "production" });
  return {
    build: remixBuild,
    database,
    config,
    files: fileStoreOf(config),
    log: pino({ level: "silent" }),
    now: () => Date.now(),
    clientFiles: fileURLToPath(new URL("../client", import.meta.url)),
    answerSalt: "bench",
    isClosing: () => false,
  };
}

/** The real server on a database. */
export async function startApp(database: Database): Promise<{ port: number; close(): void }> {
  const server = await listening(createApp(partsOf(database)).fetch);
  return { port: portOf(server), close: () => server.close() };
}

/**
 * The floor of a page: nothing but Remix rendering the same markup from what every loader answered once. No session,
 * no database, no middleware.
 */
export async function startBareRemix(database: Database): Promise<{ port: number; close(): void }> {
  const answers = new Map<string, unknown>();
  const remember =
    (id: string, loader: LoaderFunction): LoaderFunction =>
    async (args) => {
      const key = `${id} ${new URL(args.request.url).pathname}${new URL(args.request.url).search}`;
      if (!answers.has(key)) answers.set(key, await loader(args));
      return answers.get(key);
    };
  const routes = Object.fromEntries(
    Object.entries(remixBuild.routes).map(([id, route]) => {
      if (!route?.module.loader) return [id, route];
      return [id, { ...route, module: { ...route.module, loader: remember(id, route.module.loader) } }];
    }),
  );
  const handle = createRequestHandler({ ...remixBuild, routes }, "production");
  const parts = partsOf(database);
  const server = await listening((request) =>
    handle(request, {
      nonce: "0123456789abcdef",
      requestId: "bench",
      source: "127.0.0.1",
      database,
      db: database.db,
      config: parts.config,
      files: parts.files,
      now: parts.now,
      log: parts.log,
    }),
  );
  return { port: portOf(server), close: () => server.close() };
}

/** The floor of an answer: `node:http` sending the same bytes. */
export async function startBareHttp(bytes: Buffer): Promise<{ port: number; close(): void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-length": bytes.length });
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: portOf(server), close: () => server.close() };
}

/** A cookie with a session of the person. */
export async function cookieOf(database: Database, personId: string): Promise<string> {
  const at = Date.now();
  const attributes = { createdAt: at, lastSeenAt: at, userAgent: "bench", source: "127.0.0.1" };
  const session = await luciaOf(database.db).createSession(personId, attributes);
  return `${SESSION_COOKIE}=${session.id}`;
}
