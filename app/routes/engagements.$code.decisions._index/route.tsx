import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { type DecisionList, listDecisions } from "db/decision-list.server";
import { engagementHeader } from "db/engagement-header.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { DECISION_STATUS_LABEL, DECISION_STATUSES, isDecisionStatus } from "~/domain/decision";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { Badge } from "~/ui/badge";
import { Button, ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DecisionStatusBadge } from "~/ui/decision-status-badge";
import { DoneNotice } from "~/ui/done-notice";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { Select, TextInput } from "~/ui/field";
import { readListQuery } from "~/ui/list-query";
import { AgreementsNav } from "~/ui/room-nav";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Decisions · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const code = args.params.code ?? "";
  const { today } = await actOf(args, actor);
  const query = new URL(args.request.url).searchParams;
  const { search } = readListQuery(args.request);
  const wanted = query.get("status") ?? "";
  const status = isDecisionStatus(wanted) ? wanted : null;
  return readOrRefuse(async () => ({
    shell: shellOf(actor),
    head: await engagementHeader(db, actor, code, today),
    list: await listDecisions(db, actor, code, { status, search, today }),
    status,
    search,
    imported: Number(query.get("imported") ?? "0") || 0,
  }));
}

export default function Decisions() {
  const { shell, head, list, status, search, imported } = useLoaderData<typeof loader>();
  const base = `/engagements/${head.code}/decisions`;
  const canRun = may(head.relation, "run_engagement");
  const total = Object.values(list.counts).reduce((sum, count) => sum + (count ?? 0), 0);
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <AgreementsNav code={head.code} />
      {imported > 0 && (
        <DoneNotice>
          {imported} {imported === 1 ? "decision was" : "decisions were"} brought in.
        </DoneNotice>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {list.due.length > 0 && <DueRevisits due={list.due} base={base} canRun={canRun} />}
        {total === 0 ? (
          <EmptyState
            title="No decisions written down yet"
            action={
              canRun && (
                <>
                  <ButtonLink to={`${base}/new`} tone="primary">
                    Record a decision
                  </ButtonLink>
                  <ButtonLink to={`${base}/import`}>Import records</ButtonLink>
                </>
              )
            }
          >
            What was decided, why, and what else was weighed: for whoever was not in the room.
          </EmptyState>
        ) : (
          <Card
            flush
            id="decisions"
            title="Decisions"
            aside={`${list.decisions.length} of ${total}`}
            actions={
              <>
                {canRun && <ButtonLink to={`${base}/import`}>Import</ButtonLink>}
                <a href={`${base}.zip`} className="button button-secondary button-medium">
                  Download all
                </a>
                {canRun && (
                  <ButtonLink to={`${base}/new`} tone="primary">
                    Record a decision
                  </ButtonLink>
                )}
              </>
            }
          >
            <Filter counts={list.counts} status={status} search={search} />
            <List decisions={list.decisions} base={base} />
          </Card>
        )}
      </div>
    </AppShell>
  );
}

function DueRevisits({ due, base, canRun }: { due: DecisionList["due"]; base: string; canRun: boolean }) {
  return (
    <Card flush id="due" tone="waiting" title="To be looked at again" aside={`${due.length} due`}>
      <ul className="divide-y divide-line">
        {due.map((decision) => (
          <li key={decision.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <Link
                to={`${base}/${decision.id}`}
                className="font-semibold underline-offset-2 hover:underline"
              >
                {decision.number}. {decision.title}
              </Link>
              <p className="text-muted text-sm">
                Due {decision.revisitOn && <DateText on={decision.revisitOn} />}
                {decision.revisitTrigger && `: ${decision.revisitTrigger.split("\n", 1)[0]}`}
              </p>
            </div>
            {canRun && <ButtonLink to={`${base}/${decision.id}#revisit`}>Look at it</ButtonLink>}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type FilterProps = Pick<DecisionList, "counts"> & { status: string | null; search: string };

function Filter({ counts, status, search }: FilterProps) {
  const options = DECISION_STATUSES.filter((each) => counts[each]).map((each) => ({
    value: each,
    label: `${DECISION_STATUS_LABEL[each]} (${counts[each]})`,
  }));
  return (
    <Form method="get" role="search" className="flex flex-wrap items-end gap-2 border-b px-4 py-3">
      <TextInput
        key={search}
        name="q"
        type="search"
        label="Search the decisions"
        hideLabel
        placeholder="Search the decisions"
        defaultValue={search}
        className="min-w-0 flex-1 basis-52"
      />
      <Select
        key={status}
        name="status"
        label="Status"
        hideLabel
        emptyLabel="Every status"
        defaultValue={status ?? ""}
        options={options}
        className="basis-44"
      />
      <Button>Show</Button>
    </Form>
  );
}

function List({ decisions, base }: Pick<DecisionList, "decisions"> & { base: string }) {
  if (decisions.length === 0) {
    return (
      <p className="px-4 py-3 text-muted">
        None fits. <Link to={base}>Show all of them</Link>
      </p>
    );
  }
  return (
    <ol className="divide-y divide-line">
      {decisions.map((decision) => (
        <li key={decision.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-2.5">
          <Link
            to={`${base}/${decision.id}`}
            className="min-w-0 flex-1 basis-64 font-medium underline-offset-2 hover:underline"
          >
            {decision.number}. {decision.title}
          </Link>
          {decision.isVisible && <Badge>The client reads it</Badge>}
          <DecisionStatusBadge status={decision.status} />
          <span className="min-w-24 text-muted text-sm sm:text-right">
            {decision.decidedOn ? <DateText on={decision.decidedOn} short /> : "No date"}
          </span>
        </li>
      ))}
    </ol>
  );
}
