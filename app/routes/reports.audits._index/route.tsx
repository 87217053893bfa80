import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { RECOMMENDATION_LABEL, RECOMMENDATIONS } from "~/domain/audit";
import { countText, medianOf, numberText } from "~/domain/report";
import {
  AUDIT_VIEWS,
  auditAnswer,
  auditTable,
  countOutcomes,
  decisionDays,
  FIT_LABEL,
  type Fit,
  fitOf,
} from "~/domain/report-audits";
import { Card } from "~/ui/card";
import { ReportBars } from "~/ui/report-bars";
import { ReportPage } from "~/ui/report-page";
import { outcomeBar } from "../reports._index/outcome-bar";
import { askedReport, pageOf } from "../reports._index/request.server";
import { auditReport } from "./report.server";

export const meta: MetaFunction = () => [{ title: "What becomes of audits? · Phaseline" }];

const FITS: readonly Fit[] = ["within", "longer", "shorter"];

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, AUDIT_VIEWS);
  const { facts, open } = await auditReport(ask);
  const { shown, frame } = pageOf(ask, ask.view === "each" ? facts : []);
  const fits = facts.map(fitOf).filter((fit) => fit !== null);
  return {
    frame,
    open,
    table: auditTable(ask.view, shown, facts),
    answer: auditAnswer(facts),
    days: medianOf(decisionDays(facts)),
    outcomes: RECOMMENDATIONS.map((recommendation) => {
      const own = facts.filter((fact) => fact.recommendation === recommendation);
      return { recommendation, count: own.length, counts: countOutcomes(own) };
    }),
    fits: FITS.map((fit) => ({ fit, count: fits.filter((one) => one === fit).length })),
  };
}

const VIEWS = [
  { value: "each", label: "Every audit" },
  { value: "recommendation", label: "Recommendations" },
];

export default function AuditReport() {
  const { frame, table, answer, days, open, outcomes, fits } = useLoaderData<typeof loader>();
  const most = Math.max(...outcomes.map(({ count }) => count));
  const measured = fits.reduce((sum, { count }) => sum + count, 0);
  return (
    <ReportPage
      frame={frame}
      to="/reports/audits"
      title="What becomes of our audits?"
      answer={answer}
      words={[
        ...(days === null ? [] : [`Half were decided within ${numberText(days)} days of the conclusion.`]),
        ...(open === 0
          ? []
          : [`${countText(open, "audit")} ${open === 1 ? "is" : "are"} not concluded yet.`]),
      ]}
      dated="Concluded"
      views={VIEWS}
      table={table}
      picture={
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card title="What we said, and what became of it">
            <ReportBars
              bars={outcomes.map(({ recommendation, counts }) =>
                outcomeBar(RECOMMENDATION_LABEL[recommendation], counts, most),
              )}
            />
            <p className="mt-2 text-muted text-sm">Solid won, hatched lost, empty still open.</p>
          </Card>
          <Card title="The estimate after the audit" aside="against the weeks that it ran">
            {measured === 0 ? (
              <p className="text-muted">None that was estimated after its audit has been handed over yet.</p>
            ) : (
              <ReportBars
                bars={fits.map(({ fit, count }) => ({
                  label: FIT_LABEL[fit],
                  value: `${count} of ${measured}`,
                  segments: [{ share: count / measured, paint: "solid" }],
                }))}
              />
            )}
          </Card>
        </div>
      }
      empty={{
        title: "No audit was concluded in this time",
        words: "The two-day look stands here once its recommendation is given.",
      }}
    />
  );
}
