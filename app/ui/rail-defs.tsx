import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";

/** On screen in the phases' colours; on paper in black on white, told apart by pattern alone. */
export type RailPalette = "screen" | "print";

export function railId(palette: RailPalette, name: string): string {
  return palette === "print" ? `railp-${name}` : `rail-${name}`;
}

/**
 * The patterns and marks that every rail on a page points to. Once per page, before the first rail; once more with
 * `palette="print"` where a rail of size `print` is on it.
 */
export function RailDefs({ palette = "screen" }: { palette?: RailPalette }) {
  const id = (name: string) => railId(palette, name);
  const inPrint = palette === "print";
  return (
    <svg
      width="0"
      height="0"
      className={`rail-defs${inPrint ? " rail-ink" : ""}`}
      aria-hidden="true"
      focusable="false"
    >
      <defs>
        {PHASE_KINDS.map((kind) => (
          <PhasePattern
            key={`${kind}-solid`}
            id={id(kind)}
            kind={kind}
            base={inPrint ? "#b5b5b5" : `var(--${kind})`}
            mark={inPrint ? "#000" : `var(--on-${kind})`}
            strength={inPrint ? 1 : 0.36}
          />
        ))}
        {PHASE_KINDS.map((kind) => (
          <PhasePattern
            key={`${kind}-soft`}
            id={id(`${kind}-soft`)}
            kind={kind}
            base={inPrint ? "#fff" : `var(--${kind}-soft)`}
            mark={inPrint ? "#000" : `var(--${kind})`}
            strength={inPrint ? 0.55 : 0.4}
          />
        ))}
        <pattern
          id={id("waiting")}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <path fill="var(--waiting-soft, var(--surface))" d="M0 0h2.4v5H0z" />
        </pattern>
        <g id={id("gate-none")}>
          <path d={DIAMOND} fill="var(--surface)" stroke="var(--surface)" strokeWidth="5" />
          <path d={DIAMOND} fill="var(--surface)" stroke="var(--ink)" strokeWidth="1.6" />
        </g>
        <g id={id("gate-requested")}>
          <use href={`#${id("gate-none")}`} />
          <path d="M0-6v12L-6 0z" fill="var(--ink)" />
        </g>
        <g id={id("gate-signed")}>
          <use href={`#${id("gate-none")}`} />
          <path d={DIAMOND} fill="var(--ink)" />
          <path d="M-2.6.2-.7 2.1 2.7-1.8" fill="none" stroke="var(--surface)" strokeWidth="1.7" />
        </g>
        <g id={id("gate-declined")}>
          <path d={DIAMOND} fill="var(--surface)" stroke="var(--surface)" strokeWidth="5" />
          <path d={DIAMOND} fill="var(--surface)" stroke="var(--alert)" strokeWidth="1.6" />
          <path d="M-2-2 2 2M2-2-2 2" fill="none" stroke="var(--alert)" strokeWidth="1.7" />
        </g>
        <g id={id("gate-waived")}>
          <path d={DIAMOND} fill="var(--surface)" stroke="var(--surface)" strokeWidth="5" />
          <path
            d={DIAMOND}
            fill="var(--surface)"
            stroke="var(--ink)"
            strokeWidth="1.4"
            strokeDasharray="2 1.6"
          />
          <path d="M-2.6 0h5.2" stroke="var(--ink)" strokeWidth="1.8" />
        </g>
        <circle id={id("dot-done")} r="4" fill="var(--muted)" />
        <circle id={id("dot-todo")} r="3.4" fill="var(--surface)" stroke="var(--muted)" strokeWidth="1.4" />
        <g id={id("dot-doing")}>
          <use href={`#${id("dot-todo")}`} />
          <path d="M0-3.4a3.4 3.4 0 0 0 0 6.8z" fill="var(--muted)" />
        </g>
        <g id={id("dot-blocked")}>
          <circle r="4" fill="var(--surface)" stroke="var(--alert)" strokeWidth="1.9" />
          <path d="M-2 0h4" stroke="var(--alert)" strokeWidth="1.9" />
        </g>
      </defs>
    </svg>
  );
}

const DIAMOND = "M0-6 6 0 0 6-6 0z";

interface PhasePatternProps {
  id: string;
  kind: PhaseKind;
  base: string;
  mark: string;
  strength: number;
}

const MARKS: Record<PhaseKind, { size: number; turn?: string; path: string }> = {
  read: { size: 5, turn: "rotate(45)", path: "M2.5 1.5a1 1 0 1 1 0 2 1 1 0 1 1 0-2z" },
  stabilise: { size: 5, turn: "rotate(45)", path: "M0 0h1.4v5H0z" },
  extend: { size: 5, path: "M2 0h1.3v5H2z" },
  document: { size: 4, path: "M0 1.4h4v1.1H0z" },
};

function PhasePattern({ id, kind, base, mark, strength }: PhasePatternProps) {
  const { size, turn, path } = MARKS[kind];
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform={turn}>
      <path fill={base} d={`M0 0h${size}v${size}H0z`} />
      <path fill={mark} fillOpacity={strength} d={path} />
    </pattern>
  );
}
