import type { GateDocument } from "~/domain/gate-document";
import { classes } from "~/ui/classes";

/** The criteria as they stood when the gate was requested. */
export function CriteriaList({ criteria }: { criteria: GateDocument["criteria"] }) {
  return (
    <ul className="grid gap-2">
      {criteria.map((criterion) => (
        <li key={criterion.key} className="flex gap-3">
          <svg
            viewBox="0 0 16 16"
            aria-hidden="true"
            className={classes(
              "stroke-icon mt-1 size-4",
              criterion.isMet ? "text-good-ink" : "text-alert-ink",
            )}
          >
            <path d={criterion.isMet ? "M3 8.5 6.5 12 13 4.5" : "M4 4l8 8M12 4l-8 8"} />
          </svg>
          <span>
            {criterion.text}
            {!criterion.isMet && <span className="text-muted"> (not met)</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
