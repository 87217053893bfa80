import type { CalendarDate } from "./calendar";
import { PHASE_LABEL, type PhaseKind } from "./phase";
import { CAUSE_LABEL, SLIP_CAUSES, type SlipCause } from "./promise";
import {
  countText,
  dateCell,
  dateColumn,
  NO_CELL,
  numberCell,
  numberColumn,
  type ReportCell,
  type ReportTable,
  SHARE_LEAST,
  shareText,
  sumOf,
  textCell,
  textColumn,
} from "./report";

/** What was promised of a closed engagement, or of one of its phases, and what became of it. Days are working days. */
export interface PromiseFact {
  code: string;
  title: string;
  client: string;
  /** Null for the engagement as a whole. */
  phase: PhaseKind | null;
  firstOn: CalendarDate;
  lastOn: CalendarDate;
  /** The 80 % date that was given when it began; null where none was kept. */
  forecastOn: CalendarDate | null;
  actualOn: CalendarDate;
  /** Later than first promised; negative when earlier. */
  slip: number;
  /** Of these, what the ledger moved, by cause. */
  byCause: Record<SlipCause, number>;
  /** What is left of the slip: it ended later than promised last, and no promise said so. */
  untold: number;
  /** Days from its start to its end, and on how many of them we waited, by the clock. */
  spent: number;
  waited: { client: number; thirdParty: number };
}

/** The acts of the ledger that made a date what it was: the first promise and the last move that stands. */
export interface PromiseMoves {
  firstId: string | null;
  lastId: string | null;
}

export const PROMISE_VIEWS = ["engagement", "phase"] as const;
export type PromiseView = (typeof PROMISE_VIEWS)[number];

export const isKept = ({ actualOn, firstOn }: Pick<PromiseFact, "actualOn" | "firstOn">): boolean =>
  actualOn <= firstOn;

export interface PromiseTotals {
  count: number;
  /** Ended by the date promised first, and by the date promised last. */
  keptFirst: number;
  keptLast: number;
  /** Ended later than promised first, but only by what the client moved. */
  lateByClient: number;
  forecasts: { count: number; held: number };
  slip: number;
  byCause: Record<SlipCause, number>;
  untold: number;
  spent: number;
  waited: { client: number; thirdParty: number };
}

export function totalPromises(facts: readonly PromiseFact[]): PromiseTotals {
  const sum = (of: (fact: PromiseFact) => number) => sumOf(facts.map(of));
  const given = facts.filter(({ forecastOn }) => forecastOn !== null);
  return {
    count: facts.length,
    keptFirst: facts.filter(isKept).length,
    keptLast: facts.filter(({ actualOn, lastOn }) => actualOn <= lastOn).length,
    lateByClient: facts.filter((fact) => !isKept(fact) && fact.slip <= fact.byCause.client).length,
    forecasts: {
      count: given.length,
      held: given.filter(({ actualOn, forecastOn }) => forecastOn !== null && actualOn <= forecastOn).length,
    },
    slip: sum(({ slip }) => slip),
    byCause: Object.fromEntries(
      SLIP_CAUSES.map((cause) => [cause, sum(({ byCause }) => byCause[cause])]),
    ) as Record<SlipCause, number>,
    untold: sum(({ untold }) => untold),
    spent: sum(({ spent }) => spent),
    waited: {
      client: sum(({ waited }) => waited.client),
      thirdParty: sum(({ waited }) => waited.thirdParty),
    },
  };
}

/** `We kept 17 of 28 promises.`, of engagements or of their phases. */
export function promiseAnswer(
  { count, keptFirst }: Pick<PromiseTotals, "count" | "keptFirst">,
  isByPhase: boolean,
): string {
  if (count === 0) return "No promise has come due in this time.";
  return `We kept ${keptFirst} of ${countText(count, "promise")}${isByPhase ? ", phase by phase" : ""}.`;
}

/** What the answer counts, and what it leaves out. */
export function promiseWords(totals: PromiseTotals, isByPhase: boolean): string[] {
  const { count, keptFirst, keptLast, lateByClient } = totals;
  const late = count - keptFirst;
  const what = isByPhase ? "the phase ends" : "the work is handed over";
  return [
    count < SHARE_LEAST
      ? `A promise is kept when ${what} by the date promised first. Fewer than ${SHARE_LEAST} are too few to tell a share.`
      : `A promise is kept when ${what} by the date promised first: ${shareText(keptFirst, count)}.`,
    keptLast === count
      ? `${count === 1 ? "It" : `All ${count}`} ended by the date promised last.`
      : `${keptLast} of ${count} ended by the date promised last.`,
    ...(late > 0 && lateByClient > 0
      ? [
          `Of the ${late} late, ${lateByClient} ${lateByClient === 1 ? "was" : "were"} late by what the client moved alone.`,
        ]
      : []),
  ];
}

const ledgerOf = (code: string, moveId: string | null | undefined) =>
  `/engagements/${code}/ledger${moveId ? `#move-${moveId}` : ""}`;

/** The report's table. `shown` are the facts of this page; the totals are of all. `movesOf` finds where dates lead. */
export function promiseTable(
  view: PromiseView,
  shown: readonly PromiseFact[],
  totals: PromiseTotals,
  movesOf?: (fact: PromiseFact) => PromiseMoves | undefined,
): ReportTable {
  const isByPhase = view === "phase";
  const phase = <T>(cell: T): T[] => (isByPhase ? [cell] : []);
  return {
    caption: isByPhase
      ? "Promised and actual finish of every phase of the closed engagements, the latest first"
      : "Promised and actual finish of the closed engagements, the latest first",
    columns: [
      textColumn("Engagement"),
      textColumn("Title"),
      textColumn("Client"),
      ...phase(textColumn("Phase")),
      dateColumn("Promised first"),
      dateColumn("Promised last"),
      dateColumn("80 % date at its start"),
      dateColumn("Actual"),
      textColumn("Kept"),
      numberColumn("Slip in working days"),
      ...SLIP_CAUSES.map((cause) => numberColumn(`Moved: ${CAUSE_LABEL[cause].toLowerCase()}`)),
      numberColumn("Not told"),
      numberColumn("Waited on client"),
      numberColumn("Waited on third party"),
    ],
    rows: shown.map((fact) => {
      const { code, waited, byCause } = fact;
      const moves = movesOf?.(fact);
      const gate = `/engagements/${code}/gates/${fact.phase ?? "document"}`;
      return [
        textCell(code, `/engagements/${code}`),
        textCell(fact.title),
        textCell(fact.client),
        ...phase(textCell(fact.phase ? PHASE_LABEL[fact.phase] : "")),
        dateCell(fact.firstOn, ledgerOf(code, moves?.firstId)),
        dateCell(fact.lastOn, ledgerOf(code, moves?.lastId)),
        dateCell(fact.forecastOn, `/engagements/${code}/forecast`, "not recorded"),
        dateCell(fact.actualOn, gate),
        textCell(isKept(fact) ? "Yes" : "No"),
        numberCell(fact.slip),
        ...SLIP_CAUSES.map((cause) => numberCell(byCause[cause])),
        numberCell(fact.untold),
        numberCell(waited.client),
        numberCell(waited.thirdParty),
      ];
    }),
    total: totalCells(totals, isByPhase),
  };
}

function totalCells(totals: PromiseTotals, isByPhase: boolean): ReportCell[] {
  const { count, forecasts } = totals;
  return [
    textCell("All"),
    textCell(countText(count, isByPhase ? "phase" : "engagement")),
    NO_CELL,
    ...(isByPhase ? [NO_CELL] : []),
    NO_CELL,
    textCell(`${totals.keptLast} of ${count} held`),
    textCell(forecasts.count === 0 ? "none given" : `${forecasts.held} of ${forecasts.count} held`),
    NO_CELL,
    textCell(`${totals.keptFirst} of ${count}`),
    numberCell(totals.slip),
    ...SLIP_CAUSES.map((cause) => numberCell(totals.byCause[cause])),
    numberCell(totals.untold),
    numberCell(totals.waited.client),
    numberCell(totals.waited.thirdParty),
  ];
}
