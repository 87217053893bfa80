import { placeOn } from "~/domain/report-picture";

type Props = {
  label: string;
  /** Every quarter in order; null where no phase ended in it. */
  quarters: readonly { quarter: string; ratio: number | null; count: number }[];
};

const TOP = 10;
const HEIGHT = 110;
const FOOT = TOP + HEIGHT;
const LABELS_MOST = 16;

/** How long phases took against what was promised, quarter by quarter, about the line of "as promised". */
export function ReportQuarters({ label, quarters }: Props) {
  const ratios = quarters.flatMap(({ ratio }) => (ratio === null ? [] : [ratio]));
  const [low, high] = [Math.min(0.8, ...ratios), Math.max(1.2, ...ratios)];
  const y = (ratio: number) => FOOT - placeOn(ratio, low, high) * HEIGHT;
  const x = (index: number) => `${8 + ((index + 0.5) / quarters.length) * 92}%`;
  const isTight = quarters.length > LABELS_MOST;
  return (
    <svg role="img" aria-label={label} width="100%" height={FOOT + 40} className="report-picture">
      {[low, 1, high].map((ratio) => (
        <g key={ratio}>
          <line
            x1="8%"
            x2="100%"
            y1={y(ratio)}
            y2={y(ratio)}
            stroke={ratio === 1 ? "var(--ink)" : "var(--line)"}
            strokeDasharray={ratio === 1 ? "3 3" : undefined}
          />
          <text x="0" y={y(ratio) + 4} className={ratio === 1 ? "report-mark" : "fill-muted"}>
            {ratio.toFixed(1)}
          </text>
        </g>
      ))}
      {quarters.map(({ quarter, ratio }, index) => (
        <g key={quarter}>
          {ratio !== null && (
            <>
              <line
                x1={x(index)}
                x2={x(index)}
                y1={y(1)}
                y2={y(ratio)}
                stroke="var(--line-strong)"
                strokeWidth="2"
              />
              <circle
                cx={x(index)}
                cy={y(ratio)}
                r="4.5"
                strokeWidth="1.8"
                stroke={ratio > 1 ? "var(--alert)" : "var(--good)"}
                fill={ratio > 1 ? "var(--surface)" : "var(--good)"}
              />
            </>
          )}
          {!isTight && (
            <text x={x(index)} y={FOOT + 18} textAnchor="middle" className="fill-muted">
              {quarter.slice(5)}
            </text>
          )}
          {(quarter.endsWith("Q1") || index === 0) && !(index === 0 && isNextFirst(quarters)) && (
            <text x={x(index)} y={FOOT + (isTight ? 18 : 34)} textAnchor="middle" className="fill-muted">
              {quarter.slice(0, 4)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

const isNextFirst = (quarters: Props["quarters"]): boolean =>
  quarters.length > 8 && (quarters[1]?.quarter.endsWith("Q1") ?? false);
