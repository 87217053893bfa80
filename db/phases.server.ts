import type { Kysely, Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import { PHASE_LABEL, type PhaseKind, whyPhaseCannotStart } from "~/domain/phase";
import { conflict, invalid, notFound } from "~/domain/refusal";
import type { Act } from "./act";
import { switchClock } from "./clock.server";
import { keepGivenForecast } from "./forecasts.server";
import { once } from "./once.server";
import { prepared } from "./prepared.server";
import type { DB, PhaseTable } from "./schema";
import { type EngagementRow, lockEngagement } from "./scope.server";
import { finishChange } from "./standing.server";

export type PhaseRow = Selectable<PhaseTable>;

const readPhases = prepared<{ engagementId: string }, PhaseRow>((db, value) =>
  db.selectFrom("phase").selectAll().where("engagement_id", "=", value("engagementId")).orderBy("position"),
);

/** The phases of an engagement that was reached with the actor's scope, in order. */
export async function listPhases(db: Kysely<DB>, engagementId: string): Promise<PhaseRow[]> {
  return readPhases(db, { engagementId });
}

/** @throws Refusal `invalid` unless work on the engagement is under way */
export function requireUnderWay(engagement: EngagementRow): void {
  if (engagement.stage !== "active") throw invalid("engagement", "This engagement is not under way.");
  if (engagement.is_paused) throw invalid("engagement", "This engagement is paused. Resume it first.");
}

/** Starts a phase on a date that is not in the future. */
export async function startPhase(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; startOn: CalendarDate },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    requireUnderWay(engagement);
    const phases = await listPhases(trx, engagement.id);
    const index = phases.findIndex((phase) => phase.kind === input.kind);
    const phase = phases[index];
    if (!phase) throw notFound("phase");
    // A second press of the same button has nothing left to do.
    if (phase.status === "in_progress" && phase.actual_start_on === input.startOn) return;
    const why = whyPhaseCannotStart(phases, input.kind);
    if (why) throw invalid("start_on", why);
    if (input.startOn > act.today)
      throw invalid("start_on", "A phase starts today or on a day that has been.");
    const before = phases[index - 1];
    if (before?.actual_finish_on && input.startOn < before.actual_finish_on) {
      throw invalid("start_on", `${PHASE_LABEL[before.kind]} finished on ${before.actual_finish_on}.`);
    }
    await trx
      .updateTable("phase")
      .set((eb) => ({
        status: "in_progress",
        actual_start_on: input.startOn,
        gate: "none",
        version: eb("version", "+", 1),
      }))
      .where("id", "=", phase.id)
      .execute();
    const clock =
      engagement.holder === "us" && engagement.holder_since_on
        ? {}
        : await switchClock(trx, act, engagement.id, "us", `${PHASE_LABEL[input.kind]} is under way.`);
    await finishChange(
      trx,
      engagement,
      act,
      [
        {
          kind: "phase.started",
          subjectId: phase.id,
          before: { status: "upcoming" },
          after: { phase: input.kind, on: input.startOn },
          visibility: "client",
        },
      ],
      { gate_requested_on: null, declines: 0, ...clock },
    );
    await keepGivenForecast(trx, act, engagement, input.kind);
  });
}

/** Corrects when a phase really started and finished. Actual dates are facts, not promises: no ledger row. */
export async function confirmActualDates(
  db: Kysely<DB>,
  act: Act,
  code: string,
  input: { kind: PhaseKind; startOn: CalendarDate; finishOn: CalendarDate | null; version: number },
): Promise<void> {
  await once(db, act, async (trx) => {
    const { engagement } = await lockEngagement(trx, act.actor, code, "run_engagement");
    const phases = await listPhases(trx, engagement.id);
    const index = phases.findIndex((phase) => phase.kind === input.kind);
    const phase = phases[index];
    if (!phase) throw notFound("phase");
    if (phase.version !== input.version) {
      throw conflict("Somebody else changed this phase meanwhile.", {
        start_on: phase.actual_start_on ?? "",
        finish_on: phase.actual_finish_on ?? "",
      });
    }
    if (phase.status === "upcoming") throw invalid("start_on", "Start the phase first.");
    if (phase.status === "done" && !input.finishOn)
      throw invalid("finish_on", "A finished phase has a finish.");
    if (phase.status !== "done" && input.finishOn) {
      throw invalid("finish_on", "A phase finishes when its gate is signed or waived.");
    }
    const previous = phases[index - 1]?.actual_finish_on;
    const next = phases[index + 1]?.actual_start_on;
    const last = input.finishOn ?? input.startOn;
    if (input.startOn > last) throw invalid("finish_on", "The finish cannot be before the start.");
    if (last > act.today) throw invalid("finish_on", "What has happened cannot lie in the future.");
    if (previous && input.startOn < previous) {
      throw invalid("start_on", "It cannot start before the phase before it finished.");
    }
    if (next && last > next) throw invalid("finish_on", "It cannot finish after the next phase started.");
    await trx
      .updateTable("phase")
      .set((eb) => ({
        actual_start_on: input.startOn,
        actual_finish_on: input.finishOn,
        version: eb("version", "+", 1),
      }))
      .where("id", "=", phase.id)
      .execute();
    await finishChange(trx, engagement, act, [
      {
        kind: "phase.dates_confirmed",
        subjectId: phase.id,
        before: { start_on: phase.actual_start_on, finish_on: phase.actual_finish_on },
        after: { phase: input.kind, start_on: input.startOn, finish_on: input.finishOn },
        visibility: "client",
      },
    ]);
  });
}
