import { createHash } from "node:crypto";
import type { DB } from "db/schema";
import {
  dropExpiredSessions,
  dropSession,
  dropSessionsOf,
  extendSession,
  findLiveSession,
  listSessions,
  type SignInWay,
  startSession,
} from "db/sessions.server";
import type { Kysely } from "kysely";
import type { Adapter, DatabaseSession, DatabaseUser } from "lucia";
import type { Actor } from "~/domain/permissions";

/** What Lucia carries with a session, besides its id and its end. */
export interface SessionAttributes {
  /** As it is stored; known once the session was read. */
  storedId?: string;
  createdAt: number;
  lastSeenAt: number;
  userAgent: string;
  source: string;
  /** Known while the session is being started only. */
  way?: SignInWay;
}

/** The form in which a session id is stored, so that a copied database opens nothing. */
export function storedId(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex");
}

/** Lucia's seven questions to the database. Ids are hashed on the way in and given back as they were asked for. */
export function sessionAdapter(db: Kysely<DB>): Adapter {
  return {
    async getSessionAndUser(sessionId): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const found = await findLiveSession(db, storedId(sessionId));
      if (!found) return [null, null];
      const { id: stored, actor, expiresAt, ...attributes } = found;
      return [
        {
          id: sessionId,
          userId: actor.id,
          expiresAt: new Date(expiresAt),
          attributes: { ...attributes, storedId: stored },
        },
        { id: actor.id, attributes: actor },
      ];
    },
    async getUserSessions(userId) {
      const person: Actor = { id: userId, name: "", email: "", role: "client", companyIds: [] };
      const sessions = await listSessions(db, person, Date.now());
      return sessions.map(({ id, expiresAt, ...attributes }) => ({
        id,
        userId,
        expiresAt: new Date(expiresAt),
        attributes,
      }));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      const { createdAt, userAgent, source, way = "password" } = attributes;
      await startSession(db, {
        id: storedId(id),
        personId: userId,
        at: createdAt,
        expiresAt: expiresAt.getTime(),
        userAgent,
        source,
        way,
      });
    },
    updateSessionExpiration: (sessionId, expiresAt) =>
      extendSession(db, storedId(sessionId), expiresAt.getTime()),
    deleteSession: (sessionId) => dropSession(db, storedId(sessionId)),
    deleteUserSessions: async (userId) => {
      await dropSessionsOf(db, userId);
    },
    deleteExpiredSessions: () => dropExpiredSessions(db, Date.now()),
  };
}
