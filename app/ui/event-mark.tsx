import type { EventIcon } from "~/domain/event";
import { classes } from "./classes";

// One path each: a feed shows a hundred of them.
const PATHS: Record<EventIcon, string> = {
  check: "M3 8.5 6.5 12 13 4.5",
  gate: "M8 2.5 13.5 8 8 13.5 2.5 8Z",
  move: "M2.5 8h11M9.5 4l4 4-4 4",
  start: "M5 3.5v9l7-4.5Z",
  clock: "M8 4.5V8l2.5 1.5M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13",
  note: "M3 13l.8-3L11 2.8 13.2 5 6 12.2Z",
  stop: "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5ZM8 5v3.5M8 11v.1",
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
