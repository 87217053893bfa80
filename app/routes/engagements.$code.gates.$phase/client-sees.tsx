import { Link } from "@remix-run/react";
import type { GatePage } from "db/gate-page.server";
import { DELIVERABLE_STATUS_LABEL } from "~/domain/deliverable";
import { PHASE_LABEL } from "~/domain/phase";
import { Badge } from "~/ui/badge";
import { Card } from "~/ui/card";
import { DateText } from "~/ui/date";

/** The phase as the client will read it before they sign. */
export function ClientSees({ gate, code }: { gate: GatePage; code: string }) {
  return (
    <Card
      flush
      id="sees"
      title="What the client will see"
      aside={`${gate.shown.length} of ${gate.shown.length + gate.hiddenCount} deliverables of ${PHASE_LABEL[gate.kind]}`}
      actions={
        <Link to={`/portal/${code}/gates/${gate.kind}`} className="text-sm underline underline-offset-2">
          View as client
        </Link>
      }
    >
      {gate.shown.length === 0 ? (
        <p className="px-4 py-3 text-muted">
          Nothing of this phase is visible to the client. Make at least one deliverable visible, so that they
          know what they sign.
        </p>
      ) : (
        <ol className="divide-y divide-line">
          {gate.shown.map((deliverable) => (
            <li key={deliverable.id} className="px-4 py-2.5">
              <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                <Link
                  to={`/engagements/${code}/deliverables/${deliverable.id}`}
                  className="font-medium underline-offset-2 hover:underline"
                >
                  {deliverable.title}
                </Link>
                <Badge tone={deliverable.status === "done" ? "good" : "neutral"}>
                  {DELIVERABLE_STATUS_LABEL[deliverable.status]}
                </Badge>
                {deliverable.dueOn && (
                  <span className="ml-auto whitespace-nowrap text-muted text-sm">
                    due <DateText on={deliverable.dueOn} short />
                  </span>
                )}
              </div>
              {deliverable.evidence.map(({ id, url, note }) => (
                <p key={id} className="text-muted text-sm leading-6">
                  {url ? (
                    <a
                      href={url}
                      rel="noopener noreferrer nofollow"
                      target="_blank"
                      className="inline-block underline underline-offset-2"
                    >
                      {note || url}
                    </a>
                  ) : (
                    note
                  )}
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
      {gate.hiddenCount > 0 && (
        <p className="border-t px-4 py-2.5 text-muted text-sm">
          {gate.hiddenCount} more {gate.hiddenCount === 1 ? "is" : "are"} ours alone and not shown. Evidence
          is shown where it was marked for the client.
        </p>
      )}
    </Card>
  );
}
