import { HEALTH_LABEL, type Health } from "~/domain/attention";
import { Badge } from "./badge";

// One path each: the pipeline shows a hundred of them.
const LOOKS = {
  on_track: { tone: "good", path: "M3 8.5 6.5 12 13 4.5" },
  at_risk: { tone: "waiting", path: "M8 2.5 14.5 13.5H1.5ZM8 6.5V9.5M8 11.4V11.5" },
  off_track: { tone: "alert", path: "M8 1.5A6.5 6.5 0 1 1 8 14.5 6.5 6.5 0 0 1 8 1.5ZM8 4.5V8.5M8 11V11.1" },
} as const;

export function HealthBadge({ health }: { health: Health }) {
  const { tone, path } = LOOKS[health];
  return (
    <Badge
      tone={tone}
      icon={
        <svg viewBox="0 0 16 16" aria-hidden="true" className="stroke-icon size-3.5">
          <path d={path} />
        </svg>
      }
    >
      {HEALTH_LABEL[health]}
    </Badge>
  );
}
