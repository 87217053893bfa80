import type { Kysely } from "kysely";
import { isOpen } from "~/domain/deliverable";
import type { PhaseKind } from "~/domain/phase";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import {
  type DeliverableFields,
  requireDeliverable,
  requireFieldsFit,
  visibilityOf,
} from "./deliverables.server";
import { deleteEvidenceOf } from "./evidence.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** Adds a deliverable at the end of a phase and answers its id. */
export async function addDeliverable(
  db: Kysely<DB>,
  act: Act,
  code: string,
  phaseKind: PhaseKind,
  fields: DeliverableFields,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const phase = await trx
      .selectFrom("phase")
      .select((eb) => [
        "id",
        "kind",
        "planned_finish_on",
        eb
          .selectFrom("deliverable")
          .select((sub) => sub.fn.max("position").as("last"))
          .whereRef("deliverable.phase_id", "=", "phase.id")
          .as("last_position"),
      ])
      .where("engagement_id", "=", engagement.id)
      .where("kind", "=", phaseKind)
      .executeTakeFirst();
    if (!phase) throw notFound("phase");
    await requireFieldsFit(trx, engagement, phase, fields);
    const id = newId();
    await trx
      .insertInto("deliverable")
      .values({
        id,
        engagement_id: engagement.id,
        phase_id: phase.id,
        position: (phase.last_position ?? 0) + 1,
        title: fields.title.trim(),
        notes: fields.notes,
        status: "todo",
        reason: null,
        owner_id: fields.ownerId,
        due_on: fields.dueOn,
        is_visible: fields.isVisible ? 1 : 0,
        requires_evidence: fields.requiresEvidence ? 1 : 0,
        artefact: null,
        done_at: null,
        created_at: act.at,
        source_ref: null,
      })
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "deliverable.added",
        subjectId: id,
        label: fields.title.trim(),
        after: { phase: phaseKind, due_on: fields.dueOn },
        visibility: visibilityOf(fields.isVisible ? 1 : 0),
      },
    ]);
    return id;
  });
}

/**
 * Puts a deliverable in front of another one of its phase, or at the end when `beforeId` is null.
 */
export async function reorderDeliverable(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { id: string; beforeId: string | null },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireDeliverable(trx, engagement, input.id);
    const siblings = await trx
      .selectFrom("deliverable")
      .select(["id", "position"])
      .where("engagement_id", "=", engagement.id)
      .where("phase_id", "=", row.phase_id)
      .orderBy("position")
      .orderBy("id")
      .execute();
    const order = siblings.map((sibling) => sibling.id).filter((id) => id !== row.id);
    const target = input.beforeId === null ? order.length : order.indexOf(input.beforeId);
    if (target < 0) throw notFound("deliverable");
    order.splice(target, 0, row.id);
    if (order.every((id, index) => siblings[index]?.id === id)) return;
    for (const [index, id] of order.entries()) {
      if (siblings.find((sibling) => sibling.id === id)?.position === index + 1) continue;
      await trx
        .updateTable("deliverable")
        .set({ position: index + 1 })
        .where("engagement_id", "=", engagement.id)
        .where("id", "=", id)
        .execute();
    }
    await finishChange(trx, engagement, act, [
      {
        kind: "deliverable.reordered",
        subjectId: row.id,
        label: row.title,
        before: { position: row.position },
        after: { phase: row.phase_kind, position: target + 1 },
        visibility: "internal",
      },
    ]);
  });
}

/** Removes a deliverable that was added by mistake; one that is done stays. */
export async function removeDeliverable(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireDeliverable(trx, engagement, id);
    if (!isOpen(row.status)) {
      throw invalid("deliverable", "It is settled already. Only open deliverables can be removed.");
    }
    await deleteEvidenceOf(trx, engagement.id, { column: "deliverable_id", rowId: row.id });
    await trx.deleteFrom("standard_check").where("deliverable_id", "=", row.id).execute();
    await trx.deleteFrom("decision_link").where("deliverable_id", "=", row.id).execute();
    await trx.deleteFrom("deliverable").where("id", "=", row.id).execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "deliverable.removed",
        subjectId: row.id,
        label: row.title,
        before: { phase: row.phase_kind, status: row.status, due_on: row.due_on },
        visibility: visibilityOf(row.is_visible),
      },
    ]);
  });
}
