import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { listKnownHashes } from "db/files.server";
import type { DB } from "db/schema";
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { Config } from "~/config.server";
import { filesFolder } from "~/files/store.server";

export interface SweepParts {
  db: Kysely<DB>;
  config: Pick<Config, "dataDir">;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
}

const DAY = 24 * 3600_000;

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Nobody has put a file up yet.
    return [];
  }
}

async function isOlderThanADay(path: string, now: number): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < now - DAY;
  } catch {
    return false;
  }
}

/**
 * Removes from this machine's folder what nobody refers to: uploads that a killed process left half done, and files
 * whose last evidence was removed. Whatever is younger than a day stays: somebody may be about to refer to it.
 * Answers how many were removed.
 */
export async function sweepFiles({ db, config, now }: Omit<SweepParts, "log">): Promise<number> {
  const root = filesFolder(config.dataDir);
  let removed = 0;
  for (const folder of await namesIn(root)) {
    const old: string[] = [];
    for (const name of await namesIn(join(root, folder))) {
      if (await isOlderThanADay(join(root, folder, name), now())) old.push(name);
    }
    const known = folder === "incoming" ? new Set<string>() : await listKnownHashes(db, old);
    for (const name of old) {
      const path = join(root, folder, name);
      // Looked at again: the same bytes may have come in anew since.
      if (known.has(name) || !(await isOlderThanADay(path, now()))) continue;
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

/** Sweeps at the start and once a day. */
export function startFileSweep(parts: SweepParts): { stop(): Promise<void> } {
  let round: Promise<void> | undefined;
  const start = () => {
    round = sweepFiles(parts).then(
      (removed) => {
        if (removed > 0) parts.log.info({ removed }, "files that nothing refers to removed");
      },
      (error: unknown) => parts.log.error({ err: error }, "sweeping files failed"),
    );
  };
  start();
  const timer = setInterval(start, DAY);
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
