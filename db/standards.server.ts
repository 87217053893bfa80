import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { may } from "~/domain/permissions";
import { conflict, forbidden, invalid, notFound } from "~/domain/refusal";
import {
  type AgreedStandard,
  type InheritingDeliverable,
  inherits,
  isStandardArea,
  type StandardCheck,
  type StandardState,
  type UnmetStandard,
  unmetStandards,
} from "~/domain/standard";
import { type Act, newId, personIdOf } from "./act";
import type { NewEvent } from "./events.server";
import { once } from "./once.server";
import type { DB, DeliverableTable, StandardTable } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export interface StandardFields {
  title: string;
  area: string;
  /** Markdown. */
  rule: string;
  agreedOn: string;
  /** Who agreed to it, ours and theirs, in words. */
  agreedBy: string;
}

const STANDARDS_MOST = 100;
const REASON_MOST = 1000;

/** @throws Refusal `invalid` on the first field that lacks something */
function fitting(fields: StandardFields, today: string): StandardFields {
  const title = fields.title.trim();
  const rule = fields.rule.trim();
  const agreedBy = fields.agreedBy.trim();
  if (title === "") throw invalid("title", "Name the standard.");
  if (title.length > 200) throw invalid("title", "At most 200 characters.");
  if (!isStandardArea(fields.area)) throw invalid("area", "Choose what it is about.");
  if (rule === "") throw invalid("rule", "Write the rule down, so that anybody can check it.");
  if (rule.length > 20_000) throw invalid("rule", "At most 20,000 characters.");
  if (!isCalendarDate(fields.agreedOn)) throw invalid("agreed_on", "That is not a date.");
  if (fields.agreedOn > today)
    throw invalid("agreed_on", "It is agreed today or was on a day that has been.");
  if (agreedBy === "") throw invalid("agreed_by", "Say who agreed to it.");
  if (agreedBy.length > 200) throw invalid("agreed_by", "At most 200 characters.");
  return { title, area: fields.area, rule, agreedOn: fields.agreedOn, agreedBy };
}

type StandardRow = Selectable<StandardTable>;

async function requireStandard(trx: Kysely<DB>, engagement: EngagementRow, id: string): Promise<StandardRow> {
  const row = await trx
    .selectFrom("standard")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("standard");
  return row;
}

function requireStanding(row: StandardRow): void {
  if (row.withdrawn_on !== null) {
    throw conflict(`“${row.title}” was withdrawn meanwhile; it binds nothing any more.`);
  }
}

/** Agrees a standard: every deliverable of Extend inherits it at once. Answers its id. */
export async function agreeStandard(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: StandardFields,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const fields = fitting(input, act.today);
    const { last, count } = await trx
      .selectFrom("standard")
      .select((eb) => [eb.fn.max("number").as("last"), eb.fn.countAll<number>().as("count")])
      .where("engagement_id", "=", engagement.id)
      .executeTakeFirstOrThrow();
    if (count >= STANDARDS_MOST) {
      throw invalid("title", `An engagement keeps at most ${STANDARDS_MOST} standards.`);
    }
    const id = newId();
    await trx
      .insertInto("standard")
      .values({
        id,
        engagement_id: engagement.id,
        number: (last ?? 0) + 1,
        title: fields.title,
        area: fields.area,
        rule: fields.rule,
        agreed_on: fields.agreedOn,
        agreed_by_name: fields.agreedBy,
        withdrawn_on: null,
        withdrawn_reason: null,
        created_at: act.at,
      })
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "standard.agreed",
        subjectId: id,
        label: fields.title,
        after: { number: (last ?? 0) + 1, area: fields.area, agreed_on: fields.agreedOn },
        visibility: "client",
      },
    ]);
    return id;
  });
}

const factsOf = (row: StandardRow): Record<string, string> => ({
  title: row.title,
  area: row.area,
  rule: row.rule,
  agreed_on: row.agreed_on,
  agreed_by: row.agreed_by_name,
});

/** Edits a standard that stands. @throws Refusal `conflict` with the newer values when it changed since `version` */
export async function editStandard(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: StandardFields & { version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireStandard(trx, engagement, id);
    requireStanding(row);
    const fields = fitting(input, act.today);
    const before: Facts = factsOf(row);
    const after: Facts = factsOf({
      ...row,
      title: fields.title,
      area: fields.area,
      rule: fields.rule,
      agreed_on: fields.agreedOn,
      agreed_by_name: fields.agreedBy,
    });
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return;
    requireVersion(row, input.version, factsOf(row));
    await trx
      .updateTable("standard")
      .set((eb) => ({
        title: fields.title,
        area: fields.area,
        rule: fields.rule,
        agreed_on: fields.agreedOn,
        agreed_by_name: fields.agreedBy,
        version: eb("version", "+", 1),
      }))
      .where("id", "=", row.id)
      .execute();
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    await finishChange(trx, engagement, act, [
      {
        kind: "standard.edited",
        subjectId: row.id,
        label: fields.title,
        before: pick(before),
        after: pick(after),
        visibility: "client",
      },
    ]);
  });
}

function requireVersion(row: { version: number }, version: number, newer: Record<string, string>): void {
  if (row.version === version) return;
  throw conflict("Somebody else changed this standard meanwhile. Compare with theirs, then save again.", {
    ...newer,
    version: String(row.version),
  });
}

/** Withdraws a standard, with a reason that the client reads; from then on it binds nothing. */
export async function withdrawStandard(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { reason: string; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await requireStandard(trx, engagement, id);
    requireStanding(row);
    const reason = requireReason(input.reason, "Say why it is withdrawn; the client reads it.");
    requireVersion(row, input.version, factsOf(row));
    await trx
      .updateTable("standard")
      .set((eb) => ({ withdrawn_on: act.today, withdrawn_reason: reason, version: eb("version", "+", 1) }))
      .where("id", "=", row.id)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "standard.withdrawn",
        subjectId: row.id,
        label: row.title,
        after: { reason },
        visibility: "client",
      },
    ]);
  });
}

function requireReason(text: string, message: string): string {
  const reason = text.trim();
  if (reason === "") throw invalid("reason", message);
  if (reason.length > REASON_MOST) throw invalid("reason", "At most 1,000 characters.");
  return reason;
}

type Inheriting = Pick<Selectable<DeliverableTable>, "id" | "title" | "status" | "is_visible">;

async function requireInheriting(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
): Promise<Inheriting> {
  const row = await trx
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "deliverable.status", "deliverable.is_visible"])
    .where("deliverable.engagement_id", "=", engagement.id)
    .where("deliverable.id", "=", id)
    .where("phase.kind", "=", "extend")
    .executeTakeFirst();
  if (!row) throw notFound("deliverable");
  if (!inherits(row)) throw conflict(`“${row.title}” does not apply, so it need not meet any standard.`);
  return row;
}

/**
 * Says that a deliverable of Extend meets a standard, that it is excepted with a reason which the client reads, or, with
 * null, takes either back. What is already so changes nothing.
 */
export async function checkStandard(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { standardId: string; deliverableId: string; state: StandardState | null; reason?: string },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement, relation } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const standard = await requireStandard(trx, engagement, input.standardId);
    requireStanding(standard);
    const deliverable = await requireInheriting(trx, engagement, input.deliverableId);
    const reason =
      input.state === "exempt"
        ? requireReason(input.reason ?? "", "Say why it is excepted; the client reads it.")
        : null;
    const was = await trx
      .selectFrom("standard_check")
      .select(["id", "state", "reason"])
      .where("engagement_id", "=", engagement.id)
      .where("standard_id", "=", standard.id)
      .where("deliverable_id", "=", deliverable.id)
      .executeTakeFirst();
    // That it is met, whoever did the work may say.
    const isException = input.state === "exempt" || was?.state === "exempt";
    if (isException && !may(relation, "run_engagement")) {
      throw forbidden("What is excepted from the standards is the lead's to decide.");
    }
    if ((was?.state ?? null) === input.state && (was?.reason ?? null) === reason) return;
    if (was) await trx.deleteFrom("standard_check").where("id", "=", was.id).execute();
    if (input.state) {
      await insertCheck(trx, act, engagement.id, standard.id, deliverable.id, { state: input.state, reason });
    }
    await finishChange(trx, engagement, act, [checkedEvent(standard, deliverable, input.state, reason)]);
  });
}

async function insertCheck(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  standardId: string,
  deliverableId: string,
  check: { state: StandardState; reason: string | null },
): Promise<void> {
  await trx
    .insertInto("standard_check")
    .values({
      id: newId(),
      engagement_id: engagementId,
      standard_id: standardId,
      deliverable_id: deliverableId,
      ...check,
      checked_by: personIdOf(act.actor),
      checked_by_name: act.actor.name,
      checked_at: act.at,
    })
    .execute();
}

function checkedEvent(
  standard: Pick<StandardRow, "id" | "title">,
  deliverable: Inheriting,
  state: StandardState | null,
  reason: string | null,
): NewEvent {
  return {
    kind: "standard.checked",
    subjectId: standard.id,
    label: standard.title,
    after: { deliverable: deliverable.title, deliverable_id: deliverable.id, state, reason },
    visibility: deliverable.is_visible ? "client" : "internal",
  };
}

/** Says that a deliverable meets every standard of which nobody has said anything yet. Answers how many those were. */
export async function meetAllStandards(
  db: Kysely<DB>,
  act: Act,
  code: string,
  deliverableId: string,
): Promise<number> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "work_checklist");
    const deliverable = await requireInheriting(trx, engagement, deliverableId);
    const open = await trx
      .selectFrom("standard")
      .select(["id", "title"])
      .where("engagement_id", "=", engagement.id)
      .where("withdrawn_on", "is", null)
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("standard_check")
              .select("standard_check.id")
              .whereRef("standard_check.standard_id", "=", "standard.id")
              .where("standard_check.deliverable_id", "=", deliverable.id),
          ),
        ),
      )
      .orderBy("number")
      .execute();
    if (open.length === 0) return 0;
    for (const { id } of open) {
      await insertCheck(trx, act, engagement.id, id, deliverable.id, { state: "met", reason: null });
    }
    const events = open.map((standard) => checkedEvent(standard, deliverable, "met", null));
    await finishChange(trx, engagement, act, events);
    return open.length;
  });
}

/** The standards of an engagement that a deliverable of Extend has yet to meet, for the gate of Extend. */
export async function listUnmetStandards(db: Kysely<DB>, engagementId: string): Promise<UnmetStandard[]> {
  const { standards, deliverables, checks } = await readInheritance(db, engagementId);
  return unmetStandards(standards, deliverables, checks);
}

/** What the rule asks for: standards, the deliverables of Extend in their order, and what was said of each pair. */
export async function readInheritance(
  db: Kysely<DB>,
  engagementId: string,
): Promise<{
  standards: AgreedStandard[];
  deliverables: (InheritingDeliverable & { isVisible: boolean })[];
  checks: (StandardCheck & { reason: string | null; by: string; at: number })[];
}> {
  const standards = await db
    .selectFrom("standard")
    .select(["id", "number", "title", "withdrawn_on"])
    .where("engagement_id", "=", engagementId)
    .orderBy("number")
    .execute();
  const deliverables = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "deliverable.status", "deliverable.is_visible"])
    .where("deliverable.engagement_id", "=", engagementId)
    .where("phase.kind", "=", "extend")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(2000)
    .execute();
  const checks = await db
    .selectFrom("standard_check")
    .select(["standard_id", "deliverable_id", "state", "reason", "checked_by_name", "checked_at"])
    .where("engagement_id", "=", engagementId)
    .execute();
  return {
    standards: standards.map((row) => ({
      id: row.id,
      number: row.number,
      title: row.title,
      withdrawnOn: row.withdrawn_on,
    })),
    deliverables: deliverables.map((row) => ({
      id: row.id,
      title: row.title,
      status: row.status,
      isVisible: row.is_visible === 1,
    })),
    checks: checks.map((row) => ({
      standardId: row.standard_id,
      deliverableId: row.deliverable_id,
      state: row.state,
      reason: row.reason,
      by: row.checked_by_name,
      at: row.checked_at,
    })),
  };
}
