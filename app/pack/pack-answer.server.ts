import type { LoaderFunctionArgs } from "@remix-run/node";
import { readOrRefuse } from "~/auth/guards.server";
import type { Actor } from "~/domain/permissions";
import { openPack } from "./pack.server";
import { streamOf } from "./zip.server";

/** The pack as a file to save, made while it is sent. */
export async function packAnswer(
  { context, params, request }: LoaderFunctionArgs,
  actor: Actor,
): Promise<Response> {
  const { db, files, log } = context;
  const pack = await readOrRefuse(() => openPack(db, actor, params.code ?? "", files));
  const stream = streamOf(pack.chunks, (error) =>
    log.error({ err: error, pack: pack.name }, "A pack broke off"),
  );
  // Whoever goes away half-way lets go of the file that was being read.
  request.signal.addEventListener("abort", () => pack.chunks.return().catch(() => undefined), { once: true });
  return new Response(stream, {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${pack.name}.zip"`,
      "cache-control": "private, no-store",
    },
  });
}
