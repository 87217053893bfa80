import { addDays, type CalendarDate, weekday } from "~/domain/calendar";

/** Easter Sunday of a year, by the Gregorian reckoning. */
function easterSunday(year: number): CalendarDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const epact =
    (century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 19 * golden + 15) % 30;
  const moon =
    epact - Math.floor(epact / 28) * (1 - Math.floor(29 / (epact + 1)) * Math.floor((21 - golden) / 11));
  const sunday = (year + Math.floor(year / 4) + moon + 2 - century + Math.floor(century / 4)) % 7;
  return addDays(`${year}-03-28`, moon - sunday);
}

function mondayOnOrAfter(on: CalendarDate): CalendarDate {
  return addDays(on, (8 - weekday(on)) % 7);
}

/** The bank holidays of England and Wales in a year, moved to the next weekday where they fall on a weekend. */
export function bankHolidays(year: number): { onDate: CalendarDate; name: string }[] {
  const easter = easterSunday(year);
  const newYear = `${year}-01-01`;
  const christmas = `${year}-12-25`;
  const isWeekend = (on: CalendarDate) => weekday(on) === 0 || weekday(on) === 6;
  // Christmas on a Saturday or Sunday pushes its substitute past Boxing Day.
  const christmasOn = isWeekend(christmas) ? `${year}-12-27` : christmas;
  const boxingOn = weekday(christmas) === 5 || weekday(christmas) === 6 ? `${year}-12-28` : `${year}-12-26`;
  return [
    { onDate: isWeekend(newYear) ? mondayOnOrAfter(newYear) : newYear, name: "New Year’s Day" },
    { onDate: addDays(easter, -2), name: "Good Friday" },
    { onDate: addDays(easter, 1), name: "Easter Monday" },
    { onDate: mondayOnOrAfter(`${year}-05-01`), name: "Early May bank holiday" },
    { onDate: mondayOnOrAfter(`${year}-05-25`), name: "Spring bank holiday" },
    { onDate: mondayOnOrAfter(`${year}-08-25`), name: "Summer bank holiday" },
    { onDate: christmasOn, name: "Christmas Day" },
    { onDate: boxingOn, name: "Boxing Day" },
  ];
}
