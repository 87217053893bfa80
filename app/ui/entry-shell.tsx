import type { ReactNode } from "react";
import { Logo } from "./logo";

type Props = {
  /** The firm's name; missing before it is set up. */
  firm?: string | null;
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
  /** Below the card: the other way in. */
  foot?: ReactNode;
};

/** The frame of the pages that somebody sees before they are in: one card, one question. */
export function EntryShell({ firm, title, lead, children, foot }: Props) {
  return (
    <main id="main" className="mx-auto grid min-h-dvh w-full max-w-md content-center px-4 py-8">
      <header className="mb-6 flex items-center gap-2.5 font-bold text-lg tracking-tight">
        <Logo />
        <span>
          Phaseline
          {firm && <span className="font-normal text-muted"> · {firm}</span>}
        </span>
      </header>
      <div className="rounded-card border bg-surface p-5 sm:p-7">
        <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
        {lead && <div className="mt-2 text-muted">{lead}</div>}
        {children && <div className="mt-5">{children}</div>}
      </div>
      {foot && <footer className="mt-5 text-muted text-sm">{foot}</footer>}
    </main>
  );
}
