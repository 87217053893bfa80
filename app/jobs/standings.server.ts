import { firmToday } from "db/firm.server";
import type { DB } from "db/schema";
import { refreshSome, tendStandings } from "db/standing-refresh.server";
import type { Kysely } from "kysely";
import type { Logger } from "pino";

interface StandingParts {
  db: Kysely<DB>;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
}

const ROUND = 20_000;
/** Between two slices the server answers who has come meanwhile. */
const REST = 25;

/** Reckons need, health and expected dates for the firm's day, slice by slice; answers whether all of it is done. */
async function refreshDay(
  { db, now }: Omit<StandingParts, "log">,
  isStopped: () => boolean = () => false,
): Promise<boolean> {
  const today = await firmToday(db, now());
  while (!isStopped()) {
    if (!(await refreshSome(db, today))) return true;
    await new Promise((resolve) => setTimeout(resolve, REST));
  }
  return false;
}

/** Looks at once, and every few seconds, whether a new day has begun where the firm works, and reckons it. */
export function startStandingWorker(parts: StandingParts): { stop(): Promise<void> } {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  function start(): void {
    round = refreshDay(parts, () => isStopped)
      .catch((error: unknown) => parts.log.error({ err: error }, "reckoning the day failed"))
      .then(() => {
        if (!isStopped) timer = setTimeout(start, ROUND);
      });
  }

  tendStandings(parts.db);
  start();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
