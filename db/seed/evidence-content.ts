import type { EvidenceInput } from "../evidence.server";

export interface EvidencePlace {
  /** The client's reserved domain. */
  domain: string;
  /** The engagement's title as a path. */
  slug: string;
  random: () => number;
}

type Write = (place: EvidencePlace) => Pick<EvidenceInput, "url" | "note">;

const between = (place: EvidencePlace, low: number, high: number) =>
  low + Math.floor(place.random() * (high - low + 1));

const pull =
  (note: (place: EvidencePlace) => string): Write =>
  (place) => ({
    url: `https://git.${place.domain}/${place.slug}/pull/${between(place, 18, 460)}`,
    note: note(place),
  });

const page =
  (path: string, note: (place: EvidencePlace) => string): Write =>
  (place) => ({ url: `https://docs.${place.domain}/${place.slug}/${path}`, note: note(place) });

const spoken =
  (note: (place: EvidencePlace) => string): Write =>
  (place) => ({ url: null, note: note(place) });

/** What was shown for each deliverable of the templates that asks for evidence. */
const BY_TITLE: Readonly<Record<string, Write>> = {
  "Findings written down before anything is touched": page(
    "findings",
    (place) =>
      `The worst first, read through with you in ${between(place, 9, 19)} minutes; nothing has been changed yet.`,
  ),
  "Hotspots ranked by the hours they cost": page(
    "hotspots",
    (place) =>
      `${between(place, 4, 7)} of your people ranked them with us; the order was agreed in ${between(place, 13, 31)} minutes.`,
  ),
  "Standards agreed: auth, error shape, pagination, tests": page(
    "standards",
    () => "One page, read aloud with your developers and agreed line by line.",
  ),
  "Characterisation tests around the riskiest module": pull(
    (place) => `${between(place, 28, 74)} tests that hold today's behaviour still, odd parts included.`,
  ),
  "Test that protects the first fix": pull(
    (place) => `${between(place, 3, 11)} tests, red before the fix and green after.`,
  ),
  "Test that protects the second fix": pull(
    (place) => `${between(place, 2, 9)} tests; the old bug comes back if the fix is taken out.`,
  ),
  "Test that protects the third fix": pull((place) => `${between(place, 2, 8)} tests, run on every push.`),
  "Restore from backup rehearsed": spoken(
    (place) =>
      `Restored last night's backup into staging in ${between(place, 11, 48)} minutes; row counts agree.`,
  ),
  "Cloud accounts in the client's name": spoken(
    () => "Three accounts under your own organisation; we have roles in them, not keys.",
  ),
  "Walking skeleton deployed": (place) => ({
    url: `https://staging.${place.domain}/${place.slug}/healthz`,
    note: "One request through every layer, deployed by the pipeline.",
  }),
  "Data model agreed and drawn": page(
    "data-model",
    (place) => `${between(place, 9, 23)} tables, each with the question that it answers.`,
  ),
  "Migrations rehearsed on a copy of production": spoken(
    (place) => `Ran in ${between(place, 2, 26)} minutes on last week's copy, forwards and back.`,
  ),
  "First endpoint live, end to end": pull(
    (place) => `Live for ${between(place, 2, 9)} callers since this morning.`,
  ),
  "New endpoints live behind the standard": pull(
    (place) => `${between(place, 5, 14)} endpoints; the standard is checked in the pipeline.`,
  ),
  "Input validation and rate limits on every route": pull(
    (place) => `All ${between(place, 21, 63)} routes; a test fails for any route without both.`,
  ),
  "Integrations connected, signed and retried": pull(
    () => "Signatures checked, retries spaced out, and the dead letters have a page.",
  ),
  "Data moved from the old system, counted on both sides": spoken(
    (place) =>
      `${between(place, 180, 940)},000 rows on both sides; the ${between(place, 3, 41)} that differ are listed and explained.`,
  ),
  "Authorisation reviewed for this release": page(
    "authorisation",
    () => "Every route against every role, walked with your security lead.",
  ),
  "API specification written and published": page("api", () => "Published from the code on every merge."),
  "Runbook for the people on call": page(
    "runbook",
    (place) => `${between(place, 8, 17)} situations, each with the first three things to do.`,
  ),
  "Backend deployed, with its CI/CD pipeline": (place) => ({
    url: `https://git.${place.domain}/${place.slug}/actions`,
    note: `Deploys in ${between(place, 6, 14)} minutes, rolls back in one.`,
  }),
  "API schema in sync with the code": pull(() => "The build fails when schema and code differ."),
  "Automated tests, unit and integration": pull(
    (place) => `${between(place, 210, 640)} tests in ${between(place, 2, 7)} minutes.`,
  ),
  "Observability: logs, metrics and traces": (place) => ({
    url: `https://dashboards.${place.domain}/${place.slug}`,
    note: "Tried with a fault that we put in: found in four minutes.",
  }),
  "Data-model docs and migration strategy": page(
    "data-model",
    () => "Kept beside the migrations; the drawing is generated.",
  ),
  "Secrets and access management": spoken(
    (place) => `${between(place, 9, 22)} secrets in your vault, each with an owner and a date to change it.`,
  ),
};

const OTHERS: readonly Write[] = [
  pull((place) => `Reviewed by two; ${between(place, 2, 12)} tests.`),
  pull(() => "In production behind a flag since yesterday."),
  pull((place) => `Merged after ${between(place, 2, 4)} rounds of review.`),
  spoken(() => "Shown in the Thursday call; no open questions."),
];

/** Evidence that somebody would really have given for a deliverable of that title. */
export function evidenceOf(title: string, isVisible: boolean, place: EvidencePlace): EvidenceInput {
  const write = BY_TITLE[title] ?? OTHERS[Math.floor(place.random() * OTHERS.length)];
  const { url, note } = write?.(place) ?? { url: null, note: "Seen and agreed." };
  return { kind: url ? "link" : "note", url, note, isVisible };
}
