import type { LedgerMove } from "db/promises.server";
import type { ReactNode } from "react";
import type { LedgerSummary } from "~/domain/ledger";
import { PHASE_LABEL } from "~/domain/phase";
import {
  CAUSE_HINT,
  CAUSE_HINT_TO_CLIENT,
  CAUSE_LABEL,
  CAUSE_LABEL_TO_CLIENT,
  type SlipCause,
  slipText,
} from "~/domain/promise";
import { Badge } from "./badge";
import { Card } from "./card";
import { DateText, Instant } from "./date";
import { EmptyState } from "./empty-state";

type Props = { moves: readonly LedgerMove[]; summary: LedgerSummary | null; isForClient?: boolean };

type MovedDate = LedgerMove["rows"][number];

/** The promise ledger, row for row the same for our people and for the client, who is spoken to. */
export function Ledger({ moves, summary, isForClient = false }: Props) {
  if (moves.length === 0 || !summary) {
    return (
      <EmptyState title="Nothing is promised yet">
        The first dates stand here once the work is agreed; from then on every move, with who, when and why.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-4">
      <Summary summary={summary} isForClient={isForClient} />
      <Card flush className="overflow-hidden">
        <table className="w-full text-left text-sm max-md:block">
          <caption className="sr-only">Every promised date that was made or moved, the newest first</caption>
          <thead className="text-muted text-xs max-md:sr-only">
            <tr className="border-b">
              {["What moved", "By how much", "Why", "Who and when"].map((heading) => (
                <th key={heading} scope="col" className="px-4 py-2 font-normal">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line max-md:block">
            {moves.map((move) => (
              <Act key={move.moveId} move={move} isForClient={isForClient} />
            ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}

function Summary({ summary, isForClient }: { summary: LedgerSummary; isForClient: boolean }) {
  const labels = isForClient ? CAUSE_LABEL_TO_CLIENT : CAUSE_LABEL;
  const hints = isForClient ? CAUSE_HINT_TO_CLIENT : CAUSE_HINT;
  const { firstFinishOn, finishOn, slip, byCause, moves } = summary;
  return (
    <Card>
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-[auto_auto_1fr]">
        <div>
          <dt className="text-muted text-sm">First promised finish</dt>
          <dd className="font-semibold text-lg">
            <DateText on={firstFinishOn} />
          </dd>
        </div>
        <div>
          <dt className="text-muted text-sm">Promised now</dt>
          <dd className="font-semibold text-lg">
            <DateText on={finishOn} />
          </dd>
        </div>
        <div>
          <dt className="text-muted text-sm">Moved</dt>
          <dd className="font-semibold text-lg">
            {moves === 0 ? "Not once" : slip === 0 ? "Back to where it was" : slipText(slip)}
          </dd>
          {byCause.length > 0 && (
            <dd>
              <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm">
                {byCause.map(({ cause, workingDays }) => (
                  <li key={cause}>
                    <span className="font-semibold">{labels[cause]}</span> {signed(workingDays)}{" "}
                    <span className="text-muted">({hints[cause]})</span>
                  </li>
                ))}
              </ul>
            </dd>
          )}
        </div>
      </dl>
    </Card>
  );
}

const signed = (days: number): string => (days > 0 ? `+${days}` : String(days));

const CELL = "px-4 py-3 align-top max-md:block max-md:p-0";

function Act({ move, isForClient }: { move: LedgerMove; isForClient: boolean }) {
  const labels = isForClient ? CAUSE_LABEL_TO_CLIENT : CAUSE_LABEL;
  const [own, ...followed] = move.rows;
  if (!own) return null;
  const isFirst = move.cause === "first";
  const finish = move.rows.find((row) => row.phase === "document" && row.edge === "finish") ?? own;
  return (
    <tr
      id={`move-${move.moveId}`}
      className="target:bg-raised target:outline-2 target:outline-focus target:-outline-offset-2 max-md:grid max-md:gap-1 max-md:px-4 max-md:py-3"
    >
      <td className={CELL}>
        <Struck isStruck={move.isUndone}>
          {isFirst ? (
            <>
              The finish, promised for <DateText on={finish.toOn} className="font-semibold" />
            </>
          ) : (
            <DateMoved row={own} />
          )}
        </Struck>
        {(isFirst ? move.rows : followed).length > 0 && (
          <details className="mt-1">
            <summary className="w-fit text-muted underline underline-offset-2">
              {isFirst ? "All dates promised" : whatFollowed(followed.length)}
            </summary>
            <ul className="mt-1 grid gap-0.5">
              {(isFirst ? move.rows : followed).map((row) => (
                <li key={`${row.phase} ${row.edge}`}>
                  <DateMoved row={row} />
                  {row.fromOn !== null && <span className="text-muted"> ({slipText(row.workingDays)})</span>}
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
      <td className={`${CELL} whitespace-nowrap`}>
        {!isFirst && <Struck isStruck={move.isUndone}>{slipText(own.workingDays)}</Struck>}
      </td>
      <td className={CELL}>
        <p className="flex flex-wrap items-center gap-2">
          {isFirst ? (
            <Badge>{labels.first}</Badge>
          ) : (
            <Badge tone={move.cause === "client" ? "waiting" : "neutral"}>
              {labels[move.cause as SlipCause]}
            </Badge>
          )}
          {move.isUndone && <Badge>Taken back</Badge>}
        </p>
        <p className="mt-1 max-w-prose">{move.sentence}</p>
        {move.isUndone && <p className="mt-1 text-muted">Taken back within seconds; the dates stayed.</p>}
      </td>
      <td className={`${CELL} text-muted`}>
        {move.madeBy}, <Instant at={move.madeAt} />
      </td>
    </tr>
  );
}

function whatFollowed(count: number): string {
  return count === 1 ? "1 date followed" : `${count} dates followed`;
}

function Struck({ isStruck, children }: { isStruck: boolean; children: ReactNode }) {
  return isStruck ? <s>{children}</s> : children;
}

function DateMoved({ row }: { row: MovedDate }) {
  return (
    <>
      {PHASE_LABEL[row.phase]} {row.edge}:{" "}
      {row.fromOn !== null && (
        <>
          <DateText on={row.fromOn} /> →{" "}
        </>
      )}
      <DateText on={row.toOn} className="font-semibold" />
    </>
  );
}
