import { isCalendarDate } from "../calendar";
import { parseDate } from "../written-date";
import { cleanLine, cutText } from "./text";

export interface ReadMilestone {
  /** `YYYY-MM-DD`, `YYYY-MM`, or null where no date could be read. */
  happenedOn: string | null;
  title: string;
}

const TITLE_MOST = 500;

/** A date at the head of a text, what parts it from the words, and the words. */
const HEAD =
  /^((?:[A-Za-z]{3,9}\.?,? \d{4})|(?:\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\.?,? \d{4})|(?:[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})|(?:\d{4}-\d{1,2}(?:-\d{1,2})?)|(?:\d{1,2}[/.]\d{1,2}[/.]\d{2,4}))(\s*[:–—-]\s*|\s+)(\S[\s\S]*)$/;

function dated(text: string): string | null {
  const read = parseDate(text);
  return read.on ?? read.month;
}

/**
 * A milestone from a date and a text, or from a text that begins with its date: `June 2014: started`,
 * `July 2014 - started`, `September 2014 started`, `2014-09-01 started`.
 */
export function readMilestone(text: string, when = ""): ReadMilestone | null {
  const line = cleanLine(text);
  const given = dated(when);
  if (given !== null) {
    const title = line === "" ? "Milestone" : line;
    return { happenedOn: given, title: cutText(title, TITLE_MOST) };
  }
  if (line === "") return null;
  const head = HEAD.exec(line);
  const happenedOn = head ? dated(head[1] ?? "") : null;
  const title = happenedOn ? (head?.[3] ?? line) : line;
  return { happenedOn, title: cutText(title, TITLE_MOST) };
}

/** The milestones of one cell, a line or a semicolon apart. */
export function splitMilestones(text: string): string[] {
  const parts = text.includes("\n") ? text.split("\n") : text.split(/\s*[;|]\s*/);
  return parts.map((part) => part.replace(/^\s*[-*•]\s+/, "").trim()).filter((part) => part !== "");
}

/** Whether one of them, not later than today, says that the work was handed over. */
export function tellsOfHandOver(milestones: readonly ReadMilestone[], today: string): boolean {
  return milestones.some(
    ({ happenedOn, title }) =>
      happenedOn !== null &&
      (isCalendarDate(happenedOn) ? happenedOn : `${happenedOn}-01`) <= today &&
      /\b(?:hand(?:ed|s|ing)?[ -]?(?:over|off)|transferred to|transitioned to)\b/i.test(title) &&
      /\b(?:partner|client|customer|agency|owner|over|department)\b/i.test(title),
  );
}
