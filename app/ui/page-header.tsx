import type { ReactNode } from "react";

type Props = {
  title: ReactNode;
  /** The line above the title: company, code, badges. */
  above?: ReactNode;
  /** The sentence below it. */
  lead?: ReactNode;
  actions?: ReactNode;
};

/** The one h1 of a screen and its acts. */
export function PageHeader({ title, above, lead, actions }: Props) {
  return (
    <header className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-72">
        {above && (
          <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">{above}</div>
        )}
        <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
        {lead && <div className="mt-1 text-lg">{lead}</div>}
      </div>
      {/* On a phone the acts fill their lines, so that none is left over by itself. */}
      {actions && (
        <div className="flex flex-wrap items-center gap-2 max-sm:w-full max-sm:gap-1.5 max-sm:[&>.button]:grow max-sm:[&>.button]:px-2">
          {actions}
        </div>
      )}
    </header>
  );
}
