import type { LoaderFunctionArgs } from "@remix-run/node";
import { readKeptDocument } from "db/portal-gate.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";

/** What was shown at a gate, byte for byte: its SHA-256 is the fingerprint on the receipt. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { code = "", phase = "" } = args.params;
  const requestId = new URL(args.request.url).searchParams.get("request");
  const kept = await readOrRefuse(() => readKeptDocument(args.context.db, actor, code, phase, requestId));
  return new Response(kept.text, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${code}-${phase}-gate-${kept.attempt}.json"`,
      "cache-control": "private, no-store",
    },
  });
}
