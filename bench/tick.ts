import { setStatus } from "db/deliverables.server";
import { findTickTarget } from "db/seed/scale.server";
import { dateInZone } from "~/domain/calendar";
import type { Filled } from "./fill";
import { bareTick, openFloor } from "./floors";
import { inTurns, median, printRatio, printSample } from "./measure";

const TICK_GOAL = 0.7;

/** A tick with its event and hash, synced, beside the same rows in one bare durable transaction. */
export async function benchTick(filled: Filled, turns: number): Promise<void> {
  console.log(`\na tick at ${filled.size}`);
  const { db } = filled.database;
  const { managerId, code } = filled.scaled;
  const target = await findTickTarget(db, code);
  const actor = { id: managerId, name: "manager", email: "", role: "manager" as const, companyIds: [] };
  const connection = openFloor(filled.dataDir);
  let turn = 0;
  const samples = await inTurns(turns, {
    tick: () => {
      turn += 1;
      const at = Date.now();
      return setStatus(db, { actor, at, today: dateInZone(at, "UTC") }, code, {
        id: target.deliverableId,
        to: turn % 2 === 0 ? "done" : "doing",
        from: null,
        reason: null,
        evidence: null,
      });
    },
    "the same rows, bare": bareTick(connection, target),
  });
  connection.close();
  for (const sample of samples) printSample(sample);
  const [tick, bare] = samples.map((sample) => median(sample.times));
  const share = (bare ?? 0) / (tick ?? 1);
  printRatio("ticks per second ÷ bare ones", share, {
    goal: `≥ ${TICK_GOAL}`,
    isReached: share >= TICK_GOAL,
  });
}
