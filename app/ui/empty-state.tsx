import type { ReactNode } from "react";

type Props = { title: string; children?: ReactNode; action?: ReactNode };

/** Nothing here yet: why, and the way on. */
export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="rounded-card border border-line border-dashed px-6 py-10 text-center">
      <p className="font-semibold text-lg">{title}</p>
      {children && <div className="mx-auto mt-1 max-w-prose text-muted">{children}</div>}
      {action && <div className="mt-4 flex justify-center gap-2">{action}</div>}
    </div>
  );
}
