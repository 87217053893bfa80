import { addWorkingDays, type CalendarDate, type WorkingCalendar } from "./calendar";

export { basisOf } from "./forecast/basis";
export { type ChainedPhase, forecastChain, type PastWait } from "./forecast/chain";
export { durationQuantiles, learn, type OpenPhase } from "./forecast/experience";
export type { PastPhase } from "./forecast/history";
export { type GivenDate, hitRate } from "./forecast/hit-rate";

/** The date on which so many working days from today are done, today's being spent: 0 is today itself. */
export function dateAfter(today: CalendarDate, workingDays: number, calendar: WorkingCalendar): CalendarDate {
  return addWorkingDays(today, Math.ceil(Math.max(0, workingDays) - 1e-9), calendar);
}
