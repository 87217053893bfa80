import type { ReactNode } from "react";
import type { GateDocument } from "~/domain/gate-document";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

/** What was promised for the phase, and what came of it. */
export function DatesCard({
  dates,
  actualFinishOn,
}: {
  dates: GateDocument["dates"];
  actualFinishOn: string | null;
}) {
  const { plannedStartOn, plannedFinishOn, firstFinishOn, actualStartOn } = dates;
  const hasMoved = firstFinishOn !== null && firstFinishOn !== plannedFinishOn;
  return (
    <Card id="dates" title="The dates">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
        <Entry term={actualStartOn ? "Started" : "Promised start"}>
          <DateText on={actualStartOn ?? plannedStartOn} />
        </Entry>
        <Entry term="Promised finish">
          <DateText on={plannedFinishOn} />
        </Entry>
        {hasMoved && (
          <Entry term="Promised first">
            <DateText on={firstFinishOn} />
          </Entry>
        )}
        <Entry term="Finished">{actualFinishOn ? <DateText on={actualFinishOn} /> : "Not yet"}</Entry>
      </dl>
    </Card>
  );
}

function Entry({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-muted text-sm">{term}</dt>
      <dd className="font-semibold">{children}</dd>
    </div>
  );
}
