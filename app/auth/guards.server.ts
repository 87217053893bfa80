import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import type { Act } from "db/act";
import { requireEngagement } from "db/scope.server";
import { type Actor, may, type Permission } from "~/domain/permissions";
import { Refusal } from "~/domain/refusal";
import { refused } from "~/ui/refused.server";
import { todayOf } from "./firm.server";
import { formKey } from "./form-key.server";
import { readSession } from "./session.server";

type Args = LoaderFunctionArgs | ActionFunctionArgs;

/** Who asks; somebody without a session is sent to sign in and comes back to where they wanted to go. */
export async function requireActor({ context, request }: Args): Promise<Actor> {
  const session = await readSession(context, request);
  if (session) return session.actor;
  const url = new URL(request.url);
  const wanted = request.method === "GET" ? `${url.pathname}${url.search}` : url.pathname;
  throw redirect(wanted === "/" ? "/sign-in" : `/sign-in?redirectTo=${encodeURIComponent(wanted)}`);
}

/**
 * Who asks, when their role has the permission on anything at all; for others there is no such page. A post to an
 * engagement is refused as a whole before any of its fields is looked at, to whoever may not do it there.
 */
export async function requirePermission(args: Args, permission: Permission): Promise<Actor> {
  const actor = await requireActor(args);
  if (!may(actor.role, permission)) throw new Response("We could not find that page.", { status: 404 });
  const { context, params, request } = args;
  const { code } = params;
  if (code && request.method !== "GET") {
    await readOrRefuse(() => requireEngagement(context.db, actor, code, permission));
  }
  return actor;
}

/** What a verb of `db/` needs to know about who acts and when. */
export async function actOf(args: Args, actor: Actor, formData?: FormData): Promise<Act> {
  return {
    actor,
    at: args.context.now(),
    today: await todayOf(args),
    idempotencyKey: formData && formKey(formData),
  };
}

/** Which of the page's acts a form asks for. @throws Response 400 for any other */
export function requireIntent<Intent extends string>(formData: FormData, intents: readonly Intent[]): Intent {
  const asked = formData.get("intent");
  const intent = intents.find((candidate) => candidate === asked);
  if (!intent) throw new Response("We do not know what this form is for.", { status: 400 });
  return intent;
}

/** Runs the body of an action; a rule that refuses becomes the form's answer, as `refused` describes. */
export async function answerRefusals<T>(formData: FormData, body: () => Promise<T>) {
  try {
    return await body();
  } catch (error) {
    if (error instanceof Response) throw error;
    return refused(error, formData);
  }
}

/** Runs the reads of a loader: what does not exist or is hidden answers 404, what is not theirs to open 403. */
export async function readOrRefuse<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const status = error.kind === "forbidden" ? 403 : error.kind === "not_found" ? 404 : 409;
    throw new Response(error.message, { status });
  }
}
