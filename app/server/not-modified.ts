import { createHash } from "node:crypto";
import type { AppLoadContext } from "@remix-run/node";
import { findFirm } from "db/firm.server";
import { keptAt } from "db/kept.server";
import { readSession } from "~/auth/session.server";
import { dateInZone } from "~/domain/calendar";

/** The name of an answer, and the state of the database that it was given for. */
export interface AnswerTag {
  etag: string;
  mark: string;
}

/** Whether an answer may be confirmed instead of made again: a loader's answer, not a document, which carries a nonce. */
export function isDataRequest(request: Request, path: string): boolean {
  return request.method === "GET" && path.endsWith(".data");
}

const cookieOf = (request: Request) => request.headers.get("cookie") ?? "";

/**
 * The name of what a loader would answer now: of the program, the person's cookie, the firm's date, the address and
 * the state of the whole database. Read it before the loader runs: a write in between then only costs a confirmation.
 */
export async function answerTag(
  request: Request,
  { database, db, now }: AppLoadContext,
  salt: string,
): Promise<AnswerTag> {
  const mark = await database.changeMark();
  const firm = await keptAt(database, mark, "firm", () => findFirm(db));
  const today = dateInZone(now(), firm?.timeZone ?? "UTC");
  const url = request.url.slice(request.url.indexOf("/", 8));
  const parts = JSON.stringify([salt, cookieOf(request), today, url, mark]);
  const hash = createHash("sha256").update(parts).digest("base64url").slice(0, 27);
  return { etag: `W/"${hash}"`, mark };
}

/**
 * The 304 for a request whose answer the browser still holds; null when it has to be made. That a cookie opens a
 * session is read once for each state of the database, in which nobody was signed out or lost a right; only time has
 * passed since, so whether the session has run out is asked every time.
 */
export async function confirmUnchanged(
  request: Request,
  context: AppLoadContext,
  { etag, mark }: AnswerTag,
): Promise<Response | null> {
  if (request.headers.get("if-none-match") !== etag) return null;
  const session = await keptAt(context.database, mark, `session ${cookieOf(request)}`, () =>
    readSession(context, request),
  );
  if (!session || session.expiresAt <= context.now()) return null;
  return new Response(null, { status: 304, headers: taggedHeaders(etag) });
}

/** Marks a loader's answer so that the browser asks by its tag next time; one that sets a cookie is left alone. */
export function tagged(answer: Response, { etag }: AnswerTag): Response {
  if (answer.status !== 200 || answer.headers.has("set-cookie")) return answer;
  // What must not be kept is never asked for again by its name either.
  if (answer.headers.get("cache-control")?.includes("no-store")) return answer;
  for (const [name, value] of Object.entries(taggedHeaders(etag))) answer.headers.set(name, value);
  return answer;
}

function taggedHeaders(etag: string): Record<string, string> {
  return { etag, "cache-control": "private, no-cache", vary: "Cookie" };
}
