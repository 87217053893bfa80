import { ARTEFACT_LABEL, ARTEFACTS } from "~/domain/deliverable";
import type { TemplateBody, TemplateDeliverable, TemplatePhase } from "~/domain/template";

type Kind = "plain" | "proven" | "quiet";

const item = (title: string, dueDay: number, kind: Kind = "plain"): TemplateDeliverable => ({
  title,
  dueDay,
  isVisible: kind !== "quiet",
  requiresEvidence: kind === "proven",
  artefact: null,
});

const readOf = (own: readonly TemplateDeliverable[]): TemplatePhase => ({
  kind: "read",
  workingDays: 3,
  isFixed: true,
  deliverables: [
    item("Access to code, cloud and logs checked", 1, "quiet"),
    ...own,
    item("Architecture call", 2),
    item("Data-model walk-through", 2),
    item("Pains measured before we begin", 3),
    item("Findings written down before anything is touched", 3, "proven"),
    item("Findings shared and talked through", 3),
  ],
});

const documentOf = (workingDays: number): TemplatePhase => ({
  kind: "document",
  workingDays,
  isFixed: false,
  deliverables: [
    item("API specification written and published", 2, "proven"),
    item("Runbook for the people on call", 3, "proven"),
    item("Runbook tried by someone who did not write it", 4),
    item("Onboarding notes for the next engineer", 4),
    item("Decisions written down, with what would change our minds", 4),
    item("Pains measured again", 5),
    ...ARTEFACTS.map((artefact) => ({ ...item(ARTEFACT_LABEL[artefact], 6, "proven"), artefact })),
    item("Our own access taken away", workingDays, "quiet"),
    item("Hand-over session with the client's team", workingDays),
  ],
});

/** For code that people are afraid to touch: most of the time goes into Stabilise. */
export const SERVICE_RESCUE: TemplateBody = {
  weeks: 9,
  phases: [
    readOf([
      item("Last three incidents read, and who was woken", 1, "quiet"),
      item("Code review", 1),
      item("Build and deploy tried from a clean machine", 1),
      item("Slowest ten queries listed", 2),
      item("Where sign-in happens, and in how many ways", 2),
    ]),
    {
      kind: "stabilise",
      workingDays: 20,
      isFixed: false,
      deliverables: [
        item("Hotspots ranked by the hours they cost", 1, "proven"),
        item("Who decides what, agreed with the client's team", 1),
        item("Standards agreed: auth, error shape, pagination, tests", 3, "proven"),
        item("Staging that behaves like production", 4),
        item("Safety net: continuous integration and a way to roll back", 5),
        item("Characterisation tests around the riskiest module", 6, "proven"),
        item("First hotspot fixed", 8),
        item("Test that protects the first fix", 8, "proven"),
        item("Slow queries indexed or rewritten", 10),
        item("Second hotspot fixed", 12),
        item("Test that protects the second fix", 12, "proven"),
        item("Third hotspot fixed", 15),
        item("Test that protects the third fix", 15, "proven"),
        item("One way to authenticate across services", 16),
        item("One error shape from every route", 17),
        item("Logs, metrics and traces where the spikes are", 18),
        item("Alerts that wake somebody only when they should", 19),
        item("Restore from backup rehearsed", 19, "proven"),
        item("Dependencies brought to supported versions", 20),
        item("Review of what Stabilise taught us", 20, "quiet"),
      ],
    },
    {
      kind: "extend",
      workingDays: 15,
      isFixed: false,
      deliverables: [
        item("New endpoints designed to the agreed standard", 2),
        item("Migrations for the new data model", 4),
        item("Migrations rehearsed on a copy of production", 5, "proven"),
        item("New endpoints live behind the standard", 7, "proven"),
        item("Old routes marked with an end date", 8),
        item("Input validation and rate limits on every route", 9, "proven"),
        item("Background jobs, with the reason for the runner chosen", 10),
        item("Retries and dead letters seen to", 11),
        item("Integrations connected, signed and retried", 12, "proven"),
        item("Dashboards for the new routes", 13),
        item("Load tried at twice the expected peak", 13, "quiet"),
        item("Feature flags cleared away", 14, "quiet"),
        item("Authorisation reviewed for this release", 15, "proven"),
      ],
    },
    documentOf(7),
  ],
};

/** For a service that does not exist yet: a short Stabilise for what it will stand on, a long Extend. */
export const FRESH_BUILD: TemplateBody = {
  weeks: 9,
  phases: [
    readOf([
      item("What exists today, and what must not be rebuilt", 1),
      item("Code review of the systems we will talk to", 1),
      item("Who calls the API, and from where", 2),
      item("Volumes and peaks written down", 2),
    ]),
    {
      kind: "stabilise",
      workingDays: 8,
      isFixed: false,
      deliverables: [
        item("Hotspots ranked by the hours they cost", 1, "proven"),
        item("Standards agreed: auth, error shape, pagination, tests", 2, "proven"),
        item("Language and framework chosen, with the reason", 2),
        item("Repository, branches and reviews set up", 2, "quiet"),
        item("Cloud accounts in the client's name", 3, "proven"),
        item("Infrastructure as code for every environment", 4),
        item("Safety net: continuous integration and a way to roll back", 4),
        item("Walking skeleton deployed", 5, "proven"),
        item("First hotspot fixed", 6),
        item("Test that protects the first fix", 6, "proven"),
        item("One way to authenticate across services", 7),
        item("Logs, metrics and traces from the first request", 8),
        item("Review of what Stabilise taught us", 8, "quiet"),
      ],
    },
    {
      kind: "extend",
      workingDays: 26,
      isFixed: false,
      deliverables: [
        item("Data model agreed and drawn", 2, "proven"),
        item("Migrations for the new data model", 4),
        item("Error shape and pagination in one place", 5),
        item("New endpoints designed to the agreed standard", 6),
        item("First endpoint live, end to end", 8, "proven"),
        item("Contract tests with the callers", 10),
        item("Input validation and rate limits on every route", 12, "proven"),
        item("New endpoints live behind the standard", 14, "proven"),
        item("Idempotent writes", 15),
        item("New service or module deployed", 16),
        item("Background jobs, with the reason for the runner chosen", 18),
        item("Retries and dead letters seen to", 19),
        item("Integrations connected, signed and retried", 21, "proven"),
        item("Data moved from the old system, counted on both sides", 22, "proven"),
        item("Dashboards and alerts for the new routes", 23),
        item("Load tried at twice the expected peak", 24, "quiet"),
        item("Failure of each dependency tried", 24, "quiet"),
        item("Pilot with the first users", 25),
        item("Authorisation reviewed for this release", 26, "proven"),
      ],
    },
    documentOf(8),
  ],
};

/** Six weeks for one service that hurts in one place. */
export const SHORT_STABILISATION: TemplateBody = {
  weeks: 6,
  phases: [
    readOf([
      item("Last three incidents read, and who was woken", 1, "quiet"),
      item("Code review", 1),
      item("Slowest ten queries listed", 2),
    ]),
    {
      kind: "stabilise",
      workingDays: 14,
      isFixed: false,
      deliverables: [
        item("Hotspots ranked by the hours they cost", 1, "proven"),
        item("Standards agreed: auth, error shape, pagination, tests", 2, "proven"),
        item("Staging that behaves like production", 3),
        item("Safety net: continuous integration and a way to roll back", 4),
        item("Characterisation tests around the riskiest module", 5, "proven"),
        item("First hotspot fixed", 6),
        item("Test that protects the first fix", 6, "proven"),
        item("Slow queries indexed or rewritten", 8),
        item("Second hotspot fixed", 10),
        item("Test that protects the second fix", 10, "proven"),
        item("One error shape from every route", 11),
        item("Logs, metrics and traces where the spikes are", 12),
        item("Alerts that wake somebody only when they should", 13),
        item("Restore from backup rehearsed", 13, "proven"),
        item("Dependencies brought to supported versions", 14),
        item("Review of what Stabilise taught us", 14, "quiet"),
      ],
    },
    {
      kind: "extend",
      workingDays: 7,
      isFixed: false,
      deliverables: [
        item("New endpoints designed to the agreed standard", 1),
        item("Migrations rehearsed on a copy of production", 2, "proven"),
        item("New endpoints live behind the standard", 4, "proven"),
        item("Input validation and rate limits on every route", 5, "proven"),
        item("Retries and dead letters seen to", 5),
        item("Dashboards for the new routes", 6),
        item("Load tried at twice the expected peak", 6, "quiet"),
        item("Authorisation reviewed for this release", 7, "proven"),
      ],
    },
    documentOf(6),
  ],
};
