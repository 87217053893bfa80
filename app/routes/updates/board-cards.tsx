import { Form, Link } from "@remix-run/react";
import type { TroubledUpdates, UnreadUpdate } from "db/update-board.server";
import { Button } from "~/ui/button";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { HealthBadge } from "~/ui/health-badge";

type UnreadProps = { updates: readonly UnreadUpdate[]; canAcknowledge: boolean };

/** What is published and waits for a manager, the oldest first; one press each. */
export function UnreadCard({ updates, canAcknowledge }: UnreadProps) {
  if (updates.length === 0) return null;
  return (
    <Card id="unread" title="Not acknowledged yet" aside={String(updates.length)} flush>
      <ul className="divide-y divide-line">
        {updates.map((update) => (
          <li key={update.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
                <Link
                  to={`/engagements/${update.code}/updates/${update.id}`}
                  className="underline-offset-2 hover:underline"
                >
                  {update.title}, <DateText on={update.onDate} />
                </Link>
                {update.health && <HealthBadge health={update.health} />}
              </h3>
              <p>{update.sentence}</p>
              <p className="text-muted text-sm">
                {update.company} · {update.author}
              </p>
            </div>
            {canAcknowledge && (
              <Form method="post" preventScrollReset>
                <input type="hidden" name="intent" value="acknowledge" />
                <input type="hidden" name="code" value={update.code} />
                <input type="hidden" name="id" value={update.id} />
                <Button>
                  Acknowledge<span className="sr-only"> the update of {update.title}</span>
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

type TroubledProps = { id: string; title: string; hint: string; troubled: readonly TroubledUpdates[] };

/** Engagements whose updates are late, silent, or at odds with the dates. */
export function TroubledCard({ id, title, hint, troubled }: TroubledProps) {
  if (troubled.length === 0) return null;
  return (
    <Card id={id} title={title} aside={hint} flush>
      <ul className="divide-y divide-line">
        {troubled.map(({ code, title: engagement, company, leadName, text, updateId }) => (
          <li key={code} className="gap-x-6 px-4 py-3 md:flex md:items-baseline md:justify-between">
            <div className="min-w-0">
              <h3 className="font-semibold">
                <Link
                  to={`/engagements/${code}/updates${updateId ? `/${updateId}` : ""}`}
                  className="underline-offset-2 hover:underline"
                >
                  {engagement}
                </Link>
              </h3>
              <p>{text}</p>
            </div>
            <p className="text-muted text-sm md:text-right">
              {company} · {leadName ? `led by ${leadName}` : "no lead"}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
