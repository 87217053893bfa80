import type { GroupHead, PipelinePage } from "db/pipeline.server";
import { useRef } from "react";
import { shortMoney } from "~/domain/money";
import {
  isDescending,
  PIPELINE_COLUMN_LABEL,
  type PipelineColumn,
  type PipelineSort,
  type PipelineView,
  viewAddress,
} from "~/domain/pipeline-view";
import { phasesFromText, sharedWeeks } from "~/domain/rail-text";
import type { Stage } from "~/domain/stage";
import { useLinkClicks } from "~/ui/link-clicks";
import { RailDefs } from "~/ui/phase-rail";
import { PipelineCell } from "./pipeline-cell";

type Props = {
  page: PipelinePage;
  view: PipelineView;
  columns: readonly PipelineColumn[];
  stage: Stage;
  today: string;
  caption: string;
};

/** The orders that the headings of columns lead to. */
const SORT_OF: Partial<Record<PipelineColumn, PipelineSort>> = {
  words: "need",
  start: "start",
  promised: "promised",
  expected: "expected",
  value: "value",
  lead: "lead",
};

/** One stage as a table: what it is, its plan as a picture, why it needs someone, when it is promised, who leads it. */
export function PipelineTable({ page, view, columns, stage, today, caption }: Props) {
  const table = useRef<HTMLTableElement>(null);
  useLinkClicks(table);
  const phases = page.rows.map((row) => phasesFromText(row.rail));
  const weeks = sharedWeeks(phases);
  const heads = new Map(page.groups.map((head) => [head.at, head]));
  return (
    <>
      <RailDefs />
      <table ref={table} className="pipeline">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" aria-sort={sorted(view, "title") ?? sorted(view, "client")}>
              <SortLink view={view} sort="title" text="Engagement" />
              {" · "}
              <SortLink view={view} sort="client" text="client" />
            </th>
            {columns.map((column) => {
              const text = headingOf(column, stage, weeks);
              const sort = SORT_OF[column];
              return (
                <th key={column} scope="col" aria-sort={sort && sorted(view, sort)}>
                  {sort ? <SortLink view={view} sort={sort} text={text} /> : text}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {page.rows.flatMap((row, index) => {
            const head = heads.get(index);
            const line = (
              <tr key={row.code} data-list-item>
                <th scope="row">
                  <a href={`/engagements/${row.code}`} data-list-open>
                    {row.title}
                  </a>
                  <small>
                    {row.code} · {row.client}
                  </small>
                </th>
                {columns.map((column) => (
                  <PipelineCell
                    key={column}
                    column={column}
                    row={row}
                    phases={phases[index] ?? []}
                    weeks={weeks}
                    today={today}
                  />
                ))}
              </tr>
            );
            return head
              ? [<Head key={`head of ${row.code}`} head={head} span={columns.length + 1} />, line]
              : [line];
          })}
        </tbody>
      </table>
    </>
  );
}

function headingOf(column: PipelineColumn, stage: Stage, weeks: number): string {
  if (column === "plan") return weeks > 0 ? `${weeks} weeks from its start` : "Plan";
  if (column === "words") return stage === "active" ? "Why it needs someone" : "What we know";
  return PIPELINE_COLUMN_LABEL[column];
}

function sorted(view: PipelineView, sort: PipelineSort): "ascending" | "descending" | undefined {
  if (view.sort !== sort) return undefined;
  return isDescending(sort, view.isReversed) ? "descending" : "ascending";
}

/** Puts the rows in an order; what is in it already, the other way round. */
function SortLink({ view, sort, text }: { view: PipelineView; sort: PipelineSort; text: string }) {
  const isCurrent = view.sort === sort;
  return (
    <a href={viewAddress(view, { sort, isReversed: isCurrent && !view.isReversed })}>
      {text}
      {isCurrent && <span aria-hidden="true"> {isDescending(sort, view.isReversed) ? "↓" : "↑"}</span>}
    </a>
  );
}

function Head({ head, span }: { head: GroupHead; span: number }) {
  const worth = head.money.map(({ currency, value }) => shortMoney(value, currency)).join(" + ");
  return (
    <tr className="group">
      <th colSpan={span} scope="colgroup">
        {head.label}{" "}
        <span>
          {head.count.toLocaleString("en-GB")}
          {worth && ` · ${worth}`}
          {head.isContinued && " · continued"}
        </span>
      </th>
    </tr>
  );
}
