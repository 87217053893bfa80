import { type CalendarDate, type WorkingCalendar, workingDaysFrom } from "./calendar";

export const ASK_STATUSES = ["open", "answered", "withdrawn"] as const;
export type AskStatus = (typeof ASK_STATUSES)[number];

/** Something that we need from the client, as far as it is still open. */
export interface OpenAsk {
  id: string;
  number: number;
  title: string;
  dueOn: CalendarDate | null;
  /** Whether the clock is the client's while it is open. */
  isBlocking: boolean;
  /** Working days past its due date; null while it is not late. */
  lateBy: number | null;
}

/** Working days for which an open ask has been late; null while it is not. */
export function askLateBy(
  ask: { status: AskStatus; dueOn: CalendarDate | null },
  today: CalendarDate,
  calendar: WorkingCalendar,
): number | null {
  if (ask.status !== "open" || ask.dueOn === null || ask.dueOn >= today) return null;
  const days = workingDaysFrom(ask.dueOn, today, calendar);
  // What was due on a Friday is not late on the Sunday after it.
  return days > 0 ? days : null;
}

/** The anchor of an ask on the asks pages. */
export function askAnchor(id: string): string {
  return `ask-${id}`;
}

/** Why the clock is the client's while an ask is open; both sides read it. */
export function whyWithClient(title: string): string {
  return `Waiting for the answer to “${title}”.`;
}

/** Why the clock is ours again after an ask. */
export function whyWithUs(title: string, end: "answered" | "withdrawn" | "unblocked"): string {
  if (end === "answered") return `“${title}” is answered.`;
  return end === "withdrawn" ? `“${title}” is no longer needed.` : `“${title}” no longer holds us up.`;
}
