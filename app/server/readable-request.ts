import { createMiddleware } from "hono/factory";
import type { ServerEnv } from "./parts";
import { plainPage } from "./plain-page";

const MEGABYTE = 1024 * 1024;
const UPLOADS = /^\/(import|settings\/calendar)(\/|\.data|$)/;
const MOST_FIELDS = 5000;

/** Bytes that the body of a request to this path may have. */
export function bodyLimit(path: string): number {
  return (UPLOADS.test(path) ? 12 : 1) * MEGABYTE;
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
function isReadableName(name: string): boolean {
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

async function readWhole(
  body: ReadableStream<Uint8Array>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks) as Uint8Array<ArrayBuffer>;
}

/** Turns away what the application could only stumble over: it sees complete, well-formed requests of our own kinds. */
export function readableRequest() {
  return createMiddleware<ServerEnv>(async (c, next) => {
    const { raw } = c.req;
    const refuse = (status: 400 | 405 | 413 | 415) => plainPage(status, c.get("nonce"));
    if (!isReadablePath(raw.url.slice(raw.url.indexOf("/", 8)))) return refuse(400);
    if (raw.method === "GET" || raw.method === "HEAD") return next();
    const isApi = c.req.path.startsWith("/api/");
    // Remix runs an action for every other method alike; our pages only post.
    if (raw.method !== "POST" && !isApi) return refuse(405);
    const limit = bodyLimit(c.req.path);
    if (Number(c.req.header("content-length") ?? 0) > limit) return refuse(413);
    const type = c.req.header("content-type") ?? "";
    const isJson = /^application\/json\b/i.test(type);
    if (isJson && !isApi) return refuse(415);
    const bytes = raw.body ? await readWhole(raw.body, limit) : new Uint8Array();
    if (!bytes) return refuse(413);
    const fault = await bodyFault(bytes, type);
    if (fault) return refuse(fault);
    // The origin has been checked; Remix would compare it again, by a header that a client can write, and answer 500.
    const headers = new Headers(raw.headers);
    headers.delete("origin");
    headers.delete("x-forwarded-host");
    c.req.raw = new Request(raw.url, { method: raw.method, headers, body: bytes });
    return next();
  });
}
