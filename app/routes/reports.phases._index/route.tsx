import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PHASE_KINDS } from "~/domain/phase";
import { byQuarter, durationsOf, ofKind, PHASE_VIEWS, phaseAnswer, phaseTable } from "~/domain/report-phases";
import { dotColumns } from "~/domain/report-picture";
import { ReportPage } from "~/ui/report-page";
import { askedReport, pageOf } from "../reports._index/request.server";
import { PhasePicture } from "./picture";
import { phaseReport } from "./report.server";

export const meta: MetaFunction = () => [{ title: "How long do phases take? · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, PHASE_VIEWS);
  const facts = await phaseReport(ask);
  const { shown, frame } = pageOf(ask, ask.view === "each" ? facts : []);
  return {
    frame,
    table: phaseTable(ask.view, shown, facts),
    all: durationsOf(facts),
    kinds: PHASE_KINDS.map((kind) => {
      const own = ofKind(facts, kind);
      const durations = durationsOf(own);
      const lengths = own.map(({ actual }) => actual);
      return { kind, durations, dots: dotColumns(lengths, [1, durations.planned ?? 1]) };
    }),
    quarters: byQuarter(facts).map(({ quarter, facts: own }) => ({
      quarter,
      count: own.length,
      ratio: durationsOf(own).ratio,
    })),
  };
}

const VIEWS = [
  { value: "kind", label: "Phases" },
  { value: "quarter", label: "Quarters" },
  { value: "each", label: "Every phase" },
];

export default function PhaseReport() {
  const { frame, table, all, kinds, quarters } = useLoaderData<typeof loader>();
  return (
    <ReportPage
      frame={frame}
      to="/reports/phases"
      title="How long do phases take?"
      answer={phaseAnswer(all)}
      words={[
        "Working days from start to finish, waiting included, against those promised first.",
        ...(all.ratio === null ? [] : [`In all they took ${all.ratio.toFixed(2)} times the days promised.`]),
      ]}
      dated="Ended"
      views={VIEWS}
      table={table}
      picture={<PhasePicture kinds={kinds} quarters={quarters} />}
      empty={{
        title: "No phase has ended in this time",
        words: "A phase stands here from the day on which its gate is signed or waived.",
      }}
    />
  );
}
