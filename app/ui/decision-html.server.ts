import { DECISION_PARTS, type DecisionPart } from "~/domain/decision";
import { lowerHeadings } from "~/domain/decision-sections";
import { renderMarkdown } from "./markdown.server";

/** The parts of a decision as HTML, their own headings below those of the page; empty for what was not written. */
export function decisionHtml(decision: Record<DecisionPart, string>): Record<DecisionPart, string> {
  return Object.fromEntries(
    DECISION_PARTS.map((part) => [
      part,
      decision[part] === "" ? "" : renderMarkdown(lowerHeadings(decision[part], 3)),
    ]),
  ) as Record<DecisionPart, string>;
}
