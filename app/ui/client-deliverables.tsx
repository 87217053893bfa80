import type { Artefact, DeliverableStatus } from "~/domain/deliverable";
import { CLIENT_STATUS_LABEL } from "~/domain/portal";
import { classes } from "./classes";
import { DateText } from "./date";

export type ClientDeliverable = {
  id: string;
  title: string;
  status: DeliverableStatus;
  dueOn: string | null;
  doneOn: string | null;
  isLate: boolean;
  artefact: Artefact | null;
  evidence: readonly { id: string; url: string | null; note: string }[];
};

/** Deliverables as a client reads them: what became of each, in words, and the evidence that is shown to them. */
export function ClientDeliverables({ deliverables }: { deliverables: readonly ClientDeliverable[] }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-2.5">
      {deliverables.map((deliverable) => (
        <li key={deliverable.id} className="flex gap-3">
          <StatusMark status={deliverable.status} />
          <div className="min-w-0 flex-1">
            <p className={classes(deliverable.status === "not_applicable" && "text-muted line-through")}>
              {deliverable.title}
            </p>
            <Said deliverable={deliverable} />
            {deliverable.evidence.length > 0 && <Evidence evidence={deliverable.evidence} />}
          </div>
          <When deliverable={deliverable} />
        </li>
      ))}
    </ul>
  );
}

/** The status in words; where the mark and the date say it already, for screen readers only. */
function Said({ deliverable: { status, isLate } }: { deliverable: ClientDeliverable }) {
  const isPlain = (status === "done" || status === "todo") && !isLate;
  const tone = status === "blocked" || isLate ? "text-alert-ink" : "text-muted";
  return (
    <p className={isPlain ? "sr-only" : classes("text-sm", tone)}>
      {CLIENT_STATUS_LABEL[status]}
      {isLate && ", past its date"}
    </p>
  );
}

function When({ deliverable: { status, dueOn, doneOn } }: { deliverable: ClientDeliverable }) {
  const on = status === "done" ? doneOn : dueOn;
  if (!on || status === "not_applicable") return null;
  return (
    <span className="shrink-0 text-right text-muted text-sm leading-6">
      {status !== "done" && "due "}
      <DateText on={on} short />
    </span>
  );
}

function Evidence({ evidence }: { evidence: ClientDeliverable["evidence"] }) {
  return (
    <ul className="mt-0.5 text-sm">
      {evidence.map(({ id, url, note }) => (
        <li key={id}>
          {url && /^(https?:\/\/|\/portal\/)/i.test(url) ? (
            <a href={url} rel="noreferrer" className="underline underline-offset-2">
              {note || url.replace(/^https?:\/\//i, "")}
            </a>
          ) : (
            <span className="text-muted">{note}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

const MARKS: Record<DeliverableStatus, { tone: string; path: string }> = {
  done: { tone: "text-good-ink", path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8.2l2.2 2.2L11.2 6" },
  doing: { tone: "text-ink", path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.5 1.5" },
  todo: { tone: "text-muted", path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z" },
  blocked: { tone: "text-alert-ink", path: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8h6" },
  not_applicable: { tone: "text-muted", path: "M4 8h8" },
};

function StatusMark({ status }: { status: DeliverableStatus }) {
  const { tone, path } = MARKS[status];
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true" className={classes("stroke-icon mt-1 size-4", tone)}>
      <path d={path} />
    </svg>
  );
}
