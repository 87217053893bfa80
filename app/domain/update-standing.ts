import type { Health } from "./attention";
import {
  addDays,
  addWorkingDays,
  type CalendarDate,
  shortDate,
  type WorkingCalendar,
  weekday,
  workingDayOnOrBefore,
  workingDaysFrom,
  workingDaysText,
} from "./calendar";
import { PHASE_LABEL, type PhaseKind } from "./phase";

/** Working days without an update after which an engagement is silent. */
export const SILENT_AFTER_DAYS = 10;

/** What is known of the weekly updates of one engagement. */
export interface UpdateRhythm {
  isLive: boolean;
  isPaused: boolean;
  /** 0 = Sunday. */
  weekday: number;
  /** When the work began; null before it did. */
  startedOn: CalendarDate | null;
  /** When it was last resumed after a pause, which starts the count anew. */
  resumedOn: CalendarDate | null;
  /** The due day of the last published update, and when it was published. */
  lastFor: CalendarDate | null;
  lastPublishedOn: CalendarDate | null;
}

/** The last day, not after `today`, on which an update was due: the working day on or before the weekday. */
export function dueOnOrBefore(
  dueWeekday: number,
  today: CalendarDate,
  calendar: WorkingCalendar,
): CalendarDate {
  // A week that ends in days off is due earlier, maybe on a day that has come already.
  let ahead = addDays(today, (dueWeekday - weekday(today) + 7) % 7);
  for (;;) {
    const dueOn = workingDayOnOrBefore(ahead, calendar);
    if (dueOn <= today) return dueOn;
    ahead = addDays(ahead, -7);
  }
}

/** The day, after `today`, on which the next update is due. */
export function nextDueAfter(
  dueWeekday: number,
  today: CalendarDate,
  calendar: WorkingCalendar,
): CalendarDate {
  let ahead = addDays(today, (dueWeekday - weekday(today) + 7) % 7);
  for (;;) {
    const dueOn = workingDayOnOrBefore(ahead, calendar);
    if (dueOn > today) return dueOn;
    ahead = addDays(ahead, 7);
  }
}

export interface DueUpdate {
  dueOn: CalendarDate;
  /** The first due day that has gone by without an update; `dueOn` where none has. */
  missedOn: CalendarDate;
  /** Working days past that day; 0 on the day itself. */
  lateBy: number;
}

/** The update that is due and not published; null while none is. A pause asks for nothing. */
export function dueUpdate(
  rhythm: UpdateRhythm,
  today: CalendarDate,
  calendar: WorkingCalendar,
): DueUpdate | null {
  const since = countedFrom(rhythm);
  if (since === null) return null;
  // One that is written on the evening before is that week's.
  const isOpen = (on: CalendarDate) =>
    on > since && (rhythm.lastFor === null || rhythm.lastFor < addWorkingDays(on, -1, calendar));
  const dueOn = dueOnOrBefore(rhythm.weekday, today, calendar);
  if (!isOpen(dueOn)) return null;
  let missedOn = dueOn;
  for (;;) {
    const before = dueOnOrBefore(rhythm.weekday, addDays(missedOn, -1), calendar);
    if (!isOpen(before)) break;
    missedOn = before;
  }
  return { dueOn, missedOn, lateBy: workingDaysFrom(missedOn, today, calendar) };
}

/** Working days without an update, once they are ten; null before, and in a pause. */
export function silentFor(
  rhythm: Omit<UpdateRhythm, "weekday" | "lastFor">,
  today: CalendarDate,
  calendar: WorkingCalendar,
): number | null {
  const since = countedFrom(rhythm);
  if (since === null) return null;
  const last = rhythm.lastPublishedOn;
  const days = workingDaysFrom(last !== null && last > since ? last : since, today, calendar);
  return days >= SILENT_AFTER_DAYS ? days : null;
}

/** From when updates are expected; null while they are not. */
function countedFrom({
  isLive,
  isPaused,
  startedOn,
  resumedOn,
}: Pick<UpdateRhythm, "isLive" | "isPaused" | "startedOn" | "resumedOn">): CalendarDate | null {
  if (!isLive || isPaused || startedOn === null) return null;
  return resumedOn !== null && resumedOn > startedOn ? resumedOn : startedOn;
}

/** What was claimed last and what is reckoned now. */
export interface Claim {
  health: Health | null;
  isLive: boolean;
  isPaused: boolean;
  phase: { kind: PhaseKind; plannedFinishOn: CalendarDate } | null;
  promisedFinishOn: CalendarDate | null;
  /** The range in which the work is expected to finish, where it is reckoned. */
  expected?: { fromOn: CalendarDate; toOn: CalendarDate } | null;
}

/** Why a claim of “on track” does not agree with what is reckoned; null when it does, or nothing was claimed. */
export function contradiction(claim: Claim, today: CalendarDate, calendar: WorkingCalendar): string | null {
  if (claim.health !== "on_track" || !claim.isLive || claim.isPaused) return null;
  const { phase, expected, promisedFinishOn } = claim;
  const past = phase ? workingDaysFrom(phase.plannedFinishOn, today, calendar) : 0;
  if (phase && past > 0) {
    return `It claims to be on track, but ${PHASE_LABEL[phase.kind]} is ${workingDaysText(past)} past its promised finish.`;
  }
  if (expected && promisedFinishOn && expected.fromOn > promisedFinishOn) {
    const range = `${shortDate(expected.fromOn, today)} to ${shortDate(expected.toOn, today)}`;
    return `It claims to be on track, but is expected to finish ${range}, after the promised ${shortDate(promisedFinishOn, today)}.`;
  }
  return null;
}

export type UpdateTrouble = { kind: "late" | "silent" | "contradicting"; text: string };

/** What a manager has to hear about the updates of an engagement; one that is silent is not also called late. */
export function updateTroubles(
  rhythm: UpdateRhythm,
  claim: Claim,
  today: CalendarDate,
  calendar: WorkingCalendar,
): UpdateTrouble[] {
  const troubles: UpdateTrouble[] = [];
  const silent = silentFor(rhythm, today, calendar);
  const due = dueUpdate(rhythm, today, calendar);
  if (silent !== null) {
    troubles.push({ kind: "silent", text: `No update for ${workingDaysText(silent)}.` });
  } else if (due && due.lateBy > 0) {
    const text = `The update of ${shortDate(due.missedOn, today)} is ${workingDaysText(due.lateBy)} late.`;
    troubles.push({ kind: "late", text });
  }
  const against = contradiction(claim, today, calendar);
  if (against) troubles.push({ kind: "contradicting", text: against });
  return troubles;
}
