import type { Audience } from "./event";
import type { FactLine, FactRoom, FactSection, FactText } from "./update";

/** A line as it is read on a page, with the address of its source. */
export interface ShownLine extends FactText {
  key: string;
  section: FactSection;
  to: string;
}

/** The lines that stand, as our people or the client read them. */
export function shownLines(lines: readonly FactLine[], audience: Audience, code: string): ShownLine[] {
  return lines.flatMap((line): ShownLine[] => {
    const text = audience === "client" ? line.client : line;
    if (!line.isKept || !text) return [];
    const { key, section, source } = line;
    return [{ key, section, title: text.title, rest: text.rest, to: addressOf(source, audience, code) }];
  });
}

const CLIENT_ROOMS: Record<FactRoom, string> = {
  deliverable: "#phases",
  gate: "/gates/",
  ledger: "/ledger",
  finding: "/findings",
  hotspot: "/findings",
  standard: "/standards",
  decision: "/decisions/",
  measure: "/measures",
  ask: "/asks#ask-",
  artefact: "/handover",
  engagement: "/activity",
};

const ROOMS: Record<FactRoom, string> = {
  deliverable: "/deliverables/",
  gate: "/gates/",
  ledger: "/ledger",
  finding: "/findings/",
  hotspot: "/findings/",
  standard: "/standards",
  decision: "/decisions/",
  measure: "/measures",
  ask: "/asks#ask-",
  artefact: "/handover",
  engagement: "/activity",
};

/** The page on which the source of a line is read; where a room has a page for each thing, that page. */
function addressOf({ room, id }: FactLine["source"], audience: Audience, code: string): string {
  const isClient = audience === "client";
  const path = (isClient ? CLIENT_ROOMS : ROOMS)[room];
  const base = `/${isClient ? "portal" : "engagements"}/${code}`;
  return /[/-]$/.test(path) ? `${base}${path}${id ?? ""}` : `${base}${path}`;
}
