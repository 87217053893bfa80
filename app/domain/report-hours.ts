import type { CalendarDate } from "./calendar";
import { boughtBack, hoursOf } from "./hotspot";
import {
  countText,
  dateCell,
  dateColumn,
  NO_CELL,
  numberCell,
  numberColumn,
  type ReportCell,
  type ReportTable,
  textCell,
  textColumn,
} from "./report";

/** The hotspots of a closed engagement, in minutes a week. */
export interface HoursFact {
  code: string;
  title: string;
  client: string;
  closedOn: CalendarDate;
  hotspots: readonly { minutesBefore: number; minutesAfter: number | null }[];
}

export const HOURS_VIEWS = ["engagement", "client"] as const;
type HoursView = (typeof HOURS_VIEWS)[number];

export interface HoursSum {
  engagements: number;
  hotspots: number;
  measured: number;
  /** Of those measured again, minutes a week. */
  before: number;
  after: number;
  /** Before less after. */
  minutes: number;
}

export function sumHours(facts: readonly HoursFact[]): HoursSum {
  const hotspots = facts.flatMap((fact) => fact.hotspots);
  const { minutes, measured } = boughtBack(hotspots);
  const before = hotspots.reduce(
    (sum, { minutesBefore, minutesAfter }) => sum + (minutesAfter === null ? 0 : minutesBefore),
    0,
  );
  const after = before - minutes;
  return { engagements: facts.length, hotspots: hotspots.length, measured, before, after, minutes };
}

/** The facts by client, those with the most hours bought back first. */
export function byClient(
  facts: readonly HoursFact[],
): { client: string; facts: HoursFact[]; sum: HoursSum }[] {
  const groups = new Map<string, HoursFact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.client);
    if (group) group.push(fact);
    else groups.set(fact.client, [fact]);
  }
  return [...groups]
    .map(([client, own]) => ({ client, facts: own, sum: sumHours(own) }))
    .sort((a, b) => b.sum.minutes - a.sum.minutes || (a.client < b.client ? -1 : 1));
}

/** `We bought 61.5 hours a week back.` */
export function hoursAnswer({ minutes, measured, hotspots }: HoursSum): string {
  if (measured === 0) {
    return hotspots === 0
      ? "No hotspot of a closed engagement in this time."
      : "No hotspot has been measured again yet.";
  }
  const hours = hoursOf(Math.abs(minutes));
  const unit = hours === "1" ? "hour" : "hours";
  if (minutes < 0) return `What we measured again costs ${hours} ${unit} a week more than before.`;
  return `We bought ${hours} ${unit} a week back.`;
}

/** The table of one view; `shown` are the facts of this page, `all` those of the period. */
export function hoursTable(
  view: HoursView,
  shown: readonly HoursFact[],
  all: readonly HoursFact[],
): ReportTable {
  const isByClient = view === "client";
  const names = isByClient
    ? [textColumn("Client"), numberColumn("Engagements")]
    : [textColumn("Engagement"), textColumn("Title"), textColumn("Client"), dateColumn("Handed over")];
  return {
    caption: isByClient
      ? "Hours a week that hotspots cost before and after, by client, the most bought back first"
      : "Hours a week that hotspots cost before and after, by engagement, the latest first",
    columns: [
      ...names,
      numberColumn("Hotspots"),
      numberColumn("Measured again"),
      numberColumn("Hours a week before"),
      numberColumn("Hours a week after"),
      numberColumn("Bought back"),
    ],
    rows: isByClient
      ? byClient(all).map(({ client, sum }) => [
          textCell(client),
          numberCell(sum.engagements),
          ...sumCells(sum),
        ])
      : shown.map((fact) => [
          textCell(fact.code, `/engagements/${fact.code}/findings`),
          textCell(fact.title),
          textCell(fact.client),
          dateCell(fact.closedOn),
          ...sumCells(sumHours([fact])),
        ]),
    total: [
      textCell("All"),
      ...(isByClient
        ? [numberCell(all.length)]
        : [textCell(countText(all.length, "engagement")), NO_CELL, NO_CELL]),
      ...sumCells(sumHours(all)),
    ],
  };
}

/** What was not measured again is said in words: we claim nothing for it. */
function sumCells({ hotspots, measured, before, after, minutes }: HoursSum): ReportCell[] {
  const hours = (value: number) => textCell(hoursOf(value).replace("-", "−"));
  const told =
    measured > 0 ? [before, after, minutes].map(hours) : [NO_CELL, NO_CELL, textCell("not measured")];
  return [numberCell(hotspots), numberCell(measured), ...told];
}
