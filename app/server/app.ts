import { type AppLoadContext, createRequestHandler } from "@remix-run/node";
import { type Context, Hono } from "hono";
import { safeAnswer } from "./answer";
import { healthRoutes } from "./health";
import { answerTag, confirmUnchanged, isDataRequest, tagged } from "./not-modified";
import { originCheck } from "./origin-check";
import type { ServerEnv, ServerParts } from "./parts";
import { plainPage } from "./plain-page";
import { readableRequest } from "./readable-request";
import { loggablePath, requestLog } from "./request-log";
import { knownSource } from "./source-address";
import { staticFiles } from "./static-files";
import { isUnavailable } from "./unavailable";

/** The whole server as one function from request to answer; nothing here listens or touches the process. */
export function createApp(parts: ServerParts): Hono<ServerEnv> {
  const { config, log } = parts;
  const app = new Hono<ServerEnv>();
  app.use(knownSource(config.trustProxy));
  app.use(requestLog(parts));
  app.use(safeAnswer(parts));
  healthRoutes(app, parts);
  if (parts.clientFiles) app.use(staticFiles(parts.clientFiles));
  app.use(originCheck(config.baseUrl));
  app.use(readableRequest());
  app.all("*", pages(parts));
  app.onError((error, c) => {
    const status = isUnavailable(error) ? 503 : 500;
    log.error(
      { err: error, requestId: c.get("requestId"), path: loggablePath(c.req.path) },
      "request failed",
    );
    return plainPage(status, c.get("nonce"));
  });
  return app;
}

function pages(parts: ServerParts) {
  const handle = createRequestHandler(parts.build, parts.config.mode);
  return async (c: Context<ServerEnv>): Promise<Response> => {
    const request = c.req.raw;
    const context = loadContext(c, parts);
    if (!isDataRequest(request, c.req.path)) return honest(await handle(request, context), context);
    const tag = await answerTag(request, context, parts.answerSalt);
    const confirmed = await confirmUnchanged(request, context, tag);
    return confirmed ?? tagged(honest(await handle(request, context), context), tag);
  };
}

/** Remix answers 500 to whatever breaks: that the database was away is no mistake of ours, and passes. */
function honest(answer: Response, { unavailable, nonce }: AppLoadContext): Response {
  return unavailable && answer.status >= 500 ? plainPage(503, nonce) : answer;
}

function loadContext(
  c: Context<ServerEnv>,
  { database, config, files, log, now }: ServerParts,
): AppLoadContext {
  const requestId = c.get("requestId");
  return {
    nonce: c.get("nonce"),
    requestId,
    source: c.get("source"),
    database,
    db: database.db,
    config,
    files,
    now,
    // Most requests write nothing down, so the logger that names them is made when it is asked for.
    get log() {
      return log.child({ requestId });
    },
  };
}
