import type { Kysely, Selectable } from "kysely";
import type { Facts } from "~/domain/event";
import {
  FINDING_LIMITS,
  type FindingStatus,
  findingFault,
  isBeforeMending,
  type Severity,
} from "~/domain/finding";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { type Act, newId, personIdOf } from "./act";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB, FindingTable } from "./schema";
import { lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export type FindingRow = Selectable<FindingTable>;

export interface FindingFields {
  title: string;
  severity: Severity;
  area: string;
  /** Markdown. */
  body: string;
  /** A path or address in the client's system; may be empty. */
  place: string;
  isVisible: boolean;
}

/** @throws Refusal `not_found` when the engagement has no such finding */
export async function requireFinding(
  db: Kysely<DB>,
  engagement: { id: string },
  id: string,
): Promise<FindingRow> {
  const row = await db
    .selectFrom("finding")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("finding");
  return row;
}

/** What the findings of an engagement that is held go on from: their next number, and whether anything was touched. */
export interface FindingBook {
  engagementId: string;
  nextNumber: number;
  isUntouched: boolean;
}

/** Opens the book of findings; the engagement has to be locked, so that no number is given twice. */
export async function openFindingBook(trx: Kysely<DB>, engagement: { id: string }): Promise<FindingBook> {
  const last = await trx
    .selectFrom("finding")
    .select((eb) => eb.fn.max("number").as("number"))
    .where("engagement_id", "=", engagement.id)
    .executeTakeFirst();
  // The number of one that was removed stands in the history and in what was signed: it is not given again.
  const removals = await trx
    .selectFrom("event")
    .select("before")
    .where("engagement_id", "=", engagement.id)
    .where("kind", "=", "finding.removed")
    .execute();
  const removed = removals.map(({ before }) => Number((JSON.parse(before) as Facts).number ?? 0));
  const stabilise = await trx
    .selectFrom("phase")
    .select("status")
    .where("engagement_id", "=", engagement.id)
    .where("kind", "=", "stabilise")
    .executeTakeFirst();
  return {
    engagementId: engagement.id,
    nextNumber: Math.max(last?.number ?? 0, ...removed) + 1,
    isUntouched: isBeforeMending(stabilise?.status ?? null),
  };
}

/** Writes a finding into the book and answers its id with the event that tells of it. @throws Refusal `invalid` */
export async function insertFinding(
  trx: Kysely<DB>,
  act: Act,
  book: FindingBook,
  fields: FindingFields & { sourceRef?: string },
): Promise<{ id: string; event: NewEvent }> {
  const kept = cleaned(fields);
  const id = newId();
  await trx
    .insertInto("finding")
    .values({
      id,
      engagement_id: book.engagementId,
      number: book.nextNumber,
      ...kept,
      status: "open",
      resolution: "",
      settled_on: null,
      is_untouched: book.isUntouched ? 1 : 0,
      source_ref: fields.sourceRef ?? null,
      created_by: personIdOf(act.actor),
      created_by_name: act.actor.name,
      created_at: act.at,
    })
    .execute();
  const event: NewEvent = {
    kind: "finding.recorded",
    subjectId: id,
    label: kept.title,
    after: { number: book.nextNumber, severity: kept.severity, area: kept.area },
    visibility: visibilityOf(kept.is_visible),
  };
  book.nextNumber += 1;
  return { id, event };
}

function cleaned(fields: FindingFields) {
  const { title, area, body, place, severity } = fields;
  const kept = { title: title.trim(), area: area.trim(), body: body.trim(), place: place.trim() };
  const fault = findingFault(kept);
  if (fault) throw invalid(fault.field, fault.message);
  return { ...kept, severity, is_visible: fields.isVisible ? (1 as const) : (0 as const) };
}

/** Writes down a finding and answers its id. */
export async function recordFinding(
  db: Kysely<DB>,
  act: Act,
  code: string,
  fields: FindingFields,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const book = await openFindingBook(trx, engagement);
    const { id, event } = await insertFinding(trx, act, book, fields);
    await finishChange(trx, engagement, act, [event]);
    return id;
  });
}

/** @throws Refusal `conflict` with the values of now when the row was changed since the form was read */
export function requireSameVersion(
  row: { version: number },
  version: number,
  current: Readonly<Record<string, string | number | null>>,
): void {
  if (row.version === version) return;
  throw conflict(
    "Somebody else changed this meanwhile. Compare with theirs, then save again.",
    Object.fromEntries([
      ...Object.entries(current).map(([key, value]) => [key, String(value ?? "")]),
      ["version", String(row.version)],
    ]),
  );
}

/** Edits a finding. @throws Refusal `conflict` with the newer values when it was changed since `version` */
export async function editFinding(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: FindingFields & { version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireFinding(trx, engagement, id);
    const kept = cleaned(input);
    const { title, severity, area, body, place, is_visible } = row;
    const before: Facts = { title, severity, area, body, place, is_visible };
    const after: Facts = kept;
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return;
    requireSameVersion(row, input.version, before);
    await setFinding(trx, row.id, kept);
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    // What it said while it was ours alone stays ours.
    const isNewlyShown = kept.is_visible === 1 && row.is_visible === 0;
    await finishChange(trx, engagement, act, [
      {
        kind: "finding.edited",
        subjectId: row.id,
        label: kept.title,
        before: isNewlyShown ? { is_visible: 0 } : pick(before),
        after: isNewlyShown ? { is_visible: 1 } : pick(after),
        visibility: visibilityOf(kept.is_visible),
      },
    ]);
  });
}

async function setFinding(
  trx: Kysely<DB>,
  id: string,
  set: Partial<Omit<FindingRow, "id" | "version">>,
): Promise<void> {
  await trx
    .updateTable("finding")
    .set((eb) => ({ ...set, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .execute();
}

/** Settles a finding as resolved or accepted, with a sentence that says how or why. */
export async function settleFinding(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { status: Exclude<FindingStatus, "open">; resolution: string; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireFinding(trx, engagement, id);
    const resolution = input.resolution.trim();
    if (resolution === "") {
      const what = input.status === "resolved" ? "how it was resolved" : "why it is accepted as it is";
      throw invalid("resolution", `Say in a sentence ${what}.`);
    }
    if (resolution.length > FINDING_LIMITS.resolution) {
      throw invalid("resolution", "Use at most 2,000 characters.");
    }
    if (row.status === input.status && row.resolution === resolution) return;
    requireSameVersion(row, input.version, { status: row.status, resolution: row.resolution });
    await setFinding(trx, row.id, { status: input.status, resolution, settled_on: act.today });
    await finishChange(trx, engagement, act, [
      {
        kind: "finding.settled",
        subjectId: row.id,
        label: row.title,
        before: { status: row.status },
        after: { status: input.status, reason: resolution },
        visibility: visibilityOf(row.is_visible),
      },
    ]);
  });
}

/** Opens a settled finding again; one that is open stays as it is. */
export async function reopenFinding(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const row = await requireFinding(trx, engagement, id);
    if (row.status === "open") return;
    await setFinding(trx, row.id, { status: "open", resolution: "", settled_on: null });
    await finishChange(trx, engagement, act, [
      {
        kind: "finding.reopened",
        subjectId: row.id,
        label: row.title,
        before: { status: row.status },
        after: { status: "open" },
        visibility: visibilityOf(row.is_visible),
      },
    ]);
  });
}
