import type { Kysely, Selectable } from "kysely";
import { invalid, notFound } from "~/domain/refusal";
import type { Act } from "./act";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import { type FindingRow, requireFinding } from "./findings.server";
import { once } from "./once.server";
import type { DB, HotspotTable } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

type HotspotRow = Selectable<HotspotTable>;

export interface Held {
  trx: Kysely<DB>;
  engagement: EngagementRow;
  finding: FindingRow;
}

export type Told = Pick<NewEvent, "kind" | "before" | "after">;

/** Runs a change of what belongs to a finding; what it answers is told in events, nothing when nothing changed. */
export async function changeOfFinding(
  db: Kysely<DB>,
  act: Act,
  code: string,
  findingId: string,
  run: (held: Held) => Promise<readonly Told[]>,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const finding = await requireFinding(trx, engagement, findingId);
    const told = await run({ trx, engagement, finding });
    if (told.length === 0) return;
    const events = told.map((event) => ({
      ...event,
      subjectId: finding.id,
      label: finding.title,
      visibility: visibilityOf(finding.is_visible),
    }));
    await finishChange(trx, engagement, act, events);
  });
}

/** @throws Refusal `not_found` when the finding is no hotspot */
export async function requireHotspot({ trx, engagement, finding }: Held): Promise<HotspotRow> {
  const row = await trx
    .selectFrom("hotspot")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("finding_id", "=", finding.id)
    .executeTakeFirst();
  if (!row) throw notFound("hotspot");
  return row;
}

export async function setHotspot(
  trx: Kysely<DB>,
  id: string,
  set: Partial<Omit<HotspotRow, "id" | "version">>,
): Promise<void> {
  await trx
    .updateTable("hotspot")
    .set((eb) => ({ ...set, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** The text as it is kept. @throws Refusal `invalid` on `field` when it is empty or too long */
export function requireText(text: string, field: string, missing: string, most: number): string {
  const trimmed = text.trim();
  if (trimmed === "") throw invalid(field, missing);
  if (trimmed.length > most) throw invalid(field, `Use at most ${most.toLocaleString("en-GB")} characters.`);
  return trimmed;
}
