import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { filterOptions, listCursor, listEngagements } from "db/engagement-list.server";
import { firmToday } from "db/firm.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { filterParams, isNarrowed, parseFilter } from "~/domain/engagement-filter";
import { DEFAULT_LIST_SORT, LIST_SORT_LABEL, LIST_SORTS, parseListSort } from "~/domain/engagement-list";
import { may } from "~/domain/permissions";
import { AppShell } from "~/ui/app-shell";
import { ButtonLink, buttonClass } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { EngagementFilterForm } from "~/ui/engagement-filter-form";
import { Select } from "~/ui/field";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";
import { EngagementTable } from "./engagement-table";

export const meta: MetaFunction = () => [{ title: "Engagements · Phaseline" }];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context } = args;
  const { searchParams } = new URL(args.request.url);
  const today = await firmToday(context.db, context.now());
  const filter = parseFilter(searchParams);
  const sort = parseListSort(searchParams.get("sort"));
  const cursor =
    listCursor("after", sort, searchParams.get("after")) ??
    listCursor("before", sort, searchParams.get("before"));
  return {
    shell: shellOf(actor),
    today,
    filter,
    sort,
    page: await listEngagements(context.db, actor, filter, sort, cursor, today),
    options: await filterOptions(context.database, actor),
    mayCreate: may(actor.role, "create_engagement"),
    hasMoney: may(actor.role, "see_money"),
  };
}

export default function Engagements() {
  const { shell, today, filter, sort, page, options, mayCreate, hasMoney } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  const order = sort === DEFAULT_LIST_SORT ? null : sort;
  const at = (changes: Record<string, string | null>) =>
    `/engagements${filterParams(filter, { sort: order, ...changes })}`;
  const narrowed = isNarrowed(filter) || filter.stage !== null;
  const count = page.rows.length;
  const noun = page.total === 1 ? "engagement" : "engagements";
  const total = `${page.total.toLocaleString("en-GB")} ${noun}${narrowed ? " that match" : ""}`;
  return (
    <AppShell {...shell}>
      <PageHeader
        title="Engagements"
        actions={
          <>
            {count > 0 && (
              <a
                href={`/engagements.csv${filterParams(filter, { sort: order })}`}
                download
                className={buttonClass()}
              >
                Export CSV
              </a>
            )}
            {mayCreate && (
              <ButtonLink to="/engagements/new" tone="primary">
                New engagement
              </ButtonLink>
            )}
          </>
        }
      />
      <EngagementFilterForm
        to="/engagements"
        filter={filter}
        options={options}
        withStage
        isOpen={params.get("filters") === "open"}
      >
        <Select
          name="sort"
          label="Order"
          hideLabel
          idPrefix="filter"
          options={LIST_SORTS.map((value) => ({ value, label: LIST_SORT_LABEL[value] }))}
          defaultValue={sort}
          className="w-full sm:w-48"
        />
      </EngagementFilterForm>
      {count === 0 ? (
        <Nothing narrowed={narrowed} mayCreate={mayCreate} />
      ) : (
        <>
          <Card flush className="overflow-hidden">
            <EngagementTable rows={page.rows} today={today} hasMoney={hasMoney} />
          </Card>
          <Pagination
            summary={count === page.total ? total : `${count} of ${total}`}
            previous={page.previous && at({ before: page.previous })}
            next={page.next && at({ after: page.next })}
          />
        </>
      )}
    </AppShell>
  );
}

function Nothing({ narrowed, mayCreate }: { narrowed: boolean; mayCreate: boolean }) {
  if (narrowed) {
    return (
      <EmptyState
        title="Nothing matches"
        action={<ButtonLink to="/engagements">Show all engagements</ButtonLink>}
      >
        Try fewer words, or part of a code, a title or a client’s name.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No engagements yet"
      action={
        mayCreate && (
          <>
            <ButtonLink to="/engagements/new" tone="primary">
              New engagement
            </ButtonLink>
            <ButtonLink to="/import">Import a list</ButtonLink>
          </>
        )
      }
    >
      {mayCreate
        ? "Open the first one, or bring the ones that you have in a file."
        : "Engagements that you lead or work on will stand here."}
    </EmptyState>
  );
}
