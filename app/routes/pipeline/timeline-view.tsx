import { Link } from "@remix-run/react";
import type { TimelinePage } from "db/pipeline-timeline.server";
import type { ReactNode } from "react";
import { addDays, shortDate } from "~/domain/calendar";
import { PHASE_KINDS } from "~/domain/phase";
import { steppedFrom, type TimelineWindow } from "~/domain/pipeline-timeline";
import { type PipelineView, viewAddress } from "~/domain/pipeline-view";
import { ButtonLink } from "~/ui/button";
import { classes } from "~/ui/classes";
import { EmptyState } from "~/ui/empty-state";
import { KeyLegend } from "~/ui/keyboard-list";
import { Pagination } from "~/ui/pagination";
import { PhaseName } from "~/ui/phase-mark";
import { Timeline } from "./timeline";

type Props = {
  page: TimelinePage;
  view: PipelineView;
  window: TimelineWindow;
  isElsewhen: boolean;
  today: string;
};

const KEYS = [
  { key: "j", does: "down" },
  { key: "k", does: "up" },
  { key: "↵", does: "open" },
  { key: "h", does: "earlier" },
  { key: "l", does: "later" },
  { key: "?", does: "all keys" },
];

/** The timeline with the ways through time around it. */
export function TimelineView({ page, view, window, isElsewhen, today }: Props) {
  const at = (from: string | null, changes: Partial<PipelineView> = {}) =>
    viewAddress(view, changes, { from });
  const last = addDays(window.toOn, -1);
  const kept = isElsewhen ? window.fromOn : null;
  const inTable = viewAddress({ ...view, mode: "table", columns: ["start", "promised", "expected", "lead"] });
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-5 gap-y-2">
        <nav aria-label="Dates" className="flex flex-wrap items-center gap-1.5">
          <ButtonLink
            to={at(steppedFrom(window, -1))}
            size="small"
            preventScrollReset
            data-key="h"
            data-key-label="earlier"
          >
            <span aria-hidden="true">←</span> Earlier
          </ButtonLink>
          {isElsewhen && (
            <ButtonLink to={at(null)} size="small" preventScrollReset>
              Today
            </ButtonLink>
          )}
          <ButtonLink
            to={at(steppedFrom(window, 1))}
            size="small"
            preventScrollReset
            data-key="l"
            data-key-label="later"
          >
            Later <span aria-hidden="true">→</span>
          </ButtonLink>
          <span className="pl-1.5 text-sm">
            {shortDate(window.fromOn, last)} to {shortDate(last, today)}
          </span>
        </nav>
        <Choice label="Zoom">
          <Pick to={at(null, { zoom: "weeks" })} isCurrent={view.zoom === "weeks"} text="Weeks" />
          <Pick to={at(null, { zoom: "quarter" })} isCurrent={view.zoom === "quarter"} text="Quarters" />
        </Choice>
        <Choice label="Order">
          <Pick to={at(kept, { sort: "start" })} isCurrent={view.sort !== "need"} text="By start" />
          <Pick to={at(kept, { sort: "need" })} isCurrent={view.sort === "need"} text="By need" />
        </Choice>
      </div>
      {page.rows.length === 0 ? (
        <EmptyState
          title="Nothing in these weeks"
          action={isElsewhen && <ButtonLink to={at(null)}>Back to today</ButtonLink>}
        >
          No plan of what you look for reaches into these dates. An engagement stands here once it has a start
          and a length.
        </EmptyState>
      ) : (
        <>
          <Timeline rows={page.rows} window={window} today={today} />
          <div className="mt-3 flex flex-wrap items-center justify-between gap-x-5 gap-y-2">
            <KeyLegend keys={KEYS} />
            <Legend />
          </div>
          <Pagination
            summary={`${page.rows.length} with dates in these weeks`}
            previous={page.previous && viewAddress(view, {}, { before: page.previous, from: kept })}
            next={page.next && viewAddress(view, {}, { after: page.next, from: kept })}
          />
        </>
      )}
      <p className="mt-2 text-sm">
        <Link to={inTable} className="underline underline-offset-2">
          The same in words, as a table
        </Link>
      </p>
    </>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="flex gap-1.5">
      {children}
    </nav>
  );
}

function Pick({ to, isCurrent, text }: { to: string; isCurrent: boolean; text: string }) {
  return (
    <ButtonLink
      to={to}
      size="small"
      preventScrollReset
      aria-current={isCurrent ? "true" : undefined}
      className={classes(isCurrent && "border-ink")}
    >
      {text}
    </ButtonLink>
  );
}

function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs" aria-label="How to read it">
      {PHASE_KINDS.map((phase) => (
        <li key={phase}>
          <PhaseName phase={phase} />
        </li>
      ))}
      <li className="text-muted">
        Dotted line: promised. Grey band: in 8 of 10 cases by the end of the dark part, in 19 of 20 by the end
        of the pale. Thin bar: what was promised first. Light stripes: waiting on the client. Diamonds: gates.
      </li>
    </ul>
  );
}
