import type { LoaderFunctionArgs } from "@remix-run/node";
import { readPortalEvidenceFile } from "db/evidence-page.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { serveFile } from "~/files/serve.server";

/** The file itself, where the client sees it. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { code = "", id = "" } = args.params;
  return serveFile(args, await readOrRefuse(() => readPortalEvidenceFile(args.context.db, actor, code, id)));
}
