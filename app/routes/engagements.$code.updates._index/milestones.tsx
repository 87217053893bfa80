import type { RecordedMilestone } from "db/updates.server";
import { shortDate } from "~/domain/calendar";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

/** What happened before it was tracked here, as precisely as it is known. */
export function Milestones({ milestones }: { milestones: readonly RecordedMilestone[] }) {
  return (
    <Card id="milestones" title="Milestones" aside={String(milestones.length)}>
      <ol className="grid gap-3">
        {milestones.map((milestone) => (
          <li key={milestone.id} className="border-line border-l-2 pl-3">
            <p className="text-muted text-sm">
              <MilestoneDate on={milestone.happenedOn} />
            </p>
            <p>{milestone.title}</p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function MilestoneDate({ on }: { on: string | null }) {
  if (on === null) return "Date not known";
  if (on.length > 7) return <DateText on={on} />;
  // "1 Oct 2026" without its day: known to the month.
  return <time dateTime={on}>{shortDate(`${on}-01`).replace(/^1 /, "")}</time>;
}
