import type { LoaderFunctionArgs } from "@remix-run/node";
import { decisionFiles } from "db/decision-files.server";
import { requireEngagement } from "db/scope.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { pack } from "~/domain/import/archive";

/** Every decision as a record in the usual Markdown form, in one archive. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { engagement } = await readOrRefuse(() => requireEngagement(db, actor, code, "see_pipeline"));
  const files = await decisionFiles(db, engagement, false);
  return new Response(pack(files), {
    headers: {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename="${engagement.code}-decisions.zip"`,
    },
  });
}
