import { type CalendarDate, shortDate, type WorkingCalendar, workingDaysFrom } from "./calendar";
import { type DeliverableStatus, isLate, isOpen } from "./deliverable";

/** A deliverable as a row of a list: on the plan of its engagement and on Today. */
export interface ChecklistRow {
  id: string;
  title: string;
  status: DeliverableStatus;
  /** Why it is blocked, or why it does not apply. */
  reason: string | null;
  ownerName: string | null;
  dueOn: CalendarDate | null;
  /** Working days past its due date; null unless it is open and late. */
  lateBy: number | null;
  isVisible: boolean;
  requiresEvidence: boolean;
  evidenceCount: number;
  /** The latest piece, to show beside the title. */
  evidence: { url: string | null; note: string } | null;
  /** Grows with each change; of two readings of the row the larger is the newer. */
  version: number;
}

/** What one press on the tick makes of it: done, or open again what was settled. */
export function tickTarget(status: DeliverableStatus): DeliverableStatus {
  return isOpen(status) ? "done" : "todo";
}

/** Whether it cannot be done before someone gives evidence. */
export function lacksEvidence(
  row: Pick<ChecklistRow, "status" | "requiresEvidence" | "evidenceCount">,
): boolean {
  return row.requiresEvidence && row.evidenceCount === 0 && row.status !== "not_applicable";
}

/** Working days past the due date; null unless it is open and late. */
export function lateBy(
  deliverable: { status: DeliverableStatus; dueOn: CalendarDate | null },
  today: CalendarDate,
  calendar: WorkingCalendar,
): number | null {
  if (!deliverable.dueOn || !isLate(deliverable, today)) return null;
  return Math.max(0, workingDaysFrom(deliverable.dueOn, today, calendar));
}

/** `today`, `12 Nov`, `2 days late`; null without a due date. */
export function dueText(row: Pick<ChecklistRow, "dueOn" | "lateBy">, today: CalendarDate): string | null {
  if (row.dueOn === null) return null;
  if (row.lateBy === null) return row.dueOn === today ? "today" : shortDate(row.dueOn, today);
  if (row.lateBy === 0) return `late, was due ${shortDate(row.dueOn, today)}`;
  return `${row.lateBy} ${row.lateBy === 1 ? "day" : "days"} late`;
}
