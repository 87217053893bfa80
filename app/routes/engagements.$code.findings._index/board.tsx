import { Link } from "@remix-run/react";
import type { ChainRow } from "db/chain.server";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { findingName, TEST_KIND_LABEL } from "~/domain/finding";
import { boughtBack, GAP_LABEL, type Gap, hoursText, TOP_RANKS } from "~/domain/hotspot";
import { Badge } from "~/ui/badge";
import { BoughtBackLine } from "~/ui/bought-back";
import { Card } from "~/ui/card";
import { classes } from "~/ui/classes";
import { DateText } from "~/ui/date";
import { Markdown } from "~/ui/markdown";

type BoardRowShown = ChainRow & { fixHtml: string };

type Props = { chain: readonly BoardRowShown[]; code: string; canRun: boolean };

const COLUMNS = "lg:grid-cols-[minmax(0,2fr)_minmax(0,0.9fr)_minmax(0,1.5fr)_minmax(0,1.5fr)_minmax(0,1fr)]";
const HEADINGS = ["Finding", "Hours a week", "Fix", "Protecting tests", "Hours a week now"] as const;

/** The chain of every hotspot in a row, the costliest first; where it breaks, the gap leads to its mend. */
export function Board({ chain, code, canRun }: Props) {
  const open = chain.filter((row) => row.isTop && (row.gap === "unfixed" || row.gap === "unprotected"));
  const top = Math.min(chain.length, TOP_RANKS);
  if (chain.length === 0) {
    return (
      <Card id="board" title="From finding to protecting test">
        <p className="text-muted">
          No finding is marked as a hotspot yet. Open one that costs the client’s team hours every week and
          say how many; it is ranked here, with its fix and the tests that protect it.
        </p>
      </Card>
    );
  }
  return (
    <Card flush id="board" title="From finding to protecting test" aside={`${chain.length} ranked by cost`}>
      <div className="flex flex-wrap items-start justify-between gap-4 px-4 py-3">
        <BoughtBackLine sum={boughtBack(chain)} />
        <p className="max-w-prose text-sm">
          {open.length === 0
            ? `${top === 1 ? "The one hotspot is" : `The ${top} costliest are`} fixed with a protecting test, or accepted in writing: nothing here holds the Stabilise gate.`
            : `${top === 1 ? "The one hotspot" : `${open.length} of the ${top} costliest`} ${open.length === 1 ? "holds" : "hold"} the Stabilise gate until fixed with a protecting test, or accepted in writing.`}
        </p>
      </div>
      <div
        aria-hidden="true"
        className={`hidden gap-x-4 border-t px-4 py-2 font-semibold text-muted text-sm lg:grid ${COLUMNS}`}
      >
        {HEADINGS.map((heading) => (
          <span key={heading}>{heading}</span>
        ))}
      </div>
      <ol className="divide-y divide-line border-t">
        {chain.map((row) => (
          <BoardRow key={row.findingId} row={row} code={code} canRun={canRun} />
        ))}
      </ol>
    </Card>
  );
}

function BoardRow({ row, code, canRun }: { row: BoardRowShown; code: string; canRun: boolean }) {
  const page = `/engagements/${code}/findings/${row.findingId}`;
  const gap = (kind: Gap) => row.gap === kind && <GapMark gap={kind} page={page} canRun={canRun} />;
  const isFixed = row.fixedOn !== null;
  return (
    <li className={`grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-2 px-4 py-3 ${COLUMNS}`}>
      <Cell heading={HEADINGS[0]} isFirst>
        <span className="text-muted text-sm tabular-nums">
          {row.rank}. {findingName(row.number)}
        </span>{" "}
        <Link to={page} className="font-medium underline-offset-2 hover:underline">
          {row.title}
        </Link>
        {row.isTop && row.gap !== "unmeasured" && row.gap !== null && (
          <p className="text-muted text-sm">Holds the Stabilise gate</p>
        )}
      </Cell>
      <Cell heading={HEADINGS[1]}>
        <span className="tabular-nums">{hoursText(row.minutesBefore)}</span>
      </Cell>
      <Cell heading={HEADINGS[2]}>
        {isFixed && (
          <>
            <Badge tone="good">
              Fixed <DateText on={row.fixedOn ?? ""} short />
            </Badge>
            <Markdown html={row.fixHtml} className="mt-1 line-clamp-3 text-sm" />
          </>
        )}
        {!isFixed && row.fixHtml && (
          <div className="mb-1 text-sm">
            <p className="text-muted">Planned</p>
            <Markdown html={row.fixHtml} className="line-clamp-3" />
          </div>
        )}
        {gap("unfixed")}
        {row.accepted && (
          <p className="text-sm">
            Accepted as it is by {row.accepted.by}, <DateText on={row.accepted.on} short />
          </p>
        )}
      </Cell>
      <Cell heading={HEADINGS[3]}>
        {row.tests.length > 0 && (
          <ul className="grid gap-0.5 text-sm">
            {row.tests.map((test) => (
              <li key={test.id}>
                {test.name} <span className="text-muted">({TEST_KIND_LABEL[test.kind].toLowerCase()})</span>
              </li>
            ))}
          </ul>
        )}
        {gap("unprotected")}
        {row.tests.length === 0 && row.gap !== "unprotected" && (
          <span className="text-muted text-sm">None</span>
        )}
      </Cell>
      <Cell heading={HEADINGS[4]}>
        {row.minutesAfter !== null && <span className="tabular-nums">{hoursText(row.minutesAfter)}</span>}
        {gap("unmeasured")}
        {row.minutesAfter === null && row.gap !== "unmeasured" && (
          <span className="text-muted text-sm">Not measured</span>
        )}
      </Cell>
    </li>
  );
}

/** Named by its column for who does not see the columns: on a narrow screen, and for a reader of the text. */
function Cell({ heading, isFirst, children }: { heading: string; isFirst?: boolean; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <p className={isFirst ? "sr-only" : "text-muted text-sm lg:sr-only"}>{heading}</p>
      {children}
    </div>
  );
}

const MENDS: Record<Gap, { anchor: string; label: string }> = {
  unfixed: { anchor: "fix", label: "Write the fix" },
  unprotected: { anchor: "tests", label: "Add a test" },
  unmeasured: { anchor: "after", label: "Measure again" },
};

function GapMark({ gap, page, canRun }: { gap: Gap; page: string; canRun: boolean }) {
  const { anchor, label } = MENDS[gap];
  return (
    <div
      className={classes(
        "mt-1 rounded-control border border-dashed px-2 py-1 text-sm first:mt-0",
        gap === "unmeasured" ? "border-line-strong" : "border-alert",
      )}
    >
      <p
        className={classes(
          "flex items-center gap-1.5 font-semibold",
          gap === "unmeasured" ? "text-ink" : "text-alert-ink",
        )}
      >
        <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
        {GAP_LABEL[gap]}
      </p>
      {canRun && (
        <p className="flex flex-wrap gap-x-3">
          <Link to={`${page}#${anchor}`} className="underline underline-offset-2">
            {label}
          </Link>
          {gap !== "unmeasured" && (
            <Link to={`${page}#accept`} className="underline underline-offset-2">
              Accept in writing
            </Link>
          )}
        </p>
      )}
    </div>
  );
}
