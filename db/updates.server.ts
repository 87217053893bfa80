import type { Kysely, Selectable } from "kysely";
import type { Health } from "~/domain/attention";
import type { CalendarDate } from "~/domain/calendar";
import type { DaysByHolder } from "~/domain/clock";
import type { Actor } from "~/domain/permissions";
import { notFound } from "~/domain/refusal";
import type { FactLine, UpdateFacts } from "~/domain/update";
import { type ShownLine, shownLines } from "~/domain/update-line";
import { type DueUpdate, dueUpdate, nextDueAfter } from "~/domain/update-standing";
import { workingCalendar } from "./firm.server";
import { type PortalFrame, requirePortal } from "./portal.server";
import type { DB, UpdateTable } from "./schema";
import { requireEngagement } from "./scope.server";
import { findRhythm } from "./update-rhythm.server";

/** What both versions of a published update share. */
interface Published {
  id: string;
  onDate: CalendarDate;
  health: Health | null;
  sentence: string;
  author: string;
  /** Epoch milliseconds. */
  publishedAt: number;
}

/** One of the past updates in their list. */
export interface PastUpdate extends Published {
  acknowledgedBy: string | null;
  /** Whether it came with an import: nobody acknowledges it. */
  isImported: boolean;
  /** Whether the client reads it. */
  isVisible: boolean;
  /** What an import noticed. */
  note: string | null;
}

/** What an update reports, for one audience. */
export interface Reported {
  fromOn: CalendarDate;
  toOn: CalendarDate;
  days: DaysByHolder;
  lines: ShownLine[];
}

export interface UpdatePage extends PastUpdate {
  /** Markdown, as the next. */
  body: string;
  internalBody: string;
  /** Null on an imported one. */
  internal: Reported | null;
  client: Reported | null;
  acknowledgedAt: number | null;
}

export interface DraftLine extends ShownLine {
  isKept: boolean;
  /** Whether the client's version has it too. */
  isForClient: boolean;
}

export interface UpdateDraft {
  id: string;
  onDate: CalendarDate;
  health: Health | null;
  sentence: string;
  body: string;
  internalBody: string;
  fromOn: CalendarDate;
  toOn: CalendarDate;
  days: DaysByHolder;
  /** As our people read them, those that were dropped too. */
  lines: DraftLine[];
  /** How many events have happened since the lines were written. */
  newer: number;
  version: number;
}

export interface RecordedMilestone {
  id: string;
  /** To the day, to the month, or not known. */
  happenedOn: string | null;
  title: string;
}

export interface UpdateList {
  /** The newest first. */
  updates: PastUpdate[];
  draft: UpdateDraft | null;
  milestones: RecordedMilestone[];
  /** How many came with imports, by whether the client reads them. */
  imported: { shown: number; hidden: number };
  weekday: number;
  /** Days of the week off, 0 = Sunday. */
  weekend: number[];
  due: DueUpdate | null;
  nextDueOn: CalendarDate;
}

const SHOWN = 200;

/** The updates of an engagement, its draft, and milestones in their order. @throws Refusal `not_found` */
export async function readUpdates(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
): Promise<UpdateList> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const rows = await db
    .selectFrom("update")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .orderBy("on_date", "desc")
    .orderBy("id", "desc")
    .limit(SHOWN)
    .execute();
  const milestones = await db
    .selectFrom("milestone")
    .select(["id", "happened_on", "title"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("position")
    .limit(500)
    .execute();
  const imported = await db
    .selectFrom("update")
    .select((eb) => ["is_visible", eb.fn.countAll<number>().as("count")])
    .where("engagement_id", "=", engagement.id)
    .where("facts", "is", null)
    .groupBy("is_visible")
    .execute();
  const importedCount = (isVisible: 0 | 1) =>
    Number(imported.find((row) => row.is_visible === isVisible)?.count ?? 0);
  const calendar = await workingCalendar(db);
  const rhythm = await findRhythm(db, engagement);
  const draft = rows.find((row) => row.published_at === null);
  return {
    updates: rows.flatMap((row) => (row.published_at === null ? [] : [pastUpdate(row, row.published_at)])),
    draft: draft?.facts ? draftOf(draft, draft.facts, engagement) : null,
    milestones: milestones.map((row) => ({ id: row.id, happenedOn: row.happened_on, title: row.title })),
    imported: { shown: importedCount(1), hidden: importedCount(0) },
    weekday: engagement.update_weekday,
    weekend: [...calendar.weekend],
    due: dueUpdate(rhythm, today, calendar),
    nextDueOn: nextDueAfter(engagement.update_weekday, today, calendar),
  };
}

/** One published update as our people read it. @throws Refusal `not_found` for one of another engagement, or a draft */
export async function readUpdate(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  id: string,
): Promise<UpdatePage> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  const row = await db
    .selectFrom("update")
    .selectAll()
    .where("engagement_id", "=", engagement.id)
    .where("id", "=", id)
    .where("published_at", "is not", null)
    .executeTakeFirst();
  if (!row || row.published_at === null) throw notFound("update");
  return {
    ...pastUpdate(row, row.published_at),
    body: row.body,
    internalBody: row.internal_body ?? "",
    internal: row.facts ? reportedOf(row.facts, "internal", code) : null,
    client: row.facts ? reportedOf(row.facts, "client", code) : null,
    acknowledgedAt: row.acknowledged_at,
  };
}

/** A published update in the client's version. */
export interface ClientUpdate extends Omit<Published, "author"> {
  /** Null on one that came with an import: who brought it did not write it. */
  author: string | null;
  /** Markdown. */
  body: string;
  /** Null on one that came with an import. */
  reported: Reported | null;
}

/** The published updates in the client's version, the newest first. @throws Refusal `not_found` */
export async function readPortalUpdates(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<{ frame: PortalFrame; updates: ClientUpdate[] }> {
  const { engagement, frame } = await requirePortal(db, actor, code);
  const rows = await db
    .selectFrom("update")
    .select(["id", "on_date", "health", "sentence", "body", "facts", "author_name", "published_at"])
    .where("engagement_id", "=", engagement.id)
    .where("published_at", "is not", null)
    .where("is_visible", "=", 1)
    .orderBy("on_date", "desc")
    .orderBy("id", "desc")
    .limit(SHOWN)
    .execute();
  return {
    frame,
    updates: rows.flatMap((row) =>
      row.published_at === null
        ? []
        : [
            {
              ...published(row, row.published_at),
              author: row.facts ? row.author_name : null,
              body: row.body,
              reported: row.facts ? reportedOf(row.facts, "client", engagement.code) : null,
            },
          ],
    ),
  };
}

type UpdateRow = Selectable<UpdateTable>;

function published(
  row: Pick<UpdateRow, "id" | "on_date" | "health" | "sentence" | "author_name">,
  publishedAt: number,
): Published {
  return {
    id: row.id,
    onDate: row.on_date,
    health: row.health,
    sentence: row.sentence,
    author: row.author_name,
    publishedAt,
  };
}

function pastUpdate(row: UpdateRow, publishedAt: number): PastUpdate {
  return {
    ...published(row, publishedAt),
    acknowledgedBy: row.acknowledged_by_name,
    isImported: row.facts === null,
    isVisible: row.is_visible === 1,
    note: row.note,
  };
}

function reportedOf(text: string, audience: "internal" | "client", code: string): Reported {
  const { fromOn, toOn, days, lines } = JSON.parse(text) as UpdateFacts;
  return { fromOn, toOn, days, lines: shownLines(lines, audience, code) };
}

function draftOf(row: UpdateRow, text: string, { code, seq }: { code: string; seq: number }): UpdateDraft {
  const { fromOn, toOn, days, lines } = JSON.parse(text) as UpdateFacts;
  const draftLine = (line: FactLine): DraftLine[] =>
    shownLines([{ ...line, isKept: true }], "internal", code).map((shown) => ({
      ...shown,
      isKept: line.isKept,
      isForClient: line.client !== null,
    }));
  return {
    id: row.id,
    onDate: row.on_date,
    health: row.health,
    sentence: row.sentence,
    body: row.body,
    internalBody: row.internal_body ?? "",
    fromOn,
    toOn,
    days,
    lines: lines.flatMap(draftLine),
    newer: seq - (row.to_seq ?? 0),
    version: row.version,
  };
}
