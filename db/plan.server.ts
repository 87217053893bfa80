import type { Kysely } from "kysely";
import { addWorkingDays, type CalendarDate, type WorkingCalendar, workingDaysIn } from "~/domain/calendar";
import type { PhaseKind } from "~/domain/phase";
import { phasePosition } from "~/domain/phase";
import { layOut, type PlannedPhase, scaleLengths } from "~/domain/schedule";
import { scaledDueDay, type TemplateBody } from "~/domain/template";
import { type Act, newId, personIdOf } from "./act";
import type { DB } from "./schema";

/** Lays a template out from a start date over so many weeks: phases and their deliverables, none of them promised yet. */
export async function insertPlan(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  plan: { startsOn: CalendarDate; weeks: number; body: TemplateBody },
  calendar: WorkingCalendar,
): Promise<PlannedPhase[]> {
  const lengths = scaleLengths(plan.body.phases, plan.weeks, calendar);
  const planned = layOut(plan.startsOn, lengths, calendar);
  const phaseRows = planned.map((phase, index) => ({
    id: newId(),
    engagement_id: engagementId,
    kind: phase.kind,
    position: phasePosition(phase.kind),
    status: "upcoming" as const,
    first_start_on: null,
    first_finish_on: null,
    planned_start_on: phase.plannedStartOn,
    planned_finish_on: phase.plannedFinishOn,
    actual_start_on: null,
    actual_finish_on: null,
    working_days: lengths[index]?.workingDays ?? 1,
  }));
  await trx.insertInto("phase").values(phaseRows).execute();
  const deliverables = plan.body.phases.flatMap((phase, index) =>
    phase.deliverables.map((deliverable, position) => {
      const row = phaseRows[index];
      if (!row) throw new Error(`The template has a phase more than the plan: ${phase.kind}`);
      const day = scaledDueDay(deliverable.dueDay, phase.workingDays, row.working_days);
      return {
        id: newId(),
        engagement_id: engagementId,
        phase_id: row.id,
        position: position + 1,
        title: deliverable.title,
        notes: "",
        status: "todo" as const,
        reason: null,
        owner_id: null,
        due_on: addWorkingDays(row.planned_start_on, day - 1, calendar),
        is_visible: deliverable.isVisible ? (1 as const) : (0 as const),
        requires_evidence: deliverable.requiresEvidence ? (1 as const) : (0 as const),
        artefact: deliverable.artefact,
        done_at: null,
        created_at: act.at,
        source_ref: null,
      };
    }),
  );
  for (let from = 0; from < deliverables.length; from += 50) {
    await trx
      .insertInto("deliverable")
      .values(deliverables.slice(from, from + 50))
      .execute();
  }
  return planned;
}

interface LaidOutPhase {
  id: string;
  planned_start_on: CalendarDate;
  working_days: number;
}

/**
 * Lays an unpromised plan out again over another start and length. Its deliverables stay as they were edited; each due
 * date keeps its place in its phase.
 */
export async function layOutAgain(
  trx: Kysely<DB>,
  phases: readonly LaidOutPhase[],
  plan: { startsOn: CalendarDate; weeks: number; body: TemplateBody },
  calendar: WorkingCalendar,
): Promise<void> {
  const lengths = scaleLengths(plan.body.phases, plan.weeks, calendar);
  const planned = layOut(plan.startsOn, lengths, calendar);
  for (const [index, phase] of phases.entries()) {
    const [now, days] = [planned[index], lengths[index]?.workingDays];
    if (!now || !days) continue;
    await trx
      .updateTable("phase")
      .set((eb) => ({
        planned_start_on: now.plannedStartOn,
        planned_finish_on: now.plannedFinishOn,
        working_days: days,
        version: eb("version", "+", 1),
      }))
      .where("id", "=", phase.id)
      .execute();
    const dated = await trx
      .selectFrom("deliverable")
      .select(["id", "due_on"])
      .where("phase_id", "=", phase.id)
      .where("due_on", "is not", null)
      .execute();
    for (const { id, due_on } of dated) {
      const day = workingDaysIn(phase.planned_start_on, due_on ?? "", calendar);
      const dueOn = addWorkingDays(
        now.plannedStartOn,
        scaledDueDay(day, phase.working_days, days) - 1,
        calendar,
      );
      await trx.updateTable("deliverable").set({ due_on: dueOn }).where("id", "=", id).execute();
    }
  }
}

/** Takes an unpromised plan away, so that it can be laid out anew. */
export async function removePlan(trx: Kysely<DB>, engagementId: string): Promise<void> {
  for (const table of ["evidence", "deliverable", "phase"] as const) {
    await trx.deleteFrom(table).where("engagement_id", "=", engagementId).execute();
  }
}

/** Writes the first promise of every planned date into the ledger and onto the phases. Answers the promised finish. */
export async function makeFirstPromises(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  sentence: string,
): Promise<CalendarDate | null> {
  const phases = await trx
    .selectFrom("phase")
    .select(["id", "kind", "planned_start_on", "planned_finish_on"])
    .where("engagement_id", "=", engagementId)
    .orderBy("position")
    .execute();
  if (phases.length === 0) return null;
  const moveId = newId();
  const dates = phases.flatMap((phase) => [
    { phase_kind: phase.kind, edge: "start" as const, to_on: phase.planned_start_on },
    { phase_kind: phase.kind, edge: "finish" as const, to_on: phase.planned_finish_on },
  ]);
  await insertPromises(
    trx,
    act,
    engagementId,
    moveId,
    dates.map((date) => ({ ...date, from_on: null, working_days: 0 })),
    { cause: "first", sentence, carried: null },
  );
  await trx
    .updateTable("phase")
    .set((eb) => ({
      first_start_on: eb.ref("planned_start_on"),
      first_finish_on: eb.ref("planned_finish_on"),
    }))
    .where("engagement_id", "=", engagementId)
    .execute();
  return phases.at(-1)?.planned_finish_on ?? null;
}

/** Writes the rows of one act into the ledger, in their order. */
export async function insertPromises(
  trx: Kysely<DB>,
  act: Act,
  engagementId: string,
  moveId: string,
  dates: readonly {
    phase_kind: PhaseKind;
    edge: "start" | "finish";
    from_on: string | null;
    to_on: string;
    working_days: number;
  }[],
  why: { cause: DB["promise"]["cause"]; sentence: string; carried: string | null },
): Promise<void> {
  await trx
    .insertInto("promise")
    .values(
      dates.map((date, position) => ({
        id: newId(),
        engagement_id: engagementId,
        move_id: moveId,
        position,
        ...date,
        cause: why.cause,
        sentence: why.sentence,
        made_by: personIdOf(act.actor),
        made_by_name: act.actor.name,
        made_at: act.at,
        carried: position === 0 ? why.carried : null,
        undone_at: null,
      })),
    )
    .execute();
}
