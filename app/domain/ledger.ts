import type { CalendarDate } from "./calendar";
import type { PhaseKind } from "./phase";
import { type PromiseCause, SLIP_CAUSES, type SlipCause } from "./promise";

/** One act of the ledger as both sides read it: the date moved by hand first, those that followed after it. */
export interface LedgerAct {
  cause: PromiseCause;
  isUndone: boolean;
  rows: readonly {
    phase: PhaseKind;
    edge: "start" | "finish";
    fromOn: CalendarDate | null;
    toOn: CalendarDate;
    workingDays: number;
  }[];
}

export interface LedgerSummary {
  firstFinishOn: CalendarDate;
  finishOn: CalendarDate;
  /** Working days that the finish lies later than first promised; negative when earlier. */
  slip: number;
  /** The same by cause, those that changed it only, in the order of the causes. Adds up to `slip`. */
  byCause: { cause: SlipCause; workingDays: number }[];
  /** Moves that stand. */
  moves: number;
}

/** What a ledger adds up to for the promised finish; null while nothing is promised. Acts newest first. */
export function summariseLedger(acts: readonly LedgerAct[]): LedgerSummary | null {
  const standing = acts.filter((act) => !act.isUndone).reverse();
  const finishes = standing.flatMap((act) =>
    act.rows
      .filter((row) => row.phase === "document" && row.edge === "finish")
      .map((row) => ({ ...row, cause: act.cause })),
  );
  const first = finishes[0];
  const last = finishes.at(-1);
  if (!first || !last) return null;
  const byCause = SLIP_CAUSES.map((cause) => ({
    cause,
    workingDays: finishes.reduce((sum, row) => sum + (row.cause === cause ? row.workingDays : 0), 0),
  }));
  return {
    firstFinishOn: first.toOn,
    finishOn: last.toOn,
    slip: byCause.reduce((sum, { workingDays }) => sum + workingDays, 0),
    byCause: byCause.filter(({ cause }) => finishes.some((row) => row.cause === cause)),
    moves: standing.filter((act) => act.cause !== "first").length,
  };
}
