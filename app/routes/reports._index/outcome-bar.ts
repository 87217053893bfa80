import { OUTCOME_LABEL, OUTCOMES, type Outcome } from "~/domain/report-audits";
import type { BarPaint, ReportBar } from "~/ui/report-bars";

const PAINTS: Record<Outcome, BarPaint> = { won: "solid", lost: "hatched", open: "hollow" };

/** What became of audits, side by side; `most` is what the whole width stands for. */
export function outcomeBar(label: string, counts: Record<Outcome, number>, most: number): ReportBar {
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  return {
    label,
    value:
      told.map((outcome) => `${counts[outcome]} ${OUTCOME_LABEL[outcome].toLowerCase()}`).join(", ") ||
      "none",
    segments: OUTCOMES.map((outcome) => ({
      share: counts[outcome] / Math.max(1, most),
      paint: PAINTS[outcome],
    })),
  };
}
