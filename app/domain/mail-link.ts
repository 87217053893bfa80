/** What a mailed link is for. */
export type LinkPurpose = "sign_in" | "invite" | "reset";

/** How long a mailed link can be used, in minutes. */
export const LINK_MINUTES: Record<LinkPurpose, number> = { sign_in: 15, invite: 60, reset: 60 };

/** The address of the page behind a mailed link, without the origin. */
export function linkPath(purpose: LinkPurpose, token: string): string {
  const folder = { sign_in: "link", invite: "invite", reset: "reset" }[purpose];
  return `/${folder}/${token}`;
}

/** A letter's text with the secret part of its links taken out, for keeping it after it was sent. */
export function withoutTokens(text: string): string {
  return text.replace(/\/(link|invite|reset)\/[\w-]{20,}/g, "/$1/…");
}
