import type { Kysely } from "kysely";
import { dateInZone } from "~/domain/calendar";
import type { UpdateRhythm } from "~/domain/update-standing";
import { findFirm } from "./firm.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

/** How the weekly updates of an engagement have come so far. */
export async function findRhythm(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id" | "stage" | "is_paused" | "update_weekday">,
): Promise<UpdateRhythm> {
  const { started_on } = await db
    .selectFrom("phase")
    .select((eb) => eb.fn.min("actual_start_on").as("started_on"))
    .where("engagement_id", "=", engagement.id)
    .executeTakeFirstOrThrow();
  const { resumed_on } = await db
    .selectFrom("pause")
    .select((eb) => eb.fn.max("resumed_on").as("resumed_on"))
    .where("engagement_id", "=", engagement.id)
    .executeTakeFirstOrThrow();
  const last = await db
    .selectFrom("update")
    .select((eb) => [eb.fn.max("on_date").as("last_for"), eb.fn.max("published_at").as("last_at")])
    .where("engagement_id", "=", engagement.id)
    .where("published_at", "is not", null)
    .executeTakeFirstOrThrow();
  const zone = (await findFirm(db))?.timeZone ?? "UTC";
  return rhythmOf({ ...engagement, started_on, resumed_on, ...last }, zone);
}

/** The rhythm from columns that were read together. */
export function rhythmOf(
  row: Pick<EngagementRow, "stage" | "is_paused" | "update_weekday"> & {
    started_on: string | null;
    resumed_on: string | null;
    last_for: string | null;
    last_at: number | null;
  },
  zone: string,
): UpdateRhythm {
  return {
    isLive: row.stage === "active",
    isPaused: row.is_paused === 1,
    weekday: row.update_weekday,
    startedOn: row.started_on,
    resumedOn: row.resumed_on,
    lastFor: row.last_for,
    lastPublishedOn: row.last_at === null ? null : dateInZone(row.last_at, zone),
  };
}
