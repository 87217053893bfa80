import { OPERATOR } from "db/act";
import { findFirm, firmToday } from "db/firm.server";
import type { DB } from "db/schema";
import { listWithoutDraft } from "db/update-board.server";
import { draftUpdate } from "db/update-drafts.server";
import type { Kysely } from "kysely";
import type { Logger } from "pino";

interface DraftParts {
  db: Kysely<DB>;
  log: Logger;
  /** Epoch milliseconds. */
  now(): number;
}

export interface DraftWorker {
  /** Resolves when the draft in hand is done with; no other is begun. */
  stop(): Promise<void>;
}

const ROUND = 5 * 60_000;

/** Makes the drafts of all updates that are due; answers how many. `isStopped` ends it between two of them. */
export async function draftDueUpdates(
  { db, log, now }: DraftParts,
  isStopped: () => boolean = () => false,
): Promise<number> {
  if (!(await findFirm(db))) return 0;
  const at = now();
  const today = await firmToday(db, at);
  let made = 0;
  for (const code of await listWithoutDraft(db, OPERATOR, today)) {
    if (isStopped()) break;
    try {
      if (await draftUpdate(db, { actor: OPERATOR, at, today }, code, { isAsked: false })) made += 1;
    } catch (error) {
      // One engagement that cannot be drafted does not keep the others from theirs.
      log.error({ err: error, code }, "the weekly update could not be drafted");
    }
  }
  return made;
}

/** Looks every few minutes, and at once, whose weekly update is due, and has its draft ready. */
export function startDraftWorker(parts: DraftParts): DraftWorker {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;

  function start(): void {
    round = draftDueUpdates(parts, () => isStopped)
      .then((made) => {
        if (made > 0) parts.log.info({ made }, "weekly updates drafted");
      })
      .catch((error: unknown) => parts.log.error({ err: error }, "drafting weekly updates failed"))
      .then(() => {
        if (!isStopped) timer = setTimeout(start, ROUND);
      });
  }

  start();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
