import type { PhaseDates } from "db/dates.server";
import { workingDaysText } from "~/domain/calendar";
import { PHASE_LABEL, PHASE_STATUS_LABEL } from "~/domain/phase";
import { slipText } from "~/domain/promise";
import { DateText } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { PhaseMark } from "~/ui/phase-mark";

// On a narrow screen the heading of a column stands before each of its values.
const CELL =
  "px-4 py-2.5 align-top max-md:flex max-md:flex-wrap max-md:justify-between max-md:gap-x-3 max-md:p-0 max-md:before:text-muted max-md:before:content-[attr(data-label)]";

/** What was promised first, what is promised now and what happened: three things, never mixed. */
export function DatesTable({ phases }: { phases: readonly PhaseDates[] }) {
  if (phases.length === 0) {
    return (
      <div className="p-4">
        <EmptyState title="No dates yet">They follow from a start date and a length in weeks.</EmptyState>
      </div>
    );
  }
  const isPromised = phases.some((phase) => phase.firstFinishOn !== null);
  return (
    <table className="w-full text-left text-sm max-md:block">
      <caption className="sr-only">Dates of every phase</caption>
      <thead className="text-muted text-xs max-md:sr-only">
        <tr className="border-b">
          {["Phase", "First promised", isPromised ? "Promised now" : "Planned", "Moved", "Actual"].map(
            (heading) => (
              <th key={heading} scope="col" className="px-4 py-2 font-normal">
                {heading}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-md:block">
        {phases.map((phase) => (
          <tr key={phase.kind} className="max-md:block max-md:px-4 max-md:py-3">
            <th scope="row" className="px-4 py-2.5 align-top font-normal max-md:block max-md:p-0 max-md:pb-1">
              <span className="flex items-center gap-2 font-semibold text-base">
                <PhaseMark phase={phase.kind} />
                {PHASE_LABEL[phase.kind]}
              </span>
              <span className="text-muted">
                {PHASE_STATUS_LABEL[phase.status]}, {workingDaysText(phase.workingDays)}
              </span>
            </th>
            <td className={CELL} data-label="First promised">
              {phase.firstStartOn ? (
                <Span from={phase.firstStartOn} to={phase.firstFinishOn} />
              ) : (
                <span className="text-muted">Nothing yet</span>
              )}
            </td>
            <td className={CELL} data-label={phase.firstFinishOn ? "Promised now" : "Planned"}>
              <Span from={phase.plannedStartOn} to={phase.plannedFinishOn} />
            </td>
            <td className={`${CELL} whitespace-nowrap max-md:empty:hidden`} data-label="Moved">
              {phase.slip === null ? "" : phase.slip === 0 ? "Not at all" : slipText(phase.slip)}
            </td>
            <td className={CELL} data-label="Actual">
              {phase.actualStartOn ? (
                <Span from={phase.actualStartOn} to={phase.actualFinishOn} />
              ) : (
                <span className="text-muted">Not started</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A span of dates; one that lasts ends now. */
function Span({ from, to }: { from: string; to: string | null }) {
  return (
    <span>
      <DateText on={from} className="whitespace-nowrap" /> –{" "}
      {to ? <DateText on={to} className="whitespace-nowrap" /> : "now"}
    </span>
  );
}
