import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import {
  CHANCES,
  FORECAST_VIEWS,
  forecastAnswer,
  forecastTable,
  GIVEN_FOR,
  GIVEN_FOR_LABEL,
  heldOf,
  ofPhases,
  totalCount,
} from "~/domain/report-forecasts";
import { Card } from "~/ui/card";
import { type ReportBar, ReportBars } from "~/ui/report-bars";
import { ReportPage } from "~/ui/report-page";
import { heldBar } from "../reports._index/held-bar";
import { askedReport, frameOf } from "../reports._index/request.server";
import { forecastCounts, forecastFacts } from "./report.server";

export const meta: MetaFunction = () => [{ title: "Do our forecasts hold? · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const asked = await askedReport(args, FORECAST_VIEWS);
  const counts = await forecastCounts(asked);
  const { ask, frame } = frameOf(asked, asked.view === "each" ? totalCount(counts) : 0);
  const phases = ofPhases(counts);
  return {
    frame,
    table: forecastTable(ask.view, await forecastFacts(ask, "page"), counts),
    held: heldOf(phases, 80),
    byChance: CHANCES.map((chance) => ({ chance, ...heldOf(phases, chance) })),
    byKind: GIVEN_FOR.map((kind) => ({
      kind,
      ...heldOf(
        counts.filter(({ givenFor }) => givenFor === kind),
        80,
      ),
    })),
  };
}

const VIEWS = [
  { value: "kind", label: "What they were given for" },
  { value: "each", label: "Every date given" },
];

export default function ForecastReport() {
  const { frame, table, held, byChance, byKind } = useLoaderData<typeof loader>();
  return (
    <ReportPage
      frame={frame}
      to="/reports/forecasts"
      title="Do our forecasts hold?"
      answer={forecastAnswer(held)}
      words={[held.sentence]}
      dated="Ended"
      views={VIEWS}
      table={table}
      picture={
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Pane
            title="All phases"
            aside="share of the dates that held"
            bars={byChance.map(({ chance, ...one }) => heldBar(`${chance} % dates`, one, chance / 100))}
          />
          <Pane
            title="80 % dates"
            aside="by what they were given for"
            bars={byKind.map(({ kind, ...one }) => heldBar(GIVEN_FOR_LABEL[kind], one, 0.8))}
          />
        </div>
      }
      empty={{
        title: "No date that we gave has come due in this time",
        words:
          "Dates are given when a phase begins, from what our own past phases took. They stand here once the phase has ended.",
      }}
    />
  );
}

function Pane({ title, aside, bars }: { title: string; aside: string; bars: ReportBar[] }) {
  return (
    <Card title={title} aside={aside}>
      <ReportBars bars={bars} />
      <p className="mt-2 text-muted text-sm">The upright mark is where an honest forecast ends up.</p>
    </Card>
  );
}
