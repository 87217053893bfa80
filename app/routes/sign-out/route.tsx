import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { requireIntent } from "~/auth/guards.server";
import { closeSession } from "~/auth/session.server";

/** Nobody comes here by an address; leaving is a form. */
export function loader() {
  throw new Response("Sign out from the menu under your name.", { status: 405, headers: { allow: "POST" } });
}

export async function action({ request, context }: ActionFunctionArgs) {
  requireIntent(await request.formData(), ["sign_out"]);
  throw redirect("/sign-in", { headers: await closeSession(context, request) });
}
