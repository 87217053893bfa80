import type { Kysely } from "kysely";
import { type ArtefactEntry, wholeRegister } from "~/domain/artefact";
import type { CalendarDate } from "~/domain/calendar";
import { readArtefacts } from "./gate-facts.server";
import type { DB } from "./schema";

export interface RegisterRow extends ArtefactEntry {
  /** Null until somebody wrote something about it. */
  id: string | null;
  version: number;
  verifiedBy: string | null;
  acceptedBy: string | null;
  acceptedOn: CalendarDate | null;
}

/** All six rows of the register; `dayOf` tells the firm's day of an instant. */
export async function readRegister(
  db: Kysely<DB>,
  engagementId: string,
  dayOf: (at: number) => CalendarDate,
): Promise<RegisterRow[]> {
  const rows = await readArtefacts(db, { engagementId });
  return wholeRegister(
    rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      place: row.place,
      ownerAfter: row.owner_after,
      howVerified: row.how_verified,
      verifiedOn: row.verified_on,
      verifiedBy: row.verified_by_name,
      missingReason: row.missing_reason,
      acceptedBy: row.accepted_name,
      acceptedOn: row.accepted_at === null ? null : dayOf(row.accepted_at),
      version: row.version,
    })),
    (kind): RegisterRow => ({
      id: null,
      kind,
      place: "",
      ownerAfter: "",
      howVerified: "",
      verifiedOn: null,
      verifiedBy: null,
      missingReason: null,
      acceptedBy: null,
      acceptedOn: null,
      version: 0,
    }),
  );
}
