import { Link } from "@remix-run/react";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import type { ShellPerson } from "./person-menu";
import { PortalShell } from "./portal-shell";

type Props = {
  frame: { code: string; title: string; firm: string; company: string; isViewedAsClient: boolean };
  person: ShellPerson;
  /** Whether the page lies below the engagement's own and needs a way back to it. */
  isBelow?: boolean;
  children: ReactNode;
};

/** The frame of every page of one engagement on the portal; says so plainly to one of our people who views it. */
export function PortalFrame({ frame, person, isBelow, children }: Props) {
  const { code, title, firm, company, isViewedAsClient } = frame;
  const account = { to: "/account", label: "Account" };
  return (
    <PortalShell
      firm={firm}
      company={company}
      person={person}
      menu={
        isViewedAsClient
          ? [{ to: `/engagements/${code}`, label: `Back to ${code}` }, account]
          : [{ to: "/portal?all=1", label: "All your engagements" }, account]
      }
      notice={
        isViewedAsClient && (
          <>
            You see this page as {company} sees it; what only they can do is switched off.{" "}
            <Link to={`/engagements/${code}`} className="font-semibold underline underline-offset-2">
              Back to {code}
            </Link>
          </>
        )
      }
    >
      {isBelow && (
        <Link
          to={`/portal/${code}`}
          className="inline-flex min-h-9 items-center gap-1.5 text-muted text-sm hover:text-ink pointer-coarse:min-h-11"
        >
          <ArrowLeft aria-hidden="true" className="size-4" />
          {title}
        </Link>
      )}
      {children}
    </PortalShell>
  );
}
