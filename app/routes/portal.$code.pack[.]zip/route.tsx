import type { LoaderFunctionArgs } from "@remix-run/node";
import { requirePermission } from "~/auth/guards.server";
import { packAnswer } from "~/pack/pack-answer.server";

/** The hand-over pack for the client. */
export async function loader(args: LoaderFunctionArgs) {
  return packAnswer(args, await requirePermission(args, "see_portal"));
}
