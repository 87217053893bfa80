import type { ClientUpdate } from "db/updates.server";
import type { ReactNode } from "react";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";
import { HealthBadge } from "~/ui/health-badge";
import { Markdown } from "~/ui/markdown";
import { ReportedLines } from "~/ui/reported-lines";

type Props = {
  update: Omit<ClientUpdate, "body"> & { html: string };
  /** What is said about it. */
  comments: ReactNode;
};

/** Under an update that came with an import. */
const FROM_BEFORE = "From before it was kept here";

/** An update as the client reads it, in a minute. */
export function ClientUpdateCard({ update, comments }: Props) {
  return (
    <Card
      id={update.id}
      title={<DateText on={update.onDate} />}
      aside={update.author ?? FROM_BEFORE}
      actions={update.health && <HealthBadge health={update.health} />}
    >
      <p className="mb-3 font-semibold text-lg">{update.sentence}</p>
      <Told update={update} />
      {comments}
    </Card>
  );
}

/** One of the weeks before, folded to its sentence. */
export function OlderUpdate({ update, comments, isOpen }: Props & { isOpen: boolean }) {
  return (
    <section id={update.id} className="rounded-card border border-line bg-surface">
      <details open={isOpen ? true : undefined}>
        <summary className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
          <h2 className="font-semibold">
            <DateText on={update.onDate} />
          </h2>
          {update.health && <HealthBadge health={update.health} />}
          <span className="min-w-0 basis-full text-muted">{update.sentence}</span>
        </summary>
        <div className="px-4 pb-4">
          <Told update={update} />
          <p className="mt-3 text-muted text-sm">{update.author ?? FROM_BEFORE}</p>
          {comments}
        </div>
      </details>
    </section>
  );
}

function Told({ update }: Pick<Props, "update">) {
  return (
    <>
      {update.html && <Markdown html={update.html} className="mb-3" />}
      {update.reported && <ReportedLines reported={update.reported} client="you" level={3} />}
    </>
  );
}
