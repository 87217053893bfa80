import type { RailPicture, RailPiece, RailSpan } from "~/domain/rail";
import { placeGates, placeLetters } from "~/domain/rail-labels";

const WIDTH = 350;
const INSET = 6;
const PLOT = WIDTH - 2 * INSET;
const BAR = { top: 13, height: 11 };
const LETTER = 12;

/** The rail in one line of a list: few elements, since a page shows a hundred of them. */
export function RailRow({ picture, label }: { picture: RailPicture; label: string }) {
  const x = (at: number) => INSET + at * PLOT;
  const strips = (spans: readonly RailSpan[], top: number, height: number) => {
    let path = "";
    for (const { from, to } of spans) {
      const width = round(Math.max(1, (to - from) * PLOT - 1));
      path += `M${round(x(from) + 0.5)} ${top}h${width}v${height}h${-width}z`;
    }
    return path;
  };
  const letters = placeLetters(picture, PLOT, LETTER);
  const { likely, promisedAt, needle } = picture;
  return (
    <svg className="rail-row" viewBox="0 0 350 32" role="img" aria-label={label}>
      <text x={letters.map((letter) => round(x(letter.at) + letter.dx)).join(" ")} y="9">
        {letters.map((letter) => letter.text).join("")}
      </text>
      <path className="rail-first" d={strips(picture.ghosts, 27, 3)} />
      {picture.pieces.map(({ kind, state, from, to }) => (
        <rect
          key={from}
          className={isSolid(state) ? `rail-${state}` : `rail-${state} rail-${kind}`}
          x={round(x(from) + 0.5)}
          width={round(Math.max(1, (to - from) * PLOT - 1))}
          fill={isSolid(state) ? `url(#rail-${kind})` : `url(#rail-${kind}-soft)`}
        />
      ))}
      {picture.waiting.length > 0 ? (
        <path d={strips(picture.waiting, BAR.top, BAR.height)} fill="url(#rail-waiting)" />
      ) : null}
      {picture.paused.length > 0 ? <path className="rail-paused" d={pauseLines(picture, x)} /> : null}
      {likely ? (
        <>
          <path className="rail-soft" d={strips([likely.soft], 16, 5)} />
          <path className="rail-firm" d={strips([likely.firm], 16, 5)} />
        </>
      ) : null}
      {promisedAt === null ? null : <path className="rail-promised" d={`M${round(x(promisedAt))} 10v21`} />}
      <path className="rail-needle" d={needlePath(needle, x)} />
      {placeGates(picture, PLOT, 4.5).map((gate) => (
        <use
          key={gate.kind}
          href={`#rail-gate-${gate.gate}`}
          transform={`translate(${round(x(gate.at) + gate.dx)} ${BAR.top + BAR.height / 2}) scale(.66)`}
        />
      ))}
    </svg>
  );
}

export function isSolid(state: RailPiece["state"]): boolean {
  return state === "done" || state === "worked" || state === "late";
}

function pauseLines(picture: RailPicture, x: (at: number) => number): string {
  const middle = BAR.top + BAR.height / 2;
  return picture.paused.map((span) => `M${round(x(span.from))} ${middle}H${round(x(span.to))}`).join("");
}

function needlePath({ at, side }: RailPicture["needle"], x: (at: number) => number): string {
  if (side === "before") return "M0 18.5l5-4v8z";
  if (side === "after") return `M${WIDTH} 18.5l-5-4v8z`;
  return `M${round(x(at) - 1)} 10h2v21h-2z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
