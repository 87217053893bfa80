import { Link } from "@remix-run/react";
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Logo } from "./logo";
import { PersonMenu, type ShellPerson } from "./person-menu";
import { SkipLink } from "./skip-link";

type Props = {
  firm: string;
  /** The client's company. */
  company: string;
  person: ShellPerson;
  menu?: readonly { to: string; label: string }[];
  /** A line above everything, for one of the firm's people who views the page as the client. */
  notice?: ReactNode;
  children: ReactNode;
};

/** The frame around the client's pages: whose page it is, for whom, and nothing else. */
export function PortalShell({ firm, company, person, menu, notice, children }: Props) {
  return (
    <>
      <SkipLink />
      {notice && (
        <aside aria-label="Notice" className="bg-waiting-soft px-4 py-2 text-center text-sm text-waiting-ink">
          {notice}
        </aside>
      )}
      <div className="mx-auto max-w-[60.5rem] px-4 pt-2 pb-12 sm:px-6 sm:pt-5">
        <header className="flex items-center justify-between gap-4 text-muted text-sm">
          <Link to="/portal" className="flex min-h-11 min-w-0 items-center gap-3">
            <Logo className="h-3.5 w-auto shrink-0" />
            <span>
              {firm} · for {company}
            </span>
          </Link>
          <PersonMenu person={person} links={menu}>
            <summary className="flex min-h-11 items-center gap-1 rounded-control px-1">
              <span className="sr-only">Your menu, </span>
              <span className="max-w-32 truncate">{person.name.split(" ")[0]}</span>
              <ChevronDown aria-hidden="true" className="size-4" />
            </summary>
          </PersonMenu>
        </header>
        <main id="main" tabIndex={-1} className="pt-1">
          {children}
        </main>
      </div>
    </>
  );
}
