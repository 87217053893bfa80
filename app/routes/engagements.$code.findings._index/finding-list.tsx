import { Link } from "@remix-run/react";
import type { FindingsPage } from "db/finding-pages.server";
import { FINDING_STATUS_LABEL, findingName } from "~/domain/finding";
import { Badge } from "~/ui/badge";
import { Pagination } from "~/ui/pagination";
import { SeverityBadge } from "~/ui/severity-badge";

type Props = {
  page: Pick<FindingsPage, "rows" | "total" | "all"> & {
    previous: string | null;
    next: string | null;
    first: number;
  };
  code: string;
};

/** The findings that fit, the open and severe first. */
export function FindingList({ page, code }: Props) {
  const { rows, total, all, previous, next, first } = page;
  if (all === 0) {
    return (
      <p className="px-4 py-6 text-muted">
        Nothing is written down yet. What Read finds comes here before anything is touched; with a severity,
        the place, and whether the client sees it.
      </p>
    );
  }
  if (rows.length === 0) {
    return (
      <p className="px-4 py-6 text-muted">
        No finding fits. <Link to="?">Show all {all}</Link>
      </p>
    );
  }
  const number = (value: number) => value.toLocaleString("en-GB");
  const noun = total === 1 ? "finding" : "findings";
  const summary =
    previous || next
      ? `${number(first)}–${number(first + rows.length - 1)} of ${number(total)} ${noun}`
      : `${number(total)} ${noun}`;
  return (
    <>
      <ol className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.id} className="px-4 py-2.5" data-list-item>
            <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <span className="text-muted text-sm tabular-nums">{findingName(row.number)}</span>
              <Link
                to={`/engagements/${code}/findings/${row.id}`}
                data-list-open
                prefetch="intent"
                className="min-w-0 flex-1 basis-56 font-medium underline-offset-2 hover:underline"
              >
                {row.title}
              </Link>
              <span className="flex flex-wrap gap-1.5">
                <SeverityBadge severity={row.severity} />
                {row.isHotspot && <Badge tone="stabilise">Hotspot</Badge>}
                {row.status !== "open" && <Badge tone="good">{FINDING_STATUS_LABEL[row.status]}</Badge>}
              </span>
            </div>
            <p className="mt-0.5 flex flex-wrap gap-x-3 text-muted text-sm">
              {row.area && <span>{row.area}</span>}
              <span>{row.isVisible ? "The client sees it" : "Ours alone"}</span>
              {row.isUntouched && <span>Before anything was touched</span>}
              {row.place && <span className="min-w-0 break-all">{row.place}</span>}
            </p>
          </li>
        ))}
      </ol>
      <div className="border-t px-4 pb-3">
        <Pagination summary={summary} previous={previous} next={next} />
      </div>
    </>
  );
}
