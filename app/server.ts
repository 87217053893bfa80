import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import * as build from "virtual:remix/server-build";
import { serve } from "@hono/node-server";
import type { ServerBuild } from "@remix-run/node";
import type { Hono } from "hono";
import { createApp } from "./server/app";
import { type Booted, boot, refuseToStart, StartError } from "./server/boot";
import type { ServerEnv } from "./server/parts";
import { endOnSignal } from "./server/shutdown";

const remixBuild: ServerBuild = build;

async function start(): Promise<Hono<ServerEnv>> {
  const booted = await boot();
  let isClosing = false;
  const app = createApp({
    ...booted,
    build: remixBuild,
    clientFiles: fileURLToPath(new URL("../client", import.meta.url)),
    isClosing: () => isClosing,
  });
  const server = await listen(app, booted);
  endOnSignal({
    server,
    log: booted.log,
    begin: () => {
      isClosing = true;
    },
    last: booted.close,
  });
  console.log(`Phaseline is ready on ${shownAddress(booted)}`);
  return app;
}

function listen(app: Hono<ServerEnv>, { config }: Booted): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, () => {
      server.off("error", onError);
      resolve(server);
    }) as Server;
    const onError = (error: NodeJS.ErrnoException) =>
      reject(new StartError(whyNotListening(error, config.port, config.host)));
    server.on("error", onError);
    // Slow senders give their place back. A file may take minutes from a phone; who reads a body sees that it goes on.
    server.headersTimeout = 10_000;
    server.requestTimeout = 15 * 60_000;
  });
}

function whyNotListening(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === "EADDRINUSE") return `PORT ${port} is in use by another program`;
  if (error.code === "EACCES") return `PORT ${port} is reserved for the system`;
  return `HOST ${host} cannot be listened on: ${error.code ?? error.message}`;
}

function shownAddress({ config }: Booted): string {
  const isLocal = config.host === "127.0.0.1" || config.host === "localhost";
  return `http://${isLocal ? "localhost" : config.host}:${config.port}`;
}

/** In development Vite loads this file again after each change; the database and the worker stay. */
async function develop(): Promise<Hono<ServerEnv>> {
  const kept = globalThis as typeof globalThis & { phaselineBooted?: Promise<Booted> };
  kept.phaselineBooted ??= boot();
  const booted = await kept.phaselineBooted;
  return createApp({ ...booted, build: remixBuild, isClosing: () => false });
}

export default await (import.meta.env.PROD ? start() : develop()).catch(refuseToStart);
