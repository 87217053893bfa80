import { type Kysely, type Selectable, sql } from "kysely";
import { type DeliverableStatus, requireStatusAllowed } from "~/domain/deliverable";
import { conflict, notFound } from "~/domain/refusal";
import type { Act } from "./act";
import { visibilityOf } from "./deliverables.server";
import { appendEvents, type NewEvent } from "./events.server";
import { type EvidenceInput, insertEvidence } from "./evidence.server";
import { workingCalendar } from "./firm.server";
import { once } from "./once.server";
import { type OpenWork, readWithout, withTicked } from "./open-work.server";
import { prepared } from "./prepared.server";
import type { DB, DeliverableTable, EngagementTable, PhaseTable } from "./schema";
import { lockingOnly } from "./scope.server";
import { comeSoFar, needAndHealth, STANDING_COLUMNS } from "./standing-row.server";

export interface StatusInput {
  id: string;
  to: DeliverableStatus;
  /** The status that the person saw when they pressed; null when unknown. */
  from: DeliverableStatus | null;
  reason: string | null;
  /** Given along with the tick, in the same row. */
  evidence: EvidenceInput | null;
}

const lockForTick = lockingOnly([
  "id",
  "seq",
  "last_hash",
  "standing_on",
  "blocked_count",
  "late_count",
  "next_due_on",
]);

const readStanding = prepared<
  { id: string },
  Pick<Selectable<EngagementTable>, (typeof STANDING_COLUMNS)[number]>
>((db, value) => db.selectFrom("engagement").select(STANDING_COLUMNS).where("id", "=", value("id")));

type TickedEngagement = Awaited<ReturnType<typeof lockForTick>>;

const TICKED_COLUMNS = [
  "id",
  "phase_id",
  "title",
  "status",
  "reason",
  "due_on",
  "is_visible",
  "requires_evidence",
  "evidence_count",
  "version",
] as const;

type Ticked = Pick<Selectable<DeliverableTable>, (typeof TICKED_COLUMNS)[number]>;

type TickedPhase = Pick<
  Selectable<PhaseTable>,
  "id" | "kind" | "status" | "working_days" | "total_count" | "done_count" | "not_applicable_count"
>;

/** The phases of an engagement as one text, as `phasesFrom` reads it: four rows of their own cost twice as much. */
const phasesText = sql<string>`(
  select string_agg(p.id || ',' || p.kind || ',' || p.status || ',' || p.working_days || ',' || p.total_count || ',' ||
    p.done_count || ',' || p.not_applicable_count, ';')
  from phase p where p.engagement_id = deliverable.engagement_id)`;

function phasesFrom(text: string): TickedPhase[] {
  return text.split(";").map((one) => {
    const [id, kind, status, ...counts] = one.split(",");
    const [working_days, total_count, done_count, not_applicable_count] = counts.map(Number);
    return { id, kind, status, working_days, total_count, done_count, not_applicable_count } as TickedPhase;
  });
}

const readTicked = prepared<{ engagementId: string; id: string }, Ticked & { phases: string }>((db, value) =>
  db
    .selectFrom("deliverable")
    .select(TICKED_COLUMNS)
    .select(phasesText.as("phases"))
    .where("engagement_id", "=", value("engagementId"))
    .where("id", "=", value("id")),
);

const writeStatus = prepared<
  Pick<Selectable<DeliverableTable>, "id" | "status" | "reason" | "evidence_count" | "done_at" | "version">,
  unknown
>((db, value) =>
  db
    .updateTable("deliverable")
    .set({
      status: value("status"),
      reason: value("reason"),
      evidence_count: value("evidence_count"),
      done_at: value("done_at"),
      version: value("version"),
    })
    .where("id", "=", value("id")),
);

const writeCounters = prepared<
  Pick<Selectable<PhaseTable>, "id" | "done_count" | "not_applicable_count">,
  unknown
>((db, value) =>
  db
    .updateTable("phase")
    .set({ done_count: value("done_count"), not_applicable_count: value("not_applicable_count") })
    .where("id", "=", value("id")),
);

type TickColumns = OpenWork &
  Pick<Selectable<EngagementTable>, "id" | "progress_bp" | "open_count" | "seq" | "last_hash">;
type NeedColumns = Pick<Selectable<EngagementTable>, "need" | "health">;

const tickColumns = (value: <Name extends keyof TickColumns>(name: Name) => TickColumns[Name]) => ({
  progress_bp: value("progress_bp"),
  open_count: value("open_count"),
  blocked_count: value("blocked_count"),
  late_count: value("late_count"),
  next_due_on: value("next_due_on"),
  seq: value("seq"),
  last_hash: value("last_hash"),
});

const writeTick = prepared<TickColumns, unknown>((db, value) =>
  db.updateTable("engagement").set(tickColumns(value)).where("id", "=", value("id")),
);

// These two apart: setting an indexed column rewrites a page of its index even when the value stays.
const writeTickAndNeed = prepared<TickColumns & NeedColumns, unknown>((db, value) =>
  db
    .updateTable("engagement")
    .set({ ...tickColumns(value), need: value("need"), health: value("health") })
    .where("id", "=", value("id")),
);

const writeDay = prepared<{ id: string; today: string }, unknown>((db, value) =>
  db
    .updateTable("engagement")
    .set({ standing_on: value("today") })
    .where("id", "=", value("id")),
);

/**
 * Sets the status of a deliverable. Pressing what is already so changes nothing; pressing on something that another
 * person changed meanwhile is refused with what it is now. Answers the version of the deliverable as it is then.
 */
export async function setStatus(db: Kysely<DB>, act: Act, code: string, input: StatusInput): Promise<number> {
  return once(db, act, async (trx) => {
    const engagement = await lockForTick(trx, act.actor, code, "work_checklist");
    const [row] = await readTicked(trx, { engagementId: engagement.id, id: input.id });
    if (!row) throw notFound("deliverable");
    if (row.status === input.to && (!input.reason || input.reason === row.reason) && !input.evidence) {
      return row.version;
    }
    if (input.from && row.status !== input.from && row.status !== input.to) {
      throw conflict(`Somebody else changed “${row.title}” meanwhile.`, {
        status: row.status,
        reason: row.reason ?? "",
      });
    }
    const evidenceCount = row.evidence_count + (input.evidence ? 1 : 0);
    requireStatusAllowed({
      to: input.to,
      reason: input.reason,
      requiresEvidence: row.requires_evidence === 1,
      evidenceCount,
    });
    if (input.evidence) await insertEvidence(trx, act, engagement, row.id, input.evidence);
    const reason = input.to === "blocked" || input.to === "not_applicable" ? input.reason : null;
    const version = row.version + 1;
    await writeStatus(trx, {
      id: row.id,
      status: input.to,
      reason,
      evidence_count: evidenceCount,
      done_at: input.to === "done" ? act.at : null,
      version,
    });
    const phases = phasesFrom(row.phases);
    const phase = phases.find((one) => one.id === row.phase_id);
    if (!phase) throw notFound("phase");
    const events: NewEvent[] = [];
    if (input.evidence) {
      events.push({
        kind: "evidence.added",
        subjectId: row.id,
        label: row.title,
        after: { url: input.evidence.url, note: input.evidence.note },
        visibility: "internal",
      });
    }
    if (row.status !== input.to) {
      events.push({
        kind: "deliverable.status_changed",
        subjectId: row.id,
        label: row.title,
        before: { status: row.status, reason: row.reason },
        after: { status: input.to, reason, phase: phase.kind },
        visibility: visibilityOf(row.is_visible),
      });
      await moveCounters(trx, phase, row.status, input.to);
    }
    const end = await appendEvents(
      trx,
      engagement.id,
      { seq: engagement.seq, hash: engagement.last_hash },
      act,
      events,
    );
    const others = await readWithout(trx, engagement, row, input.to, act.today);
    const left = withTicked(others, row, input.to, act.today);
    const tick = { id: engagement.id, ...comeSoFar(phases), ...left, seq: end.seq, last_hash: end.hash };
    const need = await findNewNeed(trx, engagement, left, act.today);
    if (need) await writeTickAndNeed(trx, { ...tick, ...need });
    else await writeTick(trx, tick);
    if (engagement.standing_on !== act.today) await writeDay(trx, { id: engagement.id, today: act.today });
    return version;
  });
}

/** Moves the counters of a phase by the difference of one status, in its row and in `phase`. */
async function moveCounters(
  trx: Kysely<DB>,
  phase: Pick<Selectable<PhaseTable>, "id" | "done_count" | "not_applicable_count">,
  from: DeliverableStatus,
  to: DeliverableStatus,
): Promise<void> {
  const difference = (status: DeliverableStatus) => Number(to === status) - Number(from === status);
  const [done, notApplicable] = [difference("done"), difference("not_applicable")];
  if (done === 0 && notApplicable === 0) return;
  phase.done_count += done;
  phase.not_applicable_count += notApplicable;
  await writeCounters(trx, phase);
}

/**
 * Need and health after a tick, or null where they stand: on the day that they were reckoned for, a tick moves them
 * only through what is late or blocked.
 */
async function findNewNeed(
  trx: Kysely<DB>,
  engagement: TickedEngagement,
  left: OpenWork,
  today: string,
): Promise<NeedColumns | null> {
  const { standing_on, blocked_count, late_count } = engagement;
  const stands =
    standing_on === today && blocked_count === left.blocked_count && late_count === left.late_count;
  if (stands) return null;
  const [standing] = await readStanding(trx, { id: engagement.id });
  const calendar = await workingCalendar(trx);
  return standing ? needAndHealth({ ...standing, ...left }, today, calendar) : null;
}
