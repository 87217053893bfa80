import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import { classes } from "./classes";

const MARKS: Record<PhaseKind, { box: string; pattern: string }> = {
  read: { box: "bg-read text-on-read", pattern: "pattern-read" },
  stabilise: { box: "bg-stabilise text-on-stabilise", pattern: "pattern-stabilise" },
  extend: { box: "bg-extend text-on-extend", pattern: "pattern-extend" },
  document: { box: "bg-document text-on-document", pattern: "pattern-document" },
};

/** The phase's letter on its colour, with its pattern along the foot. Beside the name it is decoration; alone, say `named`. */
export function PhaseMark({
  phase,
  named,
  className,
}: {
  phase: PhaseKind;
  named?: boolean;
  className?: string;
}) {
  const { box, pattern } = MARKS[phase];
  const name = PHASE_LABEL[phase];
  return (
    <span className={classes("phase-mark", box, className)}>
      <span aria-hidden="true">{name[0]}</span>
      <span aria-hidden="true" className={pattern} />
      {named && <span className="sr-only">{name}</span>}
    </span>
  );
}

/** Mark and name, as the drawings show them in a line. */
export function PhaseName({ phase, className }: { phase: PhaseKind; className?: string }) {
  return (
    <span className={classes("inline-flex items-center gap-2 font-semibold", className)}>
      <PhaseMark phase={phase} />
      {PHASE_LABEL[phase]}
    </span>
  );
}
