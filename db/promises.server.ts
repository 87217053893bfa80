import type { Kysely, Selectable } from "kysely";
import { addWorkingDays, type CalendarDate, type WorkingCalendar, workingDaysFrom } from "~/domain/calendar";
import { type SlipCause, UNDO_WINDOW_MS } from "~/domain/promise";
import { conflict, invalid, notFound } from "~/domain/refusal";
import {
  type DateChange,
  type DateMove,
  moveDate,
  type PlannedPhase,
  plannedWorkingDays,
} from "~/domain/schedule";
import { type Act, newId, personIdOf } from "./act";
import { workingCalendar } from "./firm.server";
import { type MovedDate, movedDate } from "./moved-date.server";
import { once } from "./once.server";
import { listPhases, type PhaseRow } from "./phases.server";
import { insertPromises } from "./plan.server";
import { prepared } from "./prepared.server";
import type { DB, PromiseTable } from "./schema";
import { type EngagementRow, lockEngagement, requireEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

/** A due date that moves along with its phase. */
interface CarriedDue {
  deliverableId: string;
  title: string;
  fromOn: CalendarDate;
  toOn: CalendarDate;
}

export interface MovePreview {
  changes: DateChange[];
  carried: CarriedDue[];
  /** The version that the preview was made from; a move that gives it is refused when the plan changed since. */
  seq: number;
}

/** What moving a date would change, without changing it. @throws Refusal `invalid` on `to_on` when it cannot move */
export async function previewMove(
  db: Kysely<DB>,
  act: Act,
  code: string,
  move: DateMove,
): Promise<MovePreview> {
  const { engagement } = await requireEngagement(db, act.actor, code, "run_engagement");
  const { changes, carried } = await reckonMove(db, engagement, move);
  return { changes, carried, seq: engagement.seq };
}

export interface PromisedMove extends DateMove {
  cause: SlipCause;
  sentence: string;
  /** From the preview that was confirmed; null when none was shown. */
  seq: number | null;
}

/**
 * Moves a promised date with everything that follows from it, writes the ledger, and answers the id of the move, by
 * which it can be taken back for ten seconds.
 * @throws Refusal `invalid`, or `conflict` when the plan is no longer the one of the preview
 */
export async function movePromisedDate(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: PromisedMove,
): Promise<string> {
  return once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    return moveWithin(trx, act, engagement, input);
  });
}

/** The same inside a transaction that has locked the engagement. */
export async function moveWithin(
  trx: Kysely<DB>,
  act: Act,
  engagement: EngagementRow,
  input: PromisedMove,
): Promise<string> {
  if (!input.sentence) throw invalid("sentence", "Say why in a sentence; both sides read it.");
  const { phases, plan, changes, carried } = await reckonMove(trx, engagement, input);
  if (
    input.seq !== null &&
    input.seq !== engagement.seq &&
    (await planMovedSince(trx, engagement, input.seq))
  ) {
    throw conflict("The plan changed while you were looking. Here is what the move would do now.");
  }
  const calendar = await workingCalendar(trx);
  await writePlan(trx, phases, plan, calendar);
  for (const due of carried) await setDue(trx, engagement.id, due.deliverableId, due.toOn);
  const moveId = newId();
  await insertPromises(
    trx,
    act,
    engagement.id,
    moveId,
    changes.map((change) => ({
      phase_kind: change.kind,
      edge: change.edge,
      from_on: change.fromOn,
      to_on: change.toOn,
      working_days: change.workingDays,
    })),
    {
      cause: input.cause,
      sentence: input.sentence,
      carried: JSON.stringify(carried.map((due) => [due.deliverableId, due.fromOn, due.toOn])),
    },
  );
  const [own] = changes;
  await finishChange(trx, engagement, act, [
    {
      kind: "promise.moved",
      subjectId: moveId,
      before: { on: own?.fromOn ?? null },
      after: {
        phase: input.kind,
        edge: input.edge,
        on: input.toOn,
        working_days: own?.workingDays ?? 0,
        cause: input.cause,
        reason: input.sentence,
        finish_on: plan.at(-1)?.plannedFinishOn ?? null,
      },
      visibility: "client",
    },
  ]);
  return moveId;
}

async function reckonMove(db: Kysely<DB>, engagement: EngagementRow, move: DateMove) {
  if (engagement.stage !== "active") {
    throw invalid("to_on", "Nothing is promised here yet. Change the start date and length instead.");
  }
  const calendar = await workingCalendar(db);
  const phases = await listPhases(db, engagement.id);
  if (phases.every((phase) => phase.first_finish_on === null)) {
    throw invalid("to_on", "These dates are not promised yet. Promise them first, then they can move.");
  }
  const outcome = moveDate(
    phases.map((phase) => ({
      kind: phase.kind,
      status: phase.status,
      plannedStartOn: phase.planned_start_on,
      plannedFinishOn: phase.planned_finish_on,
    })),
    move,
    calendar,
  );
  if (!outcome.ok) throw invalid("to_on", outcome.message);
  const carried = await dueDatesThatFollow(db, engagement.id, phases, outcome.phases, calendar);
  return { phases, plan: outcome.phases, changes: outcome.changes, carried };
}

/** Open deliverables move by as many working days as the finish of their phase, and stay inside it. */
async function dueDatesThatFollow(
  db: Kysely<DB>,
  engagementId: string,
  phases: readonly PhaseRow[],
  plan: readonly PlannedPhase[],
  calendar: WorkingCalendar,
): Promise<CarriedDue[]> {
  const open = await db
    .selectFrom("deliverable")
    .select(["id", "title", "phase_id", "due_on"])
    .where("engagement_id", "=", engagementId)
    .where("status", "in", ["todo", "doing", "blocked"])
    .where("due_on", "is not", null)
    .orderBy("phase_id")
    .orderBy("position")
    .execute();
  return open.flatMap((deliverable) => {
    const index = phases.findIndex((phase) => phase.id === deliverable.phase_id);
    const [was, now] = [phases[index], plan[index]];
    const fromOn = deliverable.due_on;
    if (!was || !now || !fromOn || was.planned_finish_on === now.plannedFinishOn) return [];
    const days = workingDaysFrom(was.planned_finish_on, now.plannedFinishOn, calendar);
    const toOn = within(addWorkingDays(fromOn, days, calendar), now);
    return toOn === fromOn ? [] : [{ deliverableId: deliverable.id, title: deliverable.title, fromOn, toOn }];
  });
}

function within(on: CalendarDate, { plannedStartOn, plannedFinishOn }: PlannedPhase): CalendarDate {
  if (on < plannedStartOn) return plannedStartOn;
  return on > plannedFinishOn ? plannedFinishOn : on;
}

async function planMovedSince(trx: Kysely<DB>, engagement: EngagementRow, seq: number): Promise<boolean> {
  const moved = await trx
    .selectFrom("event")
    .select("seq")
    .where("engagement_id", "=", engagement.id)
    .where("seq", ">", seq)
    .where("kind", "in", ["promise.moved", "promise.undone", "phase.started", "gate.signed", "gate.waived"])
    .executeTakeFirst();
  return moved !== undefined;
}

async function writePlan(
  trx: Kysely<DB>,
  phases: readonly PhaseRow[],
  plan: readonly PlannedPhase[],
  calendar: WorkingCalendar,
): Promise<void> {
  for (const [index, phase] of phases.entries()) {
    const now = plan[index];
    if (
      !now ||
      (now.plannedStartOn === phase.planned_start_on && now.plannedFinishOn === phase.planned_finish_on)
    ) {
      continue;
    }
    await trx
      .updateTable("phase")
      .set((eb) => ({
        planned_start_on: now.plannedStartOn,
        planned_finish_on: now.plannedFinishOn,
        working_days: plannedWorkingDays(now, calendar),
        version: eb("version", "+", 1),
      }))
      .where("id", "=", phase.id)
      .execute();
  }
}

async function setDue(trx: Kysely<DB>, engagementId: string, id: string, dueOn: CalendarDate): Promise<void> {
  await trx
    .updateTable("deliverable")
    .set((eb) => ({ due_on: dueOn, version: eb("version", "+", 1) }))
    .where("engagement_id", "=", engagementId)
    .where("id", "=", id)
    .execute();
}

/** The network and the reader's hand take a moment that is not theirs to lose. */
const UNDO_GRACE_MS = 3000;

/**
 * Takes a move back within ten seconds, by the person who made it and as long as it is the last one. Its ledger rows
 * stay, marked as taken back: nothing that was promised is ever erased.
 */
export async function undoMove(db: Kysely<DB>, act: Act, code: string, moveId: string): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const rows = await trx
      .selectFrom("promise")
      .selectAll()
      .where("engagement_id", "=", engagement.id)
      .where("move_id", "=", moveId)
      .orderBy("position")
      .execute();
    const [own] = rows;
    if (!own || own.made_by !== personIdOf(act.actor) || own.cause === "first") throw notFound("move");
    if (own.undone_at !== null) return;
    if (act.at > own.made_at + UNDO_WINDOW_MS + UNDO_GRACE_MS) {
      throw invalid("move_id", "Ten seconds have passed. Move the date again, with a reason.");
    }
    const phases = await listPhases(trx, engagement.id);
    const plan: PlannedPhase[] = phases.map((phase) => ({
      kind: phase.kind,
      plannedStartOn: phase.planned_start_on,
      plannedFinishOn: phase.planned_finish_on,
    }));
    for (const row of rows) {
      const phase = plan.find((candidate) => candidate.kind === row.phase_kind);
      const key = row.edge === "start" ? "plannedStartOn" : "plannedFinishOn";
      if (!phase || phase[key] !== row.to_on || row.from_on === null) {
        throw conflict("The dates have moved again since. Move them back with a reason.");
      }
      phase[key] = row.from_on;
    }
    await writePlan(trx, phases, plan, await workingCalendar(trx));
    const carried = JSON.parse(own.carried ?? "[]") as [string, string, string][];
    for (const [id, fromOn, toOn] of carried) {
      await trx
        .updateTable("deliverable")
        .set((eb) => ({ due_on: fromOn, version: eb("version", "+", 1) }))
        .where("engagement_id", "=", engagement.id)
        .where("id", "=", id)
        .where("due_on", "=", toOn)
        .execute();
    }
    await trx
      .updateTable("promise")
      .set({ undone_at: act.at })
      .where("engagement_id", "=", engagement.id)
      .where("move_id", "=", moveId)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "promise.undone",
        subjectId: moveId,
        before: { on: own.to_on },
        after: { phase: own.phase_kind, edge: own.edge, on: own.from_on },
        visibility: "client",
      },
    ]);
  });
}

export interface LedgerMove {
  moveId: string;
  madeAt: number;
  madeBy: string;
  cause: DB["promise"]["cause"];
  sentence: string;
  isUndone: boolean;
  /** The date that was moved by hand first, those that followed after it. */
  rows: MovedDate[];
}

function ledgerOf(db: Kysely<DB>, engagementId: string) {
  return db
    .selectFrom("promise")
    .selectAll()
    .where("engagement_id", "=", engagementId)
    .orderBy("made_at")
    .orderBy("move_id")
    .orderBy("position")
    .limit(5000);
}

const readLedger = prepared<{ engagementId: string }, Selectable<PromiseTable>>((db, value) =>
  ledgerOf(db, value("engagementId")),
);

const readLatest = prepared<{ engagementId: string; count: number }, Selectable<PromiseTable>>((db, value) =>
  ledgerOf(db, value("engagementId")).where("move_id", "in", (eb) =>
    eb
      .selectFrom("promise as last")
      .select("last.move_id")
      .where("last.engagement_id", "=", value("engagementId"))
      .where("last.position", "=", 0)
      .orderBy("last.made_at", "desc")
      .orderBy("last.move_id", "desc")
      .limit(value("count")),
  ),
);

/** The promise ledger of an engagement, the newest act first: the same rows for our people and for the client. */
export async function listLedger(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id">,
): Promise<LedgerMove[]> {
  return movesOf(await readLedger(db, { engagementId: engagement.id }));
}

/** The last acts of the ledger, the newest first. */
export async function listLatestMoves(
  db: Kysely<DB>,
  engagement: Pick<EngagementRow, "id">,
  count: number,
): Promise<LedgerMove[]> {
  return movesOf(await readLatest(db, { engagementId: engagement.id, count }));
}

function movesOf(rows: readonly Selectable<PromiseTable>[]): LedgerMove[] {
  const moves = new Map<string, LedgerMove>();
  for (const row of rows) {
    const move = moves.get(row.move_id) ?? {
      moveId: row.move_id,
      madeAt: row.made_at,
      madeBy: row.made_by_name,
      cause: row.cause,
      sentence: row.sentence,
      isUndone: row.undone_at !== null,
      rows: [],
    };
    move.rows.push(movedDate(row));
    moves.set(row.move_id, move);
  }
  return [...moves.values()].reverse();
}
