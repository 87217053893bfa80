import { Link } from "@remix-run/react";
import type { PortalMove } from "db/portal.server";
import { CAUSE_LABEL_TO_CLIENT, promiseText, slipText } from "~/domain/promise";
import { Card } from "./card";
import { useFirmClock } from "./firm-clock";

/** The last moves of dates that the client was told, with the reason; the whole ledger is one step away. */
export function MovesCard({ code, moves }: { code: string | null; moves: readonly PortalMove[] }) {
  const today = useFirmClock()?.today;
  return (
    <Card id="moves" title="Promised dates that moved">
      {moves.length === 0 ? (
        <p className="text-muted">None. Every date is the one that we promised first.</p>
      ) : (
        <ul className="grid gap-3">
          {moves.map((move) => (
            <li key={move.moveId}>
              <p className="font-semibold">
                {promiseText(move, today)}
                <span className="font-normal text-muted"> {slipText(move.workingDays)}</span>
              </p>
              <p className="text-muted">
                {CAUSE_LABEL_TO_CLIENT[move.cause]}: {move.sentence}
              </p>
            </li>
          ))}
        </ul>
      )}
      {code && (
        <p className="mt-2 text-sm">
          <Link
            to={`/portal/${code}/ledger`}
            className="inline-flex min-h-6 items-center text-muted underline underline-offset-2 hover:text-ink"
          >
            Every date that we promised you
          </Link>
        </p>
      )}
    </Card>
  );
}
