import { shortMoney } from "~/domain/money";
import { isBeforeAgreement, STAGE_LABEL } from "~/domain/stage";
import type { StageWorth as Worth } from "~/domain/stage-worth";
import { buttonClass } from "~/ui/button";

/** What scrolls can be reached by keyboard, so that the arrows scroll it. */
const IN_TAB_ORDER = 0;

const CELL = "py-2 pr-6 align-top";

/** What each stage is worth, as it stands and weighted: by what people judged, and by what our outcomes teach. */
export function StageWorth({ worths, isLearnt }: { worths: readonly Worth[]; isLearnt: boolean }) {
  if (worths.length === 0) return null;
  return (
    <details className="open:w-full">
      <summary className={buttonClass("secondary", "small")}>What the stages are worth</summary>
      <div className="mt-2 rounded-card border bg-surface p-4">
        <section
          aria-label="Value by stage"
          tabIndex={IN_TAB_ORDER}
          className="scroll-edges scroll-on-surface"
        >
          <table className="w-full min-w-140 text-left text-sm">
            <caption className="sr-only">Value and weighted value by stage</caption>
            <thead className="text-muted text-xs">
              <tr className="border-b">
                <th scope="col" className={`${CELL} font-normal`}>
                  Stage
                </th>
                <th scope="col" className={`${CELL} font-normal`}>
                  Value
                </th>
                {isLearnt && (
                  <th scope="col" className={`${CELL} font-normal`}>
                    Weighted by our own outcomes
                  </th>
                )}
                <th scope="col" className={`${CELL} font-normal`}>
                  Weighted by what we judged
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {worths.map((worth) => (
                <tr key={`${worth.stage} ${worth.currency}`}>
                  <th scope="row" className={`${CELL} font-semibold`}>
                    {STAGE_LABEL[worth.stage]}
                  </th>
                  <td className={CELL}>{shortMoney(worth.valueMinor, worth.currency)}</td>
                  {isLearnt && (
                    <td className={CELL}>
                      {worth.learntMinor !== null && shortMoney(worth.learntMinor, worth.currency)}
                      <span className="block text-muted">{worth.learntText}</span>
                    </td>
                  )}
                  <td className={CELL}>{isBeforeAgreement(worth.stage) && <Judged worth={worth} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p className="mt-3 text-muted text-sm">
          {isLearnt &&
            "Our own outcomes: of the engagements that stood in the stage and of which the outcome is known, the share that became active. "}
          What we judged counts only the engagements on which somebody set a chance. The two are never added
          up.
        </p>
      </div>
    </details>
  );
}

function Judged({ worth: { judged, currency } }: { worth: Worth }) {
  if (!judged) return <span className="text-muted">Nothing judged</span>;
  const whole = shortMoney(judged.valueMinor, currency);
  return (
    <>
      {shortMoney(judged.weightedMinor, currency)}
      <span className="block text-muted">
        of {whole} on {judged.count} engagement{judged.count === 1 ? "" : "s"}
      </span>
    </>
  );
}
