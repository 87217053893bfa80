import type { ReactNode } from "react";
import { workingDaysText } from "~/domain/calendar";
import { type Cone, type Estimate, oneWeekText, type Variance } from "~/domain/estimate";
import { CAUSE_HINT, CAUSE_LABEL, SLIP_CAUSES, slipText } from "~/domain/promise";
import { Card } from "./card";
import { DateText } from "./date";
import { EstimateCone } from "./estimate-cone";
import { EstimateTable } from "./estimate-table";

type Props = {
  estimates: readonly (Estimate & { id: string; madeBy?: string })[];
  cone: Cone | null;
  variance: Variance | null;
  /** A form to add to them. */
  children?: ReactNode;
};

/** How the estimate narrowed, beside the promise, and in the end why it finished on another day than promised first. */
export function EstimatesCard({ estimates, cone, variance, children }: Props) {
  return (
    <Card id="estimates" title="Estimates" aside="each one knows more than the one before">
      {estimates.length === 0 ? (
        <p className="text-muted">None is recorded.</p>
      ) : (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
          {cone && (
            <figure>
              <EstimateCone cone={cone} />
              {cone.promised !== null && (
                <figcaption className="mt-1 text-muted text-sm">
                  The broken line is the finish as promised now: {oneWeekText(cone.promised)} of work.
                </figcaption>
              )}
            </figure>
          )}
          <EstimateTable estimates={estimates} />
        </div>
      )}
      {variance && <VarianceTable variance={variance} />}
      {children}
    </Card>
  );
}

const signed = (days: number): string => (days > 0 ? `+${days}` : days < 0 ? `−${-days}` : "0");

/** Why it ended on another day than first promised, cause by cause; the rows add up to the whole. */
function VarianceTable({ variance }: { variance: Variance }) {
  const { firstFinishOn, actualFinishOn, workingDays, byCause } = variance;
  return (
    <div className="mt-5 border-t pt-4">
      <h3 className="font-semibold">What moved the finish</h3>
      <p className="mt-1 max-w-prose">
        Promised first for <DateText on={firstFinishOn} />, finished on <DateText on={actualFinishOn} />:{" "}
        {workingDays === 0 ? "to the day." : `${slipText(workingDays)}.`}
      </p>
      <table className="mt-2 w-full max-w-xl text-left text-sm">
        <caption className="sr-only">Working days by cause; they add up to the whole</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Cause</th>
            <th scope="col">Working days</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {SLIP_CAUSES.map((cause) => (
            <tr key={cause}>
              <th scope="row" className="py-1 pr-4 font-normal">
                <span className="font-semibold">{CAUSE_LABEL[cause]}</span>{" "}
                <span className="text-muted">({CAUSE_HINT[cause]})</span>
              </th>
              <td className="whitespace-nowrap py-1 text-right tabular-nums">{signed(byCause[cause])}</td>
            </tr>
          ))}
          <tr className="border-t-2 font-semibold">
            <th scope="row" className="py-1 pr-4">
              Altogether
            </th>
            <td className="whitespace-nowrap py-1 text-right tabular-nums">
              {signed(workingDays)}
              <span className="sr-only"> ({workingDaysText(Math.abs(workingDays))})</span>
            </td>
          </tr>
        </tbody>
      </table>
      <p className="mt-2 max-w-prose text-muted text-sm">
        Days after the last promise count for whoever held the ball on them; days before it are ours.
      </p>
    </div>
  );
}
