import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { hoursText } from "~/domain/hotspot";
import { countText } from "~/domain/report";
import {
  byClient,
  HOURS_VIEWS,
  type HoursSum,
  hoursAnswer,
  hoursTable,
  sumHours,
} from "~/domain/report-hours";
import { Card } from "~/ui/card";
import { ReportBars } from "~/ui/report-bars";
import { ReportPage } from "~/ui/report-page";
import { askedReport, pageOf } from "../reports._index/request.server";
import { hoursReport } from "./report.server";

export const meta: MetaFunction = () => [{ title: "Hours a week bought back · Phaseline" }];

const CLIENTS_DRAWN = 12;

export async function loader(args: LoaderFunctionArgs) {
  const ask = await askedReport(args, HOURS_VIEWS);
  const facts = await hoursReport(ask);
  const { shown, frame } = pageOf(ask, ask.view === "client" ? [] : facts);
  const clients = byClient(facts).filter(({ sum }) => sum.measured > 0);
  return {
    frame,
    table: hoursTable(ask.view, shown, facts),
    sum: sumHours(facts),
    clients: clients.slice(0, CLIENTS_DRAWN).map(({ client, sum }) => ({ client, sum })),
    undrawn: Math.max(0, clients.length - CLIENTS_DRAWN),
  };
}

const VIEWS = [
  { value: "engagement", label: "Engagements" },
  { value: "client", label: "Clients" },
];

export default function HoursReport() {
  const { frame, table, sum, clients, undrawn } = useLoaderData<typeof loader>();
  const most = Math.max(1, ...clients.map((one) => Math.max(one.sum.before, one.sum.after)));
  return (
    <ReportPage
      frame={frame}
      to="/reports/hours"
      title="How many hours a week do we buy back?"
      answer={hoursAnswer(sum)}
      words={wordsOf(sum)}
      dated="Handed over"
      views={VIEWS}
      table={table}
      picture={
        clients.length > 0 && (
          <Card title="By client" aside="hours a week that the measured hotspots cost">
            <ReportBars
              inTwo
              bars={clients.map(({ client, sum: own }) => ({
                label: client,
                value: `${hoursText(own.before)} before, ${hoursText(own.after)} after`,
                segments: [
                  { share: Math.min(own.after, own.before) / most, paint: "solid" },
                  { share: Math.max(0, own.minutes) / most, paint: "hatched" },
                ],
              }))}
            />
            <p className="mt-2 text-muted text-sm">
              Solid is what they cost still, hatched what was bought back.
              {undrawn > 0 && ` ${countText(undrawn, "more client")} stand in the table.`}
            </p>
          </Card>
        )
      }
      empty={{
        title: "No hotspot of a closed engagement in this time",
        words:
          "Hotspots are marked in Read and measured again in Document; they count here once the work is handed over.",
      }}
    />
  );
}

function wordsOf({ hotspots, measured, before, after, engagements }: HoursSum): string[] {
  if (hotspots === 0) return [];
  const left = hotspots - measured;
  return [
    ...(measured === 0
      ? []
      : [
          `${countText(measured, "hotspot")} of ${countText(engagements, "engagement")} cost ${hoursText(before)} a week when found, and ${hoursText(after)} now.`,
        ]),
    ...(left === 0
      ? []
      : [
          `${left} ${left === 1 ? "was" : "were"} not measured again and ${left === 1 ? "counts" : "count"} for nothing.`,
        ]),
  ];
}
