import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { readFindingPage } from "db/finding-pages.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import { findingName } from "~/domain/finding";
import { may } from "~/domain/permissions";
import { ActivityFeed } from "~/ui/activity-feed";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { Comments } from "~/ui/comments";
import { BackToGate } from "~/ui/engagement-header";
import { renderMarkdown } from "~/ui/markdown.server";
import { PageHeader } from "~/ui/page-header";
import { FindingsNav } from "~/ui/room-nav";
import { AcceptCard } from "./accept-card";
import { actOnFinding } from "./acts.server";
import { AfterCard } from "./after-card";
import { EvidenceCard } from "./evidence-card";
import { FindingCard } from "./finding-card";
import { FixCard } from "./fix-card";
import { HotspotCard } from "./hotspot-card";
import { RemoveForm } from "./remove-form";
import { SettleCard } from "./settle-card";
import { TestsCard } from "./tests-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.fields.title} · ${data.head.title} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { today } = await actOf(args, actor);
  const { code = "", id = "" } = args.params;
  const { db } = args.context;
  return readOrRefuse(async () => {
    const page = await readFindingPage(db, actor, code, id, today);
    const { code: known, title } = await engagementHeader(db, actor, code, today);
    return {
      ...page,
      head: { code: known, title },
      today,
      shell: shellOf(actor),
      bodyHtml: renderMarkdown(page.fields.body),
      fixHtml: page.hotspot ? renderMarkdown(page.hotspot.fix) : "",
      talk: await readComments(args, actor, "ours", { about: "finding", id }),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  const subject = { about: "finding", id: args.params.id ?? "" } as const;
  return (await actOnComments(args, "ours", subject)) ?? actOnFinding(args);
}

export const shouldRevalidate = revalidateAfterConflict;

export default function Finding() {
  const page = useLoaderData<typeof loader>();
  const { head, hotspot, relation, today } = page;
  const refused = useActionData<typeof action>();
  const refusedOf = (...intents: string[]) =>
    refused && intents.includes(refused.values.intent ?? "") ? refused : undefined;
  const canRun = may(relation, "run_engagement");
  const shared = { today, canRun };
  return (
    <AppShell {...page.shell}>
      <BackToGate code={head.code} />
      <PageHeader
        above={
          <>
            <Link to={`/engagements/${head.code}`} className="underline-offset-2 hover:underline">
              {head.title}
            </Link>
            <span>{head.code}</span>
            <Link to={`/engagements/${head.code}/findings`} className="underline-offset-2 hover:underline">
              Findings
            </Link>
            <span>{findingName(page.number)}</span>
          </>
        }
        title={page.fields.title}
      />
      <FindingsNav code={head.code} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <FindingCard page={page} canEdit={may(relation, "work_checklist")} refused={refusedOf("edit")} />
          <SettleCard
            page={page}
            canEdit={may(relation, "work_checklist")}
            refused={refusedOf("settle", "reopen")}
          />
          {canRun && page.status === "open" && !hotspot && (
            <RemoveForm
              isShared={page.fields.isVisible}
              company={page.talk.company}
              refused={refusedOf("remove")}
            />
          )}
          <EvidenceCard
            code={head.code}
            evidence={page.evidence}
            canEdit={may(relation, "work_checklist")}
            isShared={page.fields.isVisible}
            idempotencyKey={page.idempotencyKey}
            refused={refusedOf("add_evidence", "remove_evidence")}
          />
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <HotspotCard
            hotspot={hotspot}
            of={page.hotspotCount}
            canRun={canRun}
            refused={refusedOf("mark", "cost", "unmark")}
          />
          {hotspot && (
            <>
              <FixCard {...shared} hotspot={hotspot} html={page.fixHtml} refused={refusedOf("fix")} />
              <EvidenceCard
                code={head.code}
                evidence={page.fixEvidence}
                hotspotId={hotspot.id}
                canEdit={canRun}
                isShared={page.fields.isVisible}
                idempotencyKey={page.idempotencyKey}
                refused={refusedOf("add_evidence", "remove_evidence")}
              />
              <TestsCard
                hotspot={hotspot}
                canRun={canRun}
                idempotencyKey={page.idempotencyKey}
                refused={refusedOf("add_test", "remove_test")}
              />
              <AfterCard {...shared} hotspot={hotspot} refused={refusedOf("measure")} />
              <AcceptCard
                {...shared}
                hotspot={hotspot}
                refused={refusedOf("accept", "withdraw_acceptance")}
              />
            </>
          )}
        </div>
        <div className="lg:col-span-2">
          <Comments talk={page.talk} refused={refused} />
        </div>
        <Card flush id="history" title="History" className="lg:col-span-2">
          {page.history.length === 0 ? (
            <p className="px-4 py-3 text-muted">Nothing has happened to it yet.</p>
          ) : (
            <ActivityFeed entries={page.history} />
          )}
        </Card>
      </div>
    </AppShell>
  );
}
