import { NavLink } from "@remix-run/react";
import type { ReactNode } from "react";
import { classes } from "./classes";

export type Tab = { to: string; label: ReactNode; count?: number | string; end?: boolean };

/** The views of one thing, as links: each has its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="-mx-1 mb-4 overflow-x-auto px-1 py-1">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <NavLink
              to={tab.to}
              end={tab.end ?? true}
              prefetch="intent"
              className={({ isActive }) =>
                classes(
                  "flex min-h-9 items-center gap-1.5 whitespace-nowrap rounded-control border px-3 font-semibold text-sm pointer-coarse:min-h-11",
                  isActive
                    ? "border-line bg-surface text-ink"
                    : "border-transparent text-muted hover:text-ink",
                )
              }
            >
              {tab.label}
              {tab.count !== undefined && <span className="font-normal">{tab.count}</span>}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
