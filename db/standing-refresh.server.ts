import type { Kysely } from "kysely";
import { forUpdate } from "./dialect";
import { workingCalendar } from "./firm.server";
import { writeForecasts } from "./forecasts.server";
import { learntOn } from "./past-phases.server";
import type { DB } from "./schema";
import { reckon, writeKept } from "./standing.server";

const reckonedFor = new WeakMap<object, string>();
/** Databases that a worker of this process keeps to the day, so that no visitor has to wait for all of it. */
const tended = new WeakSet<object>();

const SLICE_ROWS = 100;

/** Says that a worker calls `refreshSome` for this database from now on. */
export function tendStandings(db: Kysely<DB>): void {
  tended.add(db.getExecutor().adapter);
}

/**
 * Need, health and expected dates depend on the day: reckons them anew, once a day, for the live engagements that were
 * last reckoned on another. Nothing that anyone did, so no event. Where a worker is at it, a reader does one slice of
 * it and reads on.
 */
export async function refreshStandings(db: Kysely<DB>, today: string): Promise<void> {
  while (await refreshSome(db, today)) {
    if (tended.has(db.getExecutor().adapter)) return;
  }
}

/** One slice of the day's reckoning, in one transaction; answers whether there may be more to do. */
export async function refreshSome(db: Kysely<DB>, today: string): Promise<boolean> {
  const { adapter } = db.getExecutor();
  if (reckonedFor.get(adapter) === today) return false;
  // Learning takes longest of all, and outside the transaction it is remembered for the day.
  await learntOn(db, today);
  const count = await db.transaction().execute((trx) => refreshSlice(trx, today));
  if (count < SLICE_ROWS) reckonedFor.set(adapter, today);
  return count === SLICE_ROWS;
}

async function refreshSlice(trx: Kysely<DB>, today: string): Promise<number> {
  const calendar = await workingCalendar(trx);
  const query = trx
    .selectFrom("engagement")
    .selectAll("engagement")
    .where("stage", "=", "active")
    .where((eb) =>
      eb.or(
        (["standing_on", "forecast_on"] as const).flatMap((column) => [
          eb(column, "is", null),
          eb(column, "<>", today),
        ]),
      ),
    )
    .limit(SLICE_ROWS);
  // Held, so that no change in between is undone by what was read before it.
  const stale = await forUpdate(trx, query, "engagement").execute();
  const outdated = stale.filter((engagement) => engagement.forecast_on !== today);
  const expected = await writeForecasts(trx, outdated, today);
  for (const engagement of stale) {
    const { id, seq, last_hash } = engagement;
    const kept = await reckon(trx, engagement, today, calendar, expected.get(id) ?? {});
    await writeKept(trx, { ...kept, id, seq, last_hash });
  }
  return stale.length;
}

/** Reckons the live engagements anew that somebody leads, when they can no longer sign in, or can again. */
export async function reckonLedBy(trx: Kysely<DB>, leadId: string, today: string): Promise<void> {
  const calendar = await workingCalendar(trx);
  const led = trx
    .selectFrom("engagement")
    .selectAll("engagement")
    .where("stage", "=", "active")
    .where("lead_id", "=", leadId);
  for (const engagement of await forUpdate(trx, led, "engagement").execute()) {
    const { id, seq, last_hash } = engagement;
    await writeKept(trx, { ...(await reckon(trx, engagement, today, calendar, {})), id, seq, last_hash });
  }
}
