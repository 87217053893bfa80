import type { DeliverableStatus } from "./deliverable";

/** Whether a deliverable meets a standard, or need not; while nobody has said, it is not met. */
export const STANDARD_STATES = ["met", "exempt"] as const;
export type StandardState = (typeof STANDARD_STATES)[number];

export const STANDARD_AREAS = [
  "auth",
  "errors",
  "pagination",
  "tests",
  "naming",
  "versioning",
  "idempotency",
  "observability",
  "data",
  "other",
] as const;
export type StandardArea = (typeof STANDARD_AREAS)[number];

export const STANDARD_AREA_LABEL: Record<StandardArea, string> = {
  auth: "Who may do what",
  errors: "Error shape",
  pagination: "Pagination",
  tests: "Tests",
  naming: "Naming",
  versioning: "Versioning",
  idempotency: "Idempotency",
  observability: "Observability",
  data: "Data and migrations",
  other: "Other",
};

export function isStandardArea(text: string): text is StandardArea {
  return (STANDARD_AREAS as readonly string[]).includes(text);
}

/** The area in words; one that an older version wrote stands as it is. */
export function areaLabel(area: string): string {
  return isStandardArea(area) ? STANDARD_AREA_LABEL[area] : area;
}

export interface AgreedStandard {
  id: string;
  number: number;
  title: string;
  /** Null while it stands. */
  withdrawnOn: string | null;
}

/** A deliverable of Extend, which inherits every standard that stands. */
export interface InheritingDeliverable {
  id: string;
  title: string;
  status: DeliverableStatus;
}

export interface StandardCheck {
  standardId: string;
  deliverableId: string;
  state: StandardState;
}

/** A standard that a deliverable has yet to meet. */
export interface UnmetStandard {
  standardId: string;
  standardNumber: number;
  standardTitle: string;
  deliverableId: string;
  deliverableTitle: string;
}

/** Whether a deliverable has to meet standards at all: one that does not apply need not. */
export function inherits(deliverable: { status: DeliverableStatus }): boolean {
  return deliverable.status !== "not_applicable";
}

/**
 * Every pair of a standard that stands and a deliverable of Extend of which nobody has said that it is met or
 * excepted; deliverables in their order, then standards. Nothing is copied: a new deliverable or standard is in at once.
 */
export function unmetStandards(
  standards: readonly AgreedStandard[],
  deliverables: readonly InheritingDeliverable[],
  checks: readonly StandardCheck[],
): UnmetStandard[] {
  const settled = new Set(checks.map((check) => `${check.standardId} ${check.deliverableId}`));
  const standing = standards.filter((standard) => standard.withdrawnOn === null);
  return deliverables.filter(inherits).flatMap((deliverable) =>
    standing
      .filter((standard) => !settled.has(`${standard.id} ${deliverable.id}`))
      .map((standard) => ({
        standardId: standard.id,
        standardNumber: standard.number,
        standardTitle: standard.title,
        deliverableId: deliverable.id,
        deliverableTitle: deliverable.title,
      })),
  );
}
