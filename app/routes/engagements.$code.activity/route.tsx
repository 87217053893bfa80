import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listActivity } from "db/activity.server";
import { engagementHeader } from "db/engagement-header.server";
import { requireEngagement } from "db/scope.server";
import { actOf, readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { ActivityFeed } from "~/ui/activity-feed";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { EngagementHeader } from "~/ui/engagement-header";
import { Pagination } from "~/ui/pagination";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Activity · ${data.head.title} · Phaseline` : "Phaseline" },
];

const SHOWN = 50;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { db } = args.context;
  const { today } = await actOf(args, actor);
  const code = args.params.code ?? "";
  const asked = Number(new URL(args.request.url).searchParams.get("before"));
  const before = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  return readOrRefuse(async () => {
    const { engagement } = await requireEngagement(db, actor, code, "see_pipeline");
    return {
      shell: shellOf(actor),
      head: await engagementHeader(db, actor, code, today),
      before,
      ...(await listActivity(db, engagement, "internal", { before, limit: SHOWN, today })),
    };
  });
}

export default function EngagementActivity() {
  const { shell, head, entries, before, older } = useLoaderData<typeof loader>();
  const here = `/engagements/${head.code}/activity`;
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <Card title="Activity" aside="every change, newest first" flush id="activity">
        {entries.length === 0 ? (
          <p className="px-4 py-3 text-muted">There is nothing before this.</p>
        ) : (
          <ActivityFeed entries={entries} code={head.code} />
        )}
      </Card>
      <Pagination
        summary={before === null ? `The last ${entries.length} changes` : `${entries.length} earlier changes`}
        previous={before === null ? null : here}
        next={older === null ? null : `${here}?before=${older}`}
      />
    </AppShell>
  );
}
