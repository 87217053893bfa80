import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listActivity } from "db/activity.server";
import { firmToday } from "db/firm.server";
import { requirePortal } from "db/portal.server";
import { readOrRefuse, requirePermission } from "~/auth/guards.server";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { EmptyState } from "~/ui/empty-state";
import { EventMark } from "~/ui/event-mark";
import { Pagination } from "~/ui/pagination";
import { PortalFrame } from "~/ui/portal-frame";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data ? [{ title: `Everything that has happened · ${data.frame.title} · ${data.frame.firm}` }] : [];

const PER_PAGE = 60;

export async function loader(args: LoaderFunctionArgs) {
  const actor = await requirePermission(args, "see_portal");
  const { db, now } = args.context;
  const asked = Number(new URL(args.request.url).searchParams.get("before"));
  const before = Number.isSafeInteger(asked) && asked > 0 ? asked : null;
  const { engagement, frame } = await readOrRefuse(() => requirePortal(db, actor, args.params.code ?? ""));
  const today = await firmToday(db, now());
  const { entries, older } = await listActivity(db, engagement, "client", { before, limit: PER_PAGE, today });
  return { frame, person: { name: actor.name, email: actor.email }, before, older, days: byDay(entries) };
}

interface Day {
  on: string;
  entries: { seq: number; by: string; sentence: string; icon: ListedIcon }[];
}
type ListedIcon = Awaited<ReturnType<typeof listActivity>>["entries"][number]["icon"];

function byDay(entries: Awaited<ReturnType<typeof listActivity>>["entries"]): Day[] {
  const days: Day[] = [];
  for (const { on, seq, by, sentence, icon } of entries) {
    if (days.at(-1)?.on !== on) days.push({ on, entries: [] });
    days.at(-1)?.entries.push({ seq, by, sentence, icon });
  }
  return days;
}

export default function PortalActivity() {
  const { frame, person, before, older, days } = useLoaderData<typeof loader>();
  const here = `/portal/${frame.code}/activity`;
  return (
    <PortalFrame frame={frame} person={person} isBelow>
      <h1 className="mb-4 font-semibold text-2xl tracking-tight">Everything that has happened</h1>
      {days.length === 0 && (
        <EmptyState title="Nothing yet">
          As soon as something happens, it stands here, the newest first.
        </EmptyState>
      )}
      <div className="grid gap-3.5">
        {days.map((day) => (
          <Card key={day.on} title={<DateText on={day.on} />}>
            <ul className="grid gap-2">
              {day.entries.map((entry) => (
                <li key={entry.seq} className="flex gap-3">
                  <EventMark icon={entry.icon} className="mt-1" />
                  <span className="min-w-0">
                    <span className="font-semibold">{entry.by}</span> {entry.sentence}
                  </span>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
      {(before !== null || older !== null) && (
        <Pagination
          summary={before === null ? "The newest first" : "Further back"}
          previous={before === null ? null : here}
          next={older === null ? null : `${here}?before=${older}`}
        />
      )}
    </PortalFrame>
  );
}
