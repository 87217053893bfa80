import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import { ARTEFACT_LABEL, type Artefact } from "~/domain/deliverable";
import type { EventKind } from "~/domain/event";
import { conflict, invalid } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { once } from "./once.server";
import type { ArtefactTable, DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export interface ArtefactInput {
  kind: Artefact;
  place: string;
  ownerAfter: string;
  howVerified: string;
  /** When it was last verified; null while it was not. */
  verifiedOn: string | null;
  /** Why it will not be handed over; null when it will. */
  missingReason: string | null;
  /** The version that the form showed; 0 when nobody had written about it yet. */
  version: number;
}

type Row = Selectable<ArtefactTable>;

async function findArtefact(trx: Kysely<DB>, engagementId: string, kind: Artefact): Promise<Row | undefined> {
  return trx
    .selectFrom("artefact")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .where("kind", "=", kind)
    .executeTakeFirst();
}

function requireComplete(input: ArtefactInput, today: string): void {
  if (input.verifiedOn && input.missingReason) {
    throw invalid("missing_reason", "It is either verified or missing; clear one of the two.");
  }
  if (!input.verifiedOn) return;
  if (!isCalendarDate(input.verifiedOn)) throw invalid("verified_on", "That is not a date.");
  if (input.verifiedOn > today) throw invalid("verified_on", "That day has not come yet.");
  if (!input.place) throw invalid("place", "Say where it lies before it counts as verified.");
  if (!input.ownerAfter) throw invalid("owner_after", "Say who owns it after us.");
  if (!input.howVerified) throw invalid("how_verified", "Say how it was verified.");
}

/** What happened to the entry, the weightiest thing first. */
function whatHappened(before: Row | undefined, input: ArtefactInput): EventKind {
  if (input.missingReason && input.missingReason !== before?.missing_reason) return "artefact.missing";
  if (input.verifiedOn && input.verifiedOn !== before?.verified_on) return "artefact.verified";
  return "artefact.edited";
}

/**
 * Writes a row of the hand-over register. Where the artefact lies somewhere else than before, or is no longer verified,
 * the client's acceptance is gone with it.
 * @throws Refusal `conflict` when somebody else wrote it meanwhile; `invalid` on the field that is wrong
 */
export async function saveArtefact(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: ArtefactInput,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    requireComplete(input, act.today);
    const before = await findArtefact(trx, engagement.id, input.kind);
    if ((before?.version ?? 0) !== input.version) {
      throw conflict("Somebody else wrote in this row meanwhile. This is how it stands now.", {
        place: before?.place ?? "",
        owner_after: before?.owner_after ?? "",
        how_verified: before?.how_verified ?? "",
        verified_on: before?.verified_on ?? "",
        missing_reason: before?.missing_reason ?? "",
      });
    }
    const isElsewhere = before !== undefined && before.place !== input.place;
    const isAccepted = before?.accepted_at !== null && !isElsewhere && input.verifiedOn !== null;
    const columns = {
      place: input.place,
      owner_after: input.ownerAfter,
      how_verified: input.howVerified,
      verified_on: input.verifiedOn,
      verified_by_name:
        input.verifiedOn === (before?.verified_on ?? null)
          ? (before?.verified_by_name ?? null)
          : input.verifiedOn && act.actor.name,
      missing_reason: input.missingReason,
      accepted_by: isAccepted ? (before?.accepted_by ?? null) : null,
      accepted_name: isAccepted ? (before?.accepted_name ?? null) : null,
      accepted_at: isAccepted ? (before?.accepted_at ?? null) : null,
    };
    const keys = Object.keys(columns) as (keyof typeof columns)[];
    if (before && keys.every((key) => before[key] === columns[key])) return;
    if (before) {
      await trx
        .updateTable("artefact")
        .set({ ...columns, version: before.version + 1 })
        .where("id", "=", before.id)
        .execute();
    } else {
      const row = { id: newId(), engagement_id: engagement.id, kind: input.kind, ...columns };
      await trx.insertInto("artefact").values(row).execute();
    }
    const kind = whatHappened(before, input);
    await finishChange(trx, engagement, act, [
      {
        kind,
        subjectId: input.kind,
        label: ARTEFACT_LABEL[input.kind],
        before: { artefact: input.kind, place: before?.place ?? "", owner_after: before?.owner_after ?? "" },
        after: {
          artefact: input.kind,
          place: input.place,
          owner_after: input.ownerAfter,
          verified_on: input.verifiedOn,
          ...(kind === "artefact.missing" ? { reason: input.missingReason } : {}),
        },
        visibility: "client",
      },
    ]);
  });
}

/** The client takes a verified artefact over. @throws Refusal `conflict` when it is not, or no longer, verified */
export async function acceptArtefact(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: Artefact; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "answer_as_client");
    const before = await findArtefact(trx, engagement.id, input.kind);
    if (before?.accepted_at) return;
    if (!before?.verified_on || before.version !== input.version) {
      throw conflict("This row has changed since you looked. Read it again before you accept it.");
    }
    await trx
      .updateTable("artefact")
      .set({
        accepted_by: personIdOf(act.actor),
        accepted_name: act.actor.name,
        accepted_at: act.at,
        version: before.version + 1,
      })
      .where("id", "=", before.id)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "artefact.accepted",
        subjectId: input.kind,
        label: ARTEFACT_LABEL[input.kind],
        after: { artefact: input.kind },
        visibility: "client",
      },
    ]);
  });
}
