import type { DecisionLinks } from "db/decision-links.server";
import type { DecisionFields } from "db/decision-rows.server";
import { ARTEFACTS } from "~/domain/deliverable";
import { typedDate, typedLine, typedText } from "./typed.server";

/** The fields of `DecisionFields` as they were typed. */
export function readDecisionFields(formData: FormData): DecisionFields {
  return {
    title: typedLine(formData, "title"),
    decidedOn: typedDate(formData, "decided_on"),
    context: typedText(formData, "context"),
    options: typedText(formData, "options"),
    decision: typedText(formData, "decision"),
    consequences: typedText(formData, "consequences"),
    present: typedText(formData, "present"),
    more: typedText(formData, "more"),
    revisitTrigger: typedText(formData, "revisit_trigger"),
    revisitOn: typedDate(formData, "revisit_on"),
    isVisible: formData.get("is_visible") !== null,
  };
}

/** What was ticked of `DecisionLinkFields`. */
export function readDecisionLinks(formData: FormData): DecisionLinks {
  const ticked = (kind: string) =>
    [...formData.keys()].flatMap((name) =>
      name.startsWith(`link-${kind}-`) ? [name.slice(`link-${kind}-`.length)] : [],
    );
  const artefacts = ticked("artefact");
  return {
    findingIds: ticked("finding"),
    deliverableIds: ticked("deliverable"),
    artefacts: ARTEFACTS.filter((artefact) => artefacts.includes(artefact)),
  };
}
