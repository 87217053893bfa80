import type { Kysely, Selectable } from "kysely";
import type { AskStatus, OpenAsk } from "~/domain/ask";
import type { CalendarDate, WorkingCalendar } from "~/domain/calendar";
import { type ClockInterval, type ClockLine, clockAccount } from "~/domain/clock";
import type { EvidenceShown } from "~/domain/evidence";
import type { Actor } from "~/domain/permissions";
import { listClock, listPauses, pauseSpan } from "./engagement-header.server";
import { listEvidence } from "./evidence-page.server";
import { workingCalendar } from "./firm.server";
import { byDueDate, openAsk } from "./open-asks.server";
import { listPhases } from "./phases.server";
import { type PortalFrame, requirePortal } from "./portal.server";
import type { AskTable, DB } from "./schema";
import { requireEngagement } from "./scope.server";

/** An ask as both sides read it. */
export interface AskShown extends OpenAsk {
  /** Markdown. */
  body: string;
  status: AskStatus;
  askedBy: string;
  askedOn: CalendarDate;
  /** Null while open, and where it was done without words. */
  answer: string | null;
  answeredBy: string | null;
  answeredOn: CalendarDate | null;
  withdrawnReason: string | null;
  /** What came with it, as far as the reader may see it. */
  evidence: EvidenceShown[];
  version: number;
}

export interface AskPage {
  /** By due date, those without one last. */
  open: AskShown[];
  /** Answered or withdrawn, the latest first. */
  settled: AskShown[];
  /** Every working day of every phase that has started, their sum last. */
  account: ClockLine[];
  /** The stretches of the clock, the latest first. */
  stretches: ClockInterval[];
}

/** The asks of an engagement and whose its days were, for our people. @throws Refusal `not_found` */
export async function readAsks(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
): Promise<AskPage> {
  const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
  return askPageOf(db, engagement.id, today, {});
}

/** The same for the client, who reads every word of it. @throws Refusal `not_found` */
export async function readPortalAsks(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  today: CalendarDate,
): Promise<AskPage & { frame: PortalFrame; isPaused: boolean }> {
  const { engagement, frame } = await requirePortal(db, actor, code);
  return {
    frame,
    isPaused: engagement.is_paused === 1,
    ...(await askPageOf(db, engagement.id, today, { isVisible: true })),
  };
}

const SHOWN = 500;
const STRETCHES_SHOWN = 60;

async function askPageOf(
  db: Kysely<DB>,
  engagementId: string,
  today: CalendarDate,
  shown: { isVisible?: boolean },
): Promise<AskPage> {
  const calendar = await workingCalendar(db);
  const rows = await db
    .selectFrom("ask")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("number", "desc")
    .limit(SHOWN)
    .execute();
  const evidence = await listEvidence(db, engagementId, "ask", shown);
  const asks = rows.map((row) => askShown(row, evidence.get(row.id) ?? [], today, calendar));
  const phases = await listPhases(db, engagementId);
  const intervals = await listClock(db, engagementId);
  const pauses = await listPauses(db, engagementId);
  return {
    open: asks.filter((ask) => ask.status === "open").sort(byDueDate),
    settled: asks.filter((ask) => ask.status !== "open"),
    account: clockAccount(
      phases.map((phase) => ({
        kind: phase.kind,
        actualStartOn: phase.actual_start_on,
        actualFinishOn: phase.actual_finish_on,
      })),
      intervals,
      pauses.map(pauseSpan),
      today,
      calendar,
    ),
    stretches: intervals.slice(-STRETCHES_SHOWN).reverse(),
  };
}

function askShown(
  row: Selectable<AskTable>,
  evidence: EvidenceShown[],
  today: CalendarDate,
  calendar: WorkingCalendar,
): AskShown {
  return {
    ...openAsk(row, today, calendar),
    body: row.body,
    status: row.status,
    askedBy: row.asked_by_name,
    askedOn: row.asked_on,
    answer: row.answer,
    answeredBy: row.answered_by_name,
    answeredOn: row.answered_on,
    withdrawnReason: row.withdrawn_reason,
    evidence,
    version: row.version,
  };
}
