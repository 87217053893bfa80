import { Link } from "@remix-run/react";
import {
  MODE_LABEL,
  PIPELINE_MODES,
  type PipelineView,
  viewAddress,
  viewInMode,
} from "~/domain/pipeline-view";
import { buttonClass } from "~/ui/button";
import { classes } from "~/ui/classes";

/** Table, board or timeline of the same engagements, each with its own address. */
export function ViewSwitch({ view }: { view: PipelineView }) {
  return (
    <nav aria-label="View">
      <ul className="flex rounded-control bg-surface inset-ring inset-ring-line">
        {PIPELINE_MODES.map((mode) => {
          const isCurrent = mode === view.mode;
          return (
            <li key={mode}>
              <Link
                to={viewAddress(viewInMode(view, mode))}
                prefetch="intent"
                aria-current={isCurrent ? "page" : undefined}
                className={classes(
                  buttonClass("quiet"),
                  "px-2.5 sm:px-3",
                  isCurrent && "border-ink text-ink",
                )}
              >
                {MODE_LABEL[mode]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
