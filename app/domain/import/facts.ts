import type { Facts } from "../event";
import type { ImportedEngagement } from "./engagement-row";

/**
 * What a file says of an engagement, for telling later whether it says something else. Only what the file has a column
 * for is in it, and nothing that depends on the day of the import.
 */
export function factsOf(engagement: ImportedEngagement): Facts {
  const facts: Record<string, string | number | null | undefined> = {
    title: engagement.title,
    client: engagement.client,
    standing: engagement.standing,
    phase: engagement.phase,
    lost_reason: engagement.lostReason,
    starts_on: engagement.startsOn,
    weeks: engagement.weeks,
    value: engagement.valueMinor,
    currency: engagement.valueMinor ? engagement.currency : undefined,
    win_probability: engagement.winProbability,
    lead: engagement.lead,
    summary: engagement.summary,
    milestones:
      engagement.milestones &&
      JSON.stringify(engagement.milestones.map((each) => [each.happenedOn, each.title])),
  };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

/** The facts that differ from those of the last import; what the file is silent about does not. */
export function changedFacts(now: Facts, last: Facts): string[] {
  return Object.keys(now).filter((key) => (now[key] ?? null) !== (last[key] ?? null));
}
