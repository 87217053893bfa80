import {
  addWorkingDays,
  type CalendarDate,
  isCalendarDate,
  isWorkingDay,
  type WorkingCalendar,
} from "./calendar";
import { invalid } from "./refusal";
import { isBeforeAgreement, type Stage } from "./stage";

/** What the two-day look comes to. */
export const RECOMMENDATIONS = ["go", "go_with_conditions", "no"] as const;
export type Recommendation = (typeof RECOMMENDATIONS)[number];

export const RECOMMENDATION_LABEL: Record<Recommendation, string> = {
  go: "Go",
  go_with_conditions: "Go, with conditions",
  no: "No",
};

export const RECOMMENDATION_HINT: Record<Recommendation, string> = {
  go: "We can take it as it is.",
  go_with_conditions: "We can take it once something is true that is not true yet.",
  no: "We would not take it; the summary says why.",
};

/** The points at which an estimate is made, each time knowing more. */
export const ESTIMATE_POINTS = ["audit", "read", "stabilise"] as const;
export type EstimatePoint = (typeof ESTIMATE_POINTS)[number];

export const ESTIMATE_POINT_LABEL: Record<EstimatePoint, string> = {
  audit: "After the audit",
  read: "After Read",
  stabilise: "After Stabilise",
};

/** `after Read`, within a sentence. */
export function afterPoint(point: EstimatePoint): string {
  return (ESTIMATE_POINT_LABEL[point] ?? "").replace(/^After/, "after");
}

/** The longest that each text may be, in characters. */
export const AUDIT_LIMITS = { summary: 20_000, conditions: 20_000 } as const;

/** Working days that the look takes. */
const AUDIT_DAYS = 2;

/** The second of its two working days. @throws Refusal `invalid` on `starts_on` when it cannot begin that day */
export function auditFinish(startsOn: string, calendar: WorkingCalendar): CalendarDate {
  if (!isCalendarDate(startsOn)) throw invalid("starts_on", "Choose the day on which it begins.");
  if (!isWorkingDay(startsOn, calendar)) {
    const next = addWorkingDays(startsOn, 0, calendar);
    throw invalid("starts_on", `Nobody works that day. The next working day is ${next}.`);
  }
  return addWorkingDays(startsOn, AUDIT_DAYS - 1, calendar);
}

/** Why nothing about the audit can change any more; null while it can. */
export function whyAuditIsClosed(audit: { isConcluded: boolean; stage: Stage }): string | null {
  if (audit.isConcluded) return "The audit is concluded; what it says stays as it is.";
  if (!isBeforeAgreement(audit.stage)) {
    return audit.stage === "lost"
      ? "This engagement is lost. Open it again to look at it once more."
      : "The work is agreed already; an audit comes before that.";
  }
  return null;
}

export interface AuditText {
  summary: string;
  conditions: string;
  recommendation: Recommendation | null;
}

/** What does not fit in a draft, with its field; null when all does. */
export function auditFault({ summary, conditions }: AuditText): { field: string; message: string } | null {
  for (const [field, text] of Object.entries({ summary, conditions })) {
    const most = AUDIT_LIMITS[field as keyof typeof AUDIT_LIMITS];
    if (text.length > most)
      return { field, message: `Use at most ${most.toLocaleString("en-GB")} characters.` };
  }
  return null;
}

/** What a draft lacks before it can be concluded on a day, with its field; null when nothing. */
export function whyNotConcluded(
  audit: AuditText & { startsOn: CalendarDate },
  today: CalendarDate,
): { field: string; message: string } | null {
  const { summary, conditions, recommendation, startsOn } = audit;
  if (today < startsOn) return { field: "starts_on", message: "It has not begun yet." };
  if (!recommendation) return { field: "recommendation", message: "Choose what we recommend." };
  if (summary === "") {
    return {
      field: "summary",
      message: recommendation === "no" ? "Say why we would not take it." : "Say what the look came to.",
    };
  }
  if (recommendation === "go_with_conditions" && conditions === "") {
    return { field: "conditions", message: "Say what has to be true before the work starts." };
  }
  if (recommendation !== "go_with_conditions" && conditions !== "") {
    return {
      field: "conditions",
      message: `These belong to “${RECOMMENDATION_LABEL.go_with_conditions}”. Choose that, or clear them.`,
    };
  }
  return auditFault(audit);
}

/** The stage that a conclusion leads to, where the engagement does not stand there yet. */
export function stageAfterAudit(recommendation: Recommendation, stage: Stage): "proposal" | "lost" | null {
  const next = recommendation === "no" ? "lost" : "proposal";
  if (stage === next || !isBeforeAgreement(stage)) return null;
  return next;
}
