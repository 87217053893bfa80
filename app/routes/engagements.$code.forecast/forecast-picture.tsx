import type { ForecastLine } from "db/forecast-page.server";
import { Fragment, type ReactNode } from "react";
import { type ExpectedPicture, expectedPicture } from "~/domain/expected-picture";
import { spanText } from "~/domain/expected-words";
import { PHASE_LABEL } from "~/domain/phase";

const ROW = 46;
const BAND = { top: 19, height: 14 };
const AXIS = 24;

type Props = { lines: readonly ForecastLine[]; today: string };

/** Each phase to come and the whole on one scale of dates, beside the promise; the table below says the same. */
export function ForecastPicture({ lines, today }: Props) {
  const picture = expectedPicture(lines, today);
  if (!picture) return null;
  const height = lines.length * ROW;
  return (
    <figure>
      <svg
        role="img"
        aria-label="When each phase is expected to end, beside what is promised. The table below says the same."
        width="100%"
        height={height + AXIS}
        className="block overflow-visible"
      >
        {picture.ticks.map(({ at, text }) => (
          <Fragment key={at}>
            <line x1={percent(at)} x2={percent(at)} y1="0" y2={height} className="stroke-line" />
            <text
              x={percent(at)}
              y={height + 16}
              fontSize="11"
              textAnchor="middle"
              className="fill-muted tabular-nums"
            >
              {text}
            </text>
          </Fragment>
        ))}
        {lines.map((line, index) => (
          <Row
            key={line.kind}
            line={line}
            row={picture.rows[index]}
            y={index * ROW}
            today={today}
            todayAt={picture.todayAt}
          />
        ))}
      </svg>
      <Legend hasPromise={lines.some((line) => line.promisedOn !== null)} />
    </figure>
  );
}

type RowProps = {
  line: ForecastLine;
  row: ExpectedPicture["rows"][number] | undefined;
  y: number;
  today: string;
  todayAt: number;
};

function Row({ line, row, y, today, todayAt }: RowProps) {
  if (!row) return null;
  const { expected, isWhole, kind } = line;
  const middle = y + BAND.top + BAND.height / 2;
  return (
    <>
      <text x="0" y={y + 12} fontSize="13" fontWeight="600" className="fill-ink">
        {isWhole ? `${PHASE_LABEL[kind]}, and the whole` : PHASE_LABEL[kind]}
      </text>
      <text x="100%" y={y + 12} fontSize="12" textAnchor="end" className="fill-ink tabular-nums">
        {spanText(expected.p50On, expected.p80On, today)}
      </text>
      <line
        x1={percent(todayAt)}
        x2={percent(row.p50At)}
        y1={middle}
        y2={middle}
        className="stroke-line-strong"
      />
      <line
        x1={percent(todayAt)}
        x2={percent(todayAt)}
        y1={y + BAND.top - 4}
        y2={y + BAND.top + BAND.height + 5}
        strokeWidth="2"
        className="stroke-ink"
      />
      <g className="fill-ink">
        <Band from={row.p80At} to={row.p95At} y={y} opacity={0.18} />
        <Band from={row.p50At} to={row.p80At} y={y} opacity={0.5} />
      </g>
      {row.promisedAt !== null && (
        <line
          x1={percent(row.promisedAt)}
          x2={percent(row.promisedAt)}
          y1={y + BAND.top - 4}
          y2={y + BAND.top + BAND.height + 5}
          strokeWidth="2"
          strokeDasharray="3 2"
          className="stroke-ink"
        />
      )}
    </>
  );
}

/** Two dates that are one still leave a mark. */
const LEAST = 0.006;

function Band({ from, to, y, opacity }: { from: number; to: number; y: number; opacity: number }) {
  return (
    <rect
      x={percent(from)}
      y={y + BAND.top}
      width={percent(Math.max(LEAST, to - from))}
      height={BAND.height}
      rx="4"
      fillOpacity={opacity}
    />
  );
}

function Legend({ hasPromise }: { hasPromise: boolean }) {
  return (
    <figcaption className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-muted text-sm">
      <Mark text="even chance, to 8 of 10">
        <rect x="1" y="3" width="22" height="10" rx="4" fillOpacity="0.5" />
      </Mark>
      <Mark text="to 19 of 20">
        <rect x="1" y="3" width="22" height="10" rx="4" fillOpacity="0.18" />
      </Mark>
      {hasPromise && (
        <Mark text="promised">
          <path d="M12 0v16" strokeWidth="2" strokeDasharray="3 2" className="stroke-ink" />
        </Mark>
      )}
      <Mark text="today">
        <path d="M12 0v16" strokeWidth="2" className="stroke-ink" />
      </Mark>
    </figcaption>
  );
}

function Mark({ text, children }: { text: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg width="24" height="16" aria-hidden="true" focusable="false" className="fill-ink">
        {children}
      </svg>
      {text}
    </span>
  );
}

function percent(at: number): string {
  return `${Math.round(at * 10_000) / 100}%`;
}
