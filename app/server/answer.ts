import { randomFillSync } from "node:crypto";
import { createMiddleware } from "hono/factory";
import { acceptsGzip, compress, isCompressible } from "./compression";
import type { ServerEnv, ServerParts } from "./parts";

const SAME_FOR_ALL = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  "x-frame-options": "DENY",
};

const NONCE_BYTES = 16;
const drawn = Buffer.alloc(256 * NONCE_BYTES);
let used = drawn.length;

/** A nonce that nobody can guess. Randomness is drawn for many at once: asking the system costs more than the rest. */
function newNonce(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += NONCE_BYTES;
  return drawn.toString("base64", used - NONCE_BYTES, used);
}

/** The policy of a document; in development Vite's client also needs its socket. */
export function contentSecurityPolicy(nonce: string, isDevelopment = false): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "manifest-src 'self'",
  ].join("; ");
}

/**
 * The outermost layer: every answer, of whatever layer below, leaves with the headers that keep it safe,
 * and compressed when that is worth it. Its headers are set in place and its body is left alone unless it is packed:
 * a body that nobody asks for leaves in one piece, without becoming a stream first.
 */
export function safeAnswer({ config, isClosing }: Pick<ServerParts, "config" | "isClosing">) {
  const isHttps = config.baseUrl.startsWith("https:");
  const isDevelopment = config.mode === "development";
  return createMiddleware<ServerEnv>(async (c, next) => {
    const nonce = newNonce();
    c.set("nonce", nonce);
    await next();
    const answer = c.res;
    const { headers } = answer;
    headers.set("x-request-id", c.get("requestId"));
    if (isClosing()) headers.set("connection", "close");
    // A confirmation has nothing to protect: the browser shows what it holds, under the headers that came with it.
    if (answer.status === 304) return;
    const hidesAddress = headers.get("referrer-policy") === "no-referrer";
    for (const [name, value] of Object.entries(SAME_FOR_ALL)) headers.set(name, value);
    // A page whose address is a secret tells nobody, not even us, where somebody came from.
    if (hidesAddress) headers.set("referrer-policy", "no-referrer");
    // A file that somebody put up comes with a policy of its own, which allows nothing.
    if (!headers.has("content-security-policy")) {
      headers.set("content-security-policy", contentSecurityPolicy(nonce, isDevelopment));
    }
    if (isHttps) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
    if (!isCompressible(headers)) return;
    headers.append("vary", "Accept-Encoding");
    if (c.req.method === "HEAD" || !acceptsGzip(c.req.header("accept-encoding"))) return;
    const { body, status } = answer;
    if (!body) return;
    const packed = await compress(body);
    headers.delete("content-length");
    if (packed.isGzip) headers.set("content-encoding", "gzip");
    // Assigning over an answer would merge the old headers into the new ones.
    c.res = undefined;
    c.res = new Response(packed.body, { status, headers });
  });
}
