import type { Kysely, Selectable } from "kysely";
import { isCalendarDate, longDate } from "~/domain/calendar";
import { type DeliverableStatus, isOpen, requireStatusAllowed } from "~/domain/deliverable";
import type { Facts, Visibility } from "~/domain/event";
import type { Actor } from "~/domain/permissions";
import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
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

async function requireDeliverable(
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

interface StatusColumns {
  id: string;
  status: DeliverableStatus;
  reason: string | null;
  evidenceCount: number;
  doneAt: number | null;
  version: number;
}

const writeStatus = prepared<StatusColumns, unknown>((db, value) =>
  db
    .updateTable("deliverable")
    .set({
      status: value("status"),
      reason: value("reason"),
      evidence_count: value("evidenceCount"),
      done_at: value("doneAt"),
      version: value("version"),
    })
    .where("id", "=", value("id")),
);

const visibilityOf = (isVisible: 0 | 1): Visibility => (isVisible ? "client" : "internal");

export interface EvidenceInput {
  kind: "link" | "note";
  url: string | null;
  note: string;
  isVisible: boolean;
}

/** Evidence from what somebody typed or pasted: a web address becomes a link, anything else a note. */
export function evidenceFrom(text: string, isVisible = false): EvidenceInput | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^https?:\/\/\S+$/i.test(trimmed)
    ? { kind: "link", url: trimmed, note: "", isVisible }
    : { kind: "note", url: null, note: trimmed, isVisible };
}

export interface StatusInput {
  id: string;
  to: DeliverableStatus;
  /** The status that the person saw when they pressed; null when unknown. */
  from: DeliverableStatus | null;
  reason: string | null;
  /** Given along with the tick, in the same row. */
  evidence: EvidenceInput | null;
}

/**
 * Sets the status of a deliverable. Pressing what is already so changes nothing; pressing on something that another
 * person changed meanwhile is refused with what it is now.
 */
export async function setStatus(db: Kysely<DB>, act: Act, code: string, input: StatusInput): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireDeliverable(trx, engagement, input.id);
    if (row.status === input.to && (!input.reason || input.reason === row.reason) && !input.evidence) return;
    if (input.from && row.status !== input.from && row.status !== input.to) {
      throw conflict(`Somebody else changed “${row.title}” meanwhile.`, {
        status: row.status,
        reason: row.reason ?? "",
      });
    }
    const evidenceCount = row.evidence_count + (input.evidence ? 1 : 0);
    requireStatusAllowed({
      to: input.to,
      reason: input.reason,
      requiresEvidence: row.requires_evidence === 1,
      evidenceCount,
    });
    if (input.evidence) await insertEvidence(trx, act, engagement, row.id, input.evidence);
    const reason = input.to === "blocked" || input.to === "not_applicable" ? input.reason : null;
    await writeStatus(trx, {
      id: row.id,
      status: input.to,
      reason,
      evidenceCount,
      doneAt: input.to === "done" ? act.at : null,
      version: row.version + 1,
    });
    const visibility = visibilityOf(row.is_visible);
    await finishChange(trx, engagement, act, [
      ...(input.evidence
        ? [
            {
              kind: "evidence.added" as const,
              subjectId: row.id,
              label: row.title,
              after: { url: input.evidence.url, note: input.evidence.note },
              visibility: "internal" as const,
            },
          ]
        : []),
      ...(row.status === input.to
        ? []
        : [
            {
              kind: "deliverable.status_changed" as const,
              subjectId: row.id,
              label: row.title,
              before: { status: row.status, reason: row.reason },
              after: { status: input.to, reason, phase: row.phase_kind },
              visibility,
            },
          ]),
    ]);
  });
}

export interface DeliverableFields {
  title: string;
  notes: string;
  ownerId: string | null;
  dueOn: string | null;
  isVisible: boolean;
  requiresEvidence: boolean;
}

async function requireFieldsFit(
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
    await trx.deleteFrom("evidence").where("deliverable_id", "=", row.id).execute();
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

async function insertEvidence(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  deliverableId: string,
  evidence: EvidenceInput,
): Promise<string> {
  if (evidence.kind === "link" && !isSafeUrl(evidence.url)) {
    throw invalid("url", "Give a web address that begins with http:// or https://.");
  }
  if (evidence.kind === "note" && evidence.note.trim() === "") throw invalid("note", "Write the note.");
  const id = newId();
  await trx
    .insertInto("evidence")
    .values({
      id,
      engagement_id: engagement.id,
      deliverable_id: deliverableId,
      kind: evidence.kind,
      url: evidence.kind === "link" ? evidence.url : null,
      note: evidence.note,
      is_visible: evidence.isVisible ? 1 : 0,
      added_by: personIdOf(act.actor),
      added_by_name: act.actor.name,
      added_at: act.at,
    })
    .execute();
  return id;
}

function isSafeUrl(url: string | null): boolean {
  if (!url || !URL.canParse(url)) return false;
  return ["http:", "https:"].includes(new URL(url).protocol);
}

/** Adds evidence to a deliverable and answers its id. */
export async function addEvidence(
  db: Kysely<DB>,
  act: Act,
  code: string,
  deliverableId: string,
  evidence: EvidenceInput,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireDeliverable(trx, engagement, deliverableId);
    const id = await insertEvidence(trx, act, engagement, row.id, evidence);
    await trx
      .updateTable("deliverable")
      .set({ evidence_count: row.evidence_count + 1 })
      .where("id", "=", row.id)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "evidence.added",
        subjectId: row.id,
        label: row.title,
        after: { url: evidence.url, note: evidence.note },
        visibility: row.is_visible && evidence.isVisible ? "client" : "internal",
      },
    ]);
    return id;
  });
}

/** Removes evidence; the last piece of a finished deliverable that requires some stays. */
export async function removeEvidence(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { deliverableId: string; evidenceId: string },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireDeliverable(trx, engagement, input.deliverableId);
    if (row.status === "done" && row.requires_evidence && row.evidence_count <= 1) {
      throw invalid("evidence", "It is done because of this evidence. Open it again first, or add another.");
    }
    const removed = await trx
      .deleteFrom("evidence")
      .where("engagement_id", "=", engagement.id)
      .where("deliverable_id", "=", row.id)
      .where("id", "=", input.evidenceId)
      .returningAll()
      .executeTakeFirst();
    if (!removed) throw notFound("evidence");
    await trx
      .updateTable("deliverable")
      .set({ evidence_count: row.evidence_count - 1 })
      .where("id", "=", row.id)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "evidence.removed",
        subjectId: row.id,
        label: row.title,
        before: { url: removed.url, note: removed.note },
        visibility: row.is_visible && removed.is_visible ? "client" : "internal",
      },
    ]);
  });
}
