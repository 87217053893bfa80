import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { findFirm } from "db/firm.server";
import { readSession } from "~/auth/session.server";
import { homeOf } from "~/domain/permissions";

/** Sends everybody to the page made for their one question. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!(await findFirm(context.db))) throw redirect("/setup");
  const session = await readSession(context, request);
  throw redirect(session ? homeOf(session.actor.role) : "/sign-in");
}
