import type { Kysely } from "kysely";
import type { Facts } from "~/domain/event";
import { type Act, newId, personIdOf } from "./act";
import type { DB } from "./schema";

export interface FirmChange {
  /** `person.invited`, `template.saved`, `settings.changed` … */
  kind: string;
  subjectId?: string | null;
  label?: string | null;
  before?: Facts;
  after?: Facts;
}

/** Writes down a change that belongs to no engagement; call it in the transaction of the change. */
export async function recordFirmEvent(trx: Kysely<DB>, act: Act, change: FirmChange): Promise<void> {
  await trx
    .insertInto("firm_event")
    .values({
      id: newId(),
      at: act.at,
      actor_id: personIdOf(act.actor),
      actor_name: act.actor.name,
      kind: change.kind,
      subject_id: change.subjectId ?? null,
      label: change.label ?? null,
      before: JSON.stringify(change.before ?? {}),
      after: JSON.stringify(change.after ?? {}),
    })
    .execute();
}
