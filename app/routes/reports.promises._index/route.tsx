import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { readPromiseMoves } from "db/reports-promises.server";
import { countText, medianOf, quantileOf } from "~/domain/report";
import { dotColumns } from "~/domain/report-picture";
import {
  PROMISE_VIEWS,
  promiseAnswer,
  promiseTable,
  promiseWords,
  totalPromises,
} from "~/domain/report-promises";
import { ReportPage } from "~/ui/report-page";
import { askedReport, pageOf } from "../reports._index/request.server";
import { PromisePicture } from "./picture";
import { promiseReport } from "./report.server";

export const meta: MetaFunction = () => [{ title: "Do we keep our promises? · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, PROMISE_VIEWS);
  const { facts, unpromised } = await promiseReport(ask);
  const totals = totalPromises(facts);
  const { shown, frame } = pageOf(ask, facts);
  const moves = await readPromiseMoves(
    args.context.db,
    ask.actor,
    shown.map(({ code }) => code),
  );
  const slips = facts.map(({ slip }) => slip);
  return {
    frame,
    totals,
    unpromised,
    table: promiseTable(ask.view, shown, totals, ({ code, phase }) =>
      moves.get(`${code} ${phase ?? "document"}`),
    ),
    slips: { dots: dotColumns(slips, [0]), median: medianOf(slips), mostly: quantileOf(slips, 0.8) },
  };
}

const VIEWS = [
  { value: "engagement", label: "Engagements" },
  { value: "phase", label: "Phases" },
];

export default function PromiseReport() {
  const { frame, totals, table, slips, unpromised } = useLoaderData<typeof loader>();
  const isByPhase = frame.view === "phase";
  const left =
    unpromised === 0
      ? []
      : [`Left out: ${countText(unpromised, "closed engagement")} that came here without promised dates.`];
  return (
    <ReportPage
      frame={frame}
      to="/reports/promises"
      title="Do we keep our promises?"
      answer={promiseAnswer(totals, isByPhase)}
      words={totals.count === 0 ? left : [...promiseWords(totals, isByPhase), ...left]}
      dated="Handed over"
      views={VIEWS}
      table={table}
      picture={<PromisePicture totals={totals} slips={slips} isByPhase={isByPhase} />}
      empty={{
        title: "No closed engagement in this time",
        words: "An engagement stands here from the day on which the gate of Document is passed.",
      }}
    />
  );
}
