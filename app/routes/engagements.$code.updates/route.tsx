import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { engagementHeader } from "db/engagement-header.server";
import { firmToday } from "db/firm.server";
import { readUpdates } from "db/updates.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { AppShell } from "~/ui/app-shell";
import { EmptyState } from "~/ui/empty-state";
import { EngagementHeader } from "~/ui/engagement-header";
import { renderMarkdown } from "~/ui/markdown.server";
import { Milestones } from "./milestones";
import { UpdateCard } from "./update-card";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Updates · ${data?.head.title ?? "Engagement"} · Phaseline` },
];

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_pipeline");
  const { context, params } = args;
  const code = params.code ?? "";
  const today = await firmToday(context.db, context.now());
  return readOrRefuse(async () => {
    const head = await engagementHeader(context.db, actor, code, today);
    const { updates, milestones } = await readUpdates(context.db, actor, code);
    return {
      shell: shellOf(actor),
      head,
      milestones,
      updates: updates.map(({ body, ...update }) => ({ ...update, html: body ? renderMarkdown(body) : "" })),
    };
  });
}

export default function EngagementUpdates() {
  const { shell, head, updates, milestones } = useLoaderData<typeof loader>();
  return (
    <AppShell {...shell}>
      <EngagementHeader head={head} />
      <div className={milestones.length > 0 ? "grid items-start gap-4 lg:grid-cols-[1fr_22rem]" : undefined}>
        <section aria-labelledby="updates" className="grid gap-4">
          <h2 id="updates" className="font-semibold text-lg">
            Updates
          </h2>
          {updates.length === 0 ? (
            <EmptyState title="No updates on record">
              Status reports that came with an imported engagement stand here. What happens day by day is
              under Activity.
            </EmptyState>
          ) : (
            updates.map((update) => <UpdateCard key={update.id} update={update} />)
          )}
        </section>
        {milestones.length > 0 && <Milestones milestones={milestones} />}
      </div>
    </AppShell>
  );
}
