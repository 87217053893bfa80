import { addDays, type CalendarDate, dayNumber } from "./calendar";
import type { GateState } from "./gate";
import { PHASE_KINDS, type PhaseStatus } from "./phase";
import type { RailInterval, RailPhase } from "./rail-input";

/*
 * A hundred rails travel with every page of the pipeline, so the database writes each as one short text:
 *   phases     position,status,gate,planned start,planned finish,first start,first finish,actual start,actual finish
 *   intervals  from,to
 * with `;` between them, dates as YYYYMMDD, nothing where a date is missing or a first promise still stands.
 */

const dateFrom = (digits: string | undefined): CalendarDate | null =>
  digits ? `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}` : null;

/** The phases of a rail from their text; none from nothing. */
export function phasesFromText(text: string | null): RailPhase[] {
  if (!text) return [];
  return text.split(";").flatMap((part) => {
    const [position, status, gate, ...dates] = part.split(",");
    const kind = PHASE_KINDS[Number(position) - 1];
    const [plannedStartOn, plannedFinishOn, firstStartOn, firstFinishOn, actualStartOn, actualFinishOn] =
      dates.map(dateFrom);
    if (!kind || !plannedStartOn || !plannedFinishOn) return [];
    return [
      {
        kind,
        status: status as PhaseStatus,
        gate: gate as GateState,
        plannedStartOn,
        plannedFinishOn,
        firstStartOn: firstStartOn ?? plannedStartOn,
        firstFinishOn: firstFinishOn ?? plannedFinishOn,
        actualStartOn: actualStartOn ?? null,
        actualFinishOn: actualFinishOn ?? null,
        done: 0,
        notApplicable: 0,
        total: 0,
      },
    ];
  });
}

/**
 * Intervals from their text; one that still lasts ends today, and the day on which one ended belongs to what came
 * after it.
 */
export function intervalsFromText(text: string | null, todayOn: CalendarDate): RailInterval[] {
  if (!text) return [];
  return text.split(";").flatMap((part) => {
    const [fromOn, untilOn] = part.split(",").map(dateFrom);
    if (!fromOn) return [];
    const toOn = untilOn ? addDays(untilOn, -1) : todayOn;
    return toOn < fromOn ? [] : [{ fromOn, toOn }];
  });
}

/** From how many weeks on a rail of the list keeps a scale of its own, so that one long plan does not squeeze the rest. */
const WIDEST_SHARED_WEEKS = 14;

/** Weeks of the scale that rows above one another share. */
export function sharedWeeks(
  rails: readonly (readonly Pick<RailPhase, "plannedStartOn" | "plannedFinishOn">[])[],
): number {
  let widest = 0;
  for (const phases of rails) {
    const first = phases[0];
    const last = phases.at(-1);
    if (!first || !last) continue;
    const weeks = Math.ceil((dayNumber(last.plannedFinishOn) + 1 - dayNumber(first.plannedStartOn)) / 7);
    if (weeks <= WIDEST_SHARED_WEEKS) widest = Math.max(widest, weeks);
  }
  return widest;
}
