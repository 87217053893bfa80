import { type BoughtBack, hoursOf } from "~/domain/hotspot";

/** The hours a week bought back, large, with how they are reckoned. */
export function BoughtBackLine({ sum }: { sum: BoughtBack }) {
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span>Hours a week bought back:</span>{" "}
        <span className="font-semibold text-2xl tabular-nums tracking-tight">
          {sum.measured === 0 ? "not known yet" : hoursOf(sum.minutes)}
        </span>
      </p>
      <p className="max-w-prose text-muted text-sm">{sum.words}</p>
    </div>
  );
}
