import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import { Lucia, TimeSpan } from "lucia";
import type { Actor } from "~/domain/permissions";
import { type SessionAttributes, sessionAdapter } from "./adapter.server";

export const SESSION_COOKIE = "__Host-phaseline";

declare module "lucia" {
  interface Register {
    Lucia: ReturnType<typeof createLucia>;
    DatabaseUserAttributes: Actor;
    DatabaseSessionAttributes: SessionAttributes;
  }
}

function createLucia(db: Kysely<DB>) {
  return new Lucia(sessionAdapter(db), {
    // Thirty days from the last use: the row decides, so the cookie itself may outlive it.
    sessionExpiresIn: new TimeSpan(30, "d"),
    sessionCookie: {
      name: SESSION_COOKIE,
      expires: false,
      attributes: { secure: true, sameSite: "lax", path: "/" },
    },
    getSessionAttributes: ({ createdAt, lastSeenAt, storedId = "" }) => ({ createdAt, lastSeenAt, storedId }),
    getUserAttributes: (actor) => ({ actor }),
  });
}

const instances = new WeakMap<Kysely<DB>, ReturnType<typeof createLucia>>();

/** The one Lucia of a database. */
export function luciaOf(db: Kysely<DB>): ReturnType<typeof createLucia> {
  let lucia = instances.get(db);
  if (!lucia) {
    lucia = createLucia(db);
    instances.set(db, lucia);
  }
  return lucia;
}
