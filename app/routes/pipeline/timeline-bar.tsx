import { PHASE_LABEL } from "~/domain/phase";
import type { TimelineBar as Bar, TimelineSpan, TimelineTick } from "~/domain/pipeline-timeline";

const WIDTH = 1000;
const HEIGHT = 36;
const BAR = { top: 13, height: 11 };
const LEAST_BETWEEN_LETTERS = 10;

/** The weeks or months behind all rows, and today; stretched to whatever the rows take. */
export function TimelineGrid({ ticks, now }: { ticks: readonly TimelineTick[]; now: number | null }) {
  const lines = (isMajor: boolean) =>
    ticks
      .filter((tick) => tick.isMajor === isMajor)
      .map((tick) => `M${x(tick.at)} 0v1`)
      .join("");
  return (
    <svg
      className="timeline-grid"
      viewBox={`0 0 ${WIDTH} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <path d={lines(false)} />
      <path className="timeline-major" d={lines(true)} />
      {now !== null && <path className="timeline-now" d={`M${x(now)} 0v1`} />}
    </svg>
  );
}

/** The dates above the rows; a table's heading says the same in words. */
export function TimelineScale({ ticks, now }: { ticks: readonly TimelineTick[]; now: number | null }) {
  return (
    <svg className="timeline-scale" viewBox={`0 0 ${WIDTH} 26`} aria-hidden="true" focusable="false">
      {ticks.map(({ at, text, isMajor }) =>
        text ? (
          <text key={at} x={x(at) + 3} y="20" className={isMajor ? "timeline-named" : undefined}>
            {text}
          </text>
        ) : null,
      )}
      {now !== null && (
        <text x={x(now)} y="9" textAnchor="middle" className="timeline-named">
          Today
        </text>
      )}
    </svg>
  );
}

/** One engagement on the shared axis, with few elements, since a page shows fifty. */
export function TimelineBar({ bar, label }: { bar: Bar; label: string }) {
  const letters = lettersOf(bar);
  const { likely, promisedAt, isCut } = bar;
  return (
    <svg className="rail-row timeline-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {letters.length > 0 && (
        <text x={letters.map((letter) => letter.x).join(" ")} y="10">
          {letters.map((letter) => letter.text).join("")}
        </text>
      )}
      {bar.ghosts.length > 0 && <path className="rail-first" d={strips(bar.ghosts, 28, 3)} />}
      {bar.pieces.map(({ kind, state, from, to }) => {
        const isSolid = state === "done" || state === "worked" || state === "late";
        return (
          <rect
            key={`${kind} ${state}`}
            className={isSolid ? `rail-${state}` : `rail-${state} rail-${kind}`}
            x={round(from * WIDTH + 0.5)}
            width={round(Math.max(1, (to - from) * WIDTH - 1))}
            fill={isSolid ? `url(#rail-${kind})` : `url(#rail-${kind}-soft)`}
          />
        );
      })}
      {bar.waiting.length > 0 && (
        <path d={strips(bar.waiting, BAR.top, BAR.height)} fill="url(#rail-waiting)" />
      )}
      {likely?.soft && <path className="rail-soft" d={strips([likely.soft], 16, 5)} />}
      {likely?.firm && <path className="rail-firm" d={strips([likely.firm], 16, 5)} />}
      {promisedAt !== null && <path className="rail-promised" d={`M${x(promisedAt)} 8v26`} />}
      {bar.gates.map((gate) => (
        <use
          key={gate.kind}
          href={`#rail-gate-${gate.gate}`}
          transform={`translate(${x(gate.at)} ${BAR.top + BAR.height / 2}) scale(.66)`}
        />
      ))}
      {isCut.before && <path className="timeline-more" d="M8 14l-6 4.5l6 4.5" />}
      {isCut.after && <path className="timeline-more" d={`M${WIDTH - 8} 14l6 4.5l-6 4.5`} />}
    </svg>
  );
}

/** Letters that stand far enough apart to be read; a phase of two days gives way to its neighbour. */
function lettersOf(bar: Bar): { text: string; x: number }[] {
  const shown: { text: string; x: number }[] = [];
  for (const { kind, at } of bar.letters) {
    const own = Math.min(Math.max(x(at) - 3, 1), WIDTH - 8);
    const before = shown.at(-1);
    if (before && own - before.x < LEAST_BETWEEN_LETTERS) continue;
    shown.push({ text: PHASE_LABEL[kind].slice(0, 1), x: round(own) });
  }
  return shown;
}

function strips(spans: readonly TimelineSpan[], top: number, height: number): string {
  return spans
    .map(({ from, to }) => {
      const width = round(Math.max(1, (to - from) * WIDTH - 1));
      return `M${round(from * WIDTH + 0.5)} ${top}h${width}v${height}h${-width}z`;
    })
    .join("");
}

const x = (at: number) => round(at * WIDTH);

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
