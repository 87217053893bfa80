import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { listPortalDecisions } from "db/decision-list.server";
import { requirePortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { DecisionStatusBadge } from "~/ui/decision-status-badge";
import { EmptyState } from "~/ui/empty-state";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `What we decided, and why · ${data.frame.title} · ${data.frame.firm}` }] : [];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db } = args.context;
  const code = args.params.code ?? "";
  return readOrRefuse(async () => {
    const { frame } = await requirePortal(db, actor, code);
    const decisions = await listPortalDecisions(db, actor, code);
    return { frame, person: { name: actor.name, email: actor.email }, decisions };
  });
}

export default function PortalDecisions() {
  const { frame, person, decisions } = useLoaderData<typeof loader>();
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="font-semibold text-2xl tracking-tight">What we decided, and why</h1>
      <p className="mt-1 mb-4 max-w-prose text-lg">
        Each with what was weighed and what follows from it. A decision is never rewritten: where one no
        longer holds, it says what took its place.
      </p>
      {decisions.length === 0 ? (
        <EmptyState title="No decision is written down yet">
          As soon as something is decided that you live with, it stands here.
        </EmptyState>
      ) : (
        <Card flush>
          <ol className="divide-y divide-line">
            {decisions.map((decision) => (
              <li key={decision.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3">
                <Link
                  to={`/portal/${frame.code}/decisions/${decision.id}`}
                  className="min-w-0 flex-1 basis-60 font-medium underline-offset-2 hover:underline"
                >
                  {decision.number}. {decision.title}
                </Link>
                <DecisionStatusBadge status={decision.status} />
                {decision.decidedOn && (
                  <span className="text-muted text-sm">
                    <DateText on={decision.decidedOn} short />
                  </span>
                )}
              </li>
            ))}
          </ol>
        </Card>
      )}
      <p className="mt-4">
        <Link to={`/portal/${frame.code}/standards`}>What we agreed to build by</Link>
      </p>
    </PortalFrame>
  );
}
