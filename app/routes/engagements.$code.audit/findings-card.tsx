import { Link } from "@remix-run/react";
import type { AuditFinding } from "db/audits.server";
import { findingName } from "~/domain/finding";
import { ButtonLink } from "~/ui/button";
import { Card } from "~/ui/card";
import { SeverityBadge } from "~/ui/severity-badge";

type Props = { code: string; findings: readonly AuditFinding[]; canWrite: boolean };

/** What was found: the findings of the engagement, which Read goes on with. */
export function FindingsCard({ code, findings, canWrite }: Props) {
  return (
    <Card
      flush
      id="found"
      title="What we found"
      aside={findings.length > 0 ? String(findings.length) : undefined}
      actions={
        canWrite && (
          <ButtonLink to={`/engagements/${code}/findings#add`} size="small">
            Write down a finding
          </ButtonLink>
        )
      }
    >
      {findings.length === 0 ? (
        <p className="px-4 py-3 text-muted">
          Nothing is written down yet. What is found now, Read begins with.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {findings.map((finding) => (
            <li key={finding.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
              <span className="text-muted text-sm">{findingName(finding.number)}</span>
              <Link
                to={`/engagements/${code}/findings/${finding.id}`}
                className="inline-flex min-h-6 min-w-0 items-center underline-offset-2 hover:underline"
              >
                {finding.title}
              </Link>
              <span className="ml-auto flex items-center gap-2 text-sm">
                {finding.area && <span className="text-muted">{finding.area}</span>}
                <SeverityBadge severity={finding.severity} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
