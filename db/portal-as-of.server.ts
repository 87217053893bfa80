import type { Kysely } from "kysely";
import {
  type DeliverableThen,
  type GateThen,
  intervalsOn,
  type LaterEvent,
  type LedgerRow,
  openedOn,
  phaseOn,
  plannedOn,
  rewindDeliverables,
  rewindStage,
} from "~/domain/as-of";
import { addDays, type CalendarDate, dateInZone, shortDate, type WorkingCalendar } from "~/domain/calendar";
import { currentHolder } from "~/domain/clock";
import { isLate } from "~/domain/deliverable";
import type { Facts } from "~/domain/event";
import type { Actor } from "~/domain/permissions";
import { currentPhase, type PhaseKind } from "~/domain/phase";
import { portalAnswer } from "~/domain/portal";
import { groupChanges } from "~/domain/portal-changes";
import { invalid } from "~/domain/refusal";
import { listClock, listPauses, railOf, waitingDays } from "./engagement-header.server";
import { movedDate } from "./moved-date.server";
import { byDueDate, openAsk } from "./open-asks.server";
import { listPhases, type PhaseRow } from "./phases.server";
import { type PortalPage, requirePortal } from "./portal.server";
import { listClientDeliverables, type PortalDeliverable } from "./portal-deliverables.server";
import { listClientEvents } from "./portal-visits.server";
import type { DB } from "./schema";
import type { EngagementRow } from "./scope.server";

const SHOWN_MOVES = 3;
const WEEK = 7;

/**
 * The client's page as it stood at the end of a past day, told from what was recorded: the present with everything
 * that happened since taken back. Leaves no trace of a visit.
 * @throws Refusal `not_found`; `invalid` on `on` for a day before the client saw anything
 */
export async function readPortalAsOf(
  db: Kysely<DB>,
  actor: Actor,
  code: string,
  on: CalendarDate,
): Promise<PortalPage> {
  const { engagement, frame, timeZone, calendar } = await requirePortal(db, actor, code);
  const opened = await readOpenedOn(db, engagement.id);
  if (opened && on < opened) {
    throw invalid("on", `There was nothing to see yet: this page opened on ${shortDate(opened, on)}.`);
  }
  const later = await listLater(db, engagement.id, on);
  const ledger = await listLedgerRows(db, engagement.id, timeZone);
  const intervals = intervalsOn(await listClock(db, engagement.id), on);
  const pauses = (await listPauses(db, engagement.id))
    .filter((row) => row.paused_on <= on)
    .map((row) => ({ ...row, resumed_on: row.resumed_on && row.resumed_on <= on ? row.resumed_on : null }));
  const pause = pauses.find((row) => row.resumed_on === null);
  const gates = await listGates(db, engagement.id);
  const deliverables = await deliverablesThen(db, engagement, on, timeZone, later.events);
  const rows = (await listPhases(db, engagement.id)).map((row) => {
    const own = deliverables.filter((deliverable) => deliverable.phase === row.kind);
    return phaseThen(rewindActualDates(row, later.events), gates.get(row.id) ?? [], ledger, own, on);
  });
  const shownByPhase = await shownThen(db, engagement, on, timeZone, deliverables, pause !== undefined);
  const current = currentPhase(rows);
  const isOver = rows.every((row) => row.status === "done");
  const stage = isOver ? rewindStage(engagement.stage, later.events) : "active";
  const requestedOn = current
    ? phaseOn(current.actual_start_on, gates.get(current.id) ?? [], on).requestedOn
    : null;
  const { calendar: within, ...rail } = railOf(
    { title: engagement.title, promised_finish_on: rows.at(-1)?.planned_finish_on ?? null },
    rows,
    on,
    calendar,
  );
  const asks = await asksThen(db, engagement.id, on, calendar);
  const weekBefore = await lastSeqOn(db, engagement.id, addDays(on, -WEEK));
  const events = await listClientEvents(
    db,
    actor,
    { id: engagement.id, seq: later.seq },
    Math.min(weekBefore, later.seq),
  );
  return {
    frame,
    stage,
    answer: portalAnswer(
      {
        title: engagement.title,
        stage,
        todayOn: on,
        phases: rows.map((row) => ({
          kind: row.kind,
          status: row.status,
          plannedStartOn: row.planned_start_on,
          plannedFinishOn: row.planned_finish_on,
          firstFinishOn: row.first_finish_on,
          actualFinishOn: row.actual_finish_on,
        })),
        pause: pause ? { sinceOn: pause.paused_on, why: pause.reason } : null,
        ball: (isOver ? undefined : currentHolder(intervals)) ?? null,
        gateRequestedOn: requestedOn,
        openAsks: asks.length,
      },
      calendar,
    ),
    rail: {
      ...rail,
      dayLabel: shortDate(on),
      deliverables: rows
        .flatMap((row) => shownByPhase[row.kind] ?? [])
        .map(({ title, dueOn, status }) => ({ title, dueOn, state: status })),
      waiting: waitingDays(intervals, on),
      paused: pauses.map((row) => ({ fromOn: row.paused_on, toOn: row.resumed_on ?? on })),
      // What was expected on that day was not kept, but for the day on which a phase began.
      expected: null,
    },
    calendar: { weekend: calendar.weekend, holidays: [...(within?.holidays ?? [])] },
    since: { kind: "week", ago: null, changes: groupChanges(events, on) },
    phases: rows.map((row) => ({
      kind: row.kind,
      status: row.status,
      plannedStartOn: row.planned_start_on,
      plannedFinishOn: row.planned_finish_on,
      actualFinishOn: row.actual_finish_on,
      gate: row.gate,
      done: row.done_count,
      notApplicable: row.not_applicable_count,
      total: row.total_count,
      deliverables: shownByPhase[row.kind] ?? [],
    })),
    moves: await listMovesThen(db, engagement.id, timeZone, on),
    asks,
  };
}

async function readOpenedOn(db: Kysely<DB>, engagementId: string): Promise<CalendarDate | null> {
  const rows = await db
    .selectFrom("event")
    .select(["on_date", "after"])
    .where("engagement_id", "=", engagementId)
    .where("kind", "in", ["engagement.created", "engagement.imported", "engagement.stage_moved"])
    .orderBy("seq")
    .limit(500)
    .execute();
  return openedOn(rows.map((row) => ({ stage: (JSON.parse(row.after) as Facts).stage, on: row.on_date })));
}

interface Later {
  /** Newest first. */
  events: LaterEvent[];
  /** The last event that had happened by the end of the day. */
  seq: number;
}

async function listLater(db: Kysely<DB>, engagementId: string, on: CalendarDate): Promise<Later> {
  const rows = await db
    .selectFrom("event")
    .select(["seq", "kind", "subject_id", "label", "before", "after", "visibility"])
    .where("engagement_id", "=", engagementId)
    .where("on_date", ">", on)
    .orderBy("seq", "desc")
    .limit(50_000)
    .execute();
  const events = rows.map((row) => ({
    kind: row.kind,
    subjectId: row.subject_id,
    label: row.label,
    before: JSON.parse(row.before) as Facts,
    after: JSON.parse(row.after) as Facts,
    isClientVisible: row.visibility === "client",
  }));
  return { events, seq: await lastSeqOn(db, engagementId, on) };
}

async function lastSeqOn(db: Kysely<DB>, engagementId: string, on: CalendarDate): Promise<number> {
  const { seq } = await db
    .selectFrom("event")
    .select((eb) => eb.fn.max("seq").as("seq"))
    .where("engagement_id", "=", engagementId)
    .where("on_date", "<=", on)
    .executeTakeFirstOrThrow();
  return Number(seq ?? 0);
}

async function listLedgerRows(db: Kysely<DB>, engagementId: string, timeZone: string): Promise<LedgerRow[]> {
  const rows = await db
    .selectFrom("promise")
    .select(["phase_kind", "edge", "from_on", "to_on", "made_at", "undone_at"])
    .where("engagement_id", "=", engagementId)
    .orderBy("made_at")
    .orderBy("move_id")
    .orderBy("position")
    .limit(10_000)
    .execute();
  return rows.map((row) => ({
    phase: row.phase_kind,
    edge: row.edge,
    fromOn: row.from_on,
    toOn: row.to_on,
    madeOn: dateInZone(row.made_at, timeZone),
    undoneOn: row.undone_at === null ? null : dateInZone(row.undone_at, timeZone),
  }));
}

async function listGates(db: Kysely<DB>, engagementId: string): Promise<Map<string, GateThen[]>> {
  const rows = await db
    .selectFrom("gate")
    .select(["phase_id", "requested_on", "outcome", "decided_on"])
    .where("engagement_id", "=", engagementId)
    .orderBy("attempt")
    .limit(1000)
    .execute();
  const byPhase = new Map<string, GateThen[]>();
  for (const row of rows) {
    const gate = { requestedOn: row.requested_on, outcome: row.outcome, decidedOn: row.decided_on };
    byPhase.set(row.phase_id, [...(byPhase.get(row.phase_id) ?? []), gate]);
  }
  return byPhase;
}

/** Every deliverable of the engagement, those that are ours alone too: the counts are over all of them. */
async function deliverablesThen(
  db: Kysely<DB>,
  engagement: EngagementRow,
  on: CalendarDate,
  timeZone: string,
  later: readonly LaterEvent[],
): Promise<DeliverableThen[]> {
  const rows = await db
    .selectFrom("deliverable")
    .innerJoin("phase", "phase.id", "deliverable.phase_id")
    .select(["deliverable.id", "deliverable.title", "deliverable.status", "deliverable.is_visible"])
    .select(["deliverable.due_on", "deliverable.done_at", "deliverable.artefact", "phase.kind"])
    .where("deliverable.engagement_id", "=", engagement.id)
    .orderBy("phase.position")
    .orderBy("deliverable.position")
    .orderBy("deliverable.id")
    .limit(2000)
    .execute();
  const now = rows.map((row) => ({
    id: row.id,
    phase: row.kind,
    title: row.title,
    status: row.status,
    isVisible: row.is_visible === 1,
    dueOn: row.due_on,
    doneOn: row.done_at === null ? null : dateInZone(row.done_at, timeZone),
    artefact: row.artefact,
  }));
  const due = await dueDatesThen(db, engagement.id, on, timeZone);
  return rewindDeliverables(now, later).map((row) => ({ ...row, dueOn: due.get(row.id) ?? row.dueOn }));
}

/** Due dates that a later move of promised dates carried along, as they were before it. */
async function dueDatesThen(
  db: Kysely<DB>,
  engagementId: string,
  on: CalendarDate,
  timeZone: string,
): Promise<Map<string, CalendarDate>> {
  const moves = await db
    .selectFrom("promise")
    .select(["carried", "made_at"])
    .where("engagement_id", "=", engagementId)
    .where("carried", "is not", null)
    .where("undone_at", "is", null)
    .orderBy("made_at", "desc")
    .limit(1000)
    .execute();
  const due = new Map<string, CalendarDate>();
  for (const move of moves) {
    if (dateInZone(move.made_at, timeZone) <= on) continue;
    for (const [id, from] of JSON.parse(move.carried ?? "[]") as [string, string, string][])
      due.set(id, from);
  }
  return due;
}

/** What the client could see of each phase, with the evidence that had been added. */
async function shownThen(
  db: Kysely<DB>,
  engagement: EngagementRow,
  on: CalendarDate,
  timeZone: string,
  deliverables: readonly DeliverableThen[],
  isPaused: boolean,
): Promise<Partial<Record<PhaseKind, PortalDeliverable[]>>> {
  const now = await listClientDeliverables(db, engagement, on, timeZone);
  const evidence = new Map([...now.values()].flat().map((row) => [row.id, row.evidence]));
  const added = await db
    .selectFrom("evidence")
    .select(["id", "added_at"])
    .where("engagement_id", "=", engagement.id)
    .where("is_visible", "=", 1)
    .limit(10_000)
    .execute();
  const known = new Set(added.filter((row) => dateInZone(row.added_at, timeZone) <= on).map((row) => row.id));
  const byPhase: Partial<Record<PhaseKind, PortalDeliverable[]>> = {};
  for (const { phase, isVisible, ...row } of deliverables) {
    if (!isVisible) continue;
    const list = byPhase[phase] ?? [];
    byPhase[phase] = list;
    list.push({
      ...row,
      isLate: !isPaused && isLate(row, on),
      evidence: (evidence.get(row.id) ?? []).filter((piece) => known.has(piece.id)),
    });
  }
  return byPhase;
}

/** Takes back corrections of when a phase started and finished; the events come newest first. */
function rewindActualDates(row: PhaseRow, later: readonly LaterEvent[]): PhaseRow {
  const date = (value: unknown) => (typeof value === "string" ? value : null);
  const then = { ...row };
  for (const { kind, after, before } of later) {
    if (kind !== "phase.dates_confirmed" || after.phase !== row.kind) continue;
    then.actual_start_on = date(before.start_on);
    then.actual_finish_on = date(before.finish_on) ?? then.actual_finish_on;
  }
  return then;
}

function phaseThen(
  row: PhaseRow,
  gates: readonly GateThen[],
  ledger: readonly LedgerRow[],
  own: readonly DeliverableThen[],
  on: CalendarDate,
): PhaseRow {
  const { status, gate } = phaseOn(row.actual_start_on, gates, on);
  const start = plannedOn(ledger, { phase: row.kind, edge: "start" }, on, row.planned_start_on);
  const finish = plannedOn(ledger, { phase: row.kind, edge: "finish" }, on, row.planned_finish_on);
  return {
    ...row,
    status,
    gate,
    planned_start_on: start.date,
    planned_finish_on: finish.date,
    first_start_on: start.isPromised ? row.first_start_on : null,
    first_finish_on: finish.isPromised ? row.first_finish_on : null,
    actual_start_on: status === "upcoming" ? null : row.actual_start_on,
    actual_finish_on: status === "done" ? row.actual_finish_on : null,
    total_count: own.length,
    done_count: own.filter((deliverable) => deliverable.status === "done").length,
    not_applicable_count: own.filter((deliverable) => deliverable.status === "not_applicable").length,
  };
}

/** What was asked by the end of the day and settled later, or not yet. */
async function asksThen(
  db: Kysely<DB>,
  engagementId: string,
  on: CalendarDate,
  calendar: WorkingCalendar,
): Promise<PortalPage["asks"]> {
  const rows = await db
    .selectFrom("ask")
    .select(["id", "number", "title", "due_on", "is_blocking", "status"])
    .where("engagement_id", "=", engagementId)
    .where("asked_on", "<=", on)
    .where((eb) =>
      eb.or([
        eb("status", "=", "open"),
        eb("answered_on", ">", on),
        eb.exists(
          eb
            .selectFrom("event")
            .select("event.id")
            .whereRef("event.engagement_id", "=", "ask.engagement_id")
            .whereRef("event.subject_id", "=", "ask.id")
            .where("event.kind", "=", "ask.withdrawn")
            .where("event.on_date", ">", on),
        ),
      ]),
    )
    .limit(100)
    .execute();
  return rows.map((row) => openAsk({ ...row, status: "open" }, on, calendar)).sort(byDueDate);
}

async function listMovesThen(
  db: Kysely<DB>,
  engagementId: string,
  timeZone: string,
  on: CalendarDate,
): Promise<PortalPage["moves"]> {
  const rows = await db
    .selectFrom("promise")
    .select(["move_id", "phase_kind", "edge", "from_on", "to_on", "working_days", "cause", "sentence"])
    .select(["made_at", "undone_at"])
    .where("engagement_id", "=", engagementId)
    .where("position", "=", 0)
    .where("cause", "<>", "first")
    .orderBy("made_at", "desc")
    .orderBy("move_id", "desc")
    .limit(1000)
    .execute();
  return rows
    .filter((row) => dateInZone(row.made_at, timeZone) <= on)
    .filter((row) => row.undone_at === null || dateInZone(row.undone_at, timeZone) > on)
    .slice(0, SHOWN_MOVES)
    .map((row) => ({ moveId: row.move_id, ...movedDate(row), cause: row.cause, sentence: row.sentence }));
}
