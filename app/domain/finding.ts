import type { PhaseStatus } from "./phase";

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_LABEL: Record<Severity, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
};

export const FINDING_STATUSES = ["open", "resolved", "accepted"] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

export const FINDING_STATUS_LABEL: Record<FindingStatus, string> = {
  open: "Open",
  resolved: "Resolved",
  accepted: "Accepted as it is",
};

/** What kind of test protects a fix. */
export const TEST_KINDS = ["unit", "integration", "contract", "load", "other"] as const;
export type TestKind = (typeof TEST_KINDS)[number];

export const TEST_KIND_LABEL: Record<TestKind, string> = {
  unit: "Unit",
  integration: "Integration",
  contract: "Contract",
  load: "Load",
  other: "Other",
};

/** Areas that are offered; any other words may be written. */
export const AREAS = [
  "Architecture",
  "API",
  "Authentication",
  "Background jobs",
  "Data model",
  "Delivery pipeline",
  "Dependencies",
  "Observability",
  "Performance",
  "Secrets",
  "Security",
  "Tests",
] as const;

/** The longest that each text may be, in characters. */
export const FINDING_LIMITS = { title: 200, area: 60, body: 20_000, place: 500, resolution: 2000 } as const;

/** `F-7` */
export function findingName(number: number): string {
  return `F-${number}`;
}

/** Whether nothing has been touched yet: Stabilise, where the mending begins, has not started. */
export function isBeforeMending(stabilise: PhaseStatus | null): boolean {
  return stabilise === null || stabilise === "upcoming";
}

/** A field of a finding that does not fit, in words for who wrote it; null when all do. */
export function findingFault(finding: {
  title: string;
  area: string;
  body: string;
  place: string;
}): { field: "title" | "area" | "body" | "place"; message: string } | null {
  if (finding.title.trim() === "") return { field: "title", message: "Say in a line what was found." };
  for (const field of ["title", "area", "body", "place"] as const) {
    const most = FINDING_LIMITS[field];
    if (finding[field].length > most) {
      return { field, message: `Use at most ${most.toLocaleString("en-GB")} characters.` };
    }
  }
  return null;
}
