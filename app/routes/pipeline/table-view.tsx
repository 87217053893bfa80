import { Link } from "@remix-run/react";
import type { PipelinePage } from "db/pipeline.server";
import { isNarrowed } from "~/domain/engagement-filter";
import {
  isDescending,
  PIPELINE_GROUP_LABEL,
  PIPELINE_SORT_LABEL,
  type PipelineColumn,
  type PipelineView,
  viewAddress,
} from "~/domain/pipeline-view";
import { STAGE_LABEL, type Stage } from "~/domain/stage";
import { ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { KeyLegend } from "~/ui/keyboard-list";
import { Pagination } from "~/ui/pagination";
import { PipelineTable } from "./pipeline-table";

type Props = {
  page: PipelinePage;
  view: PipelineView;
  columns: readonly PipelineColumn[];
  stage: Stage;
  today: string;
  /** How many are in the stage in all. */
  total: number;
  lost: number;
  /** What came of those of the stage, in a line. */
  outcome: string | null;
  mayCreate: boolean;
};

const COUNTED: Record<Stage, string> = {
  lead: "leads",
  audit: "audits",
  proposal: "proposals",
  active: "active",
  handed_over: "handed over",
  lost: "lost",
};

const KEYS = [
  { key: "j", does: "down" },
  { key: "k", does: "up" },
  { key: "↵", does: "open" },
  { key: "/", does: "search" },
  { key: "o", does: "order" },
  { key: "?", does: "all keys" },
];

function orderText({ sort, isReversed, group }: PipelineView, stage: Stage): string {
  const grouped = group ? `, grouped by ${PIPELINE_GROUP_LABEL[group].toLowerCase()}` : "";
  if (sort === "need") {
    const words = stage === "active" ? "by need" : "newest first";
    return `${isReversed ? `${words}, reversed` : words}${grouped}`;
  }
  const name = PIPELINE_SORT_LABEL[sort];
  const way = isDescending(sort, isReversed) ? "downwards" : "upwards";
  return `by ${name.toLowerCase()} ${way}${grouped}`;
}

export function TableView({ page, view, columns, stage, today, total, lost, outcome, mayCreate }: Props) {
  const narrowed = isNarrowed(view.filter);
  const count = page.rows.length;
  if (count === 0) return <NothingHere stage={stage} narrowed={narrowed} mayCreate={mayCreate} />;
  const order = orderText(view, stage);
  const summary = narrowed
    ? `${count}${page.next || page.previous ? " of those" : ""} that match, ${order}`
    : `${count} of ${total.toLocaleString("en-GB")} ${COUNTED[stage]}${outcome ? ` (${outcome})` : ""}, ${order}`;
  // Where nothing on the page has dates, an empty column tells nobody anything; who asked for it sees it.
  const isBare = view.columns === null && page.rows.every((row) => row.rail === null);
  return (
    <>
      <Card flush className="overflow-hidden">
        <div className="overflow-x-auto">
          <PipelineTable
            page={page}
            view={view}
            columns={isBare ? columns.filter((column) => column !== "plan") : columns}
            stage={stage}
            today={today}
            caption={`${STAGE_LABEL[stage]} engagements, ${order}`}
          />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2 border-t px-4 py-3">
          <KeyLegend keys={KEYS} />
          {lost > 0 && stage !== "lost" && (
            <Link to="/pipeline?stage=lost" className="text-muted text-sm underline underline-offset-2">
              {lost.toLocaleString("en-GB")} lost
            </Link>
          )}
        </div>
      </Card>
      <Pagination
        summary={summary}
        previous={page.previous && viewAddress(view, {}, { before: page.previous })}
        next={page.next && viewAddress(view, {}, { after: page.next })}
      />
    </>
  );
}

function NothingHere({
  stage,
  narrowed,
  mayCreate,
}: Pick<Props, "stage" | "mayCreate"> & { narrowed: boolean }) {
  if (narrowed) {
    return (
      <EmptyState
        title="Nothing matches"
        action={
          <ButtonLink to={stage === "active" ? "/pipeline" : `/pipeline?stage=${stage}`}>Show all</ButtonLink>
        }
      >
        No engagement in {STAGE_LABEL[stage]} fits what you look for.{" "}
        <Link to="/engagements">Search all stages</Link>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`Nothing in ${STAGE_LABEL[stage]}`}
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
        ? "Open an engagement for a client, or bring the ones that you have in a file."
        : "Engagements that you lead or work on stand here."}
    </EmptyState>
  );
}
