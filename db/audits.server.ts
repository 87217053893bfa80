import type { Kysely, Selectable } from "kysely";
import {
  type AuditText,
  auditFault,
  auditFinish,
  type EstimatePoint,
  type Recommendation,
  whyAuditIsClosed,
  whyNotConcluded,
} from "~/domain/audit";
import type { CalendarDate } from "~/domain/calendar";
import type { Severity } from "~/domain/finding";
import type { Actor, Role } from "~/domain/permissions";
import { conflict, invalid } from "~/domain/refusal";
import type { Stage } from "~/domain/stage";
import { type Act, newId } from "./act";
import { listEnquiries, type ReceivedEnquiry } from "./enquiries.server";
import {
  type EstimateInput,
  estimateEvent,
  insertEstimate,
  listEstimates,
  openPoint,
} from "./estimates.server";
import type { NewEvent } from "./events.server";
import { requireSameVersion } from "./findings.server";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import type { AuditTable, DB } from "./schema";
import { type EngagementRow, lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

type AuditRow = Selectable<AuditTable>;

export interface AuditPlan {
  /** YYYY-MM-DD, a working day. */
  startsOn: string;
  auditorId: string;
  /** 0 while there is no audit. */
  version: number;
}

/** Which audit a form was filled from, with what it says. */
export interface AuditDraft extends AuditText {
  version: number;
}

async function findRow(db: Kysely<DB>, engagementId: string): Promise<AuditRow | undefined> {
  return db.selectFrom("audit").selectAll().where("engagement_id", "=", engagementId).executeTakeFirst();
}

async function change(
  db: Kysely<DB>,
  act: Act,
  code: string,
  run: (trx: Kysely<DB>, engagement: EngagementRow, row: AuditRow | undefined) => Promise<NewEvent[]>,
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const row = await findRow(trx, engagement.id);
    const why = whyAuditIsClosed({ isConcluded: row?.concluded_on != null, stage: engagement.stage });
    if (why) throw conflict(why);
    const events = await run(trx, engagement, row);
    if (events.length > 0) await finishChange(trx, engagement, act, events);
  });
}

function requireVersion(row: AuditRow, version: number): void {
  requireSameVersion(row, version, {
    starts_on: row.starts_on,
    auditor_id: row.auditor_id,
    summary: row.summary,
    conditions: row.conditions,
    recommendation: row.recommendation,
  });
}

/**
 * Plans the two days of an audit and who looks, or plans them anew.
 * @throws Refusal `invalid` on `starts_on` or `auditor_id`; `conflict` when it was changed meanwhile, is concluded, or
 *   the work is agreed
 */
export async function planAudit(db: Kysely<DB>, act: Act, code: string, plan: AuditPlan): Promise<void> {
  await change(db, act, code, async (trx, engagement, row) => {
    const finishesOn = auditFinish(plan.startsOn, await workingCalendar(trx));
    const auditor = await trx
      .selectFrom("person")
      .select(["id", "name"])
      .where("id", "=", plan.auditorId)
      .where("role", "<>", "client")
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    if (!auditor) throw invalid("auditor_id", "Choose who looks, from the list.");
    if (row?.starts_on === plan.startsOn && row.auditor_id === auditor.id) return [];
    const columns = { starts_on: plan.startsOn, finishes_on: finishesOn, auditor_id: auditor.id };
    if (row) {
      requireVersion(row, plan.version);
      await trx
        .updateTable("audit")
        .set({ ...columns, version: row.version + 1 })
        .where("engagement_id", "=", engagement.id)
        .execute();
    } else {
      await trx
        .insertInto("audit")
        .values({
          id: newId(),
          engagement_id: engagement.id,
          ...columns,
          summary: "",
          conditions: "",
          recommendation: null,
          concluded_on: null,
          concluded_by_name: null,
          created_at: act.at,
        })
        .execute();
    }
    const event: NewEvent = {
      kind: "audit.planned",
      label: auditor.name,
      before: row ? { on: row.starts_on } : {},
      after: { on: plan.startsOn, finish_on: finishesOn },
      visibility: "internal",
    };
    return [event];
  });
}

function requirePlanned(row: AuditRow | undefined): AuditRow {
  if (!row) throw invalid("starts_on", "Plan the two days first.");
  return row;
}

/** Keeps what was written so far. @throws Refusal `conflict` with the newer text when it was changed meanwhile */
export async function saveAudit(db: Kysely<DB>, act: Act, code: string, draft: AuditDraft): Promise<void> {
  await change(db, act, code, async (trx, engagement, found) => {
    const row = requirePlanned(found);
    const fault = auditFault(draft);
    if (fault) throw invalid(fault.field, fault.message);
    const { summary, conditions, recommendation } = draft;
    const isSame =
      row.summary === summary && row.conditions === conditions && row.recommendation === recommendation;
    if (isSame) return [];
    requireVersion(row, draft.version);
    await trx
      .updateTable("audit")
      .set({ summary, conditions, recommendation, version: row.version + 1 })
      .where("engagement_id", "=", engagement.id)
      .execute();
    return [
      {
        kind: "audit.edited",
        before: { recommendation: row.recommendation, summary: row.summary, conditions: row.conditions },
        after: { recommendation, summary, conditions },
        visibility: "internal",
      },
    ];
  });
}

/**
 * Concludes an audit: what it says is frozen, and the first estimate is recorded. Only a no may go without one.
 * @throws Refusal `invalid` on the field that is missing; `conflict` when it was changed meanwhile
 */
export async function concludeAudit(
  db: Kysely<DB>,
  act: Act,
  code: string,
  draft: AuditDraft,
  estimate: EstimateInput,
): Promise<void> {
  await change(db, act, code, async (trx, engagement, found) => {
    const row = requirePlanned(found);
    requireVersion(row, draft.version);
    const { summary, conditions, recommendation } = draft;
    const lack = whyNotConcluded({ ...draft, startsOn: row.starts_on }, act.today);
    if (lack) throw invalid(lack.field, lack.message);
    await trx
      .updateTable("audit")
      .set({
        summary,
        conditions,
        recommendation,
        concluded_on: act.today,
        concluded_by_name: act.actor.name,
        version: row.version + 1,
      })
      .where("engagement_id", "=", engagement.id)
      .execute();
    const events: NewEvent[] = [
      { kind: "audit.concluded", after: { recommendation, summary, conditions }, visibility: "internal" },
    ];
    const isLeftOut = estimate.weeksLow === null && estimate.weeksHigh === null && estimate.sentence === "";
    if (recommendation !== "no" || !isLeftOut) {
      const made = await insertEstimate(trx, act, engagement, "audit", estimate);
      events.push(estimateEvent(made, "internal"));
    }
    return events;
  });
}

export interface Audit {
  startsOn: CalendarDate;
  finishesOn: CalendarDate;
  auditorId: string | null;
  auditorName: string | null;
  /** Markdown. */
  summary: string;
  conditions: string;
  recommendation: Recommendation | null;
  concludedOn: CalendarDate | null;
  concludedBy: string | null;
  version: number;
}

export interface AuditFinding {
  id: string;
  number: number;
  title: string;
  severity: Severity;
  area: string;
}

const FINDINGS_SHOWN = 200;

/** The audit with its findings, estimates and enquiry, for our own people. @throws Refusal `not_found` */
export async function readAudit(db: Kysely<DB>, actor: Actor, code: string): Promise<AuditPage> {
  const { engagement, relation } = await requireEngagement(db, actor, code, "see_pipeline");
  const row = await db
    .selectFrom("audit")
    .leftJoin("person", "person.id", "audit.auditor_id")
    .selectAll("audit")
    .select("person.name as auditor_name")
    .where("engagement_id", "=", engagement.id)
    .executeTakeFirst();
  const findings = await db
    .selectFrom("finding")
    .select(["id", "number", "title", "severity", "area"])
    .where("engagement_id", "=", engagement.id)
    .orderBy("number")
    .limit(FINDINGS_SHOWN)
    .execute();
  return {
    stage: engagement.stage,
    relation,
    audit: row
      ? {
          startsOn: row.starts_on,
          finishesOn: row.finishes_on,
          auditorId: row.auditor_id,
          auditorName: row.auditor_name,
          summary: row.summary,
          conditions: row.conditions,
          recommendation: row.recommendation,
          concludedOn: row.concluded_on,
          concludedBy: row.concluded_by_name,
          version: row.version,
        }
      : null,
    findings,
    estimates: await listEstimates(db, engagement.id),
    openPoint: await openPoint(db, engagement),
    enquiries: await listEnquiries(db, engagement.id),
  };
}

export interface AuditPage {
  stage: Stage;
  relation: Role;
  audit: Audit | null;
  findings: AuditFinding[];
  estimates: Awaited<ReturnType<typeof listEstimates>>;
  /** Where an estimate may be recorded now; null while there is no such point. */
  openPoint: EstimatePoint | null;
  enquiries: ReceivedEnquiry[];
}
