/** How long the address of a shared portal may work, in days. */
export const SHARE_DAYS = [7, 30, 90] as const;
export type ShareDays = (typeof SHARE_DAYS)[number];

export type ShareState = "open" | "expired" | "revoked";

/** Whether an address still opens the portal. Instants are epoch milliseconds. */
export function shareState(link: { expiresAt: number; revokedAt: number | null }, at: number): ShareState {
  if (link.revokedAt !== null) return "revoked";
  return link.expiresAt <= at ? "expired" : "open";
}

export function sharePath(token: string): string {
  return `/shared/${token}`;
}
