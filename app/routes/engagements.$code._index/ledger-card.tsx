import { Link } from "@remix-run/react";
import type { LedgerMove } from "db/promises.server";
import type { CalendarDate } from "~/domain/calendar";
import { CAUSE_LABEL, promiseText, slipText } from "~/domain/promise";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";

type Props = { base: string; moves: readonly LedgerMove[]; today: CalendarDate };

/** The last acts of the promise ledger, and the way to all of it. */
export function LedgerCard({ base, moves, today }: Props) {
  return (
    <Card
      id="ledger"
      title="Promise ledger"
      actions={
        moves.length > 0 && (
          <Link to={`${base}/ledger`} className="text-sm underline underline-offset-2">
            All
          </Link>
        )
      }
    >
      {moves.length === 0 ? (
        <p className="text-muted text-sm">No date has been promised yet.</p>
      ) : (
        <ul className="grid gap-3 text-sm">
          {moves.map((move) => (
            <li key={move.moveId}>
              <Move move={move} today={today} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Move({ move, today }: { move: LedgerMove; today: CalendarDate }) {
  // A first promise is read by its finish, a move by the date that somebody moved.
  const row = move.cause === "first" ? move.rows.at(-1) : move.rows[0];
  if (!row) return null;
  return (
    <>
      <p className={move.isUndone ? "text-muted line-through" : undefined}>
        <span className="font-semibold">{promiseText({ ...row, cause: move.cause }, today)}</span>
        {move.cause === "first"
          ? " · first promise"
          : ` · ${slipText(row.workingDays)} · ${CAUSE_LABEL[move.cause].toLowerCase()}`}
      </p>
      <p className="text-muted">
        {move.isUndone ? "Taken back. " : ""}
        {move.sentence} {move.madeBy}, <Instant at={move.madeAt} />
      </p>
    </>
  );
}
