import { createHash } from "node:crypto";
import type { AppLoadContext } from "@remix-run/node";
import { findFirm } from "db/firm.server";
import { readSession } from "~/auth/session.server";
import { dateInZone } from "~/domain/calendar";

/** Whether an answer may be confirmed instead of made again: a loader's answer, not a document, which carries a nonce. */
export function isDataRequest(request: Request, path: string): boolean {
  return request.method === "GET" && path.endsWith(".data");
}

const zones = new WeakMap<AppLoadContext["database"], { mark: string; zone: string }>();

/** The firm's time zone, read again only after something was written. */
async function firmZone({ database, db }: AppLoadContext, mark: string): Promise<string> {
  const kept = zones.get(database);
  if (kept?.mark === mark) return kept.zone;
  const zone = (await findFirm(db))?.timeZone ?? "UTC";
  zones.set(database, { mark, zone });
  return zone;
}

/**
 * The name of what a loader would answer now: of the program, the person's cookie, the firm's date, the address and
 * the state of the whole database. Read it before the loader runs: a write in between then only costs a confirmation.
 */
export async function answerTag(request: Request, context: AppLoadContext, salt: string): Promise<string> {
  const mark = await context.database.changeMark();
  const today = dateInZone(context.now(), await firmZone(context, mark));
  const url = request.url.slice(request.url.indexOf("/", 8));
  const parts = [salt, request.headers.get("cookie") ?? "", today, url, mark];
  return `W/"${createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 27)}"`;
}

/** The 304 for a request whose answer the browser still holds; null when it has to be made. */
export async function confirmUnchanged(
  request: Request,
  context: AppLoadContext,
  tag: string,
): Promise<Response | null> {
  if (request.headers.get("if-none-match") !== tag) return null;
  if (!(await readSession(context, request))) return null;
  return new Response(null, { status: 304, headers: taggedHeaders(tag) });
}

/** Marks a loader's answer so that the browser asks by its tag next time; one that sets a cookie is left alone. */
export function tagged(answer: Response, tag: string): Response {
  if (answer.status !== 200 || answer.headers.has("set-cookie")) return answer;
  for (const [name, value] of Object.entries(taggedHeaders(tag))) answer.headers.set(name, value);
  return answer;
}

function taggedHeaders(tag: string): Record<string, string> {
  return { etag: tag, "cache-control": "private, no-cache", vary: "Cookie" };
}
