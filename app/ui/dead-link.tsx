import type { ReactNode } from "react";
import { ButtonLink } from "./button";
import { EntryShell } from "./entry-shell";

type Props = {
  firm: string | null;
  title: string;
  children: ReactNode;
  /** The way on. */
  to: string;
  label: string;
};

/** The page behind a mailed link that was used, has run out, or never was. */
export function DeadLink({ firm, title, children, to, label }: Props) {
  return (
    <EntryShell firm={firm} title={title}>
      <div className="grid gap-5">
        <div className="text-muted">{children}</div>
        <ButtonLink to={to} tone="primary" size="large">
          {label}
        </ButtonLink>
      </div>
    </EntryShell>
  );
}
