import { type Kysely, sql } from "kysely";
import { weeksOfWork } from "~/domain/estimate";
import type { Actor } from "~/domain/permissions";
import type { AuditFact } from "~/domain/report-audits";
import type { ReportPeriod } from "~/domain/report-period";
import { workingCalendar } from "./firm.server";
import type { DB } from "./schema";
import { visibleTo } from "./scope.server";

export interface AuditReport {
  /** The latest first. */
  facts: AuditFact[];
  /** Audits that are planned or under way. */
  open: number;
}

/** The audits concluded in the period and what became of each. */
export async function readAuditReport(
  db: Kysely<DB>,
  actor: Actor,
  period: ReportPeriod,
): Promise<AuditReport> {
  const calendar = await workingCalendar(db);
  const rows = await readConcluded(db, actor, period);
  const estimates = new Map(
    (await readEstimates(db, actor, period)).map((row) => [
      row.engagement_id,
      { low: row.weeks_low, high: row.weeks_high },
    ]),
  );
  const facts = rows.flatMap((row): AuditFact[] => {
    const { id, code, title, client, stage, recommendation, concluded_on: concludedOn } = row;
    if (!recommendation || !concludedOn) return [];
    const { read_start_on: startOn, last_finish_on: finishOn } = row;
    return [
      {
        code,
        title,
        client,
        concludedOn,
        recommendation,
        stage,
        lostAs: row.lost_as,
        wonOn: row.won_on,
        lostOn: row.lost_on,
        estimate: estimates.get(id) ?? null,
        weeks:
          stage === "handed_over" && startOn && finishOn ? weeksOfWork(startOn, finishOn, calendar) : null,
      },
    ];
  });
  return { facts, open: await countOpen(db, actor) };
}

function concludedIn(db: Kysely<DB>, actor: Actor, { fromOn, toOn }: ReportPeriod) {
  return db
    .selectFrom("audit")
    .innerJoin("engagement", "engagement.id", "audit.engagement_id")
    .where("audit.concluded_on", ">=", fromOn)
    .where("audit.concluded_on", "<=", toOn)
    .where("audit.recommendation", "is not", null)
    .where(visibleTo(actor));
}

function readConcluded(db: Kysely<DB>, actor: Actor, period: ReportPeriod) {
  return concludedIn(db, actor, period)
    .innerJoin("company", "company.id", "engagement.company_id")
    .leftJoin("stage_entry as won", (join) =>
      join.onRef("won.engagement_id", "=", "engagement.id").on("won.stage", "=", "active"),
    )
    .leftJoin("stage_entry as lost", (join) =>
      join.onRef("lost.engagement_id", "=", "engagement.id").on("lost.stage", "=", "lost"),
    )
    .leftJoin("phase as read", (join) =>
      join.onRef("read.engagement_id", "=", "engagement.id").on("read.kind", "=", "read"),
    )
    .leftJoin("phase as last", (join) =>
      join.onRef("last.engagement_id", "=", "engagement.id").on("last.kind", "=", "document"),
    )
    .select([
      "engagement.id",
      "engagement.code",
      "engagement.title",
      "engagement.stage",
      "engagement.lost_as",
      "company.name as client",
      "audit.recommendation",
      "audit.concluded_on",
      "won.entered_on as won_on",
      "lost.entered_on as lost_on",
      "read.actual_start_on as read_start_on",
      "last.actual_finish_on as last_finish_on",
    ])
    .orderBy("audit.concluded_on", "desc")
    .orderBy("engagement.number", "desc")
    .execute();
}

/** The estimates made after these audits, the last of each engagement last. */
function readEstimates(db: Kysely<DB>, actor: Actor, period: ReportPeriod) {
  return db
    .selectFrom("estimate")
    .select(["engagement_id", "weeks_low", "weeks_high"])
    .where("made_after", "=", "audit")
    .where("engagement_id", "in", concludedIn(db, actor, period).select("engagement.id"))
    .orderBy("made_at")
    .orderBy("id")
    .execute();
}

async function countOpen(db: Kysely<DB>, actor: Actor): Promise<number> {
  const { count } = await db
    .selectFrom("audit")
    .innerJoin("engagement", "engagement.id", "audit.engagement_id")
    .select(sql<number | string>`count(*)`.as("count"))
    .where("audit.recommendation", "is", null)
    .where("engagement.stage", "<>", "lost")
    .where(visibleTo(actor))
    .executeTakeFirstOrThrow();
  return Number(count);
}
