import {
  type CalendarDate,
  shortDate,
  type WorkingCalendar,
  workingDaysFrom,
  workingDaysText,
} from "./calendar";
import type { ExpectedDates } from "./expected";
import { PHASE_LABEL, type PhaseKind } from "./phase";
import type { Words } from "./words";

/** `3–12 Mar`, `28 Feb – 4 Mar`, `3 Mar` where both are one day; the year where it is not that of `today`. */
export function spanText(fromOn: CalendarDate, toOn: CalendarDate, today?: CalendarDate): string {
  if (fromOn === toOn) return shortDate(toOn, today);
  if (fromOn.slice(0, 7) === toOn.slice(0, 7))
    return `${Number(fromOn.slice(8, 10))}–${shortDate(toOn, today)}`;
  const hasOneYear = fromOn.slice(0, 4) === toOn.slice(0, 4);
  return `${shortDate(fromOn, hasOneYear ? fromOn : today)} – ${shortDate(toOn, today)}`;
}

/** `between 2 Mar and 9 Mar`, or `on 2 Mar` where both are one day. */
function between({ p50On, p80On }: ExpectedDates): Words {
  return p50On === p80On ? ["on ", { on: p50On }] : ["between ", { on: p50On }, " and ", { on: p80On }];
}

/**
 * What the client reads beside the promise. The range runs from the date that is as likely to be held as not to the one
 * that is held in 8 of 10 cases, and says so. A phase that is with the client to sign ends when they do.
 */
export function expectedWords(
  phase: { kind: PhaseKind; expected: ExpectedDates; isWithClient: boolean } | null,
  finish: ExpectedDates,
  isLast: boolean,
): Words {
  const surely = finish.p50On === finish.p80On ? "." : ", in 8 of 10 cases by the later date.";
  if (isLast || !phase || phase.isWithClient) {
    return [isLast ? "We expect to finish " : "We expect to finish everything ", ...between(finish), surely];
  }
  const own = ["We expect to finish ", PHASE_LABEL[phase.kind], " ", ...between(phase.expected)];
  return [...own, ", and everything ", ...between(finish), surely];
}

/** How far the 80 % date lies from the promise, in working days; null where nothing is promised. */
export function againstPromise(
  expected: Pick<ExpectedDates, "p80On">,
  promisedOn: CalendarDate | null,
  calendar: WorkingCalendar,
): string | null {
  if (!promisedOn) return null;
  const days = workingDaysFrom(promisedOn, expected.p80On, calendar);
  if (days > 0) return `${workingDaysText(days)} past the promise`;
  return days < 0 ? `${workingDaysText(-days)} before the promise` : "on the promised day";
}
