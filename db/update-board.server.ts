import type { Kysely } from "kysely";
import type { Health } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { ExpectedDates } from "~/domain/expected";
import type { Actor } from "~/domain/permissions";
import {
  type Claim,
  type DueUpdate,
  dueUpdate,
  type UpdateRhythm,
  type UpdateTrouble,
  updateTroubles,
} from "~/domain/update-standing";
import { findFirm, workingCalendar } from "./firm.server";
import { expectedOf } from "./forecasts.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";
import { rhythmOf } from "./update-rhythm.server";

interface OfEngagement {
  code: string;
  title: string;
  company: string;
  leadName: string | null;
}

/** A published update that no manager has read yet. */
export interface UnreadUpdate extends OfEngagement {
  id: string;
  onDate: CalendarDate;
  health: Health | null;
  sentence: string;
  author: string;
}

/** Something about the updates of an engagement that a manager has to hear of. */
export interface TroubledUpdates extends OfEngagement, UpdateTrouble {
  /** The update that it is about, where there is one. */
  updateId: string | null;
}

export interface UpdateBoard {
  unread: UnreadUpdate[];
  late: TroubledUpdates[];
  silent: TroubledUpdates[];
  contradicting: TroubledUpdates[];
}

const MOST = 1000;

/** The updates that need somebody, of the engagements that the actor sees. */
export async function readUpdateBoard(
  db: Kysely<DB>,
  actor: Actor,
  today: CalendarDate,
): Promise<UpdateBoard> {
  const calendar = await workingCalendar(db);
  const troubled = (await listRhythms(db, actor, today)).flatMap(({ rhythm, claim, updateId, ...of }) =>
    updateTroubles(rhythm, claim, today, calendar).map((trouble) => ({
      ...of,
      ...trouble,
      updateId: trouble.kind === "contradicting" ? updateId : null,
    })),
  );
  const ofKind = (kind: UpdateTrouble["kind"]) => troubled.filter((one) => one.kind === kind);
  return {
    unread: await listUnread(db, actor),
    late: ofKind("late"),
    silent: ofKind("silent"),
    contradicting: ofKind("contradicting"),
  };
}

/** The codes of the live engagements whose update is due and of which no draft is there yet. */
export async function listWithoutDraft(db: Kysely<DB>, actor: Actor, today: CalendarDate): Promise<string[]> {
  const calendar = await workingCalendar(db);
  return (await listRhythms(db, actor, today))
    .filter((one) => !one.hasDraft && dueUpdate(one.rhythm, today, calendar) !== null)
    .map((one) => one.code);
}

/** The updates of some engagements that are due and not published, by the engagement's code. */
export async function listDueUpdates(
  db: Kysely<DB>,
  actor: Actor,
  codes: readonly string[],
  today: CalendarDate,
): Promise<Map<string, DueUpdate>> {
  const calendar = await workingCalendar(db);
  return new Map(
    (await listRhythms(db, actor, today, codes)).flatMap(({ code, rhythm }) => {
      const due = dueUpdate(rhythm, today, calendar);
      return due ? [[code, due] as const] : [];
    }),
  );
}

interface Rhythmical extends OfEngagement {
  rhythm: UpdateRhythm;
  claim: Claim;
  updateId: string | null;
  hasDraft: boolean;
}

const rangeOf = (expected: ExpectedDates | null) =>
  expected && { fromOn: expected.p50On, toOn: expected.p80On };

async function listRhythms(
  db: Kysely<DB>,
  actor: Actor,
  today: CalendarDate,
  codes?: readonly string[],
): Promise<Rhythmical[]> {
  const zone = (await findFirm(db))?.timeZone ?? "UTC";
  let query = db
    .selectFrom("engagement")
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id")
    .select([
      "engagement.code",
      "engagement.title",
      "engagement.stage",
      "engagement.is_paused",
      "engagement.update_weekday",
      "engagement.phase",
      "engagement.phase_status",
      "engagement.phase_finish_on",
      "engagement.promised_finish_on",
      "engagement.p50_on",
      "engagement.p80_on",
      "engagement.p95_on",
      "engagement.is_forecast_little",
      "company.name as company",
      "lead.name as lead_name",
    ])
    .select((eb) => [
      eb
        .selectFrom("phase")
        .select((of) => of.fn.min("phase.actual_start_on").as("on"))
        .whereRef("phase.engagement_id", "=", "engagement.id")
        .as("started_on"),
      eb
        .selectFrom("pause")
        .select((of) => of.fn.max("pause.resumed_on").as("on"))
        .whereRef("pause.engagement_id", "=", "engagement.id")
        .as("resumed_on"),
      eb
        .selectFrom("update")
        .select((of) => of.fn.max("update.on_date").as("on"))
        .whereRef("update.engagement_id", "=", "engagement.id")
        .where("update.published_at", "is not", null)
        .as("last_for"),
      eb
        .selectFrom("update")
        .select("update.id")
        .whereRef("update.engagement_id", "=", "engagement.id")
        .where("update.published_at", "is not", null)
        .orderBy("update.published_at", "desc")
        .orderBy("update.id", "desc")
        .limit(1)
        .as("last_id"),
      eb
        .selectFrom("update")
        .select("update.id")
        .whereRef("update.engagement_id", "=", "engagement.id")
        .where("update.published_at", "is", null)
        .limit(1)
        .as("draft_id"),
    ])
    .where(visibleTo(actor))
    .where("engagement.stage", "=", "active")
    .orderBy("engagement.need", "desc")
    .orderBy("engagement.number")
    .limit(MOST);
  if (codes) query = query.where("engagement.code", "in", codes);
  const rows = await query.execute();
  const ids = rows.flatMap((row) => (row.last_id ? [row.last_id] : []));
  const last = ids.length === 0 ? [] : await listByIds(db, ids);
  return rows.map((row) => {
    const update = last.find((one) => one.id === row.last_id);
    return {
      code: row.code,
      title: row.title,
      company: row.company,
      leadName: row.lead_name,
      rhythm: rhythmOf({ ...row, last_at: update?.published_at ?? null }, zone),
      claim: {
        health: update?.health ?? null,
        isLive: row.stage === "active",
        isPaused: row.is_paused === 1,
        phase:
          row.phase && row.phase_finish_on && row.phase_status !== "done"
            ? { kind: row.phase, plannedFinishOn: row.phase_finish_on }
            : null,
        promisedFinishOn: row.promised_finish_on,
        // Where the past tells little, the range is what is usual, and contradicts nobody.
        expected: row.is_forecast_little === 1 ? null : rangeOf(expectedOf(row, today)),
      },
      updateId: row.last_id,
      hasDraft: row.draft_id !== null,
    };
  });
}

async function listByIds(db: Kysely<DB>, ids: readonly string[]) {
  return db.selectFrom("update").select(["id", "health", "published_at"]).where("id", "in", ids).execute();
}

const MOST_UNREAD = 200;

async function listUnread(db: Kysely<DB>, actor: Actor): Promise<UnreadUpdate[]> {
  const rows = await db
    .selectFrom("update")
    .innerJoin("engagement", "engagement.id", "update.engagement_id")
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("person as lead", "lead.id", "engagement.lead_id")
    .select([
      "update.id",
      "update.on_date",
      "update.health",
      "update.sentence",
      "update.author_name",
      "engagement.code",
      "engagement.title",
      "company.name as company",
      "lead.name as lead_name",
    ])
    .where(visibleTo(actor))
    .where("update.published_at", "is not", null)
    .where("update.acknowledged_at", "is", null)
    // What was imported was read elsewhere, by others.
    .where("update.facts", "is not", null)
    .orderBy("update.published_at")
    .orderBy("update.id")
    .limit(MOST_UNREAD)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    title: row.title,
    company: row.company,
    leadName: row.lead_name,
    onDate: row.on_date,
    health: row.health,
    sentence: row.sentence,
    author: row.author_name,
  }));
}
