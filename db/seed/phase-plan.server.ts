import type { Kysely } from "kysely";
import { addWorkingDays, type CalendarDate, type WorkingCalendar, workingDaysIn } from "~/domain/calendar";
import type { DeliverableStatus } from "~/domain/deliverable";
import type { Actor } from "~/domain/permissions";
import type { PhaseKind } from "~/domain/phase";
import { addDeliverable } from "../checklist.server";
import { editDeliverable } from "../deliverables.server";
import type { DB } from "../schema";
import type { DayClock } from "./day-clock";
import type { EvidencePlace } from "./evidence-content";
import type { AdditionText } from "./story";
import type { KeepFile } from "./tell-files.server";

/** What the telling of one engagement needs at hand. */
export interface Scene {
  db: Kysely<DB>;
  code: string;
  engagementId: string;
  calendar: WorkingCalendar;
  clock: DayClock;
  lead: Actor;
  manager: Actor;
  /** Lead and members, who share the work. */
  workers: readonly Actor[];
  contact: Actor;
  place: EvidencePlace;
  /** The day before which everything that is told has happened. */
  untilOn: CalendarDate;
  /** Where files are kept; without it none are told of. */
  keepFile?: KeepFile | undefined;
}

export interface Item {
  id: string;
  title: string;
  status: DeliverableStatus;
  dueOn: CalendarDate;
  version: number;
  isVisible: boolean;
  requiresEvidence: boolean;
  hasEvidence: boolean;
  owner: Actor;
  /** Working days before (negative) or after the due date on which it is really done. */
  offset: number;
}

export interface Plan {
  phaseId: string;
  startOn: CalendarDate;
  finishOn: CalendarDate;
  items: Item[];
}

/** Work of this engagement alone: what Read found out is planned when Stabilise begins. */
export async function addWork(
  scene: Scene,
  kind: PhaseKind,
  added: Readonly<Partial<Record<PhaseKind, readonly AdditionText[]>>>,
): Promise<void> {
  const kinds: PhaseKind[] = kind === "stabilise" ? ["stabilise", "extend"] : kind === "extend" ? [] : [kind];
  for (const of of kinds) {
    const titles = added[of] ?? [];
    if (titles.length === 0) continue;
    const phase = await scene.db
      .selectFrom("phase")
      .select(["planned_start_on", "planned_finish_on"])
      .where("engagement_id", "=", scene.engagementId)
      .where("kind", "=", of)
      .executeTakeFirstOrThrow();
    const days = workingDaysIn(phase.planned_start_on, phase.planned_finish_on, scene.calendar);
    for (const [index, text] of titles.entries()) {
      const addition =
        typeof text === "string" ? { title: text, isVisible: true, requiresEvidence: false } : text;
      const day = Math.max(1, Math.round(((index + 1.5) / (titles.length + 1.5)) * (days - 1)));
      await addDeliverable(scene.db, scene.clock.actAtOnce(scene.lead), scene.code, of, {
        ...addition,
        notes: "",
        ownerId: scene.workers[index % scene.workers.length]?.id ?? null,
        dueOn: addWorkingDays(phase.planned_start_on, day - 1, scene.calendar),
      });
    }
  }
}

/** The work of a phase as it stands; what is known of its items is kept. */
export async function readPlan(scene: Scene, kind: PhaseKind, before?: Plan): Promise<Plan> {
  const phase = await scene.db
    .selectFrom("phase")
    .select(["id", "planned_start_on", "planned_finish_on"])
    .where("engagement_id", "=", scene.engagementId)
    .where("kind", "=", kind)
    .executeTakeFirstOrThrow();
  const rows = await scene.db
    .selectFrom("deliverable")
    .selectAll()
    .where("phase_id", "=", phase.id)
    .orderBy("position")
    .execute();
  const items = rows.map((row, index): Item => {
    const known = before?.items.find((item) => item.id === row.id);
    const chance = scene.place.random();
    return {
      id: row.id,
      title: row.title,
      status: row.status,
      dueOn: row.due_on ?? phase.planned_finish_on,
      version: row.version,
      isVisible: row.is_visible === 1,
      requiresEvidence: row.requires_evidence === 1,
      hasEvidence: row.evidence_count > 0,
      owner:
        scene.workers.find((worker) => worker.id === row.owner_id) ??
        scene.workers[index % scene.workers.length] ??
        scene.lead,
      offset: known?.offset ?? (chance < 0.2 ? -1 : chance < 0.86 ? 0 : 1),
    };
  });
  return { phaseId: phase.id, startOn: phase.planned_start_on, finishOn: phase.planned_finish_on, items };
}

/** The lead says who does what when a phase begins. */
export async function shareOut(scene: Scene, plan: Plan): Promise<void> {
  const owned = await scene.db
    .selectFrom("deliverable")
    .select("id")
    .where("phase_id", "=", plan.phaseId)
    .where("owner_id", "is not", null)
    .execute();
  const done = new Set(owned.map((row) => row.id));
  for (const item of plan.items) {
    if (done.has(item.id)) continue;
    await editDeliverable(scene.db, scene.clock.actAtOnce(scene.lead), scene.code, item.id, {
      title: item.title,
      notes: "",
      ownerId: item.owner.id,
      dueOn: item.dueOn,
      isVisible: item.isVisible,
      requiresEvidence: item.requiresEvidence,
      version: item.version,
    });
  }
}
