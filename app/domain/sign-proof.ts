/** A session that started longer ago than this (milliseconds) signs with a code that is mailed. */
export const FRESH_SESSION_MS = 60 * 60_000;

/** How long a mailed code can be used, in minutes. */
export const CODE_MINUTES = 15;

/** Digits of a mailed code. */
export const CODE_DIGITS = 6;

/** Whether a session that started at `startedAt` may sign at `at` without a code; both epoch milliseconds. */
export function isFresh(startedAt: number, at: number): boolean {
  return at - startedAt <= FRESH_SESSION_MS;
}

/** The code as somebody typed it, without the spaces that mail programs and people put in. */
export function typedCode(text: string): string {
  return text.replace(/[\s-]+/g, "");
}
