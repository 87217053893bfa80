import type { EventIcon } from "~/domain/event";
import { classes } from "./classes";

// One path each: a feed shows a hundred of them.
const PATHS: Record<EventIcon, string> = {
  check: "M3 8.5 6.5 12 13 4.5",
  gate: "M8 2 14 8 8 14 2 8Z",
  move: "M2 3.5v9M5 8h9M10.5 4.5 14 8l-3.5 3.5",
  start: "M4.5 3v10l8-5Z",
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.5 1.5",
  note: "M3 4.5h10M3 8h10M3 11.5h6",
  stop: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8h6",
};

/** The picture before an event in a feed; its sentence says the same. */
export function EventMark({ icon, className }: { icon: EventIcon; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={classes("stroke-icon size-4 text-muted", className)}
    >
      <path d={PATHS[icon]} />
    </svg>
  );
}
