import { join } from "node:path";
import { openSqlite } from "db/dialect";
import { workingCalendar } from "db/firm.server";
import type { DB } from "db/schema";
import { findTickTarget } from "db/seed/scale.server";
import { setStatus } from "db/status.server";
import { Kysely } from "kysely";
import { dateInZone } from "~/domain/calendar";
import type { Filled } from "./fill";
import { bareTick } from "./floors";
import { inTurns, median, printRatio, printSample } from "./measure";

const TICK_GOAL = 0.7;

/** One by one each waits in turn with the other, on cold caches; in a row is how many they are that a second holds. */
const BURSTS = [1, 20] as const;

/**
 * Two alike engagements each, so that neither undoes what the other did: with a phase under way that is on time, and
 * with one past its finish, where a tick moves the need as well.
 */
const TICKED = [
  { what: "on time", code: "ENG-0010", bareCode: "ENG-0011", movesNeed: false },
  { what: "late", code: "ENG-0040", bareCode: "ENG-0041", movesNeed: true },
] as const;

/** A tick with its event and hash, synced, beside the same rows in one bare durable transaction. */
export async function benchTick(filled: Filled, turns: number): Promise<void> {
  // One connection for both, as the product has but one: another's writes would make it drop what it has cached.
  const { dialect, connection } = openSqlite(join(filled.dataDir, "phaseline.sqlite"));
  const db = new Kysely<DB>({ dialect });
  const actor = {
    id: filled.scaled.managerId,
    name: "manager",
    email: "",
    role: "manager" as const,
    companyIds: [],
  };
  // As every page has done before: a tick that moves the need asks the calendar, which is kept.
  await workingCalendar(db);
  for (const { what, code, bareCode, movesNeed } of TICKED) {
    console.log(`\na tick of what is ${what} at ${filled.size}`);
    const [target, bareTarget] = [await findTickTarget(db, code), await findTickTarget(db, bareCode)];
    const before = await countEvents(db, target.engagementId);
    const today = dateInZone(Date.now(), "UTC");
    let turn = 0;
    const work = {
      tick: () => {
        turn += 1;
        return setStatus(db, { actor, at: Date.now(), today }, code, {
          id: target.deliverableId,
          to: turn % 2 === 0 ? "done" : "doing",
          from: null,
          reason: null,
          evidence: null,
        });
      },
      "the same rows, bare": bareTick(connection, { ...bareTarget, actorId: actor.id, movesNeed }),
    };
    for (const burst of BURSTS) {
      console.log(burst === 1 ? "  one by one" : `  ${burst} in a row`);
      const samples = await inTurns(Math.ceil(turns / burst), work, burst);
      for (const sample of samples) printSample(sample);
      const [tick, bare] = samples.map((sample) => median(sample.times));
      const share = (bare ?? 0) / (tick ?? 1);
      printRatio("ticks per second ÷ bare ones", share, {
        goal: `≥ ${TICK_GOAL}`,
        isReached: share >= TICK_GOAL,
      });
    }
    const written = (await countEvents(db, target.engagementId)) - before;
    if (written !== turn) throw new Error(`${turn} ticks wrote ${written} events.`);
  }
  await db.destroy();
}

async function countEvents(db: Kysely<DB>, engagementId: string): Promise<number> {
  const { count } = await db
    .selectFrom("event")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("engagement_id", "=", engagementId)
    .executeTakeFirstOrThrow();
  return count;
}
