import { Readable } from "node:stream";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { contentDisposition, isPicture, servedType } from "~/domain/file";

interface Served {
  name: string;
  type: string;
  size: number;
  sha256: string;
}

/**
 * A file as an answer: a download of a type that no browser runs, under a policy that would stop it if one did.
 * A picture may be shown in its place with `?preview=1`. @throws Response 404 when the store does not have it
 */
export async function serveFile({ context, request }: LoaderFunctionArgs, file: Served): Promise<Response> {
  const isShown = isPicture(file.type) && new URL(request.url).searchParams.get("preview") === "1";
  const headers = new Headers({
    // The right to it is asked for every time; what was sent before is then confirmed by its hash.
    etag: `"${file.sha256}"`,
    "cache-control": "private, no-cache, no-transform",
    vary: "Cookie",
  });
  if (request.headers.get("if-none-match") === headers.get("etag")) {
    return new Response(null, { status: 304, headers });
  }
  headers.set("content-type", servedType(file.type));
  headers.set("content-length", String(file.size));
  headers.set("content-disposition", contentDisposition(file.name, isShown ? "inline" : "attachment"));
  headers.set("x-content-type-options", "nosniff");
  headers.set("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'");
  if (request.method === "HEAD") return new Response(null, { headers });
  const stream = await context.files.open(file.sha256);
  if (!stream) {
    context.log.error({ sha256: file.sha256 }, "a file is missing from the store");
    throw new Response("We could not find that file.", { status: 404 });
  }
  return new Response(Readable.toWeb(stream) as ReadableStream, { headers });
}
