import { type CalendarDate, longDate } from "./calendar";

/** A sentence in pieces: plain text and dates. */
export type Words = readonly (string | { on: CalendarDate })[];

/** The sentence as plain text, for titles and lists. */
export function plainWords(words: Words, todayOn: CalendarDate): string {
  return words.map((piece) => (typeof piece === "string" ? piece : longDate(piece.on, todayOn))).join("");
}

/** `a; b; c`, for titles that may hold commas; beyond `most` the rest is counted. */
export function listText(titles: readonly string[], most = 4): string {
  if (titles.length <= most) return titles.join("; ");
  return `${titles.slice(0, most).join("; ")}; and ${titles.length - most} more`;
}
