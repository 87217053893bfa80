import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { classes } from "./classes";

type Props = { label: string; className?: string; children: ReactNode };

/**
 * Links in one line that may be wider than the screen: it fades where it goes on, and what is current is in view from
 * the start.
 */
export function ScrollStrip({ label, className, children }: Props) {
  const strip = useRef<HTMLElement>(null);
  const { pathname, search } = useLocation();
  const address = pathname + search;
  useEffect(() => {
    if (address && strip.current) showCurrent(strip.current);
  }, [address]);
  return (
    <nav ref={strip} aria-label={label} className={classes("scroll-edges", className)}>
      {children}
    </nav>
  );
}

/** Scrolls the strip alone, in one step: `scrollIntoView` would move the page as well. */
function showCurrent(strip: HTMLElement): void {
  const current = strip.querySelector<HTMLElement>("[aria-current]");
  if (!current || strip.scrollWidth <= strip.clientWidth) return;
  const [outer, inner] = [strip.getBoundingClientRect(), current.getBoundingClientRect()];
  strip.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
