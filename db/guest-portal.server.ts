import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { notFound } from "~/domain/refusal";
import { type PortalPage, readPortal } from "./portal.server";
import type { DB } from "./schema";
import { findGuest } from "./share-links.server";

export interface GuestPortal {
  page: PortalPage;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/**
 * The first page of the portal for who has its secret address: how the work stands and what the client is asked for,
 * without what they answered, what is said about anything, and the files, which open only for who is signed in.
 * @throws Refusal `not_found` when the address is unknown, has run out or was taken back
 */
export async function readGuestPortal(
  db: Kysely<DB>,
  token: string,
  look: { at: number; today: CalendarDate },
): Promise<GuestPortal> {
  const guest = await findGuest(db, token, look.at);
  if (!guest) throw notFound("portal");
  const page = await readPortal(db, guest.actor, guest.code, { ...look, isNoted: false });
  return { page: withoutFiles(page), expiresAt: guest.expiresAt };
}

const isElsewhere = (url: string | null) => url !== null && /^https?:\/\//i.test(url);

function withoutFiles(page: PortalPage): PortalPage {
  return {
    ...page,
    phases: page.phases.map((phase) => ({
      ...phase,
      deliverables: phase.deliverables.map((deliverable) => ({
        ...deliverable,
        evidence: deliverable.evidence.map((piece) =>
          isElsewhere(piece.url) ? piece : { ...piece, url: null },
        ),
      })),
    })),
  };
}
