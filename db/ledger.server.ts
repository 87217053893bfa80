import type { Kysely } from "kysely";
import type { LedgerSummary } from "~/domain/ledger";
import { summariseLedger } from "~/domain/ledger";
import type { Actor, Permission } from "~/domain/permissions";
import { type LedgerMove, listLedger } from "./promises.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

export interface Ledger {
  code: string;
  title: string;
  moves: LedgerMove[];
  summary: LedgerSummary | null;
}

/**
 * The ledger with what it adds up to; the same for our people (`see_pipeline`) and for the client (`see_portal`).
 * @throws Refusal `not_found` when the engagement is hidden from the actor
 */
export async function readLedger(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  permission: Extract<Permission, "see_pipeline" | "see_portal">,
): Promise<Ledger> {
  const { engagement } = await requireEngagement(db, actor, code, permission);
  const moves = await listLedger(db, engagement);
  return { code: engagement.code, title: engagement.title, moves, summary: summariseLedger(moves) };
}
