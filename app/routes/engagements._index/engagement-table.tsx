import type { ListedEngagement } from "db/engagement-list.server";
import { useRef } from "react";
import { shortDate } from "~/domain/calendar";
import { moneyText } from "~/domain/engagement";
import { PHASE_LABEL } from "~/domain/phase";
import { STAGE_LABEL } from "~/domain/stage";
import { Badge } from "~/ui/badge";
import { HealthBadge } from "~/ui/health-badge";
import { useLinkClicks } from "~/ui/link-clicks";

type Props = { rows: readonly ListedEngagement[]; today: string; hasMoney: boolean };

const CELL = "px-4 py-2.5 max-md:p-0";

const BAR =
  "h-1.5 w-16 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-ink [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-ink";

/** One engagement a line; on a narrow screen the cells of a line stand in two. */
export function EngagementTable({ rows, today, hasMoney }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  useLinkClicks(body);
  const headings = [
    "Engagement",
    "Stage",
    "Health",
    "Progress",
    "Promised",
    ...(hasMoney ? ["Value"] : []),
    "Lead",
  ];
  return (
    <table className="w-full text-left text-sm max-md:block">
      <caption className="sr-only">Engagements</caption>
      <thead className="text-muted text-xs max-md:sr-only">
        <tr className="border-b">
          {headings.map((heading) => (
            <th key={heading} scope="col" className="px-4 py-2 font-normal">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body} className="divide-y divide-line max-md:block">
        {rows.map((row) => (
          <tr
            key={row.code}
            data-list-item
            className="max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-1 max-md:px-4 max-md:py-3"
          >
            <th scope="row" className={`${CELL} wrap-anywhere min-w-56 font-normal max-md:w-full`}>
              <a
                href={`/engagements/${row.code}`}
                data-list-open
                className="block font-semibold text-base hover:underline"
              >
                {row.title}
              </a>
              <span className="text-muted">
                {row.code} · {row.client}
              </span>
            </th>
            <td className={CELL}>
              {STAGE_LABEL[row.stage]}
              {row.stage === "active" && row.phase && (
                <span className="text-muted">, {PHASE_LABEL[row.phase]}</span>
              )}
            </td>
            <td className={CELL}>
              {row.isPaused ? <Badge>Paused</Badge> : row.health && <HealthBadge health={row.health} />}
            </td>
            <td className={`${CELL} whitespace-nowrap max-md:hidden`}>
              {row.stage === "active" && (
                <span className="inline-flex items-center gap-2">
                  <progress
                    max={100}
                    value={row.progress}
                    aria-label={`Progress of ${row.title}`}
                    className={BAR}
                  />
                  {row.progress} %
                </span>
              )}
            </td>
            <td className={`${CELL} whitespace-nowrap`}>
              {row.promisedOn && <time dateTime={row.promisedOn}>{shortDate(row.promisedOn, today)}</time>}
            </td>
            {hasMoney && (
              <td className={`${CELL} whitespace-nowrap`}>
                {row.money && moneyText(row.money.valueMinor, row.money.currency)}
              </td>
            )}
            <td className={`${CELL} ${row.lead ? "" : "text-muted"}`}>{row.lead ?? "No lead"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
