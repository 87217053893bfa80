import type { CalendarDate } from "./calendar";
import { hitRate } from "./forecast";
import { PHASE_KINDS, PHASE_LABEL, type PhaseKind } from "./phase";
import {
  countText,
  dateCell,
  dateColumn,
  numberCell,
  numberColumn,
  type ReportCell,
  type ReportTable,
  sumOf,
  TOO_FEW,
  textCell,
  textColumn,
} from "./report";

/** The chances with which dates are given, in per cent. */
export const CHANCES = [50, 80, 95] as const;
export type Chance = (typeof CHANCES)[number];

/** What a date was given for: the end of a phase, or of the engagement, given when Read began. */
export type GivenFor = PhaseKind | "whole";
export const GIVEN_FOR: readonly GivenFor[] = [...PHASE_KINDS, "whole"];
export const GIVEN_FOR_LABEL: Record<GivenFor, string> = { ...PHASE_LABEL, whole: "Whole engagement" };

/** The dates given when it began, and when it ended. */
export interface GivenFact {
  code: string;
  title: string;
  client: string;
  givenFor: GivenFor;
  givenOn: CalendarDate;
  dates: Record<Chance, CalendarDate>;
  actualOn: CalendarDate;
  /** Working days past the 80 % date; negative when earlier. */
  late: number;
  /** Finished phases that it was learnt from. */
  pastCount: number;
}

export const FORECAST_VIEWS = ["kind", "each"] as const;
export type ForecastView = (typeof FORECAST_VIEWS)[number];

/** How many dates of one kind have come due, and how many of each chance held. */
export interface GivenCount {
  givenFor: GivenFor;
  count: number;
  held: Record<Chance, number>;
}

export interface Held {
  count: number;
  held: number;
  /** Null where there are too few to tell. */
  share: number | null;
  sentence: string;
}

const ON_TIME = { given: "2000-01-03", actual: "2000-01-03" };
const LATE = { given: "2000-01-03", actual: "2000-01-04" };

/** Of the dates given with a chance, how many held: the one hit rate, from counts. */
export function heldOf(counts: readonly GivenCount[], chance: Chance): Held {
  const count = sumOf(counts.map((one) => one.count));
  const held = sumOf(counts.map((one) => one.held[chance]));
  return hitRate(Array.from({ length: count }, (_, index) => (index < held ? ON_TIME : LATE)));
}

/** Those of phases alone: a whole engagement is made of the same ones. */
export const ofPhases = (counts: readonly GivenCount[]): GivenCount[] =>
  counts.filter(({ givenFor }) => givenFor !== "whole");

export const totalCount = (counts: readonly GivenCount[]): number => sumOf(counts.map(({ count }) => count));

/** `31 of 40 dates given with a chance of 80 % held.` */
export function forecastAnswer({ count, held }: Pick<Held, "count" | "held">): string {
  if (count === 0) return "No date that we gave has come due in this time.";
  return `${held} of ${countText(count, "date")} given with a chance of 80 % held.`;
}

/** The table of one view; `shown` are the facts of this page, `counts` are of the whole period. */
export function forecastTable(
  view: ForecastView,
  shown: readonly GivenFact[],
  counts: readonly GivenCount[],
): ReportTable {
  return view === "kind" ? kindTable(counts) : eachTable(shown, counts);
}

const heldCells = (counts: readonly GivenCount[]): ReportCell[] =>
  CHANCES.flatMap((chance) => {
    const { held, share } = heldOf(counts, chance);
    return [numberCell(held), textCell(share === null ? TOO_FEW : `${Math.round(share * 100)} %`)];
  });

function kindTable(counts: readonly GivenCount[]): ReportTable {
  const cells = (label: string, own: readonly GivenCount[]) => [
    textCell(label),
    numberCell(totalCount(own)),
    ...heldCells(own),
  ];
  return {
    caption: "Dates given at the start that have come due, by what they were given for",
    columns: [
      textColumn("Given for"),
      numberColumn("Come due"),
      ...CHANCES.flatMap((chance) => [
        numberColumn(`${chance} % dates held`),
        numberColumn(`${chance} % dates: share`),
      ]),
    ],
    rows:
      totalCount(counts) === 0
        ? []
        : GIVEN_FOR.map((kind) =>
            cells(
              GIVEN_FOR_LABEL[kind],
              counts.filter(({ givenFor }) => givenFor === kind),
            ),
          ),
    total: cells("All phases", ofPhases(counts)),
  };
}

function eachTable(shown: readonly GivenFact[], counts: readonly GivenCount[]): ReportTable {
  const { held, count } = heldOf(counts, 80);
  return {
    caption: "Every date given at a start that has come due, the latest first",
    columns: [
      textColumn("Engagement"),
      textColumn("Title"),
      textColumn("Client"),
      textColumn("Given for"),
      dateColumn("Given on"),
      ...CHANCES.map((chance) => dateColumn(`${chance} % date`)),
      dateColumn("Actual"),
      textColumn("80 % date held"),
      numberColumn("Past it in working days"),
      numberColumn("Past phases learnt from"),
    ],
    rows: shown.map((fact) => {
      const { code, givenFor, dates } = fact;
      return [
        textCell(code, `/engagements/${code}`),
        textCell(fact.title),
        textCell(fact.client),
        textCell(GIVEN_FOR_LABEL[givenFor]),
        dateCell(fact.givenOn, `/engagements/${code}/forecast`),
        ...CHANCES.map((chance) => dateCell(dates[chance])),
        dateCell(fact.actualOn, `/engagements/${code}/gates/${givenFor === "whole" ? "document" : givenFor}`),
        textCell(fact.actualOn <= dates[80] ? "Yes" : "No"),
        numberCell(fact.late),
        numberCell(fact.pastCount),
      ];
    }),
    total: [
      textCell("All"),
      textCell(countText(count, "date")),
      ...Array.from({ length: 7 }, () => textCell("")),
      textCell(`${held} of ${count}`),
      textCell(""),
      textCell(""),
    ],
  };
}
