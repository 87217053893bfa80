import type { Kysely } from "kysely";
import { dateInZone } from "~/domain/calendar";
import type { ImportedFolder } from "~/domain/import/folder";
import type { Outcome } from "~/domain/import/outcome";
import type { ImportedUpdate } from "~/domain/import/reports";
import { type Act, newId } from "./act";
import type { NewEvent } from "./events.server";
import { findFirm } from "./firm.server";
import { AT_ONCE, type Fates } from "./imported-deliverables.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** Publishes the reports of a folder that it has not brought before; what is published stays as it is. */
export async function writeUpdates(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  folder: ImportedFolder,
  fates: Fates,
  events: NewEvent[],
  isDryRun: boolean,
): Promise<void> {
  const existing = await trx
    .selectFrom("update")
    .select(["on_date", "sentence", "body", "source_ref"])
    .where("engagement_id", "=", engagement.id)
    .execute();
  const byRef = new Map(existing.map((row) => [row.source_ref, row]));
  const rows = [];
  for (const update of folder.reports.updates) {
    const known = byRef.get(update.ref);
    if (known) {
      fates.set(update.ref, fateOfKnown(known, update));
      continue;
    }
    fates.set(update.ref, { outcome: "taken", note: null });
    const id = newId();
    rows.push({
      id,
      engagement_id: engagement.id,
      on_date: update.onDate,
      health: null,
      sentence: update.sentence,
      body: update.body,
      author_name: act.actor.name,
      published_at: Date.parse(`${update.onDate}T12:00:00Z`),
      source_ref: update.ref,
      note: update.note,
    });
    events.push({
      kind: "update.published",
      subjectId: id,
      label: update.sentence,
      after: { on: update.onDate },
      visibility: "internal",
    });
  }
  if (isDryRun) return;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await trx
      .insertInto("update")
      .values(rows.slice(from, from + AT_ONCE))
      .execute();
  }
  await moveLastUpdate(
    trx,
    engagement,
    rows.map((row) => row.published_at),
  );
}

/** Keeps the day of the last update with the engagement, in its row and in `engagement`. */
async function moveLastUpdate(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  publishedAt: readonly number[],
): Promise<void> {
  const zone = (await findFirm(trx))?.timeZone ?? "UTC";
  const lastOn = publishedAt
    .map((at) => dateInZone(at, zone))
    .sort()
    .at(-1);
  if (!lastOn || (engagement.last_update_on !== null && engagement.last_update_on >= lastOn)) return;
  engagement.last_update_on = lastOn;
  await trx
    .updateTable("engagement")
    .set({ last_update_on: lastOn })
    .where("id", "=", engagement.id)
    .execute();
}

function fateOfKnown(
  known: { on_date: string; sentence: string; body: string },
  update: ImportedUpdate,
): { outcome: Outcome; note: string | null } {
  const isSame =
    known.on_date === update.onDate && known.sentence === update.sentence && known.body === update.body;
  if (isSame) return { outcome: "unchanged", note: null };
  return {
    outcome: "refused",
    note: "the update of this report is published, and what is published stays; nothing was changed",
  };
}

/**
 * Shows the client every update that imports have brought, on the portal and in the pack, or keeps them to ourselves
 * again. Those that come with a later import stay hidden until they are shown too.
 */
export async function showImportedUpdates(
  db: Kysely<DB>,
  act: Act,
  code: string,
  isShown: boolean,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const { numUpdatedRows } = await trx
      .updateTable("update")
      .set((eb) => ({ is_visible: isShown ? 1 : 0, version: eb("version", "+", 1) }))
      .where("engagement_id", "=", engagement.id)
      .where("facts", "is", null)
      .where("is_visible", "=", isShown ? 0 : 1)
      .executeTakeFirst();
    const count = Number(numUpdatedRows);
    if (count === 0) return;
    await finishChange(trx, engagement, act, [
      isShown
        ? { kind: "update.shown", subjectId: null, after: { count }, visibility: "client" }
        : { kind: "update.hidden", subjectId: null, after: { count }, visibility: "internal" },
    ]);
  });
}
