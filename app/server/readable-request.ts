import type { IncomingMessage } from "node:http";
import { createMiddleware } from "hono/factory";
import { UPLOAD_BYTES_MOST } from "~/domain/file";
import type { ServerEnv } from "./parts";
import { plainPage } from "./plain-page";

const MEGABYTE = 1024 * 1024;
const UPLOADS =
  /^\/(import|settings\/calendar|engagements\/[^/]+\/(?:decisions|findings)\/import)(\/|\.data|$)/;
const FILES =
  /^\/(engagements\/[^/]+\/((deliverables|findings)\/[0-9a-f-]{36}|handover)|portal\/[^/]+\/asks)\/?(\.data)?$/;
const MOST_FIELDS = 5000;
/** Milliseconds in which a form arrives, and in which the next piece of a file does. */
const PATIENCE = 30_000;
/** Bytes of bodies that are read whole at the same time: many slow senders together must not fill the memory. */
const HELD_MOST = 64 * MEGABYTE;

let held = 0;

/** Whether forms with files are posted to this path: those are taken while they arrive, not read whole. */
export function takesFiles(path: string, contentType: string): boolean {
  return FILES.test(path) && /^multipart\/form-data\b/i.test(contentType);
}

/** Bytes that the body of a request of this type to this path may have. */
export function bodyLimit(path: string, contentType = ""): number {
  if (takesFiles(path, contentType)) return UPLOAD_BYTES_MOST;
  return (UPLOADS.test(path) ? 12 : 1) * MEGABYTE;
}

/** A body that goes on beyond what its path takes. */
export class BodyTooLarge extends Error {
  override name = "BodyTooLarge";
}

/** Ends the connection of a sender that makes us wait; never one whose request is complete and that waits for us. */
function impatience(incoming: IncomingMessage | undefined): { again(): void; end(): void } {
  const giveUp = () => {
    if (incoming && !incoming.complete) incoming.destroy();
  };
  let timer = setTimeout(giveUp, PATIENCE);
  return {
    again: () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, PATIENCE);
    },
    end: () => clearTimeout(timer),
  };
}

/** The same body, which fails once it is too large or does not go on. */
function watched(
  body: ReadableStream<Uint8Array>,
  limit: number,
  incoming: IncomingMessage | undefined,
): ReadableStream<Uint8Array> {
  const waiting = impatience(incoming);
  let size = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        waiting.again();
        size += chunk.byteLength;
        if (size > limit) controller.error(new BodyTooLarge(`The body has more than ${limit} bytes.`));
        else controller.enqueue(chunk);
      },
      flush: () => waiting.end(),
    }),
  );
}

/** A path that can be decoded and holds no NUL, which PostgreSQL cannot store. */
export function isReadablePath(pathAndQuery: string): boolean {
  try {
    return (
      !decodeURIComponent(pathAndQuery.split("?", 1)[0] ?? "").includes("\0") && !/%00/.test(pathAndQuery)
    );
  } catch {
    return false;
  }
}

/**
 * A field name as our forms have them. A name such as `a[99999999]` would make the parser build an array of that
 * length, and `__proto__` would reach into every object.
 */
export function isReadableName(name: string): boolean {
  return name.length <= 200 && !/\[\d{4,}\]|__proto__|constructor|prototype|\0/.test(name);
}

/** Whether a body is the form or the JSON that its type says; answers a status where it is not. */
export async function bodyFault(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<400 | 415 | null> {
  const kind = type.split(";", 1)[0]?.trim().toLowerCase();
  try {
    if (kind === "application/json") {
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      return null;
    }
    if (kind !== "application/x-www-form-urlencoded" && kind !== "multipart/form-data") return 415;
    const form = await new Response(bytes, { headers: { "content-type": type } }).formData();
    let fields = 0;
    for (const [name, value] of form) {
      fields += 1;
      const isText = typeof value !== "string" || !value.includes("\0");
      if (fields > MOST_FIELDS || !isText || !isReadableName(name)) return 400;
    }
    return null;
  } catch {
    return 400;
  }
}

/** The whole body, or the status that refuses it. */
async function readWhole(
  body: ReadableStream<Uint8Array>,
  limit: number,
  incoming: IncomingMessage | undefined,
): Promise<Uint8Array<ArrayBuffer> | 413 | 503> {
  const waiting = impatience(incoming);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      held += chunk.byteLength;
      if (size > limit) return 413;
      if (held > HELD_MOST) return 503;
      chunks.push(chunk);
    }
  } finally {
    waiting.end();
    held -= size;
  }
  return Buffer.concat(chunks) as Uint8Array<ArrayBuffer>;
}

/**
 * The origin has been checked; Remix would compare it again, by a header that a client can write, and answer 500.
 */
function rewritten(raw: Request, body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers(raw.headers);
  headers.delete("origin");
  headers.delete("x-forwarded-host");
  // A body that still arrives needs this word, which the types do not know yet.
  const init: RequestInit & { duplex: "half" } = { method: raw.method, headers, body, duplex: "half" };
  return new Request(raw.url, init);
}

/** Turns away what the application could only stumble over: it sees complete, well-formed requests of our own kinds. */
export function readableRequest() {
  return createMiddleware<ServerEnv>(async (c, next) => {
    const { raw } = c.req;
    const refuse = (status: 400 | 405 | 413 | 415 | 503) => plainPage(status, c.get("nonce"));
    if (!isReadablePath(raw.url.slice(raw.url.indexOf("/", 8)))) return refuse(400);
    if (raw.method === "GET" || raw.method === "HEAD") return next();
    const isApi = c.req.path.startsWith("/api/");
    // Remix runs an action for every other method alike; our pages only post.
    if (raw.method !== "POST" && !isApi) return refuse(405);
    const type = c.req.header("content-type") ?? "";
    const limit = bodyLimit(c.req.path, type);
    if (Number(c.req.header("content-length") ?? 0) > limit) return refuse(413);
    const isJson = /^application\/json\b/i.test(type);
    if (isJson && !isApi) return refuse(415);
    const incoming = c.env.incoming;
    if (raw.body && takesFiles(c.req.path, type)) {
      c.req.raw = rewritten(raw, watched(raw.body, limit, incoming));
      return next();
    }
    const bytes = raw.body ? await readWhole(raw.body, limit, incoming) : new Uint8Array();
    if (typeof bytes === "number") return refuse(bytes);
    const fault = await bodyFault(bytes, type);
    if (fault) return refuse(fault);
    c.req.raw = rewritten(raw, bytes);
    return next();
  });
}
