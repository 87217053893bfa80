import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireEngagement } from "db/scope.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { packAnswer } from "~/pack/pack-answer.server";

/** The hand-over pack for who runs the engagement: byte for byte the client's. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  await readOrRefuse(() =>
    requireEngagement(args.context.db, actor, args.params.code ?? "", "run_engagement"),
  );
  return packAnswer(args, actor);
}
