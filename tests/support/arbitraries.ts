import fc from "fast-check";
import { dateOf, dayNumber, type WorkingCalendar } from "~/domain/calendar";

/** Any date that an engagement could have, over several leap years. */
export const anyDate = fc.integer({ min: dayNumber("2019-01-01"), max: dayNumber("2032-12-31") }).map(dateOf);

/** Any firm's calendar: some days of the week off, but never all, and up to thirty holidays. */
export const anyCalendar: fc.Arbitrary<WorkingCalendar> = fc.record({
  weekend: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
  holidays: fc.array(anyDate, { maxLength: 30 }).map((dates) => new Set(dates)),
});
