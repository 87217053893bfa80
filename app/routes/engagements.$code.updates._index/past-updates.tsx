import { Link } from "@remix-run/react";
import type { PastUpdate } from "db/updates.server";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { HealthBadge } from "~/ui/health-badge";

type Props = { base: string; updates: readonly PastUpdate[] };

/** What was published, the newest first, each with its own page. */
export function PastUpdates({ base, updates }: Props) {
  return (
    <Card id="updates" title="Published" aside={String(updates.length)} flush>
      <ol className="divide-y divide-line">
        {updates.map((update) => (
          <li key={update.id} className="px-4 py-3">
            <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
              <Link to={`${base}/updates/${update.id}`} className="underline-offset-2 hover:underline">
                <DateText on={update.onDate} />
              </Link>
              {update.health && <HealthBadge health={update.health} />}
              {!update.isImported && !update.acknowledgedBy && <Badge>not read by a manager yet</Badge>}
              {update.isImported && !update.isVisible && <Badge>only we read it</Badge>}
              {update.note && <Badge tone="waiting">{update.note}</Badge>}
            </h3>
            {update.sentence && <p className="mt-0.5">{update.sentence}</p>}
            <p className="text-muted text-sm">
              {update.author}
              {update.acknowledgedBy && `, read by ${update.acknowledgedBy}`}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
