import { CAUSE_HINT, CAUSE_LABEL, SLIP_CAUSES } from "~/domain/promise";
import { countText, numberText } from "~/domain/report";
import type { DotColumns } from "~/domain/report-picture";
import type { PromiseTotals } from "~/domain/report-promises";
import { Card } from "~/ui/card";
import { type ReportBar, ReportBars } from "~/ui/report-bars";
import { ReportDots } from "~/ui/report-dots";

type Props = {
  totals: PromiseTotals;
  slips: { dots: DotColumns; median: number | null; mostly: number | null };
  isByPhase: boolean;
};

const lateness = (days: number) =>
  days === 0 ? "on the day" : `${numberText(Math.abs(days))} ${days > 0 ? "late" : "early"}`;

/** How late each one was, and why. */
export function PromisePicture({ totals, slips, isByPhase }: Props) {
  const { median, mostly, dots } = slips;
  const marks = [
    ...(median === null ? [] : [{ at: median, text: `Half by ${lateness(median)}` }]),
    ...(mostly === null ? [] : [{ at: mostly, text: `Four of five by ${lateness(mostly)}`, isDashed: true }]),
  ];
  const noun = isByPhase ? "phase" : "engagement";
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <div className="grid gap-4">
        <Card title="How late" aside="working days past the date promised first">
          <ReportDots
            label={`${countText(totals.count, noun)}: ${totals.keptFirst} on time, ${totals.count - totals.keptFirst} late. ${marks.map(({ text }) => text).join(". ")}.`}
            dots={dots}
            marks={marks}
            lateAbove={0}
            color="var(--good)"
          />
          <p className="mt-1 text-muted text-sm">
            {dots.tallest > 12 ? "Each column counts" : "Each dot is one of the"}{" "}
            {isByPhase ? "phases" : "engagements"}: filled on time, hollow late.
          </p>
        </Card>
        <Card title="Waiting" aside={`of ${daysText(totals.spent)} of work, by the clock`}>
          <ReportBars bars={waitBars(totals)} />
        </Card>
      </div>
      <Card title="Why dates moved" aside="working days, from the ledger">
        <ReportBars bars={causeBars(totals)} />
      </Card>
    </div>
  );
}

const daysText = (days: number) => `${numberText(days)} working ${Math.abs(days) === 1 ? "day" : "days"}`;

/** What the clock says, apart from the ledger: most waiting moves no date. */
function waitBars({ waited, spent }: PromiseTotals): ReportBar[] {
  const bar = (label: string, days: number): ReportBar => ({
    label,
    value: daysText(days),
    segments: [{ share: Math.min(1, days / Math.max(1, spent)), paint: "hatched" }],
  });
  return [bar("For the client", waited.client), bar("For a third party", waited.thirdParty)];
}

function causeBars({ byCause, untold }: PromiseTotals): ReportBar[] {
  const scale = Math.max(1, ...Object.values(byCause), untold);
  const bar = (label: string, days: number, paint: ReportBar["segments"][number]["paint"]): ReportBar => ({
    label,
    value: `${numberText(days)} ${Math.abs(days) === 1 ? "day" : "days"}`,
    segments: [{ share: Math.max(0, days) / scale, paint }],
  });
  return [
    ...SLIP_CAUSES.map((cause) =>
      bar(
        `${CAUSE_LABEL[cause]}: ${CAUSE_HINT[cause]}`,
        byCause[cause],
        cause === "client" ? "waiting" : "solid",
      ),
    ),
    bar("Not told: past the date promised last", untold, "hollow"),
  ];
}
