import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { createMiddleware } from "hono/factory";
import { acceptsGzip } from "./compression";
import type { ServerEnv } from "./parts";
import { plainPage } from "./plain-page";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};
const PACKED = new Set([".css", ".js", ".json", ".svg", ".txt", ".webmanifest"]);

type StaticFile = {
  bytes: Buffer<ArrayBuffer>;
  /** Packed on the first request that takes it. */
  gzip?: Buffer<ArrayBuffer>;
  isPackable: boolean;
  headers: Record<string, string>;
};

/** Reads the browser's files (some hundred kilobytes) once, so that a path is a key and never leads to the disk. */
export function readStaticFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length).replaceAll("\\", "/");
    if (!entry.isFile() || !type || path.startsWith("/.")) continue;
    const bytes = readFileSync(file) as Buffer<ArrayBuffer>;
    files.set(path, {
      bytes,
      isPackable: PACKED.has(extname(entry.name)) && bytes.byteLength > 1024,
      headers: {
        "content-type": type,
        // The names under /assets carry a hash of the content.
        "cache-control": path.startsWith("/assets/")
          ? "public, max-age=31536000, immutable"
          : "public, max-age=3600",
        etag: `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`,
      },
    });
  }
  return files;
}

/** Serves the browser's files. An unknown name under /assets ends here: no page lives there. */
export function staticFiles(folder: string) {
  const files = readStaticFiles(folder);
  return createMiddleware<ServerEnv>(async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    const path = c.req.path;
    const file = files.get(path);
    if (!file) return path.startsWith("/assets/") ? plainPage(404, c.get("nonce")) : next();
    if (c.req.header("if-none-match") === file.headers.etag) {
      return new Response(null, { status: 304, headers: file.headers });
    }
    const headers = { ...file.headers };
    let bytes = file.bytes;
    if (file.isPackable && acceptsGzip(c.req.header("accept-encoding"))) {
      file.gzip ??= gzipSync(file.bytes, { level: 9 }) as Buffer<ArrayBuffer>;
      bytes = file.gzip;
      headers["content-encoding"] = "gzip";
      headers.vary = "Accept-Encoding";
    }
    headers["content-length"] = String(bytes.byteLength);
    return new Response(c.req.method === "HEAD" ? null : bytes, { headers });
  });
}
