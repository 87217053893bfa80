import type { CalendarDate } from "./calendar";

/** Where a hotspot stands in its chain: finding → hours a week → fix → protecting tests → hours a week after. */
export interface ChainState {
  minutesBefore: number;
  minutesAfter: number | null;
  fixedOn: CalendarDate | null;
  /** The client's written word that it stays as it is. */
  acceptedReason: string | null;
  testCount: number;
}

interface Ranked {
  /** Number of its finding within the engagement. */
  number: number;
  minutesBefore: number;
}

/** The costliest first; of equal cost the one that was found first. */
export function rankHotspots<H extends Ranked>(hotspots: readonly H[]): H[] {
  return [...hotspots].sort((a, b) => b.minutesBefore - a.minutesBefore || a.number - b.number);
}

/** So many of the costliest hotspots have to be fixed and protected before Stabilise is done. */
export const TOP_RANKS = 5;

export type Gap = "unfixed" | "unprotected" | "unmeasured";

export const GAP_LABEL: Record<Gap, string> = {
  unfixed: "No fix yet",
  unprotected: "No protecting test yet",
  unmeasured: "Not measured again yet",
};

/** Where its chain breaks first; null when it does not. A written acceptance stands for the fix and for the tests. */
export function gapOf(hotspot: Omit<ChainState, "minutesBefore">): Gap | null {
  const isAccepted = hotspot.acceptedReason !== null;
  if (hotspot.fixedOn === null) return isAccepted ? null : "unfixed";
  if (hotspot.testCount === 0) return isAccepted ? null : "unprotected";
  return hotspot.minutesAfter === null ? "unmeasured" : null;
}

/** What the gate of Stabilise looks at. */
export interface GateHotspot {
  id: string;
  findingId: string;
  number: number;
  title: string;
  minutesBefore: number;
  fixedOn: CalendarDate | null;
  acceptedReason: string | null;
  testCount: number;
}

/** Of the costliest hotspots those that are neither fixed with a protecting test nor accepted in writing, by rank. */
export function unguardedTop<H extends GateHotspot>(hotspots: readonly H[]): H[] {
  return rankHotspots(hotspots)
    .slice(0, TOP_RANKS)
    .filter((hotspot) => {
      const gap = gapOf({ ...hotspot, minutesAfter: null });
      return gap === "unfixed" || gap === "unprotected";
    });
}

export interface BoughtBack {
  /** Minutes a week, before less after; negative when it has become worse. */
  minutes: number;
  measured: number;
  unmeasured: number;
  /** How it is reckoned. */
  words: string;
}

/** The time a week that the measured hotspots cost less than they did. */
export function boughtBack(
  hotspots: readonly Pick<ChainState, "minutesBefore" | "minutesAfter">[],
): BoughtBack {
  const measured = hotspots.filter((hotspot) => hotspot.minutesAfter !== null);
  const minutes = measured.reduce((sum, { minutesBefore, minutesAfter }) => {
    return sum + minutesBefore - (minutesAfter ?? 0);
  }, 0);
  const unmeasured = hotspots.length - measured.length;
  return { minutes, measured: measured.length, unmeasured, words: words(measured.length, unmeasured) };
}

function words(measured: number, unmeasured: number): string {
  if (measured === 0) {
    return unmeasured === 0
      ? "Nothing has been marked as a hotspot yet."
      : "No hotspot has been measured again yet; until then we claim nothing.";
  }
  const sum = `The hours a week that ${measured === 1 ? "the hotspot" : `${measured} hotspots`} cost when ${measured === 1 ? "it was" : "they were"} found, less the hours a week that ${measured === 1 ? "it costs" : "they cost"} now.`;
  if (unmeasured === 0) return sum;
  return `${sum} ${unmeasured === 1 ? "One that is" : `${unmeasured} that are`} not measured again yet count${unmeasured === 1 ? "s" : ""} for nothing.`;
}

const MINUTES_MOST = 1000 * 60;

/** Hours as people write them (`4`, `4.5`, `4,25`, `4 h`) in minutes, or why they cannot be read. */
export function minutesFromHours(text: string): { minutes: number } | { fault: string } {
  const match = /^(\d{1,5})(?:[.,](\d{1,4}))?\s*(?:h|hrs?|hours?)?$/i.exec(text.trim());
  if (!match) return { fault: "Give hours a week as a number, such as 4.5." };
  const minutes = Math.round(Number(`${match[1]}.${match[2] ?? "0"}`) * 60);
  if (minutes > MINUTES_MOST) return { fault: "That is more than 1,000 hours a week." };
  return { minutes };
}

/** Minutes as hours with two places at most, without the unit: `4.5`. Read again they are the same minutes. */
export function hoursOf(minutes: number): string {
  return String(Math.round((minutes / 60) * 100) / 100);
}

/** `4.5 hours` */
export function hoursText(minutes: number): string {
  const hours = hoursOf(minutes);
  return hours === "1" ? "1 hour" : `${hours} hours`;
}
