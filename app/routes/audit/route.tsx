import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listFirmEvents } from "db/audit.server";
import { requirePermission } from "~/auth/guards.server";
import { shellOf } from "~/auth/shell";
import { describeFirmEvent } from "~/domain/firm-event";
import { AppShell } from "~/ui/app-shell";
import { Card } from "~/ui/card";
import { Instant } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { PageHeader } from "~/ui/page-header";
import { Pagination } from "~/ui/pagination";

export const meta: MetaFunction = () => [{ title: "Audit log · Phaseline" }];

const PER_PAGE = 100;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "administer");
  const before = new URL(args.request.url).searchParams.get("before")?.slice(0, 100) || undefined;
  const found = await listFirmEvents(args.context.db, actor, { before, limit: PER_PAGE + 1 });
  const page = found.slice(0, PER_PAGE);
  const last = found.length > PER_PAGE ? page.at(-1) : undefined;
  return {
    shell: shellOf(actor),
    entries: page.map((entry) => ({
      id: entry.id,
      at: entry.at,
      who: entry.actorName,
      did: describeFirmEvent(entry),
      source: typeof entry.after.source === "string" ? entry.after.source : null,
    })),
    newest: before ? "/audit" : null,
    older: last ? `/audit?before=${last.id}` : null,
  };
}

export default function Audit() {
  const { shell, entries, newest, older } = useLoaderData<typeof loader>();
  return (
    <AppShell {...shell}>
      <PageHeader
        title="Audit log"
        lead="Who changed what about people, clients, templates and settings. What happens to an engagement stands on its own page, under Activity."
      />
      {entries.length === 0 ? (
        <EmptyState title="Nothing here">There is nothing older.</EmptyState>
      ) : (
        <Card flush>
          <ol className="divide-y divide-line">
            {entries.map((entry) => (
              <li key={entry.id} className="flex flex-wrap justify-between gap-x-6 gap-y-0.5 px-4 py-2.5">
                <p className="min-w-0">
                  <strong className="font-semibold">{entry.who}</strong> {entry.did}
                </p>
                <p className="text-muted text-sm">
                  {entry.source && `${entry.source}, `}
                  <Instant at={entry.at} />
                </p>
              </li>
            ))}
          </ol>
        </Card>
      )}
      {(newest || older) && <Pagination summary="Newest first" previous={newest} next={older} />}
    </AppShell>
  );
}
