import { useId } from "react";
import { type Cone, type ConeRow, coneSentence, oneWeekText, weeksText } from "~/domain/estimate";

const WIDTH = 340;
const EDGE = 6;
const ROW = 44;
const BAR = 12;
const TOP = 4;

/** What was estimated when, row below row: the range narrows, the promise is a line, and the end is a diamond. */
export function EstimateCone({ cone }: { cone: Cone }) {
  const pattern = useId().replaceAll(":", "");
  const { rows, promised, actual, most } = cone;
  const x = (weeks: number) => EDGE + (weeks / most) * (WIDTH - 2 * EDGE);
  const y = (index: number) => TOP + index * ROW;
  const count = rows.length + (actual === null ? 0 : 1);
  const bottom = TOP + count * ROW;
  const step = most > 24 ? 8 : most > 12 ? 4 : 2;
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step);
  const middle = (index: number) => y(index) + 20 + BAR / 2;
  // A range of one week keeps a width that can be seen.
  const widthOf = (row: ConeRow) => Math.max(8, x(row.high) - x(row.low));
  const middleOf = (row: ConeRow) => (x(row.low) + x(row.high)) / 2;
  // The funnel that the ranges draw, ending in what came of it.
  const ends = [
    ...rows.map((row, index) => ({ low: row.low, high: row.high, at: middle(index) })),
    ...(actual === null ? [] : [{ low: actual, high: actual, at: middle(rows.length) }]),
  ];
  const funnel = [
    ...ends.map(({ low, at }) => `${x(low)},${at}`),
    ...ends.toReversed().map(({ high, at }) => `${x(high)},${at}`),
  ].join(" ");
  return (
    <svg
      role="img"
      aria-label={coneSentence(cone)}
      viewBox={`0 0 ${WIDTH} ${bottom + 22}`}
      className="block w-full max-w-lg text-ink"
    >
      <defs>
        <pattern
          id={pattern}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="5" stroke="currentColor" strokeWidth="1.5" />
        </pattern>
      </defs>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={TOP} y2={bottom} className="stroke-line" />
          <text
            x={x(tick)}
            y={bottom + 16}
            fontSize="11"
            textAnchor={anchorOf(tick, most)}
            className="fill-muted"
          >
            {tick === 0 ? "0 weeks" : tick}
          </text>
        </g>
      ))}
      {ends.length > 1 && <polygon points={funnel} className="fill-raised" />}
      {promised !== null && (
        <line
          x1={x(promised)}
          x2={x(promised)}
          y1={TOP}
          y2={bottom}
          className="stroke-ink"
          strokeWidth="1.5"
          strokeDasharray="4 3"
        />
      )}
      {rows.map((row, index) => (
        <g key={row.point}>
          <Label
            y={y(index) + 13}
            text={row.label}
            value={weeksText({ weeksLow: row.low, weeksHigh: row.high })}
          />
          <rect
            x={middleOf(row) - widthOf(row) / 2}
            y={y(index) + 20}
            width={widthOf(row)}
            height={BAR}
            rx="3"
            className="fill-surface"
          />
          <rect
            x={middleOf(row) - widthOf(row) / 2}
            y={y(index) + 20}
            width={widthOf(row)}
            height={BAR}
            rx="3"
            fill={`url(#${pattern})`}
            stroke="currentColor"
          />
        </g>
      ))}
      {actual !== null && (
        <g>
          <Label y={y(rows.length) + 13} text="It took" value={oneWeekText(actual)} />
          <path
            d={`M${x(actual)} ${middle(rows.length) - 8}l8 8l-8 8l-8 -8z`}
            className="fill-ink stroke-surface"
            strokeWidth="1.5"
          />
        </g>
      )}
    </svg>
  );
}

const anchorOf = (tick: number, most: number) => (tick === 0 ? "start" : tick === most ? "end" : "middle");

/** Words in front of whatever lies below them. */
function Label({ y, text, value }: { y: number; text: string; value: string }) {
  return (
    <>
      <text
        x="0"
        y={y}
        fontSize="12"
        className="fill-muted stroke-surface"
        strokeWidth="3"
        paintOrder="stroke"
      >
        {text}
      </text>
      <text
        x={WIDTH}
        y={y}
        fontSize="12"
        fontWeight="600"
        textAnchor="end"
        className="fill-ink stroke-surface"
        strokeWidth="3"
        paintOrder="stroke"
      >
        {value}
      </text>
    </>
  );
}
