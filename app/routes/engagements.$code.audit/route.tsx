import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { readAudit } from "db/audits.server";
import { engagementHeader } from "db/engagement-header.server";
import { workingCalendar } from "db/firm.server";
import { listAssignable } from "db/people.server";
import { readProfile } from "db/profile.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { whyAuditIsClosed } from "~/domain/audit";
import { addWorkingDays } from "~/domain/calendar";
import { may } from "~/domain/permissions";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { DoneNotice } from "~/ui/done-notice";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { EstimateForm } from "~/ui/estimate-form";
import { EstimateTable } from "~/ui/estimate-table";
import { renderMarkdown } from "~/ui/markdown.server";
import { actOnAudit } from "./acts.server";
import { ConcludedCard } from "./concluded-card";
import { ConclusionCard } from "./conclusion-card";
import { EnquiryCard } from "./enquiry-card";
import { FindingsCard } from "./findings-card";
import { PlanCard } from "./plan-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Audit · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  return readOrRefuse(async () => {
    const page = await readAudit(db, actor, code);
    const mayRun = may(page.relation, "run_engagement");
    return {
      shell: shellOf(actor),
      head: await engagementHeader(db, actor, code, today),
      ...page,
      html: {
        summary: renderMarkdown(page.audit?.summary ?? ""),
        conditions: renderMarkdown(page.audit?.conditions ?? ""),
      },
      whyClosed: whyAuditIsClosed({ isConcluded: page.audit?.concludedOn != null, stage: page.stage }),
      mayRun,
      people: mayRun ? await listAssignable(db, actor) : [],
      leadId: mayRun ? (await readProfile(db, actor, code)).team.leadId : null,
      // The day that is offered is one on which people work.
      firstDay: addWorkingDays(today, 0, await workingCalendar(db)),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export const action = (args: ActionFunctionArgs) => actOnAudit(args);

export const shouldRevalidate = revalidateAfterConflict;

const DONE: Record<string, string> = {
  planned: "The audit is planned.",
  saved: "The draft is kept.",
  concluded: "The audit is concluded.",
  estimated: "The estimate is recorded.",
  moved: "The engagement stands in its next stage.",
};

export default function AuditScreen() {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof actOnAudit>();
  const done = DONE[useSearchParams()[0].get("done") ?? ""];
  const { shell, head, audit, html, estimates, openPoint, mayRun, whyClosed, idempotencyKey } = page;
  const refusedBy = (...intents: string[]) =>
    refused && intents.includes(refused.values.intent ?? "") ? refused : undefined;
  const isOpen = mayRun && whyClosed === null;
  const isLeft = whyClosed !== null && !audit?.concludedOn;
  const plan = (
    <PlanCard
      audit={audit}
      people={page.people}
      leadId={page.leadId}
      firstDay={page.firstDay}
      canPlan={isOpen}
      idempotencyKey={idempotencyKey}
      refused={refusedBy("plan")}
    />
  );
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {done && !refused && <DoneNotice>{done}</DoneNotice>}
      <h2 className="mb-1 font-semibold text-lg">The two-day audit</h2>
      <p className="mb-4 max-w-prose text-muted text-sm">
        Two days with the code and the people who work on it, before anything is estimated. Ours alone until
        the work is agreed.
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {page.enquiries.map((enquiry) => (
            <EnquiryCard key={enquiry.id} enquiry={enquiry} />
          ))}
          {!audit &&
            (isOpen ? (
              plan
            ) : (
              <EmptyState title={isLeft ? "No audit was made" : "No audit is planned"}>
                {isLeft ? whyClosed : "The lead says when the two days are and who looks."}
              </EmptyState>
            ))}
          {audit?.concludedOn && (
            <ConcludedCard
              audit={audit}
              html={html}
              stage={page.stage}
              relation={page.relation}
              refused={refusedBy("move")}
            />
          )}
          {audit && !audit.concludedOn && isOpen && (
            <ConclusionCard
              audit={audit}
              idempotencyKey={idempotencyKey}
              refused={refusedBy("save", "conclude")}
            />
          )}
          {audit && !audit.concludedOn && !isOpen && (
            <Card id="conclusion" title="What it comes to">
              <p className="text-muted">
                {isLeft ? "It was never concluded." : "It is not concluded yet; the lead writes it here."}
              </p>
            </Card>
          )}
          <FindingsCard
            code={head.code}
            findings={page.findings}
            canWrite={may(page.relation, "work_checklist")}
          />
        </div>
        <aside className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label="Days and estimates">
          {audit && plan}
          {(estimates.length > 0 || openPoint) && (
            <Card id="estimates" title="Estimates">
              {estimates.length > 0 && <EstimateTable estimates={estimates} isNarrow />}
              {mayRun && openPoint && (
                <EstimateForm
                  code={head.code}
                  point={openPoint}
                  back="audit"
                  isFirst={estimates.every((estimate) => estimate.madeAfter !== openPoint)}
                  idempotencyKey={idempotencyKey}
                  refused={refusedBy("estimate")}
                />
              )}
            </Card>
          )}
        </aside>
      </div>
    </AppShell>
  );
}
