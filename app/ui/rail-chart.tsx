import type { RailInput, RailPicture, RailPiece, RailSize, RailSpan } from "~/domain/rail";
import { labelRail, type RailLabels } from "~/domain/rail-labels";
import { describeRail } from "~/domain/rail-words";
import { type RailPalette, railId } from "./rail-defs";
import { isSolid } from "./rail-row";
import { AXIS, BAR, DOTS, percent, RailWriting } from "./rail-writing";

const GHOST = { top: 52, height: 5 };
const HEIGHT = 100;

/**
 * Bars stand at percentages and follow any width; what is written is laid out once for each range of widths (from so
 * many px up to the next) and the style sheet shows the one that fits. The first also serves a 320 px screen.
 */
const BREAKS: readonly number[] = [232, 274, 560, 900];
const RANGES: Record<Exclude<RailSize, "row">, readonly number[]> = {
  head: BREAKS,
  portal: [232, 274, 560],
  print: [560],
};

interface RailChartProps {
  input: RailInput;
  picture: RailPicture;
  size: Exclude<RailSize, "row">;
}

/** The rail with names, weeks, flags, gates and deliverables, as wide as its container. */
export function RailChart({ input, picture, size }: RailChartProps) {
  const palette = size === "print" ? "print" : "screen";
  const ranges = RANGES[size];
  const { likely, promisedAt, needle } = picture;
  const labels = ranges.map((from, index) =>
    labelRail(input, picture, from, ranges[index + 1] ?? from * 1.6),
  );
  return (
    <div className="rail-canvas">
      <svg
        className={stackClass(ranges, labels)}
        width="100%"
        height={HEIGHT}
        overflow="visible"
        role="img"
        aria-label={describeRail(input, "full", size === "portal")}
      >
        <g stroke="var(--line)">
          {[...(labels[0]?.lines ?? []), 1].map((at) => (
            <line key={at} x1={percent(at)} x2={percent(at)} y1={BAR.top - 6} y2={DOTS + 8} />
          ))}
        </g>
        {picture.ghosts.map((ghost) => (
          <Bar
            key={ghost.kind}
            span={ghost}
            {...GHOST}
            radius={2}
            fill={palette === "print" ? "#777" : `var(--${ghost.kind})`}
            fillOpacity={0.5}
            stroke="var(--surface)"
          />
        ))}
        {picture.pieces.map((piece) => (
          <Piece key={`${piece.kind}-${piece.from}`} piece={piece} palette={palette} />
        ))}
        {picture.waiting.map((span) => (
          <Bar
            key={span.from}
            span={span}
            top={BAR.top}
            height={BAR.height}
            radius={0}
            fill={`url(#${railId(palette, "waiting")})`}
          />
        ))}
        {picture.paused.map((span) => (
          <line
            key={span.from}
            x1={percent(span.from)}
            x2={percent(span.to)}
            y1={BAR.middle}
            y2={BAR.middle}
            stroke="var(--ink)"
            strokeWidth="2.5"
            strokeDasharray="2.5 3.5"
          />
        ))}
        {likely ? (
          <g fill="var(--ink)">
            <Bar span={likely.soft} top={BAR.middle - 5} height={10} radius={5} fillOpacity={0.14} />
            <Bar span={likely.firm} top={BAR.middle - 5} height={10} radius={5} fillOpacity={0.38} />
          </g>
        ) : null}
        {promisedAt === null ? null : (
          <line
            x1={percent(promisedAt)}
            x2={percent(promisedAt)}
            y1={BAR.top - 5}
            y2={AXIS.top}
            stroke="var(--ink)"
            strokeWidth="1.5"
            strokeDasharray="3 3"
          />
        )}
        <Needle needle={needle} />
        {labels.map((label, index) => (
          <g key={label.nameSize + (ranges[index] ?? 0)} className={rangeClass(ranges, index)}>
            <RailWriting labels={label} palette={palette} hasTitles={size === "head" && index > 1} />
          </g>
        ))}
      </svg>
    </div>
  );
}

function Needle({ needle }: { needle: RailPicture["needle"] }) {
  if (needle.side === "inside") {
    const x = percent(needle.at);
    return (
      <g fill="var(--ink)" stroke="var(--surface)">
        <line x1={x} x2={x} y1="22" y2={AXIS.top} strokeWidth="5" />
        <circle cx={x} cy="22" r="4.5" strokeWidth="1.5" />
        <line x1={x} x2={x} y1="22" y2={AXIS.top} strokeWidth="2" stroke="var(--ink)" />
      </g>
    );
  }
  return (
    <svg x={percent(needle.at)} y={BAR.middle} width="1" height="1" overflow="visible" aria-hidden="true">
      <path d={needle.side === "before" ? "M-8 0l6-5v10z" : "M8 0 2-5V5z"} fill="var(--ink)" />
    </svg>
  );
}

function Piece({ piece, palette }: { piece: RailPiece; palette: RailPalette }) {
  const { kind, state } = piece;
  const edge = palette === "print" ? "var(--ink)" : `var(--${kind})`;
  const fill = `url(#${railId(palette, isSolid(state) ? kind : `${kind}-soft`)})`;
  const box = { span: piece, top: BAR.top, height: BAR.height, radius: 4 };
  if (state === "late") {
    return (
      <>
        <Bar {...box} fill={fill} stroke="var(--alert)" strokeWidth={2.5} />
        <Bar
          span={piece}
          top={BAR.top}
          height={BAR.height}
          radius={4}
          fill="none"
          stroke="var(--surface)"
          dash="1 5"
        />
      </>
    );
  }
  return <Bar {...box} fill={fill} stroke={edge} dash={state === "upcoming" ? "4 3" : undefined} />;
}

interface BarProps {
  span: RailSpan;
  top: number;
  height: number;
  radius: number;
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeWidth?: number;
  dash?: string;
}

function Bar({ span, top, height, radius, dash, ...paint }: BarProps) {
  return (
    <rect
      x={percent(span.from)}
      y={top}
      width={percent(Math.max(0, span.to - span.from))}
      height={height}
      rx={radius}
      strokeDasharray={dash}
      {...paint}
    />
  );
}

function rangeClass(ranges: readonly number[], index: number): string | undefined {
  const from = index === 0 ? "" : `rail-from-${ranges[index]}`;
  const next = ranges[index + 1];
  return [from, next === undefined ? "" : `rail-to-${next}`].filter(Boolean).join(" ") || undefined;
}

/** The ranges in which a flag or the weeks take a second row, so that only they are made taller; see the style sheet. */
function stackClass(ranges: readonly number[], labels: readonly RailLabels[]): string | undefined {
  const stacked = BREAKS.filter((from) => {
    const index = ranges.findLastIndex((range) => range <= from);
    const drawn = labels[Math.max(0, index)];
    return drawn && (drawn.weeksRow === 1 || drawn.flags.some((flag) => flag.row === 1));
  });
  return stacked.map((from) => `rail-stack-${from}`).join(" ") || undefined;
}
