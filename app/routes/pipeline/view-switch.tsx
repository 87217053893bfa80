import { Link } from "@remix-run/react";
import { type EngagementFilter, filterParams } from "~/domain/engagement-filter";
import { buttonClass } from "~/ui/button";
import { classes } from "~/ui/classes";

const VIEWS = [
  { view: "table", label: "Table" },
  { view: "board", label: "Board" },
] as const;

/** Table or board of the same engagements, each with its own address. */
export function ViewSwitch({ view, filter }: { view: "table" | "board"; filter: EngagementFilter }) {
  return (
    <nav aria-label="View">
      <ul className="flex gap-1">
        {VIEWS.map((one) => {
          const isCurrent = one.view === view;
          return (
            <li key={one.view}>
              <Link
                to={`/pipeline${filterParams(filter, { view: one.view === "board" ? "board" : null })}`}
                prefetch="intent"
                aria-current={isCurrent ? "page" : undefined}
                className={classes(buttonClass("secondary"), isCurrent && "border-ink")}
              >
                {one.label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
