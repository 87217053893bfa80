import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { hoursText } from "~/domain/hotspot";
import { PHASE_LABEL } from "~/domain/phase";
import { numberText } from "~/domain/report";
import { reportQuery } from "~/domain/report-period";
import { AppShell } from "~/ui/app-shell";
import { PageHeader } from "~/ui/page-header";
import { ReportBars } from "~/ui/report-bars";
import { ReportDots } from "~/ui/report-dots";
import { PeriodForm } from "~/ui/report-page";
import { answers } from "./answers.server";
import { heldBar } from "./held-bar";
import { outcomeBar } from "./outcome-bar";
import { askedReport, pageOf } from "./request.server";

export const meta: MetaFunction = () => [{ title: "Reports · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, ["all"]);
  return { frame: pageOf(ask, []).frame, ...(await answers(ask)) };
}

export default function Reports() {
  const { frame, promises, forecasts, phases, hours, audits } = useLoaderData<typeof loader>();
  const { shell, period, today } = frame;
  const query = reportQuery(period);
  const longestPhase = Math.max(
    1,
    ...phases.kinds.map(({ planned, actual }) => Math.max(planned ?? 0, actual ?? 0)),
  );
  return (
    <AppShell {...shell}>
      <div className="report">
        <PageHeader title="Reports" />
        <PeriodForm to="/reports" period={period} dated="Ended" today={today} />
        <div className="grid gap-4 md:grid-cols-2">
          <Answer
            to={`/reports/promises${query}`}
            question="Do we keep our promises?"
            answer={promises.answer}
            words="Handed over by the date promised first. Below, each one by its working days late; hollow is late."
            isWide
          >
            {promises.count > 0 && (
              <ReportDots
                label={promises.answer}
                dots={promises.dots}
                lateAbove={0}
                color="var(--good)"
                small
              />
            )}
          </Answer>
          <Answer
            to={`/reports/forecasts${query}`}
            question="Do our forecasts hold?"
            answer={forecasts.answer}
            words={forecasts.held.share === null && forecasts.held.count > 0 ? "Too few to tell." : ""}
          >
            {forecasts.held.count > 0 && (
              <ReportBars bars={[heldBar("80 % dates of phases", forecasts.held, 0.8)]} />
            )}
          </Answer>
          <Answer
            to={`/reports/phases${query}`}
            question="How long do phases take?"
            answer={phases.answer}
            words="Median working days; the mark is what was promised."
          >
            {phases.count > 0 && (
              <ReportBars
                bars={phases.kinds.map(({ kind, planned, actual }) => ({
                  label: PHASE_LABEL[kind],
                  value:
                    actual === null || planned === null
                      ? "none"
                      : `${numberText(actual)} spent, ${numberText(planned)} promised`,
                  segments: [{ share: (actual ?? 0) / longestPhase, paint: "solid" }],
                  ...(planned === null ? {} : { target: planned / longestPhase }),
                }))}
              />
            )}
          </Answer>
          <Answer
            to={`/reports/hours${query}`}
            question="How many hours a week do we buy back?"
            answer={hours.answer}
            words="What hotspots cost our clients’ teams."
          >
            {hours.sum.measured > 0 && (
              <ReportBars
                bars={[
                  {
                    label: "A week",
                    value: `${hoursText(hours.sum.before)} before, ${hoursText(hours.sum.after)} after`,
                    segments: [
                      {
                        share: hours.sum.after / Math.max(1, hours.sum.before, hours.sum.after),
                        paint: "solid",
                      },
                      {
                        share: Math.max(0, hours.sum.minutes) / Math.max(1, hours.sum.before),
                        paint: "hatched",
                      },
                    ],
                  },
                ]}
              />
            )}
          </Answer>
          <Answer
            to={`/reports/audits${query}`}
            question="What becomes of our audits?"
            answer={audits.answer}
            words=""
          >
            {audits.count > 0 && (
              <ReportBars bars={[outcomeBar("Concluded audits", audits.counts, audits.count)]} />
            )}
          </Answer>
        </div>
      </div>
    </AppShell>
  );
}

type AnswerProps = {
  to: string;
  question: string;
  answer: string;
  words: string;
  isWide?: boolean;
  children: ReactNode;
};

/** A question, its answer, and a small picture of it; the question leads to the whole report. */
function Answer({ to, question, answer, words, isWide, children }: AnswerProps) {
  return (
    <section
      className={`flex flex-col rounded-card border bg-surface p-4 ${isWide ? "md:col-span-2" : ""}`}
      aria-label={question}
    >
      <h2 className="text-muted text-sm">
        <Link
          to={to}
          prefetch="intent"
          className="inline-flex min-h-6 items-center underline underline-offset-2"
        >
          {question}
        </Link>
      </h2>
      <p className={`font-semibold tracking-tight ${isWide ? "text-2xl" : "text-lg"}`}>{answer}</p>
      {words && <p className="text-muted text-sm">{words}</p>}
      {children && <div className="mt-3">{children}</div>}
    </section>
  );
}
