import { RECOMMENDATION_LABEL, RECOMMENDATIONS, type Recommendation } from "./audit";
import { type CalendarDate, daysBetween } from "./calendar";
import {
  countText,
  dateCell,
  dateColumn,
  medianOf,
  NO_CELL,
  numberCell,
  numberColumn,
  numberText,
  type ReportCell,
  type ReportTable,
  shareText,
  textCell,
  textColumn,
} from "./report";
import { LOST_AS_LABEL, type LostAs, STAGE_LABEL, type Stage } from "./stage";

/** A concluded audit and what became of the engagement. */
export interface AuditFact {
  code: string;
  title: string;
  client: string;
  concludedOn: CalendarDate;
  recommendation: Recommendation;
  stage: Stage;
  lostAs: LostAs | null;
  /** When the work was agreed, and when it was lost. */
  wonOn: CalendarDate | null;
  lostOn: CalendarDate | null;
  /** The estimate made after it, in weeks. */
  estimate: { low: number; high: number } | null;
  /** Weeks of work from the first day of Read to the last of Document, once handed over. */
  weeks: number | null;
}

export const AUDIT_VIEWS = ["each", "recommendation"] as const;
type AuditView = (typeof AUDIT_VIEWS)[number];

export const OUTCOMES = ["won", "lost", "open"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const OUTCOME_LABEL: Record<Outcome, string> = { won: "Won", lost: "Lost", open: "Still open" };

/** Work that was agreed is won, whatever came later. */
export function outcomeOf({ stage, wonOn }: Pick<AuditFact, "stage" | "wonOn">): Outcome {
  if (stage === "active" || stage === "handed_over") return "won";
  if (stage === "lost") return wonOn ? "won" : "lost";
  return "open";
}

function outcomeText(fact: AuditFact): string {
  const lost = LOST_AS_LABEL[fact.lostAs ?? "lost"].toLowerCase();
  if (fact.stage === "lost") return fact.wonOn ? `Won, then lost: ${lost}` : `Lost: ${lost}`;
  const outcome = outcomeOf(fact);
  return `${OUTCOME_LABEL[outcome]}: ${STAGE_LABEL[fact.stage].toLowerCase()}`;
}

/** Calendar days from the audit's conclusion to the decision; null while there is none. */
export function daysToDecision(fact: AuditFact): number | null {
  const on = decidedOn(fact);
  return on === null ? null : daysBetween(fact.concludedOn, on);
}

function decidedOn(fact: AuditFact): CalendarDate | null {
  const outcome = outcomeOf(fact);
  return outcome === "won" ? fact.wonOn : outcome === "lost" ? fact.lostOn : null;
}

export type Fit = "within" | "longer" | "shorter";
export const FIT_LABEL: Record<Fit, string> = { within: "Within", longer: "Longer", shorter: "Shorter" };

/** How the length fits the estimate, by whole weeks; null where either is missing. */
export function fitOf(fact: Pick<AuditFact, "weeks" | "estimate">): Fit | null {
  const { weeks, estimate } = fact;
  if (weeks === null || !estimate) return null;
  if (Math.round(weeks) > estimate.high) return "longer";
  return Math.round(weeks) < estimate.low ? "shorter" : "within";
}

export function countOutcomes(facts: readonly AuditFact[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { won: 0, lost: 0, open: 0 };
  for (const fact of facts) counts[outcomeOf(fact)] += 1;
  return counts;
}

/** `11 of 16 audits led to work.` */
export function auditAnswer(facts: readonly AuditFact[]): string {
  if (facts.length === 0) return "No audit was concluded in this time.";
  const { won } = countOutcomes(facts);
  return `${won} of ${countText(facts.length, "audit")} led to work.`;
}

const estimateText = ({ low, high }: { low: number; high: number }): string =>
  low === high ? countText(low, "week") : `${low} to ${high} weeks`;

/** The table of one view; `shown` are the facts of this page, `all` those of the period. */
export function auditTable(
  view: AuditView,
  shown: readonly AuditFact[],
  all: readonly AuditFact[],
): ReportTable {
  return view === "each" ? eachTable(shown, all) : recommendationTable(all);
}

function eachTable(shown: readonly AuditFact[], all: readonly AuditFact[]): ReportTable {
  return {
    caption: "Concluded audits and what became of them, the latest first",
    columns: [
      textColumn("Engagement"),
      textColumn("Title"),
      textColumn("Client"),
      dateColumn("Concluded"),
      textColumn("Recommendation"),
      textColumn("What became of it"),
      dateColumn("Decided"),
      numberColumn("Days to decide"),
      textColumn("Estimate after it"),
      numberColumn("Weeks it ran"),
      textColumn("Against the estimate"),
    ],
    rows: shown.map((fact) => {
      const { code, estimate } = fact;
      const fit = fitOf(fact);
      return [
        textCell(code, `/engagements/${code}`),
        textCell(fact.title),
        textCell(fact.client),
        dateCell(fact.concludedOn, `/engagements/${code}/audit`),
        textCell(RECOMMENDATION_LABEL[fact.recommendation]),
        textCell(outcomeText(fact)),
        dateCell(decidedOn(fact), `/engagements/${code}/activity`),
        numberCell(daysToDecision(fact)),
        textCell(estimate ? estimateText(estimate) : "not recorded"),
        numberCell(fact.weeks),
        textCell(fit ? FIT_LABEL[fit] : ""),
      ];
    }),
    total: [
      textCell("All"),
      textCell(countText(all.length, "audit")),
      NO_CELL,
      NO_CELL,
      NO_CELL,
      textCell(`${countOutcomes(all).won} won`),
      NO_CELL,
      textCell(medianDays(all)),
      NO_CELL,
      NO_CELL,
      textCell(withinText(all)),
    ],
  };
}

function medianDays(facts: readonly AuditFact[]): string {
  const median = medianOf(decisionDays(facts));
  return median === null ? "" : `median ${numberText(median)}`;
}

export function decisionDays(facts: readonly AuditFact[]): number[] {
  return facts.map(daysToDecision).filter((days) => days !== null);
}

function withinText(facts: readonly AuditFact[]): string {
  const fits = facts.map(fitOf).filter((fit) => fit !== null);
  return fits.length === 0 ? "" : `${fits.filter((fit) => fit === "within").length} of ${fits.length} within`;
}

function recommendationTable(all: readonly AuditFact[]): ReportTable {
  const cells = (label: string, facts: readonly AuditFact[]): ReportCell[] => {
    const counts = countOutcomes(facts);
    const decided = counts.won + counts.lost;
    return [
      textCell(label),
      numberCell(facts.length),
      ...OUTCOMES.map((outcome) => numberCell(counts[outcome])),
      textCell(shareText(counts.won, decided)),
      numberCell(medianOf(decisionDays(facts))),
      textCell(withinText(facts)),
    ];
  };
  return {
    caption: "Concluded audits by recommendation",
    columns: [
      textColumn("Recommendation"),
      numberColumn("Audits"),
      ...OUTCOMES.map((outcome) => numberColumn(OUTCOME_LABEL[outcome])),
      numberColumn("Won of those decided"),
      numberColumn("Days to decide, median"),
      textColumn("Against the estimate"),
    ],
    rows:
      all.length === 0
        ? []
        : RECOMMENDATIONS.map((one) =>
            cells(
              RECOMMENDATION_LABEL[one],
              all.filter(({ recommendation }) => recommendation === one),
            ),
          ),
    total: cells("All", all),
  };
}
