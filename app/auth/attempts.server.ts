import type { AppLoadContext } from "@remix-run/node";
import { clearAttempts, countAttempt, returnAttempt } from "db/attempts.server";

const WINDOW = 15 * 60 * 1000;
const PER_ADDRESS = 10;
const PER_SOURCE = 50;

/** What is being tried; each has its own count, so that guessing at one never locks another. */
export type Tried = "sign_in" | "link" | "reset" | "invite" | "share";

/** An IPv6 network hands whole /64s to one household, so those count as one source. */
export function sourceKey(source: string): string {
  if (!source.includes(":")) return source;
  const [head = "", tail = ""] = source.split("::", 2);
  const groups = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  if (source.includes("::")) {
    while (groups.length + after.length < 8) groups.push("0");
    groups.push(...after);
  }
  return `${groups.slice(0, 4).join(":")}::/64`;
}

const keyOfSource = (context: AppLoadContext, tried: Tried) => `${tried}:source:${sourceKey(context.source)}`;
const keyOfSubject = (tried: Tried, subject: string) => `${tried}:address:${subject}`;

/**
 * Counts one try from the request's source and, if it names one, at an address (or a session).
 * Counted before anything is looked up, so that tries at the same time cannot outrun the limit.
 */
export async function mayTry(context: AppLoadContext, tried: Tried, subject?: string): Promise<boolean> {
  const at = context.now();
  if (!(await countAttempt(context.db, keyOfSource(context, tried), at, PER_SOURCE, WINDOW))) return false;
  if (subject === undefined) return true;
  return countAttempt(context.db, keyOfSubject(tried, subject), at, PER_ADDRESS, WINDOW);
}

/** Counts one try at their own password by somebody who is signed in; what others do has no bearing on it. */
export function mayTryInSession(context: AppLoadContext, sessionId: string): Promise<boolean> {
  return countAttempt(context.db, `password:session:${sessionId}`, context.now(), PER_ADDRESS, WINDOW);
}

/** The try was right: the address starts again, and the source gets this one back. */
export async function forgiveTry(context: AppLoadContext, tried: Tried, subject: string): Promise<void> {
  await clearAttempts(context.db, keyOfSubject(tried, subject));
  await forgiveSource(context, tried);
}

/** The same where a try names nobody: the source gets this one back. */
export function forgiveSource(context: AppLoadContext, tried: Tried): Promise<void> {
  return returnAttempt(context.db, keyOfSource(context, tried));
}

/** What somebody reads who tried too often; the same for addresses that nobody has. */
export const TOO_MANY_TRIES = "That was tried too often. Wait 15 minutes, then try again.";

/** Resolves when the work is done and no sooner than after `ms`, so that the time does not tell what was found. */
export async function atLeast<T>(ms: number, work: Promise<T>): Promise<T> {
  const pause = new Promise<void>((resolve) => {
    setTimeout(resolve, ms);
  });
  const [answer] = await Promise.all([work, pause]);
  return answer;
}
