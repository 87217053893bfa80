import type { Kysely, Selectable } from "kysely";
import { isCalendarDate } from "~/domain/calendar";
import type { Facts } from "~/domain/event";
import {
  BETTER,
  MEASURE_LIMITS,
  type MeasureEdge,
  type MeasureState,
  measureValue,
  type Taking,
} from "~/domain/measure";
import type { Actor } from "~/domain/permissions";
import { invalid, notFound } from "~/domain/refusal";
import { type Act, newId } from "./act";
import { changeEngagement } from "./change.server";
import { visibilityOf } from "./deliverables.server";
import type { NewEvent } from "./events.server";
import { requireSameVersion } from "./findings.server";
import { requirePortal } from "./portal.server";
import type { DB, MeasureTable } from "./schema";
import { type EngagementRow, requireEngagement } from "./scope.server";

type MeasureRow = Selectable<MeasureTable>;

export interface MeasureFields {
  title: string;
  unit: string;
  better: string;
  isVisible: boolean;
}

const MEASURES_MOST = 100;

async function requireMeasure(trx: Kysely<DB>, engagement: EngagementRow, id: string): Promise<MeasureRow> {
  const row = await trx
    .selectFrom("measure")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("measure");
  return row;
}

function cleaned(fields: MeasureFields) {
  const [title, unit] = [fields.title.trim(), fields.unit.trim()];
  if (title === "") throw invalid("title", "Say what is measured.");
  if (title.length > MEASURE_LIMITS.title) throw invalid("title", "Use at most 200 characters.");
  if (unit.length > MEASURE_LIMITS.unit) throw invalid("unit", "Use at most 40 characters.");
  const better = BETTER.find((known) => known === fields.better);
  if (!better) throw invalid("better", "Say whether less or more is better.");
  return { title, unit, better, is_visible: fields.isVisible ? (1 as const) : (0 as const) };
}

/** Adds a measure to be taken before the work and after it; answers its id. */
export async function addMeasure(
  db: Kysely<DB>,
  act: Act,
  code: string,
  fields: MeasureFields,
): Promise<string> {
  return changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    const kept = cleaned(fields);
    const held = await trx
      .selectFrom("measure")
      .select((eb) => [eb.fn.max("position").as("last"), eb.fn.countAll<number>().as("count")])
      .where("engagement_id", "=", engagement.id)
      .executeTakeFirst();
    if (Number(held?.count ?? 0) >= MEASURES_MOST) {
      throw invalid("title", `There are ${MEASURES_MOST} measures; nobody would read more.`);
    }
    const id = newId();
    await trx
      .insertInto("measure")
      .values({
        id,
        engagement_id: engagement.id,
        position: (held?.last ?? 0) + 1,
        ...kept,
        before_value: null,
        before_on: null,
        before_how: null,
        after_value: null,
        after_on: null,
        after_how: null,
        created_at: act.at,
      })
      .execute();
    const event: NewEvent = {
      kind: "measure.added",
      subjectId: id,
      label: kept.title,
      after: { unit: kept.unit, better: kept.better },
      visibility: visibilityOf(kept.is_visible),
    };
    return { answer: id, events: [event] };
  });
}

/** Edits what a measure is. @throws Refusal `conflict` with the newer values when it was changed since `version` */
export async function editMeasure(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: MeasureFields & { version: number },
): Promise<void> {
  await changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    const kept = cleaned(input);
    const row = await requireMeasure(trx, engagement, id);
    const { title, unit, better, is_visible } = row;
    const before: Facts = { title, unit, better, is_visible };
    const after: Facts = kept;
    const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
    if (changed.length === 0) return { answer: undefined, events: [] };
    requireSameVersion(row, input.version, before);
    await trx
      .updateTable("measure")
      .set((eb) => ({ ...kept, version: eb("version", "+", 1) }))
      .where("id", "=", row.id)
      .execute();
    const pick = (facts: Facts): Facts => Object.fromEntries(changed.map((key) => [key, facts[key] ?? null]));
    const isNewlyShown = kept.is_visible === 1 && row.is_visible === 0;
    const event: NewEvent = {
      kind: "measure.edited",
      subjectId: row.id,
      label: kept.title,
      before: isNewlyShown ? { is_visible: 0 } : pick(before),
      after: isNewlyShown ? { is_visible: 1 } : pick(after),
      visibility: visibilityOf(kept.is_visible),
    };
    return { answer: undefined, events: [event] };
  });
}

/** Takes a measure before the work or after it: a value, the day, and how it was found. */
export async function takeMeasure(
  db: Kysely<DB>,
  act: Act,
  code: string,
  id: string,
  input: { edge: MeasureEdge; value: string; on: string; how: string; version: number },
): Promise<void> {
  const { edge } = input;
  await changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    const row = await requireMeasure(trx, engagement, id);
    const value = measureValue(input.value);
    if (value === null) throw invalid("value", "Give a number, such as 5 or 0.4.");
    const how = input.how.trim();
    if (how === "")
      throw invalid("how", "Say how it was measured, so that it can be measured the same way again.");
    if (how.length > MEASURE_LIMITS.how) throw invalid("how", "Use at most 1,000 characters.");
    if (!isCalendarDate(input.on)) throw invalid("on", "That is not a date.");
    if (input.on > act.today) throw invalid("on", "That day has not come yet.");
    const other = edge === "after" ? row.before_on : row.after_on;
    if (edge === "after" && row.before_value === null) {
      throw invalid(
        "value",
        "It was not measured before the work; without that there is nothing to compare.",
      );
    }
    if (other && (edge === "after" ? input.on < other : input.on > other)) {
      throw invalid(
        "on",
        `That is ${edge === "after" ? "before it was measured first" : "after it was measured again"}.`,
      );
    }
    const before = takingOf(row, edge);
    if (before && before.value === value && before.on === input.on && before.how === how) {
      return { answer: undefined, events: [] };
    }
    requireSameVersion(row, input.version, { value: before?.value ?? null, on: before?.on ?? null });
    const taken =
      edge === "before"
        ? { before_value: value, before_on: input.on, before_how: how }
        : { after_value: value, after_on: input.on, after_how: how };
    await trx
      .updateTable("measure")
      .set((eb) => ({ ...taken, version: eb("version", "+", 1) }))
      .where("id", "=", row.id)
      .execute();
    const event: NewEvent = {
      kind: "measure.taken",
      subjectId: row.id,
      label: row.title,
      before: { edge, value: before?.value ?? null },
      after: { edge, value, unit: row.unit, on: input.on },
      visibility: visibilityOf(row.is_visible),
    };
    return { answer: undefined, events: [event] };
  });
}

/** Removes a measure that was not taken yet; one that was is history. */
export async function removeMeasure(db: Kysely<DB>, act: Act, code: string, id: string): Promise<void> {
  await changeEngagement(db, act, code, "run_engagement", async (trx, engagement) => {
    const row = await requireMeasure(trx, engagement, id);
    if (row.before_value !== null || row.after_value !== null) {
      throw invalid(
        "remove",
        "It has been taken already; hide it from the client if it does not belong there.",
      );
    }
    await trx.deleteFrom("measure").where("id", "=", row.id).execute();
    const event: NewEvent = {
      kind: "measure.removed",
      subjectId: row.id,
      label: row.title,
      visibility: visibilityOf(row.is_visible),
    };
    return { answer: undefined, events: [event] };
  });
}

export interface MeasureShown extends MeasureState {
  id: string;
  isVisible: boolean;
  version: number;
}

function takingOf(row: MeasureRow, edge: MeasureEdge): Taking | null {
  const [value, on, how] = [row[`${edge}_value`], row[`${edge}_on`], row[`${edge}_how`]];
  return value === null || on === null ? null : { value, on, how: how ?? "" };
}

/** The measures of an engagement, in their order; `onlyVisible` for what the client may see. */
export async function listMeasures(
  db: Kysely<DB>,
  engagementId: string,
  { onlyVisible }: { onlyVisible: boolean },
): Promise<MeasureShown[]> {
  let query = db.selectFrom("measure").selectAll().where("engagement_id", "=", engagementId);
  if (onlyVisible) query = query.where("is_visible", "=", 1);
  const rows = await query.orderBy("position").orderBy("id").limit(MEASURES_MOST).execute();
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    unit: row.unit,
    better: row.better,
    before: takingOf(row, "before"),
    after: takingOf(row, "after"),
    isVisible: row.is_visible === 1,
    version: row.version,
  }));
}

/** The measures of an engagement for our own people. */
export async function readMeasures(db: Kysely<DB>, actor: Actor, code: string): Promise<MeasureShown[]> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  return listMeasures(db, engagement.id, { onlyVisible: false });
}

/** What the client sees of the measures, with the frame of the page. */
export async function readPortalMeasures(db: Kysely<DB>, actor: Actor, code: string) {
  const { engagement, frame } = await requirePortal(db, actor, code);
  const measures = await listMeasures(db, engagement.id, { onlyVisible: true });
  return { frame, measures: measures.map(({ version: _version, isVisible: _isVisible, ...shown }) => shown) };
}
