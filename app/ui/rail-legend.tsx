import { type ReactNode, useId } from "react";
import type { GateState } from "~/domain/gate";
import { PHASE_LABEL } from "~/domain/phase";
import type { RailPicture, RailPiece } from "~/domain/rail";
import { SMALL_SIZE } from "~/domain/rail-placing";

interface RailLegendProps {
  picture: RailPicture;
  /** Whether the reader is the client, who is then spoken to. */
  isForClient: boolean;
  /** What the day of the needle is called, where it is not today. */
  dayLabel: string | undefined;
}

/** "What is this?": the marks of this rail, and only those, in words; a popover that needs no script. */
export function RailLegend({ picture, isForClient, dayLabel }: RailLegendProps) {
  const id = useId();
  const client = isForClient ? "you" : "the client";
  // React 18's types do not know the popover attributes; it passes them on as written.
  const opens = { popovertarget: id };
  const closes = { popovertarget: id, popovertargetaction: "hide" };
  const popover = { popover: "auto" };
  const hasPiece = (...states: RailPiece["state"][]) => picture.pieces.some((p) => states.includes(p.state));
  return (
    <>
      <button type="button" className="rail-what" {...opens}>
        What is this?
      </button>
      <div id={id} className="rail-legend" role="dialog" aria-label="How to read the phase rail" {...popover}>
        <p>
          The whole engagement on one line, week by week from left to right. Each phase has its own colour and
          pattern.
        </p>
        <ul>
          {picture.segments.map(({ kind }) => (
            <Mark key={kind} text={PHASE_LABEL[kind]}>
              <Sample fill={`url(#rail-${kind})`} />
            </Mark>
          ))}
          {hasPiece("ahead") ? (
            <Mark text="Under way: solid up to today, pale what is left">
              <Sample fill="url(#rail-extend-soft)" stroke="var(--extend)" />
              <rect x="1" y="3" width="15" height="12" rx="3" fill="url(#rail-extend)" />
            </Mark>
          ) : null}
          {hasPiece("upcoming") ? (
            <Mark text="Not started yet">
              <Sample fill="url(#rail-extend-soft)" stroke="var(--extend)" dash="4 3" />
            </Mark>
          ) : null}
          {hasPiece("late") ? (
            <Mark text="Past the finish that was promised for the phase">
              <Sample fill="url(#rail-extend)" stroke="var(--alert)" strokeWidth={2.5} />
              <Sample fill="none" stroke="var(--surface)" dash="1 5" />
            </Mark>
          ) : null}
          <Mark text="The dates that were promised first">
            <rect x="1" y="7" width="30" height="5" rx="2" fill="var(--extend)" fillOpacity="0.5" />
          </Mark>
          {picture.waiting.length > 0 ? (
            <Mark text={`Days on which we waited for ${client}`}>
              <Sample fill="url(#rail-extend)" />
              <rect x="9" y="3" width="14" height="12" fill="url(#rail-waiting)" />
            </Mark>
          ) : null}
          {picture.paused.length > 0 ? (
            <Mark text="Paused">
              <path d="M1 9h30" stroke="var(--ink)" strokeWidth="2.5" strokeDasharray="2.5 3.5" />
            </Mark>
          ) : null}
          <Mark text={dayLabel ?? "Today"}>
            <path d="M16 4v14" stroke="var(--ink)" strokeWidth="2" />
            <circle cx="16" cy="4" r="3.5" fill="var(--ink)" />
          </Mark>
          {picture.promisedAt === null ? null : (
            <Mark text="The promised finish">
              <path d="M16 1v16" stroke="var(--ink)" strokeWidth="1.5" strokeDasharray="3 3" />
            </Mark>
          )}
          {picture.likely ? (
            <Mark text="Likely finish: in 8 of 10 cases by the end of the dark part, in 19 of 20 by the end of the pale">
              <g fill="var(--ink)">
                <rect x="1" y="4" width="15" height="10" rx="5" fillOpacity="0.38" />
                <rect x="16" y="4" width="15" height="10" rx="5" fillOpacity="0.14" />
              </g>
            </Mark>
          ) : null}
          {GATES.filter((gate) => picture.gates.some((other) => other.gate === gate)).map((gate) => (
            <Mark key={gate} text={gateText(gate, client)}>
              <use href={`#rail-gate-${gate}`} x="16" y="9" />
            </Mark>
          ))}
          {picture.dots.length > 0 ? <DotMarks dots={picture.dots} /> : null}
        </ul>
        <button type="button" className="rail-close" {...closes}>
          Close
        </button>
      </div>
    </>
  );
}

const GATES: readonly GateState[] = ["none", "requested", "signed", "declined", "waived"];

function gateText(gate: GateState, client: string): string {
  return {
    none: "Gate at the end of a phase, still to come",
    requested: `Gate with ${client}, to be signed`,
    signed: "Gate signed",
    declined: "Gate declined",
    waived: "Gate waived",
  }[gate];
}

function DotMarks({ dots }: { dots: RailPicture["dots"] }) {
  return (
    <>
      <Mark text="Deliverables by their dates: to do, doing, done">
        <use href="#rail-dot-todo" x="5" y="9" />
        <use href="#rail-dot-doing" x="16" y="9" />
        <use href="#rail-dot-done" x="27" y="9" />
      </Mark>
      {dots.some((dot) => dot.state === "blocked") ? (
        <Mark text="Blocked">
          <use href="#rail-dot-blocked" x="16" y="9" />
        </Mark>
      ) : null}
      <Mark text="So many deliverables close together">
        <rect x="8" y="2" width="16" height="14" rx="7" fill="var(--surface)" stroke="var(--muted)" />
        <text x="16" y="13" fontSize={SMALL_SIZE} fontWeight="600" textAnchor="middle" fill="var(--ink)">
          3
        </text>
      </Mark>
    </>
  );
}

interface SampleProps {
  fill: string;
  stroke?: string;
  strokeWidth?: number;
  dash?: string;
}

function Sample({ dash, ...paint }: SampleProps) {
  return <rect x="1" y="3" width="30" height="12" rx="3" strokeDasharray={dash} {...paint} />;
}

function Mark({ text, children }: { text: string; children: ReactNode }) {
  return (
    <li>
      <svg width="32" height="18" overflow="visible" aria-hidden="true" focusable="false">
        {children}
      </svg>
      <span>{text}</span>
    </li>
  );
}
