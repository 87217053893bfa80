import { HEALTH_LABEL, type Health } from "./attention";
import { type CalendarDate, shortDate, type WorkingCalendar, workingDaysFrom } from "./calendar";

/** When a part of the work was expected to be done, as it was told on a day. */
export interface ToldExpectation {
  title: string;
  toldOn: CalendarDate;
  expectedOn: CalendarDate | null;
  health: Health | null;
  progressPercent: number | null;
  note: string;
}

export interface Telling extends Omit<ToldExpectation, "title"> {
  /** Working days later than the last date told before; negative when earlier; null without one. */
  slip: number | null;
}

/** One title over the days on which it was told: a moving promise. */
export interface MovingExpectation {
  title: string;
  tellings: Telling[];
  /** Working days from the first date told to the last; null unless two were told. */
  slip: number | null;
}

/** Expectations by title, the one told last first, each with how far it moved from telling to telling. */
export function expectationsOf(
  told: readonly ToldExpectation[],
  calendar: WorkingCalendar,
): MovingExpectation[] {
  const byTitle = new Map<string, ToldExpectation[]>();
  for (const one of told) byTitle.set(one.title, [...(byTitle.get(one.title) ?? []), one]);
  const all = [...byTitle].map(([title, list]): MovingExpectation => {
    const inOrder = list.toSorted((a, b) => (a.toldOn < b.toldOn ? -1 : a.toldOn > b.toldOn ? 1 : 0));
    let before: CalendarDate | null = null;
    let slip: number | null = null;
    const tellings = inOrder.map(({ title: _title, ...one }): Telling => {
      const moved = before && one.expectedOn ? workingDaysFrom(before, one.expectedOn, calendar) : null;
      if (moved !== null) slip = (slip ?? 0) + moved;
      before = one.expectedOn ?? before;
      return { ...one, slip: moved };
    });
    return { title, tellings, slip };
  });
  const lastOf = ({ tellings }: MovingExpectation) => tellings.at(-1)?.toldOn ?? "";
  return all.sort((a, b) =>
    lastOf(a) > lastOf(b) ? -1 : lastOf(a) < lastOf(b) ? 1 : a.title < b.title ? -1 : 1,
  );
}

/** What the picture of an expectation says: `Told 3 times from 2 Jan to 4 Mar: 1 May → 1 Jun. Now at risk.` */
export function expectationSentence({ title, tellings }: MovingExpectation): string {
  const dates = tellings.flatMap(({ expectedOn }) => (expectedOn ? [shortDate(expectedOn)] : []));
  const [first, last] = [tellings[0], tellings.at(-1)];
  if (!first || !last) return title;
  const when =
    tellings.length === 1
      ? `told once, on ${shortDate(first.toldOn)}`
      : `told ${tellings.length} times from ${shortDate(first.toldOn)} to ${shortDate(last.toldOn)}`;
  const how = dates.length === 0 ? "no date" : [...new Set([dates[0], dates.at(-1)])].join(", in the end ");
  const stands = last.health ? ` Now ${HEALTH_LABEL[last.health].toLowerCase()}.` : "";
  return `${title}: ${when}. Expected by ${how}.${stands}`;
}
