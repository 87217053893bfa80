import type { Kysely } from "kysely";
import type { Facts, Visibility } from "~/domain/event";
import { EVIDENCE_LIMITS, type EvidenceFile, type EvidenceSubject } from "~/domain/evidence";
import type { Actor, Permission } from "~/domain/permissions";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import type { NewEvent } from "./events.server";
import { type EvidenceSubjectRow, requireEvidenceSubject } from "./evidence-subject.server";
import { once } from "./once.server";
import type { DB } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** A file whose bytes are in the store already. */
export interface StoredFile extends EvidenceFile {
  sha256: string;
}

export interface EvidenceInput {
  kind: "link" | "note" | "file";
  url: string | null;
  note: string;
  isVisible: boolean;
  /** With the kind `file` only. */
  file?: StoredFile;
}

/** Evidence from what somebody typed or pasted: a web address becomes a link, anything else a note. */
export function evidenceFrom(text: string, isVisible = false): EvidenceInput | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return /^https?:\/\/\S+$/i.test(trimmed)
    ? { kind: "link", url: trimmed, note: "", isVisible }
    : { kind: "note", url: null, note: trimmed, isVisible };
}

function isSafeUrl(url: string | null): boolean {
  if (!url || !URL.canParse(url)) return false;
  return ["http:", "https:"].includes(new URL(url).protocol);
}

/** @throws Refusal `invalid` on the field that is wrong */
export function requireEvidenceFits({ kind, url, note, file }: EvidenceInput): void {
  if (kind === "link" && !isSafeUrl(url)) {
    throw invalid("url", "Give a web address that begins with http:// or https://.");
  }
  if (kind === "note" && note.trim() === "") throw invalid("note", "Write the note.");
  if (kind === "file" && !file) throw invalid("file", "Choose a file.");
  if (note.length > EVIDENCE_LIMITS.note) {
    throw invalid("note", `At most ${EVIDENCE_LIMITS.note.toLocaleString("en-GB")} characters.`);
  }
}

async function insertFile(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  { sha256, size, name, type }: StoredFile,
): Promise<string> {
  const id = newId();
  await trx
    .insertInto("file")
    .values({
      id,
      engagement_id: engagementId,
      sha256,
      size,
      name,
      type,
      added_by: personIdOf(act.actor),
      added_by_name: act.actor.name,
      added_at: act.at,
    })
    .execute();
  return id;
}

async function insertPiece(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  subject: Pick<EvidenceSubjectRow, "column" | "rowId">,
  evidence: EvidenceInput,
): Promise<string> {
  requireEvidenceFits(evidence);
  const { kind, file } = evidence;
  const id = newId();
  await trx
    .insertInto("evidence")
    .values({
      id,
      engagement_id: engagementId,
      [subject.column]: subject.rowId,
      kind,
      url: kind === "link" ? evidence.url : null,
      file_id: kind === "file" && file ? await insertFile(trx, act, engagementId, file) : null,
      note: evidence.note,
      is_visible: evidence.isVisible ? 1 : 0,
      added_by: personIdOf(act.actor),
      added_by_name: act.actor.name,
      added_at: act.at,
    })
    .execute();
  return id;
}

/** Inserts evidence of a deliverable and answers its id; the caller counts it. @throws Refusal `invalid` */
export async function insertEvidence(
  trx: Kysely<DB>,
  act: Act,
  engagement: { id: string },
  deliverableId: string,
  evidence: EvidenceInput,
): Promise<string> {
  return insertPiece(trx, act, engagement.id, { column: "deliverable_id", rowId: deliverableId }, evidence);
}

/** What a client brings is theirs to see, whatever the form said. */
function asSeenBy(actor: Actor, evidence: EvidenceInput): EvidenceInput {
  return actor.role === "client" ? { ...evidence, isVisible: true } : evidence;
}

const visibilityIn = (subject: EvidenceSubjectRow, isVisible: boolean): Visibility =>
  subject.isVisible && isVisible ? "client" : "internal";

function factsOf(subject: EvidenceSubjectRow, { kind, url, note, file }: EvidenceInput): Facts {
  const facts = { of: subject.of, kind, url: kind === "link" ? url : null, note };
  return file ? { ...facts, name: file.name, size: file.size, sha256: file.sha256 } : facts;
}

/** Inserts evidence of a subject that is held and counts it; answers the ids with the events that tell of them. */
export async function insertPieces(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  of: EvidenceSubject,
  pieces: readonly EvidenceInput[],
): Promise<{ ids: string[]; events: NewEvent[] }> {
  const subject = await requireEvidenceSubject(trx, engagement, of, { isAdding: true });
  if (subject.count + pieces.length > EVIDENCE_LIMITS.pieces) {
    throw invalid(
      "file",
      `There are ${EVIDENCE_LIMITS.pieces} pieces of evidence at most. Remove some first.`,
    );
  }
  const ids: string[] = [];
  const events: NewEvent[] = [];
  for (const piece of pieces) {
    const evidence = asSeenBy(act.actor, piece);
    ids.push(await insertPiece(trx, act, engagement.id, subject, evidence));
    events.push({
      kind: "evidence.added",
      subjectId: subject.eventId,
      label: subject.title,
      after: factsOf(subject, evidence),
      visibility: visibilityIn(subject, evidence.isVisible),
    });
  }
  await count(trx, subject, pieces.length);
  return { ids, events };
}

/** A deliverable keeps the number of its evidence, for the gate and the list. */
async function count(trx: Kysely<DB>, subject: EvidenceSubjectRow, by: number): Promise<void> {
  if (subject.of !== "deliverable") return;
  await trx
    .updateTable("deliverable")
    .set((eb) => ({ evidence_count: eb("evidence_count", "+", by) }))
    .where("id", "=", subject.rowId)
    .execute();
}

/** Deletes the evidence of what is removed itself, with the names of its files; answers how many pieces there were. */
export async function deleteEvidenceOf(
  trx: Kysely<DB>,
  engagementId: string,
  { column, rowId }: Pick<EvidenceSubjectRow, "column" | "rowId">,
): Promise<number> {
  const removed = await trx
    .deleteFrom("evidence")
    .where("engagement_id", "=", engagementId)
    .where(column, "=", rowId)
    .returning("file_id")
    .execute();
  const fileIds = removed.flatMap((row) => row.file_id ?? []);
  if (fileIds.length > 0) {
    await trx
      .deleteFrom("file")
      .where("engagement_id", "=", engagementId)
      .where("id", "in", fileIds)
      .execute();
  }
  return removed.length;
}

/** Who may add or remove: what belongs to the fix and the hand-over is the lead's, an answer is the client's. */
export function evidencePermission(actor: Actor, { of }: EvidenceSubject): Permission {
  if (of === "ask" && actor.role === "client") return "answer_as_client";
  return of === "deliverable" || of === "finding" ? "work_checklist" : "run_engagement";
}

/** Adds several pieces of evidence at once and answers their ids. */
export async function addEvidencePieces(
  db: Kysely<DB>,
  act: Act,
  code: string,
  subject: EvidenceSubject,
  pieces: readonly EvidenceInput[],
): Promise<string[]> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, evidencePermission(act.actor, subject));
    const { ids, events } = await insertPieces(trx, act, engagement, subject, pieces);
    await finishChange(trx, engagement, act, events);
    return ids;
  });
}

/** Adds evidence and answers its id. */
export async function addEvidence(
  db: Kysely<DB>,
  act: Act,
  code: string,
  subject: EvidenceSubject,
  evidence: EvidenceInput,
): Promise<string> {
  const [id] = await addEvidencePieces(db, act, code, subject, [evidence]);
  if (id === undefined) throw notFound("evidence");
  return id;
}

/**
 * Removes evidence; the last piece of a finished deliverable that requires some stays, and with an ask everybody
 * removes only what they brought.
 */
export async function removeEvidence(
  db: Kysely<DB>,
  act: Act,
  code: string,
  of: EvidenceSubject,
  evidenceId: string,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, evidencePermission(act.actor, of));
    const subject = await requireEvidenceSubject(trx, engagement, of, { isAdding: false });
    if (subject.needsEvidence && subject.count <= 1) {
      throw invalid("evidence", "It is done because of this evidence. Open it again first, or add another.");
    }
    let removing = trx
      .deleteFrom("evidence")
      .where("engagement_id", "=", engagement.id)
      .where(subject.column, "=", subject.rowId)
      .where("id", "=", evidenceId);
    if (subject.of === "ask") removing = removing.where("added_by", "=", act.actor.id);
    const removed = await removing.returningAll().executeTakeFirst();
    if (!removed) throw notFound("evidence");
    const file = removed.file_id
      ? await trx.deleteFrom("file").where("id", "=", removed.file_id).returningAll().executeTakeFirst()
      : undefined;
    await count(trx, subject, -1);
    await finishChange(trx, engagement, act, [
      {
        kind: "evidence.removed",
        subjectId: subject.eventId,
        label: subject.title,
        before: factsOf(subject, { ...removed, isVisible: removed.is_visible === 1, file }),
        visibility: visibilityIn(subject, removed.is_visible === 1),
      },
    ]);
  });
}
