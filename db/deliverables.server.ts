import type { Kysely, Selectable } from "kysely";
import { isCalendarDate, longDate } from "~/domain/calendar";
import type { Facts, Visibility } from "~/domain/event";
import type { Actor } from "~/domain/permissions";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { conflict, invalid, notFound } from "~/domain/refusal";
import type { Act } from "./act";
import { once } from "./once.server";
import { prepared } from "./prepared.server";
import type { DB, DeliverableTable } from "./schema";
import { type EngagementRow, lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

type DeliverableRow = Selectable<DeliverableTable> & {
  phase_kind: PhaseKind;
  planned_finish_on: string;
};

const readDeliverable = prepared<{ engagementId: string; id: string }, DeliverableRow>((db, value) =>
  db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .selectAll("deliverable")
    .select(["phase.kind as phase_kind", "phase.planned_finish_on"])
    .where("deliverable.engagement_id", "=", value("engagementId"))
    .where("deliverable.id", "=", value("id")),
);

/** @throws Refusal `not_found` when the engagement has no such deliverable */
export async function requireDeliverable(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
): Promise<DeliverableRow> {
  const [row] = await readDeliverable(trx, { engagementId: engagement.id, id });
  if (!row) throw notFound("deliverable");
  return row;
}

/** @throws Refusal `not_found` when the engagement is hidden from the actor or has no such deliverable */
export async function requireDeliverableOf(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<void> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  await requireDeliverable(db, engagement, id);
}

/** Who reads of a change of something that the client sees, or does not. */
export const visibilityOf = (isVisible: 0 | 1): Visibility => (isVisible ? "client" : "internal");

export interface DeliverableFields {
  title: string;
  notes: string;
  ownerId: string | null;
  dueOn: string | null;
  isVisible: boolean;
  requiresEvidence: boolean;
}

/** Answers the owner's name. @throws Refusal `invalid` on a field that does not fit its phase */
export async function requireFieldsFit(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  phase: { kind: PhaseKind; planned_finish_on: string },
  fields: DeliverableFields,
): Promise<string | null> {
  if (fields.title.trim() === "") throw invalid("title", "Name the deliverable.");
  if (fields.dueOn && !isCalendarDate(fields.dueOn)) throw invalid("due_on", "That is not a date.");
  if (fields.dueOn && fields.dueOn > phase.planned_finish_on) {
    throw invalid(
      "due_on",
      `${PHASE_LABEL[phase.kind]} is promised to finish on ${longDate(phase.planned_finish_on)}. Move that date first, with a reason.`,
    );
  }
  if (!fields.ownerId) return null;
  const owner = await trx
    .selectFrom("person")
    .select("name")
    .where("id", "=", fields.ownerId)
    .where("role", "<>", "client")
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  if (!owner) throw invalid("owner_id", `Choose an owner from the team of ${engagement.code}.`);
  return owner.name;
}

/** Edits a deliverable. @throws Refusal `conflict` with the newer values when it was edited since `version` */
export async function editDeliverable(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: DeliverableFields & { version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireDeliverable(trx, engagement, id);
    const ownerName = await requireFieldsFit(
      trx,
      engagement,
      { kind: row.phase_kind, planned_finish_on: row.planned_finish_on },
      // A due date that stays as it is stays allowed, wherever the phase has moved.
      input.dueOn === row.due_on ? { ...input, dueOn: null } : input,
    );
    const was = row.owner_id
      ? await trx.selectFrom("person").select("name").where("id", "=", row.owner_id).executeTakeFirst()
      : undefined;
    const before: Facts = {
      title: row.title,
      notes: row.notes,
      owner: was?.name ?? null,
      due_on: row.due_on,
      is_visible: row.is_visible,
      requires_evidence: row.requires_evidence,
    };
    const after: Facts = {
      title: input.title.trim(),
      notes: input.notes,
      owner: ownerName,
      due_on: input.dueOn,
      is_visible: input.isVisible ? 1 : 0,
      requires_evidence: input.requiresEvidence ? 1 : 0,
    };
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return;
    if (row.version !== input.version) {
      throw conflict(
        "Somebody else edited this deliverable meanwhile. Compare with theirs, then save again.",
        Object.fromEntries([
          ...Object.entries(before).map(([key, value]) => [key, String(value ?? "")]),
          ["version", String(row.version)],
        ]),
      );
    }
    await trx
      .updateTable("deliverable")
      .set((eb) => ({
        title: input.title.trim(),
        notes: input.notes,
        owner_id: input.ownerId,
        due_on: input.dueOn,
        is_visible: input.isVisible ? 1 : 0,
        requires_evidence: input.requiresEvidence ? 1 : 0,
        version: eb("version", "+", 1),
      }))
      .where("id", "=", row.id)
      .execute();
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    const onlyInternal = changed.every((key) => ["notes", "owner", "requires_evidence"].includes(key));
    const isKnownToClient = row.is_visible === 1 && input.isVisible && !onlyInternal;
    await finishChange(trx, engagement, act, [
      {
        kind: "deliverable.edited",
        subjectId: row.id,
        label: input.title.trim(),
        before: pick(before),
        after: pick(after),
        visibility: isKnownToClient ? "client" : "internal",
      },
    ]);
  });
}
