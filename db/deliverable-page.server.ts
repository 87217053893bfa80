import type { Kysely } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { ChecklistRow } from "~/domain/checklist";
import type { DeliverableStatus } from "~/domain/deliverable";
import type { EvidenceShown } from "~/domain/evidence";
import type { Actor, Role } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { notFound } from "~/domain/refusal";
import { type ActivityEntry, listDeliverableHistory } from "./activity.server";
import { checklistRow, listTeam } from "./engagement-page.server";
import { listEvidence } from "./evidence-page.server";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { requireEngagement } from "./scope.server";

export interface DeliverablePage {
  engagement: { code: string; title: string };
  relation: Role;
  row: ChecklistRow;
  status: DeliverableStatus;
  phase: { kind: PhaseKind; finishOn: CalendarDate };
  /** Where it stands in its phase, from 1, and in front of whom a step up or down puts it; null at the ends. */
  place: {
    position: number;
    count: number;
    up: { beforeId: string } | null;
    down: { beforeId: string | null } | null;
  };
  /** What the form edits. */
  fields: {
    title: string;
    notes: string;
    ownerId: string | null;
    dueOn: CalendarDate | null;
    isVisible: boolean;
    requiresEvidence: boolean;
  };
  version: number;
  evidence: EvidenceShown[];
  history: ActivityEntry[];
  team: { id: string; name: string }[];
}

const HISTORY_SHOWN = 100;

/** One deliverable of an engagement. @throws Refusal `not_found` when either is hidden or they do not belong together */
export async function readDeliverablePage(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
  today: CalendarDate,
): Promise<DeliverablePage> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  const row = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .leftJoin("person", "person.id", "deliverable.owner_id")
    .selectAll("deliverable")
    .select(["person.name as owner_name", "phase.kind as phase_kind", "phase.planned_finish_on"])
    .where("deliverable.engagement_id", "=", engagement.id)
    .where("deliverable.id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("deliverable");
  const evidence = await listEvidence(db, engagement.id, "deliverable", { id: row.id });
  const siblings = await db
    .selectFrom("deliverable")
    .select("id")
    .where("engagement_id", "=", engagement.id)
    .where("phase_id", "=", row.phase_id)
    .orderBy("position")
    .orderBy("id")
    .limit(2000)
    .execute();
  const team = await listTeam(db, engagement);
  const isOwnerListed = row.owner_id === null || team.some((person) => person.id === row.owner_id);
  return {
    engagement: { code: engagement.code, title: engagement.title },
    relation,
    row: checklistRow(row, null, today, await workingCalendar(db)),
    status: row.status,
    place: placeOf(
      siblings.map((sibling) => sibling.id),
      row.id,
    ),
    phase: { kind: row.phase_kind, finishOn: row.planned_finish_on },
    fields: {
      title: row.title,
      notes: row.notes,
      ownerId: row.owner_id,
      dueOn: row.due_on,
      isVisible: row.is_visible === 1,
      requiresEvidence: row.requires_evidence === 1,
    },
    version: row.version,
    evidence: evidence.get(row.id) ?? [],
    history: await listDeliverableHistory(db, engagement, row.id, { limit: HISTORY_SHOWN, today }),
    // Somebody who left the team stays the owner until another is chosen.
    team: isOwnerListed ? team : [...team, { id: row.owner_id ?? "", name: row.owner_name ?? "" }],
  };
}

function placeOf(ids: readonly string[], id: string): DeliverablePage["place"] {
  const index = ids.indexOf(id);
  const previous = ids[index - 1];
  return {
    position: index + 1,
    count: ids.length,
    up: previous === undefined ? null : { beforeId: previous },
    down: index === ids.length - 1 ? null : { beforeId: ids[index + 2] ?? null },
  };
}
