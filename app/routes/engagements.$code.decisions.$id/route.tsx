import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { type LinkedPart, readDecision } from "db/decisions-page.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import { isOpenToEdits, isRevisitable } from "~/domain/decision";
import { may } from "~/domain/permissions";
import { ActivityFeed } from "~/ui/activity-feed";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { Comments, withoutComments } from "~/ui/comments";
import { Instant } from "~/ui/date";
import { DecisionArticle } from "~/ui/decision-article";
import { decisionHtml } from "~/ui/decision-html.server";
import { PageHeader } from "~/ui/page-header";
import { AgreementsNav } from "~/ui/room-nav";
import { PlaceCard, RevisitCard, SettleCard } from "./act-cards";
import { actOnDecision } from "./acts.server";
import { EditCard } from "./edit-card";
import { FormGone } from "./form-gone";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.decision.title} · ${data.engagement.title} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { today } = await actOf(args, actor);
  const { code = "", id = "" } = args.params;
  const page = await readOrRefuse(() => readDecision(args.context.db, actor, code, id, today));
  const talk = await readComments(args, actor, "ours", { about: "decision", id });
  return { ...page, talk, html: decisionHtml(page.decision), today, shell: shellOf(actor) };
}

export async function action(args: ActionFunctionArgs) {
  const subject = { about: "decision", id: args.params.id ?? "" } as const;
  return (await actOnComments(args, "ours", subject)) ?? actOnDecision(args);
}

export const shouldRevalidate = revalidateAfterConflict;

export default function Decision() {
  const page = useLoaderData<typeof loader>();
  const { engagement, decision, relation, history, today } = page;
  const answer = useActionData<typeof action>();
  const refused = withoutComments(answer);
  const plan = `/engagements/${engagement.code}`;
  const canRun = may(relation, "run_engagement");
  const acts = { page, today, refused };
  const isShown = {
    edit: isOpenToEdits(decision.status),
    settle: decision.status === "proposed",
    deprecate: decision.status === "accepted",
    revisit: isRevisitable(decision.status),
    place: true,
  }[refused?.values.intent ?? ""];
  return (
    <AppShell {...page.shell}>
      <PageHeader
        above={
          <>
            <Link to={plan} className="underline-offset-2 hover:underline">
              {engagement.title}
            </Link>
            <span>{engagement.code}</span>
            <span>Decision {decision.number}</span>
            {decision.isVisible && <Badge>The client reads it</Badge>}
          </>
        }
        title={decision.title}
      />
      <AgreementsNav code={engagement.code} />
      {refused && isShown === false && <FormGone message={refused.message} values={refused.values} />}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_23rem] print:block">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <DecisionArticle
            decision={decision}
            html={page.html}
            base={`${plan}/decisions`}
            hrefOf={(link) => hrefOf(plan, link)}
          />
          {canRun && isOpenToEdits(decision.status) && (
            <div data-screen-only>
              <EditCard
                decision={decision}
                version={page.version}
                refused={refused?.values.intent === "edit" ? refused : undefined}
              />
            </div>
          )}
          <p className="text-muted text-sm">
            Written down by {decision.recordedBy}, <Instant at={decision.recordedAt} />
          </p>
          <div data-screen-only>
            <Comments talk={page.talk} refused={answer} />
          </div>
        </div>
        <div data-screen-only className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {canRun && (
            <>
              <SettleCard {...acts} />
              <RevisitCard {...acts} />
              <PlaceCard {...acts} />
            </>
          )}
          <Card flush id="history" title="History">
            <ActivityFeed entries={history} />
          </Card>
        </div>
      </div>
    </AppShell>
  );
}

function hrefOf(plan: string, link: LinkedPart): string | null {
  if (link.kind === "finding") return `${plan}/findings/${link.id}`;
  return link.kind === "deliverable" ? `${plan}/deliverables/${link.id}` : null;
}
