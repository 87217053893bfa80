import { useId } from "react";
import {
  barShares,
  changeOf,
  type MeasureState,
  measureSentence,
  VERDICT,
  valueText,
} from "~/domain/measure";
import { Badge } from "./badge";

const WIDTH = 320;
const BAR = 14;
const ROW = 40;

/** Two bars to one scale, before and after; the values stand beside them and the whole is told in a sentence. */
export function MeasurePicture({ measure }: { measure: MeasureState }) {
  const pattern = useId().replaceAll(":", "");
  const { before, after, unit } = measure;
  const shares = barShares(measure);
  const change = changeOf(measure);
  return (
    <div className="grid gap-2">
      <svg
        role="img"
        aria-label={measureSentence(measure)}
        viewBox={`0 0 ${WIDTH} ${2 * ROW}`}
        className="block w-full max-w-md text-ink"
      >
        <defs>
          <pattern
            id={pattern}
            width="5"
            height="5"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" y1="0" x2="0" y2="5" stroke="currentColor" strokeWidth="2" />
          </pattern>
        </defs>
        <Bar
          y={0}
          label="Before"
          value={before ? valueText(before.value, unit) : "not measured yet"}
          share={shares.before}
          fill={`url(#${pattern})`}
        />
        <Bar
          y={ROW}
          label="After"
          value={after ? valueText(after.value, unit) : "not measured yet"}
          share={shares.after}
          fill="currentColor"
        />
      </svg>
      {change && (
        <p>
          <Badge tone={change === "better" ? "good" : change === "worse" ? "alert" : "neutral"}>
            {VERDICT[change]}
          </Badge>
        </p>
      )}
    </div>
  );
}

type BarProps = { y: number; label: string; value: string; share: number | null; fill: string };

/** A value of 0 keeps a line, so that it is told from one that was not measured, whose place is dashed. */
function Bar({ y, label, value, share, fill }: BarProps) {
  return (
    <g>
      <text x="0" y={y + 13} fontSize="12" className="fill-muted">
        {label}
      </text>
      <text x={WIDTH} y={y + 13} fontSize="12" fontWeight="600" textAnchor="end" className="fill-ink">
        {value}
      </text>
      {share === null ? (
        <rect
          x="0.5"
          y={y + 19}
          width={WIDTH - 1}
          height={BAR}
          rx="3"
          fill="none"
          className="stroke-line-strong"
          strokeDasharray="4 4"
        />
      ) : (
        <rect
          x="0.5"
          y={y + 19}
          width={Math.max(2, Math.round(share * (WIDTH - 1)))}
          height={BAR}
          rx="3"
          fill={fill}
          stroke="currentColor"
        />
      )}
    </g>
  );
}
