import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { readDeliverablePage } from "db/deliverable-page.server";
import { listAcceptanceCriteria } from "db/standards-page.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { actOnComments } from "~/comments/acts.server";
import { readComments } from "~/comments/read.server";
import { isOpen } from "~/domain/deliverable";
import { may } from "~/domain/permissions";
import { PHASE_LABEL } from "~/domain/phase";
import { ActivityFeed } from "~/ui/activity-feed";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { Comments } from "~/ui/comments";
import { PageHeader } from "~/ui/page-header";
import { PhaseMark } from "~/ui/phase-mark";
import { actOnDeliverable } from "./acts.server";
import { CriteriaCard } from "./criteria-card";
import { EditForm } from "./edit-form";
import { EvidenceCard } from "./evidence-card";
import { FieldsShown } from "./fields-shown";
import { StatusCard } from "./status-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.row.title} · ${data.engagement.title} · Phaseline` : "Phaseline" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { today } = await actOf(args, actor);
  const { code = "", id = "" } = args.params;
  const page = await readOrRefuse(() => readDeliverablePage(args.context.db, actor, code, id, today));
  const criteria = await readOrRefuse(() => listAcceptanceCriteria(args.context.db, actor, code, id));
  const talk = await readComments(args, actor, "ours", { about: "deliverable", id });
  return { ...page, criteria, talk, today, shell: shellOf(actor), idempotencyKey: crypto.randomUUID() };
}

export async function action(args: ActionFunctionArgs) {
  const subject = { about: "deliverable", id: args.params.id ?? "" } as const;
  return (await actOnComments(args, "ours", subject)) ?? actOnDeliverable(args);
}

export const shouldRevalidate = revalidateAfterConflict;

export default function Deliverable() {
  const page = useLoaderData<typeof loader>();
  const { engagement, row, phase, relation, today } = page;
  const refused = useActionData<typeof action>();
  const canEdit = may(relation, "work_checklist");
  const plan = `/engagements/${engagement.code}`;
  const refusedAs = refused?.values.intent;
  return (
    <AppShell {...page.shell}>
      <PageHeader
        above={
          <>
            <Link to={plan} className="underline-offset-2 hover:underline">
              {engagement.title}
            </Link>
            <span>{engagement.code}</span>
            <span className="inline-flex items-center gap-2">
              <PhaseMark phase={phase.kind} />
              {PHASE_LABEL[phase.kind]}
            </span>
          </>
        }
        title={row.title}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <StatusCard page={page} today={today} canEdit={canEdit} />
          <Card id="fields" title={canEdit ? "Edit" : "Details"}>
            {canEdit ? (
              <EditForm page={page} today={today} refused={refusedAs === "edit" ? refused : undefined} />
            ) : (
              <FieldsShown page={page} />
            )}
          </Card>
          {may(relation, "run_engagement") && isOpen(page.status) && (
            <RemoveForm message={refusedAs === "remove" ? refused?.message : undefined} />
          )}
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {page.criteria && page.criteria.length > 0 && (
            <CriteriaCard
              code={engagement.code}
              id={row.id}
              criteria={page.criteria}
              canCheck={canEdit}
              canExcept={may(relation, "run_engagement")}
            />
          )}
          <EvidenceCard
            code={engagement.code}
            evidence={page.evidence}
            canEdit={canEdit}
            isShared={page.fields.isVisible}
            isRequired={page.fields.requiresEvidence}
            idempotencyKey={page.idempotencyKey}
            refused={refusedAs?.endsWith("evidence") ? refused : undefined}
          />
          <Comments talk={page.talk} refused={refused} />
          <Card flush id="history" title="History">
            {page.history.length === 0 ? (
              <p className="px-4 py-3 text-muted">Nothing has happened to it yet.</p>
            ) : (
              <ActivityFeed entries={page.history} />
            )}
          </Card>
        </div>
      </div>
    </AppShell>
  );
}

function RemoveForm({ message }: { message: string | undefined }) {
  return (
    <details open={message ? true : undefined} className="text-sm">
      <summary className="inline-flex min-h-6 items-center text-muted underline underline-offset-2">
        Remove this deliverable
      </summary>
      <Form method="post" className="mt-2 grid gap-2">
        <input type="hidden" name="intent" value="remove" />
        <p className="text-muted">
          For one that was added by mistake: its evidence goes with it. What is only not needed here is marked
          “does not apply” instead.
        </p>
        {message && (
          <p role="alert" className="font-semibold text-alert-ink">
            {message}
          </p>
        )}
        <Button tone="danger" className="justify-self-start">
          Remove it
        </Button>
      </Form>
    </details>
  );
}
