import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type ForecastPage, readForecastPage } from "db/forecast-page.server";
import { shareForecast } from "db/forecast-sharing.server";
import { actOf, answerRefusals, readOrRefuse, requireIntent, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { ForecastPicture } from "./forecast-picture";
import { GivenCard } from "./given-card";
import { LinesTable } from "./lines-table";
import { RestsOn } from "./rests-on";
import { ShareCard } from "./share-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Forecast · ${data?.page.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { today } = await actOf(args, actor);
  const page = await readOrRefuse(() =>
    readForecastPage(args.context.db, actor, args.params.code ?? "", today),
  );
  return { shell: shellOf(actor), page, today };
}

export async function action(args: ActionFunctionArgs) {
  const formData = await args.request.formData();
  const intent = requireIntent(formData, ["show", "hide"]);
  const actor = await requirePermission(args, "run_engagement");
  const act = await actOf(args, actor, formData);
  const code = args.params.code ?? "";
  return answerRefusals(formData, async () => {
    await shareForecast(args.context.db, act, code, intent === "show");
    return redirect(`/engagements/${code}/forecast`, 303);
  });
}

export default function Forecast() {
  const { shell, page, today } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { head, lines, given, hitRate } = page;
  const client = head.company.name;
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <h2 className="mb-3 font-semibold text-lg">Forecast</h2>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {page.without ? (
            <Nothing without={page.without} />
          ) : (
            <Card id="expected" title="When it is expected, beside what is promised">
              <ForecastPicture lines={lines} today={today} />
              <div className="mt-3">
                <LinesTable lines={lines} />
              </div>
            </Card>
          )}
          <GivenCard given={given} hitRate={hitRate} />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {!page.without && <RestsOn {...page} client={client} />}
          <ShareCard
            client={client}
            isShared={page.isShared}
            canShare={page.canShare}
            errors={refused?.errors}
          />
        </div>
      </div>
    </AppShell>
  );
}

const NOTHING: Record<NonNullable<ForecastPage["without"]>, { title: string; why: string }> = {
  not_active: {
    title: "No dates are expected yet",
    why: "They are reckoned from the day on which the work is agreed and until it is handed over.",
  },
  paused: {
    title: "No dates are expected in a pause",
    why: "Nobody knows how long it lasts. They are back on the day on which the work goes on.",
  },
  no_plan: { title: "No dates are expected without a plan", why: "This engagement has no phases." },
  done: { title: "Every phase is done", why: "What was expected when each began stands below." },
};

function Nothing({ without }: { without: NonNullable<ForecastPage["without"]> }) {
  const { title, why } = NOTHING[without];
  return <EmptyState title={title}>{why}</EmptyState>;
}
