import type { LoaderFunctionArgs } from "@remix-run/node";
import { readEvidenceFile } from "db/evidence-page.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { serveFile } from "~/files/serve.server";

/** The file itself. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { code = "", id = "" } = args.params;
  return serveFile(args, await readOrRefuse(() => readEvidenceFile(args.context.db, actor, code, id)));
}
