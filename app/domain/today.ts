import type { CalendarDate } from "./calendar";
import type { ChecklistRow } from "./checklist";
import type { Holder } from "./clock";
import { isOpen } from "./deliverable";
import type { CheckDay } from "./handover-check";
import type { PhaseKind } from "./phase";

/** What can be pressed to carry an engagement on today, or what it waits for. */
export type TodayStep =
  | { kind: "overdue"; phase: PhaseKind; promisedOn: CalendarDate; workingDays: number }
  | { kind: "start"; phase: PhaseKind; plannedOn: CalendarDate; isDue: boolean }
  | { kind: "request"; phase: PhaseKind }
  | { kind: "gate_declined"; phase: PhaseKind; reason: string | null }
  | { kind: "gate_waiting"; phase: PhaseKind; since: CalendarDate | null }
  | { kind: "waiting"; holder: Holder; since: CalendarDate; why: string }
  /** A decision whose day to be looked at again has come, and how many more there are. */
  | { kind: "revisit"; decision: RevisitDue; more: number }
  /** An update is due, or was on a day that has gone by. */
  | { kind: "update"; dueOn: CalendarDate; missedOn: CalendarDate; lateBy: number }
  /** What a client has not answered by its day, and how many more there are. */
  | { kind: "ask_late"; ask: { id: string; title: string }; dueOn: CalendarDate; more: number }
  | { kind: "ask_answered"; ask: { id: string; title: string }; by: string; more: number }
  /** What a manager asked in the review of the week, without an answer yet. */
  | { kind: "review_asked"; by: string; question: string }
  /** A look back at a hand-over, so many days after it. */
  | { kind: "look_back"; day: CheckDay; dueOn: CalendarDate }
  | { kind: "paused" };

export interface RevisitDue {
  id: string;
  number: number;
  title: string;
  on: CalendarDate;
}

/** One engagement on Today: live, or handed over and to be looked back at. */
export interface TodayEngagement {
  code: string;
  title: string;
  company: string;
  /** The phase that it is in and when that is promised to finish; null while nothing is planned. */
  phase: { kind: PhaseKind; finishOn: CalendarDate } | null;
  /** Late, due today or blocked, and what was settled today; by due date. */
  rows: ChecklistRow[];
  steps: TodayStep[];
  /** What is due in the next working days. */
  soon: { id: string; title: string; dueOn: CalendarDate; ownerName: string | null }[];
}

/** Whether a step asks the reader for something today. */
export function asksForAct(step: TodayStep): boolean {
  if (step.kind === "start") return step.isDue;
  return [
    "overdue",
    "request",
    "gate_declined",
    "revisit",
    "update",
    "ask_late",
    "review_asked",
    "look_back",
  ].includes(step.kind);
}

/** How many things an engagement asks for today. */
export function thingsToday(engagement: Pick<TodayEngagement, "rows" | "steps">): number {
  return (
    engagement.rows.filter((row) => isOpen(row.status)).length + engagement.steps.filter(asksForAct).length
  );
}

const WORDS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];

function numberWord(count: number, isFirst: boolean): string {
  const word = WORDS[count] ?? String(count);
  return isFirst ? word : word.toLowerCase();
}

/** The answer in one line: `Five things today on three engagements.` */
export function todayAnswer(engagements: readonly Pick<TodayEngagement, "rows" | "steps">[]): string {
  const busy = engagements.map(thingsToday).filter((count) => count > 0);
  const things = busy.reduce((sum, count) => sum + count, 0);
  if (things === 0) return "Nothing is due today.";
  const what = `${numberWord(things, true)} ${things === 1 ? "thing" : "things"} today`;
  return `${what} on ${numberWord(busy.length, false)} ${busy.length === 1 ? "engagement" : "engagements"}.`;
}
