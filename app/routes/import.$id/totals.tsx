import { OUTCOME_LABEL, OUTCOMES, type Outcome, type Totals, totalsLine } from "~/domain/import/outcome";
import { Badge, type BadgeTone } from "~/ui/badge";

const TONES: Record<Outcome, BadgeTone> = {
  taken: "good",
  corrected: "waiting",
  refused: "alert",
  unchanged: "neutral",
};

const MEANING: Record<Outcome, string> = {
  taken: "as they are",
  corrected: "with a note",
  refused: "with a reason",
  unchanged: "known already",
};

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return <Badge tone={TONES[outcome]}>{OUTCOME_LABEL[outcome]}</Badge>;
}

/** The four counts, and the same as one line to copy. */
export function TotalsBar({ totals }: { totals: Totals }) {
  return (
    <div>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {OUTCOMES.map((outcome) => (
          <div key={outcome} className="rounded-control border border-line px-3 py-2">
            <dt className="text-muted text-sm">{OUTCOME_LABEL[outcome]}</dt>
            <dd>
              <span className="font-semibold text-xl">{totals[outcome].toLocaleString("en-GB")}</span>{" "}
              <span className="text-muted text-sm">{MEANING[outcome]}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-muted text-sm">{totalsLine(totals)}</p>
    </div>
  );
}
