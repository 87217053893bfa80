import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listActivity } from "db/activity.server";
import { firmToday } from "db/firm.server";
import { requirePortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { ActivityFeed } from "~/ui/activity-feed";
import { Card } from "~/ui/card";
import { EmptyState } from "~/ui/empty-state";
import { Pagination } from "~/ui/pagination";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `Everything that has happened · ${data.frame.title} · ${data.frame.firm}` }] : [];

const PER_PAGE = 60;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const asked = Number(new URL(args.request.url).searchParams.get("before"));
  // PostgreSQL refuses a number that does not fit the column.
  const before = Number.isInteger(asked) && asked > 0 && asked < 2 ** 31 ? asked : null;
  const { engagement, frame } = await readOrRefuse(() => requirePortal(db, actor, args.params.code ?? ""));
  const today = await firmToday(db, now());
  const { entries, older } = await listActivity(db, engagement, "client", { before, limit: PER_PAGE, today });
  return { frame, person: { name: actor.name, email: actor.email }, before, older, entries };
}

export default function PortalActivity() {
  const { frame, person, before, older, entries } = useLoaderData<typeof loader>();
  const here = `/portal/${frame.code}/activity`;
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="mb-4 font-semibold text-2xl tracking-tight">Everything that has happened</h1>
      {entries.length === 0 ? (
        <EmptyState title="Nothing yet">
          As soon as something happens, it stands here, the newest first.
        </EmptyState>
      ) : (
        <Card title={before === null ? "The newest first" : "Further back"} flush>
          <ActivityFeed entries={entries} />
        </Card>
      )}
      {(before !== null || older !== null) && (
        <Pagination
          summary={`${entries.length} events on this page`}
          previous={before === null ? null : here}
          next={older === null ? null : `${here}?before=${older}`}
        />
      )}
    </PortalFrame>
  );
}
