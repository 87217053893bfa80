import { useId } from "react";

export type BarPaint = "solid" | "hatched" | "hollow" | "good" | "waiting" | "before";

export interface ReportBar {
  label: string;
  /** What the bar says, in words. */
  value: string;
  /** From the left, each its share of the whole width, 0 to 1. */
  segments: readonly { share: number; paint: BarPaint }[];
  /** Where it should reach, 0 to 1. */
  target?: number;
}

const HEIGHT = 14;

/** Bars to one scale, each with its words; the bar only repeats them. */
export function ReportBars({ bars, inTwo }: { bars: readonly ReportBar[]; inTwo?: boolean }) {
  const pattern = useId().replaceAll(":", "");
  return (
    <ul className={`grid gap-x-6 gap-y-3 ${inTwo ? "lg:grid-cols-2" : ""}`}>
      {bars.map(({ label, value, segments, target }, index) => (
        <li key={label}>
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
            <span>{label}</span>
            <span className="font-semibold tabular-nums">{value}</span>
          </p>
          <svg
            width="100%"
            height={HEIGHT + 6}
            aria-hidden="true"
            focusable="false"
            className="report-picture"
          >
            {index === 0 && (
              <defs>
                <pattern
                  id={pattern}
                  width="5"
                  height="5"
                  patternUnits="userSpaceOnUse"
                  patternTransform="rotate(45)"
                >
                  <path d="M0 0h2v5H0z" fill="var(--ink)" />
                </pattern>
              </defs>
            )}
            <rect x="0" y="3" width="100%" height={HEIGHT} rx="3" fill="var(--raised)" />
            {placed(segments).map(({ from, share, paint }) => (
              <rect
                key={from}
                x={`${from * 100}%`}
                y="3"
                width={`${share * 100}%`}
                height={HEIGHT}
                rx="3"
                stroke={STROKES[paint]}
                strokeWidth="1"
                fill={paint === "hatched" ? `url(#${pattern})` : FILLS[paint]}
              />
            ))}
            {target !== undefined && (
              <line
                x1={`${target * 100}%`}
                x2={`${target * 100}%`}
                y1="0"
                y2={HEIGHT + 6}
                stroke="var(--alert)"
                strokeWidth="2.5"
              />
            )}
          </svg>
        </li>
      ))}
    </ul>
  );
}

const FILLS: Record<Exclude<BarPaint, "hatched">, string> = {
  solid: "var(--ink)",
  hollow: "var(--surface)",
  good: "var(--good)",
  waiting: "var(--waiting)",
  before: "var(--line)",
};
const STROKES: Record<BarPaint, string> = {
  solid: "var(--ink)",
  hatched: "var(--ink)",
  hollow: "var(--line-strong)",
  good: "var(--good)",
  waiting: "var(--waiting)",
  before: "var(--line-strong)",
};

function placed(segments: ReportBar["segments"]) {
  let from = 0;
  return segments
    .filter(({ share }) => share > 0)
    .map((segment) => {
      const own = { ...segment, from };
      from += segment.share;
      return own;
    });
}
