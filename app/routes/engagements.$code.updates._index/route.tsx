import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { draftUpdate } from "db/update-drafts.server";
import { readUpdates } from "db/updates.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { may } from "~/domain/permissions";
import { revalidateAfterConflict } from "~/ui/after-conflict";
import { AppShell } from "~/ui/app-shell";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DoneNotice } from "~/ui/done-notice";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { FormErrors } from "~/ui/form-errors";
import { actOnUpdates } from "./acts.server";
import { DraftForm } from "./draft-form";
import { ImportedUpdates } from "./imported-updates";
import { Milestones } from "./milestones";
import { PastUpdates } from "./past-updates";
import { WeekdayForm } from "./weekday-form";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Updates · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const act = await actOf(args, actor);
  return readOrRefuse(async () => {
    const head = await engagementHeader(db, actor, code, act.today);
    // Nobody waits for the next round of the job: whoever opens the page on the due day finds the draft.
    if (may(head.relation, "run_engagement")) await draftUpdate(db, act, code, { isAsked: false });
    return {
      ...(await readUpdates(db, actor, code, act.today)),
      head,
      shell: shellOf(actor),
      idempotencyKey: crypto.randomUUID(),
    };
  });
}

export const action = (args: ActionFunctionArgs) => actOnUpdates(args);

export const shouldRevalidate = revalidateAfterConflict;

const SAVED: Record<string, string> = {
  save: "The draft is saved.",
  refresh: "The draft has taken in what happened since.",
};

export default function EngagementUpdates() {
  const page = useLoaderData<typeof loader>();
  const { shell, head, updates, draft, milestones, due, nextDueOn } = page;
  const refused = useActionData<typeof action>();
  const [search] = useSearchParams();
  const asked = refused?.values.intent;
  const runs = may(head.relation, "run_engagement");
  const isUnderWay = head.stage === "active" && !head.pause;
  const isOfDraft = asked === "save" || asked === "refresh" || asked === "publish";
  const saved = refused ? undefined : SAVED[search.get("saved") ?? ""];
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      {draft && saved && <DoneNotice>{saved}</DoneNotice>}
      {refused && (!isOfDraft || !draft || !runs) && asked !== "weekday" && (
        <FormErrors errors={{ "": [refused.message] }} title="That did not happen." />
      )}
      <div
        className={
          milestones.length > 0
            ? "grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]"
            : undefined
        }
      >
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <h2 className="sr-only">Updates</h2>
          {draft && runs && (
            <DraftForm
              key={`${draft.id}.${draft.version}`}
              draft={draft}
              company={head.company.name}
              reckoned={{ health: head.pause ? null : head.health, reasons: head.reasons }}
              refused={isOfDraft ? refused : undefined}
              idempotencyKey={page.idempotencyKey}
            />
          )}
          {isUnderWay && !(draft && runs) && (
            <Card>
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p>
                  {due && due.lateBy > 0 ? (
                    <span className="font-semibold text-alert-ink">
                      The update of <DateText on={due.missedOn} /> is late.
                    </span>
                  ) : (
                    <>
                      The next update is due <DateText on={due?.dueOn ?? nextDueOn} />.
                    </>
                  )}
                </p>
                {runs && (
                  <Form method="post">
                    <input type="hidden" name="intent" value="start" />
                    <input type="hidden" name="idempotency_key" value={page.idempotencyKey} />
                    <Button>Write one now</Button>
                  </Form>
                )}
              </div>
            </Card>
          )}
          {updates.length === 0 ? (
            <EmptyState title="Nothing published yet">
              Each week a draft stands ready that says what was done, what moved, what was decided and what we
              wait for. What is published stays here.
            </EmptyState>
          ) : (
            <PastUpdates base={`/engagements/${head.code}`} updates={updates} />
          )}
          <ImportedUpdates imported={page.imported} company={head.company.name} canRun={runs} />
          {runs && isUnderWay && (
            <WeekdayForm
              weekday={page.weekday}
              weekend={page.weekend}
              errors={asked === "weekday" ? refused?.errors : undefined}
            />
          )}
        </div>
        {milestones.length > 0 && <Milestones milestones={milestones} />}
      </div>
    </AppShell>
  );
}
