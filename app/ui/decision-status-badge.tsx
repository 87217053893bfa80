import { DECISION_STATUS_LABEL, type DecisionStatus } from "~/domain/decision";
import { Badge, type BadgeTone } from "./badge";

const TONES: Record<DecisionStatus, BadgeTone> = {
  proposed: "waiting",
  accepted: "good",
  rejected: "alert",
  deprecated: "neutral",
  superseded: "neutral",
};

export function DecisionStatusBadge({ status }: { status: DecisionStatus }) {
  return <Badge tone={TONES[status]}>{DECISION_STATUS_LABEL[status]}</Badge>;
}
