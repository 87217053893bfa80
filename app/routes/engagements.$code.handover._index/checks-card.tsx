import { Link } from "@remix-run/react";
import type { HandoverPage } from "db/handover-page.server";
import type { CalendarDate } from "~/domain/calendar";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

type Props = { code: string; checks: HandoverPage["checks"]; today: CalendarDate };

/** The looks back, 90 and 180 days after the hand-over. */
export function ChecksCard({ code, checks, today }: Props) {
  return (
    <Card id="checks" title="Looking back" flush>
      <ul className="divide-y divide-line">
        {checks.map((check) => (
          <li key={check.day} className="px-4 py-3">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Link
                to={`/engagements/${code}/handover/checks/${check.day}`}
                className="font-semibold underline underline-offset-2"
              >
                After {check.day} days
              </Link>
              {!check.doneOn && check.dueOn <= today && <Badge tone="waiting">Due</Badge>}
            </p>
            <p className="text-muted text-sm">
              {check.doneOn ? (
                <>
                  {check.verdict} {check.doneBy}, <DateText on={check.doneOn} />
                </>
              ) : (
                <>
                  {check.dueOn <= today ? "Due since" : "Due on"} <DateText on={check.dueOn} />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
