import type { ReactNode } from "react";

/** Says that what was asked for is done, at the top of the page that one comes back to. */
export function DoneNotice({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="mb-4 rounded-control bg-good-soft px-4 py-3 font-semibold text-good-ink">
      {children}
    </p>
  );
}
