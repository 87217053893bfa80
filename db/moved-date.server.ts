import type { Selectable } from "kysely";
import type { CalendarDate } from "~/domain/calendar";
import type { PhaseKind } from "~/domain/phase";
import type { PromiseTable } from "./schema";

/** One promised date that was made or moved; `fromOn` is null where it was made. */
export interface MovedDate {
  phase: PhaseKind;
  edge: "start" | "finish";
  fromOn: CalendarDate | null;
  toOn: CalendarDate;
  workingDays: number;
}

/** A row of the ledger as every screen reads it. */
export function movedDate(
  row: Pick<Selectable<PromiseTable>, "phase_kind" | "edge" | "from_on" | "to_on" | "working_days">,
): MovedDate {
  return {
    phase: row.phase_kind,
    edge: row.edge,
    fromOn: row.from_on,
    toOn: row.to_on,
    workingDays: row.working_days,
  };
}
