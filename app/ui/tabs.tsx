import { Link, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import { classes } from "./classes";
import { ScrollStrip } from "./scroll-strip";

export type Tab = {
  to: string;
  label: ReactNode;
  count?: number | string;
  /** Whether pages below its address are of this view too. */
  hasPagesBelow?: boolean;
  /** Addresses of other pages that belong to this view. */
  also?: readonly string[];
};

/** The views of one thing, as links: each has its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  const { pathname } = useLocation();
  return (
    <ScrollStrip label={label} className="-mx-1 mb-4 px-1 py-1">
      <ul className="flex w-max gap-1">
        {tabs.map((tab) => (
          <li key={tab.to}>
            <Link
              to={tab.to}
              prefetch="intent"
              aria-current={pathname === tab.to ? "page" : isWithin(tab, pathname) ? "true" : undefined}
              className={classes(
                "flex min-h-9 items-center gap-1.5 whitespace-nowrap rounded-control border px-3 font-semibold text-sm pointer-coarse:min-h-11",
                isWithin(tab, pathname)
                  ? "border-line bg-surface text-ink"
                  : "border-transparent text-muted hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && <span className="font-normal">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </ScrollStrip>
  );
}

function isWithin({ to, hasPagesBelow, also = [] }: Tab, pathname: string): boolean {
  return [to, ...also].some(
    (address) => pathname === address || (hasPagesBelow === true && pathname.startsWith(`${address}/`)),
  );
}
