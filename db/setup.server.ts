import type { Kysely } from "kysely";
import type { Actor } from "~/domain/permissions";
import { conflict } from "~/domain/refusal";
import { OPERATOR } from "./act";
import { lockSchema } from "./dialect";
import { type Founding, findFirm, foundFirm } from "./firm.server";
import { recordFirmEvent } from "./firm-events.server";
import { addPerson } from "./people.server";
import type { DB } from "./schema";

export interface FirstAdministrator {
  name: string;
  /** Lower case. */
  email: string;
  passwordHash: string;
}

/**
 * Founds the firm together with its first administrator. Of two at the same time one wins.
 * @throws Refusal `conflict` when the firm exists
 */
export async function setUpFirm(
  db: Kysely<DB>,
  moment: { at: number; today: string },
  founding: Founding,
  administrator: FirstAdministrator,
): Promise<Actor> {
  return db.transaction().execute(async (trx) => {
    await lockSchema(trx);
    if (await findFirm(trx)) throw conflict("The firm is set up already. Sign in instead.");
    const { name, email } = administrator;
    const id = await addPerson(trx, { actor: OPERATOR, ...moment }, { ...administrator, role: "admin" });
    const actor: Actor = { id, name, email, role: "admin", companyIds: [] };
    await foundFirm(trx, { actor, ...moment }, founding);
    return actor;
  });
}

/** Makes the sample firm, which exists by now, theirs: the name, the time zone and the currency, and who administers it. */
export async function takeOverSample(
  db: Kysely<DB>,
  moment: { at: number; today: string },
  founding: Founding,
  administrator: FirstAdministrator,
): Promise<Actor> {
  return db.transaction().execute(async (trx) => {
    const { name, email } = administrator;
    const id = await addPerson(trx, { actor: OPERATOR, ...moment }, { ...administrator, role: "admin" });
    const actor: Actor = { id, name, email, role: "admin", companyIds: [] };
    await trx
      .updateTable("firm")
      .set({ name: founding.name, time_zone: founding.timeZone, currency: founding.currency })
      .execute();
    await recordFirmEvent(trx, { actor, ...moment }, { kind: "firm.sample_taken", label: founding.name });
    return actor;
  });
}
