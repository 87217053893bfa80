import { numberText } from "~/domain/report";
import { type DotColumns, placeOn, ticksOf } from "~/domain/report-picture";

export interface DotMark {
  at: number;
  text: string;
  /** Dashed lines are what was promised, whole ones what happened. */
  isDashed?: boolean;
}

type Props = {
  /** The picture in words. */
  label: string;
  dots: DotColumns;
  marks?: readonly DotMark[];
  /** Values above it are late, drawn hollow; without it none is. */
  lateAbove?: number;
  /** The style sheet's name of the colour of the dots. */
  color: string;
  small?: boolean;
};

const DOTS_MOST = 12;
const ROW = 11;
const MARK_ROW = 16;
/** Free space at both ends, so that what is written there is not cut. */
const EDGE = 6;

const percent = (place: number) => `${EDGE + place * (100 - 2 * EDGE)}%`;

/** One dot for each value, stacked along a line; columns in their place where the stacks grow too high. */
export function ReportDots({ label, dots, marks = [], lateAbove, color, small }: Props) {
  const shown = small ? [] : marks;
  const { columns, least, most, tallest, width } = dots;
  const x = (value: number) => percent(placeOn(value, least, most));
  const rows = small ? 6 : DOTS_MOST;
  const isStacked = tallest <= rows;
  const head = 6 + shown.length * MARK_ROW;
  const foot = head + Math.max(2, Math.min(tallest, rows)) * ROW + 4;
  const scale = (Math.min(tallest, rows) * ROW) / Math.max(1, tallest);
  return (
    <svg role="img" aria-label={label} width="100%" height={foot + 22} className="report-picture">
      <line x1="0" x2="100%" y1={foot} y2={foot} stroke="var(--line-strong)" />
      {ticksOf(dots).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={foot} y2={foot + 4} stroke="var(--line-strong)" />
          <text x={x(tick)} y={foot + 17} textAnchor="middle" className="fill-muted">
            {numberText(tick)}
          </text>
        </g>
      ))}
      {columns.map(({ from, to, count }) => {
        const isLate = lateAbove !== undefined && from > lateAbove;
        const paint = { fill: isLate ? "var(--surface)" : color, stroke: isLate ? "var(--alert)" : color };
        const middle = placeOn((from + to) / 2, least, most);
        if (!isStacked) {
          const wide = Math.min(4, ((width * (100 - 2 * EDGE)) / Math.max(1, most - least)) * 0.7);
          return (
            <rect
              key={from}
              x={`${EDGE + middle * (100 - 2 * EDGE) - wide / 2}%`}
              y={foot - count * scale}
              width={`${wide}%`}
              height={count * scale}
              strokeWidth="1.5"
              {...paint}
            />
          );
        }
        return Array.from({ length: count }, (_, row) => row).map((row) => (
          <circle
            key={`${from} ${row}`}
            cx={percent(middle)}
            cy={foot - 6 - row * ROW}
            r="4"
            strokeWidth="1.8"
            {...paint}
          />
        ));
      })}
      {/* Every line before every text, so that no line crosses a word. */}
      {shown.map(({ at, text, isDashed }, index) => (
        <line
          key={text}
          x1={x(at)}
          x2={x(at)}
          y1={3 + index * MARK_ROW}
          y2={foot}
          stroke="var(--ink)"
          strokeWidth="1.5"
          strokeDasharray={isDashed ? "3 3" : undefined}
        />
      ))}
      {shown.map(({ at, text }, index) => {
        const isRight = placeOn(at, least, most) > 0.5;
        return (
          <text
            key={text}
            x={x(at)}
            y={12 + index * MARK_ROW}
            dx={isRight ? -5 : 5}
            textAnchor={isRight ? "end" : "start"}
            className="report-mark"
          >
            {text}
          </text>
        );
      })}
    </svg>
  );
}
