import { SEVERITY_LABEL, type Severity } from "~/domain/finding";
import { Badge, type BadgeTone } from "./badge";

const TONES: Record<Severity, BadgeTone> = {
  critical: "alert",
  high: "waiting",
  medium: "neutral",
  low: "neutral",
};

/** How severe a finding is, in a word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return <Badge tone={TONES[severity]}>{SEVERITY_LABEL[severity]}</Badge>;
}
