import { PHASE_LABEL, type PhaseKind } from "~/domain/phase";
import type { PortalHeading } from "~/domain/portal";

const INKS: Record<PhaseKind, string> = {
  read: "text-read-ink",
  stabilise: "text-stabilise-ink",
  extend: "text-extend-ink",
  document: "text-document-ink",
};

/** `Booking API: week 6 of 9, in Extend.` with the phase in its colour. */
export function HeadingText({ heading }: { heading: PortalHeading }) {
  return (
    <>
      {heading.before}
      {heading.phase && <span className={INKS[heading.phase]}>{PHASE_LABEL[heading.phase]}</span>}
      {heading.after}
    </>
  );
}

/** The same as plain text, for the title of the page. */
export function headingWords({ before, phase, after }: PortalHeading): string {
  return `${before}${phase ? PHASE_LABEL[phase] : ""}${after}`;
}
