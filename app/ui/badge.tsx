import type { ReactNode } from "react";
import type { PhaseKind } from "~/domain/phase";
import { classes } from "./classes";

export type BadgeTone = "neutral" | "good" | "alert" | "waiting" | PhaseKind;

// Whole names, so that Tailwind finds them.
const TONES: Record<BadgeTone, string> = {
  neutral: "badge-neutral",
  good: "badge-good",
  alert: "badge-alert",
  waiting: "badge-waiting",
  read: "badge-read",
  stabilise: "badge-stabilise",
  extend: "badge-extend",
  document: "badge-document",
};

type Props = { tone?: BadgeTone; icon?: ReactNode; className?: string; children: ReactNode };

/** A pill of few words. The words carry the meaning; the tone only repeats it. */
export function Badge({ tone = "neutral", icon, className, children }: Props) {
  return (
    <span className={classes("badge", TONES[tone], className)}>
      {icon}
      {children}
    </span>
  );
}
