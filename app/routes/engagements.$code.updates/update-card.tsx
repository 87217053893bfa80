import type { PublishedUpdate } from "db/updates.server";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { HealthBadge } from "~/ui/health-badge";
import { Markdown } from "~/ui/markdown";

type Props = { update: Omit<PublishedUpdate, "body"> & { html: string } };

/** One status report: how it stood, in a sentence, then at length. */
export function UpdateCard({ update }: Props) {
  return (
    <Card
      level={3}
      title={<DateText on={update.onDate} />}
      aside={update.author}
      actions={update.health && <HealthBadge health={update.health} />}
    >
      {update.sentence && <p className="font-semibold">{update.sentence}</p>}
      {update.note && (
        <p className="mt-1">
          <Badge tone="waiting">{update.note}</Badge>
        </p>
      )}
      {update.html && <Markdown html={update.html} className="mt-2" />}
    </Card>
  );
}
