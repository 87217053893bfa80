import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { countText, numberText } from "~/domain/report";
import type { Durations } from "~/domain/report-phases";
import type { DotColumns } from "~/domain/report-picture";
import { Card } from "~/ui/card";
import { PhaseName } from "~/ui/phase-mark";
import { type DotMark, ReportDots } from "~/ui/report-dots";
import { ReportQuarters } from "~/ui/report-quarters";

type Props = {
  kinds: readonly { kind: PhaseKind; durations: Durations; dots: DotColumns }[];
  quarters: readonly { quarter: string; ratio: number | null; count: number }[];
};

/** The lengths of each phase as dots, and how they stood to what was promised over time. */
export function PhasePicture({ kinds, quarters }: Props) {
  const told = quarters.flatMap(({ quarter, ratio }) =>
    ratio === null ? [] : [`${quarter}: ${ratio.toFixed(2)}`],
  );
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      {kinds.map(({ kind, durations, dots }) => (
        <Card
          key={kind}
          title={<PhaseName phase={kind} />}
          aside={`${countText(durations.count, "phase")}, working days spent`}
        >
          {durations.count === 0 ? (
            <p className="text-muted">None has ended in this time.</p>
          ) : (
            <ReportDots
              label={`${PHASE_LABEL[kind]}: ${marksOf(durations)
                .map(({ text }) => text)
                .join(", ")}.`}
              dots={dots}
              marks={marksOf(durations)}
              color={`var(--${kind})`}
            />
          )}
        </Card>
      ))}
      <Card
        title="Over time"
        aside="days spent ÷ days promised, by the quarter of the end"
        className="md:col-span-2"
      >
        <ReportQuarters
          label={`Days spent ÷ days promised, by quarter. ${told.join("; ")}.`}
          quarters={quarters}
        />
        <p className="text-muted text-sm">1.0 is as promised; above it, hollow, they took longer.</p>
      </Card>
    </div>
  );
}

function marksOf({ planned, actual, mostly }: Durations): DotMark[] {
  if (planned === null || actual === null || mostly === null) return [];
  return [
    { at: planned, text: `Promised ${numberText(planned)}`, isDashed: true },
    { at: actual, text: `Spent ${numberText(actual)}` },
    { at: mostly, text: `Four of five within ${numberText(mostly)}` },
  ];
}
