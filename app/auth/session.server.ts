import type { AppLoadContext } from "@remix-run/node";
import { recordFirmEvent } from "db/firm-events.server";
import { type SignInWay, touchSession } from "db/sessions.server";
import type { Actor } from "~/domain/permissions";
import { luciaOf } from "./lucia.server";

export interface Session {
  /** As it is stored, not as the cookie has it. */
  sessionId: string;
  /** When the person showed who they are; epoch milliseconds, as `expiresAt`. */
  startedAt: number;
  expiresAt: number;
  actor: Actor;
}

const TOUCH_AFTER = 60 * 60 * 1000;

// By context and not by Request: Remix hands each loader a Request of its own, but one context to all of them.
const known = new WeakMap<AppLoadContext, Promise<Session | null>>();

/** The session that the request's cookie opens, asked of the database once per request; null when there is none. */
export function readSession(context: AppLoadContext, request: Request): Promise<Session | null> {
  let session = known.get(context);
  if (!session) {
    session = findSession(context, request);
    known.set(context, session);
  }
  return session;
}

async function findSession(context: AppLoadContext, request: Request): Promise<Session | null> {
  const lucia = luciaOf(context.db);
  const cookie = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (!cookie) return null;
  const { session, user } = await lucia.validateSession(cookie);
  if (!session) return null;
  const now = context.now();
  if (now - session.lastSeenAt > TOUCH_AFTER) await touchSession(context.db, session.storedId, now);
  return {
    sessionId: session.storedId,
    startedAt: session.createdAt,
    expiresAt: session.expiresAt.getTime(),
    actor: user.actor,
  };
}

/**
 * Starts a session with a new id for somebody who has just proved who they are and ends the one that the browser had.
 * Answers the header that sets the cookie.
 */
export async function openSession(
  context: AppLoadContext,
  request: Request,
  personId: string,
  way: SignInWay,
): Promise<Headers> {
  const lucia = luciaOf(context.db);
  const now = context.now();
  const session = await lucia.createSession(personId, {
    createdAt: now,
    lastSeenAt: now,
    userAgent: (request.headers.get("user-agent") ?? "").slice(0, 200),
    source: context.source,
    way,
  });
  const old = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (old) await lucia.invalidateSession(old);
  known.delete(context);
  return new Headers({ "set-cookie": lucia.createSessionCookie(session.id).serialize() });
}

/** Ends the session of the request, if it has one. Answers the header that takes the cookie away. */
export async function closeSession(context: AppLoadContext, request: Request): Promise<Headers> {
  const lucia = luciaOf(context.db);
  const session = await readSession(context, request);
  const cookie = lucia.readSessionCookie(request.headers.get("cookie") ?? "");
  if (cookie) await lucia.invalidateSession(cookie);
  if (session) {
    const { actor } = session;
    const act = { actor, at: context.now(), today: "" };
    await recordFirmEvent(context.db, act, {
      kind: "person.signed_out",
      subjectId: actor.id,
      label: actor.name,
    });
  }
  known.delete(context);
  return new Headers({ "set-cookie": lucia.createBlankSessionCookie().serialize() });
}
