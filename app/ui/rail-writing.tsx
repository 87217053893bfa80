import type { ReactNode } from "react";
import type { RailDot } from "~/domain/rail-dots";
import { COUNT_GAP, type RailFlag, type RailLabels, type RailName, SWATCH } from "~/domain/rail-labels";
import { type Anchor, SMALL_SIZE } from "~/domain/rail-placing";
import { type RailPalette, railId } from "./rail-defs";

export const BAR = { top: 28, height: 20, middle: 38 };
export const DOTS = 68;
export const AXIS = { top: 80, height: 18, baseline: 93, step: 21 };

/** Names, gates, deliverables, week numbers and flags for one range of widths. */
export function RailWriting({
  labels,
  palette,
  hasTitles,
}: {
  labels: RailLabels;
  palette: RailPalette;
  hasTitles: boolean;
}) {
  return (
    <>
      <g fontSize={labels.nameSize} fontWeight="600" fill="var(--ink)">
        {labels.names.map((name) => (
          <Name key={name.kind} name={name} size={labels.nameSize} palette={palette} />
        ))}
      </g>
      {labels.gates.map((gate) => (
        <use
          key={gate.kind}
          href={`#${railId(palette, `gate-${gate.gate}`)}`}
          {...anchored(gate)}
          y={BAR.middle}
        />
      ))}
      <g fontSize={SMALL_SIZE} fontWeight="600" textAnchor="middle">
        {labels.dots.map((dot) => (
          <Dot
            key={`${dot.at}${dot.dx}`}
            dot={dot}
            palette={palette}
            title={hasTitles ? dot.titles.join("\n") : null}
          />
        ))}
      </g>
      <g fontSize={SMALL_SIZE} fill="var(--muted)">
        {labels.weeks.map((week) => (
          <text key={week.text + week.at} {...anchored(week)} y={AXIS.baseline + labels.weeksRow * AXIS.step}>
            {week.text}
          </text>
        ))}
      </g>
      {labels.flags.map(({ of, row, stemAt }) =>
        row === 0 ? null : (
          <line
            key={of}
            x1={percent(stemAt)}
            x2={percent(stemAt)}
            y1={AXIS.top}
            y2={AXIS.top + AXIS.step}
            stroke="var(--ink)"
            strokeWidth="1.5"
            strokeDasharray="3 3"
          />
        ),
      )}
      <g fontSize={SMALL_SIZE} fontWeight="600" textAnchor="middle">
        {labels.flags.map((flag) => (
          <Flag key={flag.of} flag={flag} />
        ))}
      </g>
    </>
  );
}

function Name({ name, size, palette }: { name: RailName; size: number; palette: RailPalette }) {
  return (
    <>
      <rect
        {...anchored(name)}
        y="2"
        width={SWATCH.size}
        height={SWATCH.size}
        rx="2.5"
        fill={`url(#${railId(palette, name.kind)})`}
      />
      <text {...anchored({ at: name.at, dx: name.dx + SWATCH.size + SWATCH.gap })} y="11.5">
        {name.text}
        {name.count ? (
          <tspan dx={COUNT_GAP} fontSize={size - 1} fontWeight="400" fill="var(--muted)">
            {name.count}
          </tspan>
        ) : null}
        {name.isLate ? (
          <tspan dx={COUNT_GAP} fontSize={size - 1} fill="var(--alert-ink, var(--alert))">
            late
          </tspan>
        ) : null}
      </text>
    </>
  );
}

function Dot({ dot, palette, title }: { dot: RailDot; palette: RailPalette; title: string | null }) {
  const hint: ReactNode = title === null ? null : <title>{title}</title>;
  if (dot.text === null) {
    return (
      <use href={`#${railId(palette, `dot-${dot.state}`)}`} {...anchored(dot)} y={DOTS}>
        {hint}
      </use>
    );
  }
  const isDone = dot.state === "done";
  const isBlocked = dot.state === "blocked";
  return (
    <g>
      {hint}
      <rect
        {...anchored({ at: dot.at, dx: dot.dx - dot.width / 2 + 1 })}
        y={DOTS - 7}
        width={dot.width - 2}
        height="14"
        rx="7"
        fill={isDone ? "var(--muted)" : "var(--surface)"}
        stroke={isBlocked ? "var(--alert)" : "var(--muted)"}
        strokeWidth={isBlocked ? 1.8 : 1.2}
      />
      <text
        {...anchored(dot)}
        y={DOTS + 4}
        fill={isDone ? "var(--surface)" : isBlocked ? "var(--alert-ink, var(--alert))" : "var(--ink)"}
      >
        {dot.text}
      </text>
    </g>
  );
}

function Flag({ flag }: { flag: RailFlag }) {
  const isToday = flag.of === "today";
  const top = AXIS.top + flag.row * AXIS.step;
  return (
    <>
      <rect
        {...anchored(flag)}
        y={top}
        width={flag.width}
        height={AXIS.height}
        rx={AXIS.height / 2}
        fill={isToday ? "var(--ink)" : "var(--surface)"}
        stroke="var(--ink)"
        strokeDasharray={isToday ? undefined : "3 2"}
      />
      <text
        {...anchored({ at: flag.at, dx: flag.dx + flag.width / 2 })}
        y={AXIS.baseline + flag.row * AXIS.step}
        fill={isToday ? "var(--surface)" : "var(--ink)"}
      >
        {flag.text}
      </text>
    </>
  );
}

function anchored({ at, dx }: Anchor) {
  const shift = Math.round(dx * 10) / 10;
  return { x: percent(at), transform: shift === 0 ? undefined : `translate(${shift} 0)` };
}

/** A fraction of the width as SVG writes it. */
export function percent(at: number): string {
  return `${Math.round(at * 10000) / 100}%`;
}
