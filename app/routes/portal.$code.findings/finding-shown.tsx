import type { PortalFinding } from "db/finding-pages.server";
import { FINDING_STATUS_LABEL, findingName } from "~/domain/finding";
import { Badge } from "~/ui/badge";
import { CommentLink } from "~/ui/comment-link";
import { DateText } from "~/ui/date";
import { EvidenceList } from "~/ui/evidence-list";
import { Markdown } from "~/ui/markdown";
import { SeverityBadge } from "~/ui/severity-badge";

type Props = { finding: Omit<PortalFinding, "body"> & { html: string }; code: string };

/** One finding as its client reads it. */
export function FindingShown({ finding, code }: Props) {
  const { status, resolution, settledOn } = finding;
  return (
    <li id={`f-${finding.number}`} className="px-4 py-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="text-muted text-sm tabular-nums">{findingName(finding.number)}</span>
        <h3 className="min-w-0 flex-1 basis-56 font-semibold">{finding.title}</h3>
        <span className="flex flex-wrap gap-1.5">
          <SeverityBadge severity={finding.severity} />
          <Badge tone={status === "open" ? "neutral" : "good"}>{FINDING_STATUS_LABEL[status]}</Badge>
        </span>
      </div>
      {(finding.area || finding.place) && (
        <p className="flex flex-wrap gap-x-3 text-muted text-sm">
          {finding.area && <span>{finding.area}</span>}
          {finding.place && <span className="min-w-0 break-all">{finding.place}</span>}
        </p>
      )}
      {finding.html && <Markdown html={finding.html} className="mt-2" />}
      {status !== "open" && (
        <p className="mt-2">
          <span className="font-semibold">
            {FINDING_STATUS_LABEL[status]}
            {settledOn && (
              <>
                {" "}
                on <DateText on={settledOn} />
              </>
            )}
            :
          </span>{" "}
          {resolution}
        </p>
      )}
      {finding.evidence.length > 0 && (
        <div className="-mx-4 mt-1">
          <EvidenceList evidence={finding.evidence} code={code} isPortal />
        </div>
      )}
      {finding.isUntouched && (
        <p className="mt-1 text-muted text-sm">Written down before anything was touched.</p>
      )}
      <p className="mt-1">
        <CommentLink code={code} subject={{ about: "finding", id: finding.id, title: finding.title }} />
      </p>
    </li>
  );
}
