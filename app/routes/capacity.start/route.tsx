import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { readEarliestStart, type StartQuery } from "db/earliest-start.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { reach } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { Answer } from "./answer";
import { Assumptions } from "./assumptions";
import { LeadsCard } from "./leads-card";
import stylesheet from "./start.css?url";
import { StartForm } from "./start-form";

export const meta: MetaFunction = () => [{ title: "Earliest start · Phaseline" }];
export const links: LinksFunction = () => [{ rel: "stylesheet", href: stylesheet }];

const USUAL = { sharePercent: 50, weeks: 9 };

/** A whole number of the address within its limits, else the usual one. */
function numberOf(text: string | null, [least, most]: readonly [number, number], usual: number): number {
  const number = Number(text ?? Number.NaN);
  return text && Number.isInteger(number) && number >= least && number <= most ? number : usual;
}

function queryOf(request: Request): StartQuery {
  const query = new URL(request.url).searchParams;
  return {
    leadId: query.get("lead") || null,
    sharePercent: numberOf(query.get("share"), [1, 100], USUAL.sharePercent),
    weeks: numberOf(query.get("weeks"), [1, 52], USUAL.weeks),
    withProposals: query.get("proposals") === "counted",
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "run_engagement");
  const { today } = await actOf(args, actor);
  const query = queryOf(args.request);
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    today,
    query,
    isOfAll: reach(actor.role, "see_capacity") === "all",
    start: await readEarliestStart(args.context.db, actor, query, today),
  }));
}

export default function EarliestStart() {
  const { shell, today, query, isOfAll, start } = useLoaderData<typeof loader>();
  return (
    <AppShell {...shell}>
      <PageHeader
        title="When can we start?"
        above={
          <Link to="/capacity" className="underline underline-offset-2">
            Capacity
          </Link>
        }
        lead={isOfAll ? undefined : "From what you are on yourself."}
      />
      <StartForm query={query} options={isOfAll ? start.options : null} />
      {start.leads.length === 0 ? (
        <EmptyState title="Nobody leads yet">
          Somebody with the role of a lead has to be here before a start can be told.
        </EmptyState>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <Answer start={start} query={query} />
            <LeadsCard start={start} today={today} />
          </div>
          <Assumptions query={query} proposals={start.proposals} />
        </div>
      )}
    </AppShell>
  );
}
