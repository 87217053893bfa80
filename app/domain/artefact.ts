import { ARTEFACTS, type Artefact } from "./deliverable";

/** What the hand-over register says of an artefact. */
export interface ArtefactEntry {
  kind: Artefact;
  place: string;
  ownerAfter: string;
  howVerified: string;
  verifiedOn: string | null;
  missingReason: string | null;
}

export type ArtefactState = "verified" | "missing" | "open";

/** Verified, left out with a reason, or still to be seen to. */
export function artefactState(entry: Pick<ArtefactEntry, "verifiedOn" | "missingReason">): ArtefactState {
  if (entry.missingReason) return "missing";
  return entry.verifiedOn ? "verified" : "open";
}

/** All six of the register in their order; one that nobody wrote about yet is empty. */
export function wholeRegister<Entry extends ArtefactEntry>(
  entries: readonly Entry[],
  empty: (kind: Artefact) => Entry,
): Entry[] {
  return ARTEFACTS.map((kind) => entries.find((entry) => entry.kind === kind) ?? empty(kind));
}

/** What each artefact is good for, for somebody who does not write software. */
export const ARTEFACT_HINT: Record<Artefact, string> = {
  deployed_backend: "The system that runs, and the pipeline that brings every change to it.",
  api_schema: "The description of every call that others may make, kept true by the code itself.",
  automated_tests: "The checks that say within minutes whether a change broke something.",
  observability: "Where to look when something is slow or fails, and what tells you first.",
  data_model_docs: "What is stored and why, and how it is changed without losing any of it.",
  secrets_access: "Who may reach what, where the keys lie, and how they are renewed.",
};

/** The register at a glance: `4 of 6 verified, 1 missing with the reason, 1 open`. */
export function registerSummary(
  entries: readonly Pick<ArtefactEntry, "verifiedOn" | "missingReason">[],
): string {
  const count = (state: ArtefactState) => entries.filter((entry) => artefactState(entry) === state).length;
  const [missing, open] = [count("missing"), count("open")];
  return [
    `${count("verified")} of ${entries.length} verified`,
    ...(missing > 0 ? [`${missing} missing with the reason`] : []),
    ...(open > 0 ? [`${open} open`] : []),
  ].join(", ");
}
