import type { Health } from "~/domain/attention";
import { type CalendarDate, dateOf, dayNumber, shortDate } from "~/domain/calendar";
import { expectationSentence, type MovingExpectation } from "~/domain/moving-expectation";

const WIDTH = 340;
const HIGH = 132;
/** Where nothing moved. */
const LOW = 68;
const LEFT = 62;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 24;

/** A shape for each health, so that none is told by its colour alone. */
const SHAPES: Record<Health | "unknown", { path: string; className: string }> = {
  on_track: { path: "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z", className: "fill-good" },
  at_risk: { path: "M0 -6.5L6.5 5.5H-6.5Z", className: "fill-waiting" },
  off_track: { path: "M-5 -5H5V5H-5Z", className: "fill-alert" },
  unknown: { path: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", className: "fill-surface" },
};

/** The expected date (upwards) over the days on which it was told (to the right). */
export function ExpectationPicture({ expectation }: { expectation: MovingExpectation }) {
  const points = expectation.tellings.flatMap(({ toldOn, expectedOn, health }) =>
    expectedOn ? [{ told: dayNumber(toldOn), expected: dayNumber(expectedOn), health }] : [],
  );
  if (points.length === 0) return <p className="text-muted text-sm">No date was told.</p>;
  const across = scaleOf(points.map(({ told }) => told));
  const up = scaleOf(points.map(({ expected }) => expected));
  const x = (day: number) => LEFT + across.share(day) * (WIDTH - LEFT - RIGHT);
  const height = up.first === up.last ? LOW : HIGH;
  const y = (day: number) => height - BOTTOM - up.share(day) * (height - TOP - BOTTOM);
  const line = points.map(({ told, expected }) => `${x(told)},${y(expected)}`).join(" ");
  const heights = up.first === up.last ? [up.first] : [up.first, up.last];
  const days = across.first === across.last ? [across.first] : [across.first, across.last];
  return (
    <svg
      role="img"
      aria-label={expectationSentence(expectation)}
      viewBox={`0 0 ${WIDTH} ${height}`}
      className="block w-full max-w-lg text-ink"
    >
      {heights.map((day) => (
        <g key={day}>
          <line x1={LEFT - 4} x2={WIDTH - RIGHT + 4} y1={y(day)} y2={y(day)} className="stroke-line" />
          <text x={LEFT - 10} y={y(day) + 4} fontSize="11" textAnchor="end" className="fill-muted">
            {dayText(dateOf(day))}
          </text>
        </g>
      ))}
      {days.map((day, index) => (
        <text
          key={day}
          x={x(day)}
          y={height - 4}
          fontSize="11"
          textAnchor={days.length === 1 ? "middle" : index === 0 ? "start" : "end"}
          className="fill-muted"
        >
          {index === 0 ? `told ${dayText(dateOf(day))}` : dayText(dateOf(day))}
        </text>
      ))}
      <polyline points={line} fill="none" className="stroke-ink" strokeWidth="1.5" />
      {points.map(({ told, expected, health }) => {
        const { path, className } = SHAPES[health ?? "unknown"];
        return (
          <path
            key={told}
            d={path}
            transform={`translate(${x(told)} ${y(expected)})`}
            className={`${className} stroke-ink`}
            strokeWidth="1"
          />
        );
      })}
    </svg>
  );
}

/** With the year, two figures of it, because tellings seldom are of this year alone. */
const dayText = (on: CalendarDate): string => `${shortDate(on, on)} ${on.slice(2, 4)}`;

function scaleOf(days: readonly number[]) {
  const [first, last] = [Math.min(...days), Math.max(...days)];
  return { first, last, share: (day: number) => (first === last ? 0.5 : (day - first) / (last - first)) };
}
