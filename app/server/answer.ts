import { randomBytes } from "node:crypto";
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
 * and compressed when that is worth it. It builds the final Response once.
 */
export function safeAnswer({ config, isClosing }: Pick<ServerParts, "config" | "isClosing">) {
  const isHttps = config.baseUrl.startsWith("https:");
  const isDevelopment = config.mode === "development";
  return createMiddleware<ServerEnv>(async (c, next) => {
    const nonce = randomBytes(16).toString("base64");
    c.set("nonce", nonce);
    await next();
    const answer = c.res;
    const headers = new Headers(answer.headers);
    for (const [name, value] of Object.entries(SAME_FOR_ALL)) headers.set(name, value);
    headers.set("content-security-policy", contentSecurityPolicy(nonce, isDevelopment));
    headers.set("x-request-id", c.get("requestId"));
    if (isHttps) headers.set("strict-transport-security", "max-age=31536000; includeSubDomains");
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
    if (isClosing()) headers.set("connection", "close");
    let body: BodyInit | null = answer.body;
    if (isCompressible(headers)) {
      headers.append("vary", "Accept-Encoding");
      if (answer.body && c.req.method !== "HEAD" && acceptsGzip(c.req.header("accept-encoding"))) {
        const packed = await compress(answer.body);
        body = packed.body;
        headers.delete("content-length");
        if (packed.isGzip) headers.set("content-encoding", "gzip");
      }
    }
    // Assigning over an answer would merge the old headers into the new ones.
    c.res = undefined;
    c.res = new Response(body, { status: answer.status, headers });
  });
}
