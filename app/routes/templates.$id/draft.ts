import { ARTEFACTS, type Artefact } from "~/domain/deliverable";
import { PHASE_KINDS, type PhaseKind } from "~/domain/phase";
import type { TemplateBody } from "~/domain/template";

/** A deliverable as it is typed. */
export interface DraftRow {
  /** Tells the rows of one drawing of the form apart. */
  id: string;
  title: string;
  dueDay: string;
  isVisible: boolean;
  requiresEvidence: boolean;
  artefact: Artefact | "";
}

interface DraftPhase {
  kind: PhaseKind;
  workingDays: string;
  isFixed: boolean;
  rows: DraftRow[];
}

/** A template as it stands in the form, whatever was typed. */
export interface Draft {
  name: string;
  weeks: string;
  phases: DraftPhase[];
}

const MOST_ROWS = 200;

export function draftOf(name: string, body: TemplateBody): Draft {
  return {
    name,
    weeks: String(body.weeks),
    phases: body.phases.map((phase) => ({
      kind: phase.kind,
      workingDays: String(phase.workingDays),
      isFixed: phase.isFixed,
      rows: phase.deliverables.map((deliverable, position) => ({
        id: `${phase.kind}-${position}`,
        title: deliverable.title,
        dueDay: String(deliverable.dueDay),
        isVisible: deliverable.isVisible,
        requiresEvidence: deliverable.requiresEvidence,
        artefact: deliverable.artefact ?? "",
      })),
    })),
  };
}

export function draftFrom(formData: FormData): Draft {
  const text = (name: string) => {
    const value = formData.get(name);
    return typeof value === "string" ? value : "";
  };
  return {
    name: text("name"),
    weeks: text("weeks"),
    phases: PHASE_KINDS.map((kind, index) => {
      const path = `phases.${index}`;
      const rows: DraftRow[] = [];
      while (rows.length < MOST_ROWS && formData.has(`${path}.deliverables.${rows.length}.title`)) {
        const row = `${path}.deliverables.${rows.length}`;
        rows.push({
          id: `${kind}-${rows.length}`,
          title: text(`${row}.title`),
          dueDay: text(`${row}.dueDay`),
          isVisible: formData.has(`${row}.isVisible`),
          requiresEvidence: formData.has(`${row}.requiresEvidence`),
          artefact: ARTEFACTS.find((artefact) => artefact === text(`${row}.artefact`)) ?? "",
        });
      }
      return {
        kind,
        workingDays: text(`${path}.workingDays`),
        isFixed: formData.has(`${path}.isFixed`),
        rows,
      };
    }),
  };
}

const whole = (text: string) => (/^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN);

export function bodyOf(draft: Draft): TemplateBody {
  return {
    weeks: whole(draft.weeks),
    phases: draft.phases.map((phase) => ({
      kind: phase.kind,
      workingDays: whole(phase.workingDays),
      isFixed: phase.isFixed,
      deliverables: phase.rows.map((row) => ({
        title: row.title.trim().replace(/\p{Cc}+/gu, " "),
        dueDay: whole(row.dueDay),
        isVisible: row.isVisible,
        requiresEvidence: row.requiresEvidence,
        artefact: row.artefact === "" ? null : row.artefact,
      })),
    })),
  };
}

/** Errors of the typing itself, by the same paths as those of the template. */
export function draftErrors(draft: Draft): Record<string, string> {
  const errors: Record<string, string> = {};
  if (draft.name.trim().length > 120) errors.name = "Use at most 120 characters.";
  draft.phases.forEach((phase, index) => {
    phase.rows.forEach((row, position) => {
      if (row.title.length > 200) {
        errors[`phases.${index}.deliverables.${position}.title`] = "Use at most 200 characters.";
      }
    });
  });
  return errors;
}

/**
 * Does what a row's button says: `add:1`, `remove:1.3`, `up:1.3`, `down:1.3` (phase and row, from 0). Answers the new
 * draft and the name of the field to go on from; null when the button is unknown.
 */
export function applyStep(draft: Draft, step: string): { draft: Draft; focus: string } | null {
  const match = /^(add|remove|up|down):([0-3])(?:\.(\d{1,3}))?$/.exec(step);
  const index = Number(match?.[2]);
  const phase = draft.phases[index];
  if (!match || !phase) return null;
  const rows = [...phase.rows];
  const at = Number(match[3] ?? rows.length);
  let focusOn = at;
  if (match[1] === "add") {
    if (rows.length >= MOST_ROWS) return null;
    rows.push({
      id: `${phase.kind}-${rows.length}`,
      title: "",
      dueDay: rows.at(-1)?.dueDay ?? "1",
      isVisible: true,
      requiresEvidence: false,
      artefact: "",
    });
    focusOn = rows.length - 1;
  } else {
    const [row] = rows.splice(at, 1);
    if (!row) return null;
    if (match[1] === "remove") focusOn = Math.min(at, rows.length - 1);
    else {
      focusOn = Math.min(rows.length, Math.max(0, match[1] === "up" ? at - 1 : at + 1));
      rows.splice(focusOn, 0, row);
    }
  }
  const phases = draft.phases.map((one, position) => (position === index ? { ...one, rows } : one));
  const focus = focusOn < 0 ? `phases.${index}.workingDays` : `phases.${index}.deliverables.${focusOn}.title`;
  return { draft: { ...draft, phases }, focus };
}

/** What theirs has that mine has not and the other way round, in sentences. */
export function differences(theirs: Draft, mine: Draft): string[] {
  const said: string[] = [];
  if (theirs.name !== mine.name) said.push(`Theirs is called “${theirs.name}”.`);
  if (theirs.weeks !== mine.weeks) said.push(`Theirs is ${theirs.weeks} weeks long, yours ${mine.weeks}.`);
  theirs.phases.forEach((phase, index) => {
    const own = mine.phases[index];
    if (!own) return;
    const label = phase.kind.charAt(0).toUpperCase() + phase.kind.slice(1);
    if (phase.workingDays !== own.workingDays) {
      said.push(`${label} has ${phase.workingDays} working days in theirs, ${own.workingDays} in yours.`);
    }
    const [theirTitles, myTitles] = [phase.rows, own.rows].map(
      (rows) => new Set(rows.map((row) => row.title)),
    );
    const only = (rows: DraftRow[], others: Set<string> | undefined) =>
      rows.filter((row) => !others?.has(row.title)).map((row) => `“${row.title}”`);
    const [theirsOnly, mineOnly] = [only(phase.rows, myTitles), only(own.rows, theirTitles)];
    if (theirsOnly.length > 0) said.push(`${label}: only theirs has ${theirsOnly.join(", ")}.`);
    if (mineOnly.length > 0) said.push(`${label}: only yours has ${mineOnly.join(", ")}.`);
  });
  return said.length > 0 ? said : ["The same deliverables, in another order or with other days and marks."];
}
