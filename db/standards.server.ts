import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import { conflict, invalid, notFound } from "~/domain/refusal";
import { isStandardArea } from "~/domain/standard";
import { type Act, newId } from "./act";
import { once } from "./once.server";
import type { DB, StandardTable } from "./schema";
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

/** Browsers send two characters for the end of a line where we keep one. */
const oneBreak = (text: string): string => text.replace(/\r\n?/g, "\n");

/** @throws Refusal `invalid` on the first field that lacks something */
function fitting(fields: StandardFields, today: string): StandardFields {
  const title = fields.title.trim();
  const rule = oneBreak(fields.rule).trim();
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

export type StandardRow = Selectable<StandardTable>;

/** @throws Refusal `not_found` when the engagement has no such standard */
export async function requireStandard(
  trx: Kysely<DB>,
  engagement: EngagementRow,
  id: string,
): Promise<StandardRow> {
  const row = await trx
    .selectFrom("standard")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("standard");
  return row;
}

/** @throws Refusal `conflict` once it is withdrawn */
export function requireStanding(row: StandardRow): void {
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
  rule: oneBreak(row.rule),
  agreed_on: row.agreed_on,
  agreed_by: row.agreed_by_name,
});

/**
 * Edits a standard that stands. With another rule every deliverable that met it has to meet it anew.
 * @throws Refusal `conflict` with the newer values when it changed since `version`
 */
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
    const unmet = changed.includes("rule") ? await takeBackMet(trx, engagement.id, row.id) : 0;
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    await finishChange(trx, engagement, act, [
      {
        kind: "standard.edited",
        subjectId: row.id,
        label: fields.title,
        before: pick(before),
        after: unmet > 0 ? { ...pick(after), unmet } : pick(after),
        visibility: "client",
      },
    ]);
  });
}

/**
 * Nobody has held anything against another rule yet, so what met the old one has to be checked again; what the client
 * has read as excepted, with its reason, stays so. Answers how many checks fell.
 */
async function takeBackMet(trx: Kysely<DB>, engagementId: string, standardId: string): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom("standard_check")
    .where("engagement_id", "=", engagementId)
    .where("standard_id", "=", standardId)
    .where("state", "=", "met")
    .executeTakeFirst();
  return Number(numDeletedRows);
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

/** The reason as it is kept. @throws Refusal `invalid` on `reason` */
export function requireReason(text: string, message: string): string {
  const reason = text.trim();
  if (reason === "") throw invalid("reason", message);
  if (reason.length > REASON_MOST) throw invalid("reason", "At most 1,000 characters.");
  return reason;
}
