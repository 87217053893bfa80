import type { Artefact } from "./deliverable";
import { ARTEFACT_LABEL, ARTEFACTS } from "./deliverable";
import type { PhaseKind } from "./phase";
import type { PhaseLength } from "./schedule";

export interface TemplateDeliverable {
  title: string;
  /** Working day of the phase on which it is due, 1 = the first, at the phase's reference length. */
  dueDay: number;
  isVisible: boolean;
  requiresEvidence: boolean;
  artefact: Artefact | null;
}

export interface TemplatePhase extends PhaseLength {
  deliverables: TemplateDeliverable[];
}

/** The four phases in order, with lengths at the reference number of weeks. */
export interface TemplateBody {
  weeks: number;
  phases: TemplatePhase[];
}

const item = (
  title: string,
  dueDay: number,
  options: Partial<Omit<TemplateDeliverable, "title" | "dueDay">> = {},
): TemplateDeliverable => ({
  title,
  dueDay,
  isVisible: true,
  requiresEvidence: false,
  artefact: null,
  ...options,
});

const evidence = { requiresEvidence: true };
const internal = { isVisible: false };

/** The built-in Backend Development template, nine weeks long: three days of Read, then 15, 20 and 7 working days. */
export const BACKEND_TEMPLATE_NAME = "Backend Development";

export const BACKEND_TEMPLATE: TemplateBody = {
  weeks: 9,
  phases: [
    {
      kind: "read",
      workingDays: 3,
      isFixed: true,
      deliverables: [
        item("Access to code, cloud and logs checked", 1, internal),
        item("Code review", 1),
        item("Architecture call", 2),
        item("Data-model walk-through", 2),
        item("Pains measured before we begin", 3),
        item("Findings written down before anything is touched", 3, evidence),
        item("Findings shared and talked through", 3),
      ],
    },
    {
      kind: "stabilise",
      workingDays: 15,
      isFixed: false,
      deliverables: [
        item("Hotspots ranked by the hours they cost", 1, evidence),
        item("Standards agreed: auth, error shape, pagination, tests", 3, evidence),
        item("Safety net: continuous integration and a way to roll back", 4),
        item("First hotspot fixed", 6),
        item("Test that protects the first fix", 6, evidence),
        item("Second hotspot fixed", 10),
        item("Test that protects the second fix", 10, evidence),
        item("One way to authenticate across services", 12),
        item("Logs, metrics and traces where the spikes are", 14),
        item("Review of what Stabilise taught us", 15, internal),
      ],
    },
    {
      kind: "extend",
      workingDays: 20,
      isFixed: false,
      deliverables: [
        item("New endpoints designed to the agreed standard", 3),
        item("Migrations for the new data model", 6),
        item("New endpoints live behind the standard", 10, evidence),
        item("Input validation and rate limits on every route", 12, evidence),
        item("New service or module deployed", 14),
        item("Background jobs, with the reason for the runner chosen", 15),
        item("Integrations connected, signed and retried", 17, evidence),
        item("Load tried at twice the expected peak", 18, internal),
        item("Authorisation reviewed for this release", 20, evidence),
      ],
    },
    {
      kind: "document",
      workingDays: 7,
      isFixed: false,
      deliverables: [
        item("API specification written and published", 2, evidence),
        item("Runbook for the people on call", 3, evidence),
        item("Onboarding notes for the next engineer", 4),
        item("Pains measured again", 5),
        ...ARTEFACTS.map((artefact) =>
          item(ARTEFACT_LABEL[artefact], 6, { requiresEvidence: true, artefact }),
        ),
        item("Hand-over session with the client's team", 7),
      ],
    },
  ],
};

/**
 * The working day, from 1, on which a deliverable is due when its phase lasts `days` instead of the template's
 * length: in proportion, never outside the phase.
 */
export function scaledDueDay(dueDay: number, referenceDays: number, days: number): number {
  if (referenceDays <= 0) return days;
  return Math.min(days, Math.max(1, Math.round((dueDay / referenceDays) * days)));
}

/** What keeps a template from being saved, by path such as `phases.1.workingDays`; empty when nothing does. */
export function templateErrors(body: TemplateBody, kinds: readonly PhaseKind[]): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!(body.weeks > 0 && body.weeks <= 104)) errors.weeks = "Between 1 and 104 weeks.";
  kinds.forEach((kind, index) => {
    const phase = body.phases[index];
    if (!phase || phase.kind !== kind) {
      errors[`phases.${index}`] = "A template has the four phases in their order.";
      return;
    }
    if (!Number.isInteger(phase.workingDays) || phase.workingDays < 1 || phase.workingDays > 260) {
      errors[`phases.${index}.workingDays`] = "Between 1 and 260 working days.";
    }
    phase.deliverables.forEach((deliverable, row) => {
      const path = `phases.${index}.deliverables.${row}`;
      if (deliverable.title.trim() === "") errors[`${path}.title`] = "Name the deliverable.";
      if (
        !Number.isInteger(deliverable.dueDay) ||
        deliverable.dueDay < 1 ||
        deliverable.dueDay > phase.workingDays
      ) {
        errors[`${path}.dueDay`] = `A working day of the phase, 1 to ${phase.workingDays}.`;
      }
    });
  });
  for (const [path, message] of artefactsTwice(body)) errors[path] ??= message;
  return errors;
}

/** One error at each deliverable that carries an artefact which an earlier one carries, naming both. */
function artefactsTwice(body: TemplateBody): [path: string, message: string][] {
  const first = new Map<Artefact, string>();
  return body.phases.flatMap((phase, index) =>
    phase.deliverables.flatMap(({ artefact, title }, row): [string, string][] => {
      if (!artefact) return [];
      const earlier = first.get(artefact);
      if (earlier === undefined) {
        first.set(artefact, title);
        return [];
      }
      const message = `“${earlier}” and “${title}” hand over the same artefact; one of them may.`;
      return [[`phases.${index}.deliverables.${row}.artefact`, message]];
    }),
  );
}
