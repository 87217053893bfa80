import type { CalendarDate } from "./calendar";
import { PHASE_KINDS, PHASE_LABEL, type PhaseKind } from "./phase";
import {
  countText,
  dateCell,
  dateColumn,
  medianOf,
  NO_CELL,
  numberCell,
  numberColumn,
  quantileOf,
  type ReportCell,
  type ReportTable,
  shareText,
  sumOf,
  textCell,
  textColumn,
} from "./report";

/** How long a finished phase was meant to take, as promised first, and how long it took, in working days. */
export interface PhaseFact {
  code: string;
  title: string;
  client: string;
  kind: PhaseKind;
  startOn: CalendarDate;
  finishOn: CalendarDate;
  planned: number;
  actual: number;
}

export const PHASE_VIEWS = ["kind", "quarter", "each"] as const;
type PhaseView = (typeof PHASE_VIEWS)[number];

export interface Durations {
  count: number;
  /** Medians; null of none. */
  planned: number | null;
  actual: number | null;
  /** Four of five took no longer. */
  mostly: number | null;
  /** All days spent ÷ all days planned. */
  ratio: number | null;
  /** Took no longer than planned. */
  within: number;
}

export function durationsOf(facts: readonly PhaseFact[]): Durations {
  const lengths = facts.map(({ actual }) => actual);
  const planned = sumOf(facts.map((fact) => fact.planned));
  return {
    count: facts.length,
    planned: medianOf(facts.map((fact) => fact.planned)),
    actual: medianOf(lengths),
    mostly: quantileOf(lengths, 0.8),
    ratio: planned === 0 ? null : sumOf(lengths) / planned,
    within: facts.filter(({ actual, planned }) => actual <= planned).length,
  };
}

export const ofKind = (facts: readonly PhaseFact[], kind: PhaseKind): PhaseFact[] =>
  facts.filter((fact) => fact.kind === kind);

/** `66 of 93 phases took no longer than promised.` */
export function phaseAnswer({ count, within }: Pick<Durations, "count" | "within">): string {
  if (count === 0) return "No phase has ended in this time.";
  return `${within} of ${countText(count, "phase")} took no longer than promised.`;
}

/** `2026 Q1`; a quarter is named by its year first, so that names sort. */
export function quarterOf(on: CalendarDate): string {
  return `${on.slice(0, 4)} Q${Math.ceil(Number(on.slice(5, 7)) / 3)}`;
}

/** The phases by the quarter in which they ended, every quarter between the first and the last, the earliest first. */
export function byQuarter(facts: readonly PhaseFact[]): { quarter: string; facts: PhaseFact[] }[] {
  const groups = new Map<string, PhaseFact[]>();
  for (const fact of facts) {
    const quarter = quarterOf(fact.finishOn);
    groups.set(quarter, [...(groups.get(quarter) ?? []), fact]);
  }
  const names = [...groups.keys()].sort();
  const [first, last] = [names[0], names.at(-1)];
  if (!first || !last) return [];
  const all: { quarter: string; facts: PhaseFact[] }[] = [];
  for (let at = placeOf(first); at <= placeOf(last); at += 1) {
    const quarter = `${Math.floor(at / 4)} Q${(at % 4) + 1}`;
    all.push({ quarter, facts: groups.get(quarter) ?? [] });
  }
  return all;
}

const placeOf = (quarter: string): number => Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1;

/** The table of one view; `shown` are the facts of this page, `all` those of the period. */
export function phaseTable(
  view: PhaseView,
  shown: readonly PhaseFact[],
  all: readonly PhaseFact[],
): ReportTable {
  if (view === "each") return eachTable(shown, all);
  const groups =
    view === "kind"
      ? PHASE_KINDS.map((kind) => ({ label: PHASE_LABEL[kind], facts: ofKind(all, kind) }))
      : byQuarter(all).map(({ quarter, facts }) => ({ label: quarter, facts }));
  return {
    caption:
      view === "kind"
        ? "Working days promised and spent, by phase"
        : "Working days promised and spent, by the quarter in which a phase ended",
    columns: [
      textColumn(view === "kind" ? "Phase" : "Quarter"),
      numberColumn("Phases ended"),
      numberColumn("Days promised, median"),
      numberColumn("Days spent, median"),
      numberColumn("Days spent by four of five"),
      numberColumn("Spent ÷ promised"),
      numberColumn("Within the days promised"),
      numberColumn("Share within"),
    ],
    rows: all.length === 0 ? [] : groups.map(({ label, facts }) => groupCells(label, facts)),
    total: groupCells("All", all),
  };
}

function groupCells(label: string, facts: readonly PhaseFact[]): ReportCell[] {
  const { count, planned, actual, mostly, ratio, within } = durationsOf(facts);
  return [
    textCell(label),
    numberCell(count),
    numberCell(planned),
    numberCell(actual),
    numberCell(mostly),
    ratioCell(ratio),
    numberCell(within),
    textCell(shareText(within, count)),
  ];
}

const ratioCell = (ratio: number | null): ReportCell =>
  ratio === null ? NO_CELL : textCell(ratio.toFixed(2));

function eachTable(shown: readonly PhaseFact[], all: readonly PhaseFact[]): ReportTable {
  const { planned, actual, ratio } = durationsOf(all);
  return {
    caption: "Working days promised and spent of every phase that ended, the latest first",
    columns: [
      textColumn("Engagement"),
      textColumn("Title"),
      textColumn("Client"),
      textColumn("Phase"),
      dateColumn("Started"),
      dateColumn("Ended"),
      numberColumn("Days promised"),
      numberColumn("Days spent"),
      numberColumn("Over"),
      numberColumn("Spent ÷ promised"),
    ],
    rows: shown.map((fact) => {
      const { code, kind } = fact;
      return [
        textCell(code, `/engagements/${code}`),
        textCell(fact.title),
        textCell(fact.client),
        textCell(PHASE_LABEL[kind]),
        dateCell(fact.startOn),
        dateCell(fact.finishOn, `/engagements/${code}/gates/${kind}`),
        numberCell(fact.planned),
        numberCell(fact.actual),
        numberCell(fact.actual - fact.planned),
        ratioCell(fact.planned > 0 ? fact.actual / fact.planned : null),
      ];
    }),
    total: [
      textCell("Median"),
      textCell(countText(all.length, "phase")),
      NO_CELL,
      NO_CELL,
      NO_CELL,
      NO_CELL,
      numberCell(planned),
      numberCell(actual),
      numberCell(medianOf(all.map((fact) => fact.actual - fact.planned))),
      ratioCell(ratio),
    ],
  };
}
