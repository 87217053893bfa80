import type { Kysely, Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { DecisionStatus } from "~/domain/decision";
import type { Actor } from "~/domain/permissions";
import { requirePortal } from "./portal.server";
import type { DB, DecisionTable } from "./schema";
import { requireEngagement } from "./scope.server";
import { contains } from "./search";

export interface DecisionSummary {
  id: string;
  number: number;
  title: string;
  status: DecisionStatus;
  statusNote: string;
  decidedOn: CalendarDate | null;
  revisitOn: CalendarDate | null;
  isVisible: boolean;
}

const SUMMARY = [
  "id",
  "number",
  "title",
  "status",
  "status_note",
  "decided_on",
  "revisit_on",
  "is_visible",
] as const;

/** What a list shows of a decision. */
export function toSummary(row: Pick<Selectable<DecisionTable>, (typeof SUMMARY)[number]>): DecisionSummary {
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    status: row.status,
    statusNote: row.status_note,
    decidedOn: row.decided_on,
    revisitOn: row.revisit_on,
    isVisible: row.is_visible === 1,
  };
}

const DECISIONS_MOST = 1000;
const SEARCHED = ["title", "context", "options", "decision", "consequences", "more", "revisit_trigger"];

export interface DecisionList {
  decisions: DecisionSummary[];
  /** What asks to be looked at again, whatever is searched for; the longest due first. */
  due: (DecisionSummary & { revisitTrigger: string })[];
  /** How many there are of each status. */
  counts: Partial<Record<DecisionStatus, number>>;
}

/** The decisions of an engagement, the newest number first. @throws Refusal `not_found` */
export async function listDecisions(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  wanted: { status: DecisionStatus | null; search: string; today: CalendarDate },
): Promise<DecisionList> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  let query = db
    .selectFrom("decision")
    .select(SUMMARY)
    .where("engagement_id", "=", engagement.id)
    .orderBy("number", "desc")
    .limit(DECISIONS_MOST);
  if (wanted.status) query = query.where("status", "=", wanted.status);
  if (wanted.search) {
    query = query.where((eb) => eb.or(SEARCHED.map((column) => contains(column, wanted.search))));
  }
  const counts = await db
    .selectFrom("decision")
    .select((eb) => ["status", eb.fn.countAll<number>().as("count")])
    .where("engagement_id", "=", engagement.id)
    .groupBy("status")
    .execute();
  const due = await db
    .selectFrom("decision")
    .select([...SUMMARY, "revisit_trigger"])
    .where("engagement_id", "=", engagement.id)
    .where("revisit_on", "<=", wanted.today)
    .where("status", "in", ["proposed", "accepted"])
    .orderBy("revisit_on")
    .orderBy("number")
    .limit(50)
    .execute();
  return {
    decisions: (await query.execute()).map(toSummary),
    due: due.map((row) => ({ ...toSummary(row), revisitTrigger: row.revisit_trigger })),
    counts: Object.fromEntries(counts.map((row) => [row.status, row.count])),
  };
}

/** The decisions that the client may read, the newest first. @throws Refusal `not_found` */
export async function listPortalDecisions(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
): Promise<DecisionSummary[]> {
  const { engagement } = await requirePortal(db, actor, code);
  const rows = await db
    .selectFrom("decision")
    .select(SUMMARY)
    .where("engagement_id", "=", engagement.id)
    .where("is_visible", "=", 1)
    .orderBy("number", "desc")
    .limit(DECISIONS_MOST)
    .execute();
  return rows.map(toSummary);
}
