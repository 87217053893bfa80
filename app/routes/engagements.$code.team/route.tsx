import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readTeamPlan } from "db/team-plan.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink } from "~/ui/button";
import { DateText } from "~/ui/date";
import { DoneNotice } from "~/ui/done-notice";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import loadWeeks from "~/ui/load-weeks.css?url";
import { actOnTeam } from "./acts.server";
import { PersonCard } from "./person-card";
import { WeeksCard } from "./weeks-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Team · ${data?.head.title ?? "Engagement"} · Phaseline` },
];
export const links: LinksFunction = () => [{ rel: "stylesheet", href: loadWeeks }];
export const shouldRevalidate = revalidateAfterConflict;

const DONE: Record<string, string> = {
  planned: "The share is planned.",
  changed: "The share is changed.",
  removed: "The share is off the plan.",
};

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    head: await engagementHeader(db, actor, code, today),
    plan: await readTeamPlan(db, actor, code, today),
    seesCapacity: may(actor.role, "see_capacity"),
    done: DONE[new URL(args.request.url).searchParams.get("done") ?? ""] ?? null,
    idempotencyKey: crypto.randomUUID(),
  }));
}

export const action = (args: ActionFunctionArgs) => actOnTeam(args);

export default function Team() {
  const { shell, head, plan, seesCapacity, done, idempotencyKey } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const mayRun = may(plan.relation, "run_engagement");
  const isOver = plan.stage === "handed_over" || plan.stage === "lost";
  const { people } = plan;
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {done && !refused && <DoneNotice>{done}</DoneNotice>}
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 className="font-semibold text-lg">Who works on it, and how much of them</h2>
        <p className="flex flex-wrap gap-x-4 text-sm">
          <Link
            to={`/engagements/${plan.code}/profile#team`}
            className="inline-flex min-h-6 items-center underline underline-offset-2"
          >
            {mayRun ? "Change the team" : "Profile and team"}
          </Link>
          {seesCapacity && (
            <Link to="/capacity" className="inline-flex min-h-6 items-center underline underline-offset-2">
              Capacity of everybody
            </Link>
          )}
        </p>
      </div>
      {people.length === 0 ? (
        <EmptyState
          title="Nobody is on it yet"
          action={
            mayRun && (
              <ButtonLink to={`/engagements/${plan.code}/profile#team`}>Choose a lead and a team</ButtonLink>
            )
          }
        >
          Shares are planned for the lead and the members of the team.
        </EmptyState>
      ) : (
        <>
          <p className="mb-3 text-muted">
            {plan.startOn && plan.finishOn ? (
              <>
                Planned from <DateText on={plan.startOn} short /> to <DateText on={plan.finishOn} short />
                {plan.p80On && (
                  <>
                    ; the 80 % date of the finish is <DateText on={plan.p80On} short />
                  </>
                )}
                . Moving the dates leaves the shares as they are.
              </>
            ) : (
              "It has no dates yet."
            )}
          </p>
          <WeeksCard plan={plan} />
          <div className="mt-4 grid grid-cols-[minmax(0,1fr)] items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
            {people.map((person) => (
              <PersonCard
                key={person.id}
                person={person}
                mayRun={mayRun}
                mayAdd={mayRun && !isOver && person.part !== "gone"}
                idempotencyKey={`${idempotencyKey}-${person.id}`}
                refused={
                  refused &&
                  (refused.values.person_id === person.id ||
                    person.shares.some(({ id }) => id === refused.values.id))
                    ? refused
                    : undefined
                }
              />
            ))}
          </div>
        </>
      )}
    </AppShell>
  );
}
