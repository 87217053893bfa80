/** What evidence can be of. An artefact is named by its kind, as its row may not be written yet; the others by id. */
export const EVIDENCE_OF = ["deliverable", "finding", "hotspot", "artefact", "ask"] as const;
export type EvidenceOf = (typeof EVIDENCE_OF)[number];

export interface EvidenceSubject {
  of: EvidenceOf;
  id: string;
}

/** A file as its evidence shows it. */
export interface EvidenceFile {
  name: string;
  /** Sniffed from the bytes. */
  type: string;
  /** Bytes. */
  size: number;
}

/** A piece of evidence as our people read it. */
export interface EvidenceShown {
  id: string;
  url: string | null;
  note: string;
  file: EvidenceFile | null;
  isVisible: boolean;
  addedBy: string;
  /** Epoch milliseconds. */
  addedAt: number;
}

export const EVIDENCE_LIMITS = {
  url: 2000,
  note: 2000,
  /** Pieces of one subject. */
  pieces: 200,
} as const;

/** Where a file of evidence is fetched, by our people or on the portal. */
export function evidencePath(code: string, id: string, isPortal: boolean): string {
  return `${isPortal ? "/portal" : "/engagements"}/${code}/evidence/${id}`;
}

/** The page of our people that shows what evidence is of; a hotspot's is told by the id of its finding. */
export function subjectPath(code: string, { of, id }: EvidenceSubject): string {
  const page = `/engagements/${code}`;
  if (of === "deliverable") return `${page}/deliverables/${id}#evidence`;
  if (of === "ask") return `${page}/asks#ask-${id}`;
  return of === "artefact" ? `${page}/handover` : `${page}/findings/${id}#evidence`;
}
