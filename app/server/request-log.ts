import { randomUUID } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { ServerEnv, ServerParts } from "./parts";

/** A path as it may be written down: without the query, and without the secret of a mailed link. */
export function loggablePath(path: string): string {
  return path.replace(/^\/+(link|invite|reset|shared)\/+[^/]+/i, "/$1/[redacted]");
}

/** Gives the request an id and writes one line about it once it is answered. */
export function requestLog({ log, now }: Pick<ServerParts, "log" | "now">) {
  return createMiddleware<ServerEnv>(async (c, next) => {
    const requestId = randomUUID();
    c.set("requestId", requestId);
    const began = now();
    await next();
    const status = c.res.status;
    const quiet = status < 400 && /^\/(assets\/|healthz|readyz|favicon)/.test(c.req.path);
    const level = status >= 500 ? "error" : quiet ? "debug" : "info";
    log[level](
      {
        requestId,
        method: c.req.method,
        path: loggablePath(c.req.path),
        status,
        ms: now() - began,
        source: c.get("source"),
      },
      "request",
    );
  });
}
