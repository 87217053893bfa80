import type { ReactNode } from "react";
import { type CalendarDate, shortDate } from "~/domain/calendar";
import { type LoadState, mondayOf, type WeekLoad, weekLoadText } from "~/domain/capacity";
import { useFirmClock } from "./firm-clock";

const MARKS: Partial<Record<LoadState, string>> = { over: "▲", peak: "△" };
const WORDS: Partial<Record<LoadState, string>> = { free: "free", away: "off", closed: "–" };

type CellProps = {
  load: WeekLoad;
  /** Only one of the engagements that they are on: nothing planned there is not yet free. */
  isPart?: boolean;
};

/** How much of somebody is planned in one week: a filled part, a figure, and a shape where it is too much. */
export function LoadCell({ load, isPart }: CellProps) {
  const { percent } = load;
  const isUnplanned = isPart && load.state === "free";
  const state = isUnplanned ? "closed" : load.state;
  const isFilled = state === "part" || state === "full" || state === "peak";
  const part = Math.min(10, Math.max(1, Math.round(percent / 10)));
  const mark = MARKS[state];
  return (
    <td className={`load load-${state}${isFilled ? ` load-${part}` : ""}`}>
      <b aria-hidden="true">
        {mark && <span className="load-mark">{mark}</span>}
        {WORDS[state] ?? percent}
      </b>
      <span className="sr-only">{isUnplanned ? "not planned" : weekLoadText(load)}</span>
    </td>
  );
}

/** The weeks above the cells, each by its Monday. */
function WeekHeadings({ mondays }: { mondays: readonly CalendarDate[] }) {
  const today = useFirmClock()?.today;
  const thisMonday = today && mondayOf(today);
  return mondays.map((monday) => {
    const [day, month, year] = shortDate(monday, today).split(" ");
    return (
      <th key={monday} scope="col" aria-current={monday === thisMonday ? "date" : undefined}>
        <time dateTime={monday}>
          <span>{day}</span>
          <span>{month}</span>
          {year && <span className="sr-only">{year}</span>}
        </time>
      </th>
    );
  });
}

/** People by weeks; each person is a body of its own. */
export function LoadTable({ mondays, children }: { mondays: readonly CalendarDate[]; children: ReactNode }) {
  return (
    <table className="loads">
      <caption className="sr-only">Share of each person that is planned, by week</caption>
      <colgroup>
        <col className="hidden w-52 lg:table-column" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col" className="hidden text-left! lg:table-cell">
            Week of
          </th>
          <WeekHeadings mondays={mondays} />
        </tr>
      </thead>
      {children}
    </table>
  );
}

/** What the cells mean. */
export function LoadLegend({ isPart }: { isPart?: boolean }) {
  return (
    <details className="mt-2 text-muted text-sm">
      <summary className="inline-flex min-h-6 items-center underline underline-offset-2">
        What the weeks show
      </summary>
      <p className="mt-1 max-w-prose">
        Each figure is the share, in percent, of the working days of a week on which the person is there:
        holidays and days off count neither as time nor as work. ▲ stands where more than the whole of them is
        planned, △ where that is so on some days of the week. “free” is a week with nothing in it, “off” one
        in which they are away, – one in which {isPart ? "nothing is planned here" : "the firm is closed"}.
        {!isPart && " Work that is not agreed yet counts only when you ask for it."}
      </p>
    </details>
  );
}
