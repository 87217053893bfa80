import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { findFirm, firmToday } from "db/firm.server";
import { listPortals, type PortalLine, SHOWN_PORTALS } from "db/portals.server";
import { requirePermission } from "~/auth/guards.server";
import { PHASE_LABEL } from "~/domain/phase";
import { Badge } from "~/ui/badge";
import { DateText } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { HeadingText } from "~/ui/portal-heading";
import { PortalShell } from "~/ui/portal-shell";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Your engagements · ${data.firm}` : "Your engagements" },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const lines = await listPortals(db, actor, await firmToday(db, now()));
  const isClient = actor.role === "client";
  // One engagement under way answers at once; the others stay a choice in the menu.
  const live = lines.filter((line) => line.stage === "active");
  const only = live.length === 1 ? live[0] : lines.length === 1 ? lines[0] : undefined;
  const asksForAll = new URL(args.request.url).searchParams.has("all");
  if (isClient && only && !asksForAll) throw redirect(`/portal/${only.code}`);
  const firm = await findFirm(db);
  return {
    firm: firm?.name ?? "",
    person: { name: actor.name, email: actor.email },
    isClient,
    lines: lines.slice(0, SHOWN_PORTALS),
    hasMore: lines.length > SHOWN_PORTALS,
  };
}

export default function Portals() {
  const { firm, person, isClient, lines, hasMore } = useLoaderData<typeof loader>();
  const companies = [...new Set(lines.map((line) => line.company))];
  const [company] = companies;
  return (
    <PortalShell
      firm={firm}
      company={isClient && companies.length === 1 && company ? company : "our clients"}
      person={person}
      notice={isClient ? undefined : "Each of these opens as its client sees it."}
    >
      <h1 className="mt-2 mb-4 font-semibold text-2xl tracking-tight">
        {isClient ? "Your work with us" : "The portal, by engagement"}
      </h1>
      {lines.length === 0 ? (
        <Nothing isClient={isClient} />
      ) : (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {lines.map((line) => (
            <li key={line.code}>
              <PortalCard line={line} isClient={isClient} showsCompany={companies.length > 1} />
            </li>
          ))}
        </ul>
      )}
      {hasMore && (
        <p className="mt-4 text-muted text-sm">
          These are the first {lines.length}. The rest open from their own page, by “View as client”.
        </p>
      )}
    </PortalShell>
  );
}

function Nothing({ isClient }: { isClient: boolean }) {
  return isClient ? (
    <EmptyState title="Nothing is under way yet">
      As soon as work with you is agreed, you find it here: where it stands, when it is done, and what we need
      from you. Until then you need do nothing.
    </EmptyState>
  ) : (
    <EmptyState title="No engagement of yours has a portal yet">
      An engagement gets one when it becomes active, because only then has anything been promised.
    </EmptyState>
  );
}

type CardProps = { line: PortalLine; isClient: boolean; showsCompany: boolean };

function PortalCard({ line, isClient, showsCompany }: CardProps) {
  return (
    <Link
      to={`/portal/${line.code}`}
      className="block rounded-card border border-line bg-surface p-4 no-underline hover:border-line-strong"
    >
      {showsCompany && <span className="block text-muted text-sm">{line.company}</span>}
      <span className="block font-semibold text-lg">
        <HeadingText heading={line.heading} />
      </span>
      <span className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <Need line={line} isClient={isClient} />
      </span>
    </Link>
  );
}

function Need({ line, isClient }: Pick<CardProps, "line" | "isClient">) {
  if (line.gateToSign)
    return <Badge tone="waiting">The {PHASE_LABEL[line.gateToSign]} gate waits for a signature</Badge>;
  if (line.stage === "handed_over") return <>Nothing is open. All of it stays here for you to read.</>;
  return (
    <>
      {line.holder === "client" && !line.isPaused && (
        <Badge tone="waiting">The ball is with {isClient ? "you" : "the client"}</Badge>
      )}
      {line.promisedFinishOn && (
        <span>
          Promised for <DateText on={line.promisedFinishOn} />
        </span>
      )}
    </>
  );
}
